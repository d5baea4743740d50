// The rules of a Dutch auction as a form.

import type { FormatSetup } from './rule-field.ts';
import { COMMON, INFORMATION, LOT_BY_LOT, TIMING } from './common-fields.ts';

export const dutchSetup: FormatSetup = {
  format: 'dutch',
  name: 'Dutch: the price falls until somebody takes',
  fields: [
    ...COMMON,
    { path: 'stepMs', label: 'A price stands for, seconds', kind: 'seconds' },
    { path: 'stepMills', label: 'Then it moves by, $', kind: 'price' },
    { path: 'bumpMills', label: 'A stop sets it back by, $ (0: not at all)', kind: 'price' },
    { path: 'lastPriceMills', label: 'The last price, $', kind: 'price' },
    ...LOT_BY_LOT,
    ...INFORMATION,
    ...TIMING,
  ],
};
