// Prices of the clock: from one round to the next, and the exact order of two price points.

import type { BasisPoints, Mills } from '../../kernel/units.ts';
import type { Direction, Lot } from '../types.ts';
import { mills } from '../../kernel/units.ts';

const FULL_SHARE_BP = 10_000;

/**
 * Clock price of the next round in mills (CLK1): start × (1 ± increment), rounded half up to the lot's tick,
 * and at least one tick away from the start. Never below 0.
 */
export const nextClockPrice = (
  lot: Pick<Lot, 'tickMills'>,
  direction: Direction,
  startMills: Mills,
  incrementBp: BasisPoints,
): Mills => {
  const tick = BigInt(lot.tickMills);
  const sign = direction === 'forward' ? 1 : -1;
  const scaled = BigInt(startMills) * BigInt(FULL_SHARE_BP + sign * incrementBp);
  // Half up: floor((2a + b) / 2b) with b = tick × 10,000.
  const unit = tick * BigInt(FULL_SHARE_BP);
  const rounded = Number(((2n * scaled + unit) / (2n * unit)) * tick);
  const nearest = startMills + sign * lot.tickMills;
  const price =
    direction === 'forward' ? Math.max(rounded, nearest) : Math.min(rounded, Math.max(nearest, 0));
  return mills(price);
};

/** The price point (CLK4): how far a price has gone from start to clock, as an exact fraction in [0, 1]. */
export interface PricePoint {
  readonly movedMills: number;
  readonly rangeMills: number;
}

/** Negative when `a` comes first. Exact: compares a/b with c/d as a·d with c·b in whole numbers. */
export const comparePricePoints = (a: PricePoint, b: PricePoint): number => {
  const left = a.movedMills * b.rangeMills;
  const right = b.movedMills * a.rangeMills;
  if (Number.isSafeInteger(left) && Number.isSafeInteger(right)) return left - right;
  const difference =
    BigInt(a.movedMills) * BigInt(b.rangeMills) - BigInt(b.movedMills) * BigInt(a.rangeMills);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
};

/** The lower and upper bound of valid prices in a round, whatever the direction. */
export const priceRange = (start: Mills, clock: Mills): { minimum: Mills; maximum: Mills } =>
  start < clock ? { minimum: start, maximum: clock } : { minimum: clock, maximum: start };
