// The rules of sealed rounds as a form.

import type { FormatSetup } from './rule-field.ts';
import { valueAt } from '../../state/rule-values.ts';
import { COMMON, DEMAND, INFORMATION, ROUNDS, TIMING } from './common-fields.ts';

const hasRounds = (rules: unknown): boolean => valueAt(rules, 'roundCount') !== 1;

export const sealedSetup: FormatSetup = {
  format: 'sealed',
  name: 'Sealed: schedules of steps, one cut-off',
  fields: [
    ...COMMON,
    {
      path: 'pricing',
      label: 'A winner pays',
      kind: 'choice',
      options: [
        { value: 'pay-as-bid', label: 'what it bid' },
        { value: 'uniform-lowest-accepted', label: 'the lowest price that got something' },
        { value: 'uniform-highest-rejected', label: 'the highest price that got nothing' },
        { value: 'vickrey', label: 'what its blocks took from others (Vickrey)' },
      ],
    },
    {
      path: 'ties',
      label: 'Equal prices at the margin',
      kind: 'choice',
      options: [
        { value: 'seed', label: 'go in the order of the published seed' },
        { value: 'earliest', label: 'go by time, the earliest first' },
        { value: 'pro-rata', label: 'share what is left' },
      ],
    },
    { path: 'scoring', label: 'What counts besides the price', kind: 'scoring' },
    { path: 'maximumSteps', label: 'Steps of one offer, at most', kind: 'count' },
    {
      path: 'unlikelyBp',
      label: 'A price so far beyond the opening price is asked about, % (empty: none)',
      kind: 'percent',
      isOptional: true,
    },
    { path: 'roundCount', label: 'Rounds; the last one counts', kind: 'count' },
    {
      path: 'bidsStand',
      label: 'Best and final: offers stand in the next round',
      kind: 'switch',
      isAsked: hasRounds,
    },
    ...ROUNDS.map((field) => (field.path === 'roundMs' ? field : { ...field, isAsked: hasRounds })),
    DEMAND,
    {
      path: 'information.showsPrices',
      label: 'Everybody sees the price of each lot after an opening',
      kind: 'switch',
    },
    {
      path: 'information.showsOwnResult',
      label: 'Bidders see after each opening what they would get',
      kind: 'switch',
      isAsked: hasRounds,
    },
    ...INFORMATION,
    ...TIMING,
  ],
};
