// Rules and lots that cannot work, in words: the name of a field, an amount in its unit, what a lot needs. Names come
// from the fields themselves, so that a new rule has words too.

import { duration } from '../../../shared/auction/sentences.ts';
import type { LotNeed } from '../../../shared/auction/rule-bounds.ts';
import { count, percent } from '../../format/amounts.ts';
import { formatMills } from '../../format/money.ts';
import type { Params } from './refusal-words.ts';

/** `softClose.windowMs` → `soft close window`. */
export const ruleFieldWords = (field: string): string =>
  field
    .split('.')
    .map((name) => (/^\d+$/.test(name) ? String(Number(name) + 1) : name))
    .join(' ')
    .replace(/(Mills|Ms|Bp)$/, '')
    .replace(/([A-Z])/g, (letter) => ` ${letter.toLowerCase()}`);

/** An amount in the unit that the name of its field ends with. */
export const ruleAmountWords = (field: string, value: number): string => {
  if (Number.isNaN(value)) return 'this number';
  if (field.endsWith('Ms')) return duration(value);
  if (field.endsWith('Bp')) return percent(value);
  return field.endsWith('Mills') ? formatMills(value) : count(value);
};

const LOT_FIELDS: Readonly<Record<string, string>> = {
  openingPriceMills: 'opening price',
  reserveMills: 'hidden reserve',
  tickMills: 'price tick',
  capBlocks: 'cap a bidder',
  minimumBlocks: 'minimum',
  multipleBlocks: 'multiple',
  'window.zone': 'time zone',
};

export const lotFieldWords = (field: string): string => LOT_FIELDS[field] ?? ruleFieldWords(field);

const LOT_NEEDS: Readonly<Record<LotNeed, (of: Params) => string>> = {
  'multiple-of-tick': (of) =>
    `more than nothing and a multiple of its tick, ${of.price('tickMills')}`,
  'time-zone': () => 'an IANA zone such as America/New_York',
  'divisor-of-prices': (of) =>
    `one that the step of ${of.price('stepMills')}, the restart of ${of.price('bumpMills')} and the last price of ${of.price('lastPriceMills')} are multiples of`,
  'before-last-price': (of) =>
    `on the way to the last price of ${of.price('lastPriceMills')}: above it where the price falls, below it where it rises`,
  'divisor-of-increments': (of) =>
    `one that every increment is a multiple of, ${of.price('incrementMills')} among them`,
  'whole-supply': (of) =>
    `empty or at least ${of.count('supplyBlocks')}, as lots of this format are sold whole`,
  'divisor-of-supply': (of) =>
    `one that the supply of ${of.count('supplyBlocks')} is a multiple of`,
  'multiple-within-supply': (of) =>
    `a multiple of ${of.count('multipleBlocks')} and no more than the supply of ${of.count('supplyBlocks')}`,
  'multiple-from-minimum': (of) =>
    `a multiple of ${of.count('multipleBlocks')} and at least the minimum of ${of.count('minimumBlocks')}`,
  'none-in-this-format': () => 'empty, as this format does not know it',
};

/** What the field of the lot must be; a need that nobody wrote words for is named. */
export const lotNeedWords = (of: Params): string => {
  const needs = of.text('needs');
  return (LOT_NEEDS as Readonly<Record<string, (of: Params) => string>>)[needs]?.(of) ?? needs;
};
