// Every format by its id: the one place that names them all.

import type { FormatId, Rules } from '../types.ts';
import type { Format } from './format.ts';
import { clock } from './clock.ts';
import { dutch } from './dutch.ts';
import { english } from './english.ts';
import { packages } from './packages.ts';
import { sealed } from './sealed.ts';

const FORMATS: { readonly [F in FormatId]: Format<F> } = {
  clock,
  english,
  sealed,
  dutch,
  package: packages,
};

/** The format that rules name. It is given auctions of these rules only. */
export const formatOf = (rules: Pick<Rules, 'format'>): Format<FormatId> => FORMATS[rules.format];
