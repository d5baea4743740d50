// Fields of rules that several formats have.

import type { RuleField } from './rule-field.ts';

/** What every format begins with. */
export const COMMON: readonly RuleField[] = [
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

/** What every format ends with. */
export const TIMING: readonly RuleField[] = [
  { path: 'resumeCountdownMs', label: 'Countdown of a resume, seconds', kind: 'seconds' },
  { path: 'outageMs', label: 'Outage that is passed over, seconds', kind: 'seconds' },
  { path: 'releaseMs', label: 'Common tick of new prices, milliseconds', kind: 'milliseconds' },
  { path: 'deliveryDays', label: 'Delivery days a year', kind: 'count' },
];

/** How rounds follow each other. */
export const ROUNDS: readonly RuleField[] = [
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

/** How lots follow each other where each has a round of its own. */
export const LOT_BY_LOT: readonly RuleField[] = [
  {
    path: 'rounds',
    label: 'Next lot',
    kind: 'choice',
    options: [
      { value: 'manual', label: 'opened by the moderator' },
      { value: 'automatic', label: 'opens by itself after the gap' },
    ],
  },
  { path: 'gapMs', label: 'Gap between lots, seconds', kind: 'seconds' },
];

/** Who may know bidders, bids and reserves. */
export const INFORMATION: readonly RuleField[] = [
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

/** How much of the demand is told. */
export const DEMAND: RuleField = {
  path: 'information.demand',
  label: 'Demand that bidders see after a round',
  kind: 'choice',
  options: [
    { value: 'excess', label: 'what is above supply' },
    { value: 'total', label: 'total' },
    { value: 'none', label: 'none' },
  ],
};
