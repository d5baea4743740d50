// Which of two prices is better for the side that does not bid: forward the higher one, descending the lower one.

import type { Mills } from '../kernel/units.ts';
import type { Direction } from './types.ts';
import { mills } from '../kernel/units.ts';

/** The better of two prices for the side that does not bid: the higher one, or descending the lower. */
export const better = (direction: Direction, a: Mills, b: Mills): Mills =>
  direction === 'forward' ? mills(Math.max(a, b)) : mills(Math.min(a, b));

/** The worse of two prices. */
export const worse = (direction: Direction, a: Mills, b: Mills): Mills =>
  direction === 'forward' ? mills(Math.min(a, b)) : mills(Math.max(a, b));

/** True when a price goes at least as far as another. */
export const reaches = (direction: Direction, price: number, other: number): boolean =>
  direction === 'forward' ? price >= other : price <= other;

/** A price moved by an amount in the direction of the bidding; never below 0. */
export const moved = (direction: Direction, price: Mills, byMills: Mills): Mills =>
  direction === 'forward' ? mills(price + byMills) : mills(Math.max(0, price - byMills));

/** Sorts the best price first. */
export const byBest = (direction: Direction, a: number, b: number): number =>
  direction === 'forward' ? b - a : a - b;
