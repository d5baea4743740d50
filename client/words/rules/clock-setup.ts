// The rules of a clock as a form.

import type { FormatSetup } from './rule-field.ts';
import { COMMON, DEMAND, INFORMATION, ROUNDS, TIMING } from './common-fields.ts';

export const clockSetup: FormatSetup = {
  format: 'clock',
  name: 'Clock: many lots, rounds at rising prices',
  fields: [
    ...COMMON,
    { path: 'incrementBp', label: 'Increment a round, %', kind: 'percent' },
    { path: 'activityBp', label: 'Activity, %', kind: 'percent' },
    ...ROUNDS,
    DEMAND,
    ...INFORMATION,
    ...TIMING,
  ],
};
