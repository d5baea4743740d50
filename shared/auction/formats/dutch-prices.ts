// Where a Dutch clock stands and when it ends (rules DUT1, DUT2). Pure arithmetic on whole mills and milliseconds.

import type { Direction, Lot } from '../types.ts';
import type { EpochMs, Mills } from '../../kernel/units.ts';
import type { DutchLot, DutchRules } from './dutch-types.ts';
import { better, moved, worse } from '../price-direction.ts';

type Steps = Pick<
  DutchRules,
  'direction' | 'stepMs' | 'stepMills' | 'bumpMills' | 'lastPriceMills'
>;
type Standing = Pick<DutchLot, 'priceMills' | 'stepAtMs'>;

/** The way the clock runs: against the side that does not bid. */
const running = (direction: Direction): Direction =>
  direction === 'forward' ? 'descending' : 'forward';

/** Whole steps from one price to the last one not past `endMills`; 0 where it is past it already. */
const stepsTo = ({ direction, stepMills }: Steps, priceMills: Mills, endMills: Mills): number => {
  const way = direction === 'forward' ? priceMills - endMills : endMills - priceMills;
  return Math.max(0, Math.floor(way / stepMills));
};

/** When the price passes the last one that the rules offer, if nobody stops it: known to everybody. */
export const publicEnd = (rules: Steps, { priceMills, stepAtMs }: Standing): EpochMs =>
  (stepAtMs + stepsTo(rules, priceMills, rules.lastPriceMills) * rules.stepMs) as EpochMs;

/** The price after a stop: set back by the bump, never better than the opening price (DUT3). */
export const restartPrice = (
  { direction, bumpMills }: Steps,
  lot: Pick<Lot, 'openingPriceMills'>,
  stoppedMills: Mills,
): Mills => worse(direction, moved(direction, stoppedMills, bumpMills), lot.openingPriceMills);

/** What time has made of the clock: it stands elsewhere, or went past its end at an instant. */
export type Run =
  ({ readonly kind: 'stands' } & Standing) | { readonly kind: 'past'; readonly atMs: EpochMs };

/**
 * The clock at an instant from its next step on. It ends at the last price of the rules, or before it at the last one
 * that reaches the hidden reserve (DUT2); a price stands for its whole time before that.
 */
export const runOf = (
  rules: Steps,
  { priceMills, stepAtMs }: Standing,
  { at, reserveMills }: { readonly at: EpochMs; readonly reserveMills: Mills | undefined },
): Run => {
  const end = better(rules.direction, rules.lastPriceMills, reserveMills ?? rules.lastPriceMills);
  const possible = stepsTo(rules, priceMills, end);
  const passed = Math.floor((at - stepAtMs) / rules.stepMs) + 1;
  if (passed > possible) {
    return { kind: 'past', atMs: (stepAtMs + possible * rules.stepMs) as EpochMs };
  }
  return {
    kind: 'stands',
    priceMills: moved(running(rules.direction), priceMills, (passed * rules.stepMills) as Mills),
    stepAtMs: (stepAtMs + passed * rules.stepMs) as EpochMs,
  };
};
