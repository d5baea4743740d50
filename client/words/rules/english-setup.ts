// The rules of an English auction as a form.

import { durationMs } from '../../../shared/kernel/units.ts';
import type { SoftClose } from '../../../shared/auction/formats/english-types.ts';
import { valueAt } from '../../state/rule-values.ts';
import type { FormatSetup } from './rule-field.ts';
import { COMMON, INFORMATION, LOT_BY_LOT, TIMING } from './common-fields.ts';

const STANDARD = {
  afterMs: durationMs(1_800_000),
  windowMs: durationMs(300_000),
  extensionMs: durationMs(300_000),
};

const isTimed = (rules: unknown): boolean => valueAt(rules, 'softClose.kind') !== 'survival';
const isInSequence = (rules: unknown): boolean => valueAt(rules, 'lots') === 'in-sequence';

/** What a soft close of another kind begins with: the lengths that were set where both kinds have them. */
const softCloseAs = (kind: string, rules: unknown): SoftClose => {
  const before = valueAt(rules, 'softClose');
  if (kind === 'survival') return { kind, standsMs: STANDARD.windowMs };
  const lengths = isTimed(rules) ? (before as typeof STANDARD) : STANDARD;
  return { ...lengths, kind: kind === 'bid-plus' ? kind : 'close-plus' };
};

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
    ...LOT_BY_LOT.map((field) => ({ ...field, isAsked: isInSequence })),
    { path: 'increments', label: 'Increment by price', kind: 'increments' },
    {
      path: 'maximumStepMills',
      label: 'A named price goes beyond the lead by at most, $ (empty: any)',
      kind: 'price',
      isOptional: true,
    },
    {
      path: 'unlikelySteps',
      label:
        'A bid more than so many increments beyond the next price is asked about (empty: none)',
      kind: 'count',
      isOptional: true,
    },
    { path: 'allowsLimits', label: 'Bidders may leave a limit', kind: 'switch' },
    {
      path: 'softClose.kind',
      label: 'A change of the lead near the close',
      kind: 'choice',
      options: [
        { value: 'close-plus', label: 'moves the close by the extension' },
        { value: 'bid-plus', label: 'moves it to the extension after the bid' },
        { value: 'survival', label: 'no close: it ends when a lead has stood' },
      ],
      becomes: (kind, rules) => ({ path: 'softClose', value: softCloseAs(kind, rules) }),
    },
    {
      path: 'softClose.afterMs',
      label: 'Close after the opening, seconds',
      kind: 'seconds',
      isAsked: isTimed,
    },
    {
      path: 'softClose.windowMs',
      label: 'Near the close: the last seconds',
      kind: 'seconds',
      isAsked: isTimed,
    },
    {
      path: 'softClose.extensionMs',
      label: 'Extension, seconds',
      kind: 'seconds',
      isAsked: isTimed,
    },
    {
      path: 'softClose.maximumExtensions',
      label: 'A close moves at most so many times (empty: any)',
      kind: 'count',
      isOptional: true,
      isAsked: isTimed,
    },
    {
      path: 'softClose.standsMs',
      label: 'The lead must have stood for, seconds',
      kind: 'seconds',
      isAsked: (rules) => !isTimed(rules),
    },
    {
      path: 'hardStopMs',
      label: 'No lot is open longer than, seconds (empty: any)',
      kind: 'seconds',
      isOptional: true,
    },
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
