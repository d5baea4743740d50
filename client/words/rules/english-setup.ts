// The rules of an English auction as a form.

import type { FormatSetup } from './rule-field.ts';
import { COMMON, INFORMATION, ROUNDS, TIMING } from './common-fields.ts';

export const englishSetup: FormatSetup = {
  format: 'english',
  name: 'English: whole lots, bid by bid, soft close',
  fields: [
    ...COMMON,
    {
      path: 'lots',
      label: 'Lots',
      kind: 'choice',
      options: [
        { value: 'side-by-side', label: 'all open together' },
        { value: 'in-sequence', label: 'one after the other' },
      ],
    },
    ...ROUNDS.filter(({ path }) => path !== 'roundMs'),
    { path: 'increments.0.incrementMills', label: 'Increment, mills ($0.001)', kind: 'count' },
    { path: 'allowsLimits', label: 'Bidders may leave a limit', kind: 'switch' },
    {
      path: 'softClose.kind',
      label: 'A change of the lead near the close',
      kind: 'choice',
      options: [
        { value: 'close-plus', label: 'moves the close by the extension' },
        { value: 'bid-plus', label: 'moves it to the extension after the bid' },
      ],
    },
    { path: 'softClose.afterMs', label: 'Close after the opening, seconds', kind: 'seconds' },
    { path: 'softClose.windowMs', label: 'Near the close: the last seconds', kind: 'seconds' },
    { path: 'softClose.extensionMs', label: 'Extension, seconds', kind: 'seconds' },
    {
      path: 'extends',
      label: 'An extension moves',
      kind: 'choice',
      options: [
        { value: 'each', label: 'the lot alone' },
        { value: 'all', label: 'all open lots' },
      ],
    },
    { path: 'extendingPlaces', label: 'Places whose change extends', kind: 'count' },
    { path: 'information.showsRank', label: 'Bidders see their own place', kind: 'switch' },
    ...INFORMATION,
    ...TIMING,
  ],
};
