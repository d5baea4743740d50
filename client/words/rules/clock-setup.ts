// The rules of a clock as a form.

import type { FormatSetup } from './rule-field.ts';
import { COMMON, INFORMATION, ROUNDS, TIMING } from './common-fields.ts';

export const clockSetup: FormatSetup = {
  format: 'clock',
  name: 'Clock: many lots, rounds at rising prices',
  fields: [
    ...COMMON,
    { path: 'incrementBp', label: 'Increment a round, %', kind: 'percent' },
    { path: 'activityBp', label: 'Activity, %', kind: 'percent' },
    ...ROUNDS,
    {
      path: 'information.demand',
      label: 'Demand that bidders see after a round',
      kind: 'choice',
      options: [
        { value: 'excess', label: 'what is above supply' },
        { value: 'total', label: 'total' },
        { value: 'none', label: 'none' },
      ],
    },
    ...INFORMATION,
    ...TIMING,
  ],
};
