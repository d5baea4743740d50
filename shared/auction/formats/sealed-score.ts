// How good a step is: its price, and where the rules score, the points of what is offered with it (rule SLD6).

import type { Mills } from '../../kernel/units.ts';
import type { SealedBid, SealedRules, Scoring } from './sealed-types.ts';

type Chosen = SealedBid['attributes'];

/** Points by attribute; an option that the rules do not know counts none. */
export const pointsOf = (scoring: Scoring, chosen: Chosen): Readonly<Record<string, number>> =>
  Object.fromEntries(
    scoring.attributes.map(({ id, options }) => [
      id,
      options.find((option) => option.id === chosen[id])?.points ?? 0,
    ]),
  );

/**
 * The price in mills with every point counted in: above the price forward, below it descending, where it may be less
 * than 0. Without scoring the price itself.
 */
export const scoreOf = (
  { scoring, direction }: Pick<SealedRules, 'scoring' | 'direction'>,
  priceMills: Mills,
  chosen: Chosen,
): number => {
  if (!scoring) return priceMills;
  const points = Object.values(pointsOf(scoring, chosen)).reduce((sum, each) => sum + each, 0);
  const worth = points * scoring.millsPerPoint;
  return direction === 'forward' ? priceMills + worth : priceMills - worth;
};
