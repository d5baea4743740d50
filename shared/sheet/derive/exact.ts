// Arithmetic for money that is exact or fails: whole mills and pieces in, whole mills out, rounded only where a
// formula says so and only in the way it says. No binary fraction ever holds an amount.

import { Big } from 'big.js';

/** How a fraction becomes a whole number: towards the higher, the lower, or the nearer one with the half going up. */
export type Rounding = 'up' | 'down' | 'half-up';

const FULL_BP = 10_000;
const MODES: Readonly<Record<Rounding, Big.RoundingMode>> = {
  up: Big.roundUp,
  down: Big.roundDown,
  'half-up': Big.roundHalfUp,
};

/** A result that no longer fits a whole number that JavaScript holds exactly (2^53 − 1). */
export class TooLarge extends RangeError {
  constructor() {
    super('the result is too large to be exact');
  }
}

const safe = (value: bigint): number => {
  if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw new TooLarge();
  return Number(value);
};

/** The product of whole numbers of at least 0. Throws TooLarge above 2^53 − 1. */
export const product = (...factors: readonly number[]): number =>
  safe(factors.reduce((result, factor) => result * BigInt(factor), 1n));

/** The sum of whole numbers of at least 0. Throws TooLarge above 2^53 − 1. */
export const sum = (...terms: readonly number[]): number =>
  safe(terms.reduce((result, term) => result + BigInt(term), 0n));

/**
 * amount × numerator ÷ denominator, rounded once at the end. All are whole numbers of at least 0, the denominator at
 * least 1. Throws TooLarge above 2^53 − 1.
 */
export const scaled = (
  amount: number,
  [numerator, denominator]: readonly [numerator: number, denominator: number],
  rounding: Rounding,
): number => {
  const over = BigInt(amount) * BigInt(numerator);
  const under = BigInt(denominator);
  const added = { up: under - 1n, down: 0n, 'half-up': under / 2n }[rounding];
  // Half of an odd denominator is rounded down here, and no remainder can be exactly half of it.
  return safe((over + added) / under);
};

/** A share of an amount: amount × basis points ÷ 10,000, rounded once. Both whole and at least 0. */
export const shareOf = (amount: number, shareBp: number, rounding: Rounding): number => {
  const result = new Big(amount).times(shareBp).div(FULL_BP).round(0, MODES[rounding]);
  return safe(BigInt(result.toFixed(0)));
};

/** One amount as a share of another in basis points, rounded once. Both whole, the second at least 1. */
export const ratioBp = (part: number, whole: number, rounding: Rounding): number =>
  scaled(part, [FULL_BP, whole], rounding);
