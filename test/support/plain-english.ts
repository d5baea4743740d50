// The lead of an English lot a second time, bid after bid, straight from the words of the rules: who leads, at what
// price, with what limit. Knows nothing of the program's own way of working it out.

import type { LimitBid, PriceBid } from '../../shared/auction/formats/english-types.ts';

export interface PlainLead {
  readonly leader: string;
  readonly price: number;
  readonly limit: number;
}

export interface PlainRules {
  readonly isForward: boolean;
  readonly opening: number;
  /** The increment at a price. */
  readonly increment: (price: number) => number;
}

/** The lead after one more bid that was accepted. */
export const plainLead = (
  before: PlainLead | undefined,
  { isForward, opening, increment }: PlainRules,
  teamId: string,
  bid: PriceBid | LimitBid,
): PlainLead => {
  const beats = (a: number, b: number): boolean => (isForward ? a > b : a < b);
  const further = (a: number, b: number): number => (beats(a, b) ? a : b);
  const nearer = (a: number, b: number): number => (beats(a, b) ? b : a);
  const beyond = (limit: number): number =>
    isForward ? limit + increment(limit) : Math.max(0, limit - increment(limit));
  const limit = 'limitMills' in bid ? bid.limitMills : bid.priceMills;
  const named = 'priceMills' in bid ? bid.priceMills : opening;
  if (!before) return { leader: teamId, limit, price: further(opening, named) };
  if (before.leader === teamId) {
    // A leader raises its own limit without moving the price, or names a price of its own.
    return {
      leader: teamId,
      limit: further(before.limit, limit),
      price: further(before.price, named),
    };
  }
  if (beats(limit, before.limit)) {
    // New leader: the smaller of its limit and the old limit with an increment, but no less than it named.
    return {
      leader: teamId,
      limit,
      price: further(further(before.price, named), nearer(limit, beyond(before.limit))),
    };
  }
  // The leader stays: the smaller of its limit and the new one with an increment. Equal limits: the earlier leads.
  return { ...before, price: further(before.price, nearer(before.limit, beyond(limit))) };
};
