// The rules of a format as fields of a form: which there are, what they are called, how they are typed.

import type { FormatId } from '../../shared/auction/types.ts';

export type RuleKind =
  'text' | 'percent' | 'seconds' | 'milliseconds' | 'count' | 'switch' | 'choice';

export interface RuleField {
  /** Where the value stands in the rules, names parted by dots. */
  readonly path: string;
  readonly label: string;
  readonly kind: RuleKind;
  readonly options?: readonly { readonly value: string; readonly label: string }[];
}

const COMMON: readonly RuleField[] = [
  { path: 'title', label: 'Title', kind: 'text' },
  {
    path: 'direction',
    label: 'Direction',
    kind: 'choice',
    options: [
      { value: 'forward', label: 'forward: the carrier sells, the price rises' },
      { value: 'descending', label: 'descending: a shipper buys, the price falls' },
    ],
  },
];

const TIMING: readonly RuleField[] = [
  { path: 'resumeCountdownMs', label: 'Countdown of a resume, seconds', kind: 'seconds' },
  { path: 'outageMs', label: 'Outage that is passed over, seconds', kind: 'seconds' },
  { path: 'releaseMs', label: 'Common tick of new prices, milliseconds', kind: 'milliseconds' },
  { path: 'deliveryDays', label: 'Delivery days a year', kind: 'count' },
];

const ROUNDS: readonly RuleField[] = [
  { path: 'roundMs', label: 'Length of a round, seconds', kind: 'seconds' },
  {
    path: 'rounds',
    label: 'Next round',
    kind: 'choice',
    options: [
      { value: 'manual', label: 'opened by the moderator' },
      { value: 'automatic', label: 'opens by itself after the gap' },
    ],
  },
  { path: 'gapMs', label: 'Gap between rounds, seconds', kind: 'seconds' },
];

const INFORMATION: readonly RuleField[] = [
  {
    path: 'information.carrierSeesBidders',
    label: 'The other side knows who bids',
    kind: 'switch',
  },
  {
    path: 'information.carrierSeesBids',
    label: 'The other side sees bids after each round',
    kind: 'switch',
  },
  {
    path: 'information.moderatorSeesReserves',
    label: 'The moderator sees hidden reserves',
    kind: 'switch',
  },
];

/** Fields of each format's rules, in the order of the form. */
export const RULE_FIELDS: { readonly [F in FormatId]: readonly RuleField[] } = {
  clock: [
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
  english: [
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

/** What a format is called and what it is for. */
export const FORMAT_NAMES: { readonly [F in FormatId]: string } = {
  clock: 'Clock: many lots, rounds at rising prices',
  english: 'English: whole lots, bid by bid, soft close',
};

/** Formats that the room has panels for. Of others a bidder could see the rules and could not bid. */
export const PAGE_FORMATS: readonly FormatId[] = ['clock'];
