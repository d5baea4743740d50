// Who leads a lot and at what price, from what each team has said (rule ENG2). Pure arithmetic on whole mills.

import type { TeamId } from '../../kernel/ids.ts';
import type { Mills } from '../../kernel/units.ts';
import type { Direction, Lot } from '../types.ts';
import type { EnglishLot, EnglishRules, IncrementRow, StandingOffer } from './english-types.ts';
import { mills } from '../../kernel/units.ts';
import { better, moved, worse } from '../price-direction.ts';

/** The increment at a price: that of the last row which begins at or below it (ENG1). */
export const incrementAt = (increments: readonly IncrementRow[], price: Mills): Mills => {
  const row = increments.findLast(({ fromMills }) => fromMills <= price);
  return row?.incrementMills ?? mills(0);
};

type Terms = Pick<EnglishRules, 'direction' | 'increments'>;

/** The least that a bid must reach now (ENG1): the opening price, later the lead and one increment. */
export const nextPrice = (
  rules: Terms,
  lot: Pick<Lot, 'openingPriceMills'>,
  leadMills: Mills | null,
): Mills =>
  leadMills === null
    ? lot.openingPriceMills
    : moved(rules.direction, leadMills, incrementAt(rules.increments, leadMills));

export type RankedOffer = readonly [TeamId, StandingOffer];

/** Offers from the best limit down; of equal limits the earlier is first (ENG2). */
export const ranked = (
  direction: Direction,
  offers: EnglishLot['offers'],
): readonly RankedOffer[] => {
  const sign = direction === 'forward' ? -1 : 1;
  return Object.entries(offers).sort(
    ([, a], [, b]) => sign * (a.limitMills - b.limitMills) || a.order - b.order,
  );
};

/**
 * The lead price (ENG2): as little as the leader needs to stand before the second, one increment beyond its limit, but
 * never beyond the leader's own limit, nor short of the price it named or of the opening price. Null without offers.
 */
export const leadPrice = (
  rules: Terms,
  lot: Pick<Lot, 'openingPriceMills'>,
  order: readonly RankedOffer[],
): Mills | null => {
  const [leader, second] = order;
  if (!leader) return null;
  const { direction } = rules;
  const [, { limitMills, namedMills }] = leader;
  const named = better(direction, lot.openingPriceMills, namedMills ?? lot.openingPriceMills);
  if (!second) return named;
  const beyond = nextPrice(rules, lot, second[1].limitMills);
  return better(direction, named, worse(direction, limitMills, beyond));
};
