// Options that several sections of the last-mile agreement offer.

import { option } from '../building-blocks.ts';

/** Where pieces enter the network, the nearest to the door first. */
export const ENTRY_LEVELS = [
  option('ddu', 'Delivery unit (DDU)'),
  option('lpc', 'Local processing centre (LPC)'),
  option('scf', 'Sectional centre (SCF)'),
  option('ndc', 'Regional centre (NDC/RPDC)'),
];

/** Weight steps of the price table; upper ends in thousandths of a pound. */
export const WEIGHT_STEPS = [1, 2, 5, 10, 20, 25].map((pounds) => ({
  id: String(pounds),
  label: `≤ ${String(pounds)} lb`,
  upToThousandths: pounds * 1_000,
}));

export const YES_NO = [option('yes', 'yes'), option('no', 'no')];

/** Who signs for a side, in the order of signature. */
export const SIGNING_ROLES = [
  option('counsel', 'counsel'),
  option('finance', 'finance'),
  option('lead', 'lead'),
  option('executive', 'executive'),
];

/** Money for single figures: no unit beside it. */
export const DOLLARS = { kind: 'money', unit: '$' } as const;
export const A_PIECE = { kind: 'money', unit: '$/piece' } as const;

/** Text of a table's cell. */
export const words = (maxLength: number) => ({ kind: 'text', maxLength }) as const;

/** A share from 0 % to 100 %. */
export const FULL_SHARE = { min: 0, max: 10_000 } as const;
