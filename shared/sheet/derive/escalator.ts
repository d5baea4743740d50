// The yearly change of prices by an index.

import { Big } from 'big.js';
import { TooLarge } from './exact.ts';

/** Shares in basis points; `index` and `spread` may be negative, and so may `floor` and `cap`. */
export interface Escalator {
  readonly spreadBp: number;
  readonly floorBp: number;
  /** At least the floor. */
  readonly capBp: number;
}

const FULL_BP = 10_000;
const CENT_MILLS = 10;

/**
 * The change of a year in basis points: index + spread, not below the floor and not above the cap. Throws RangeError
 * where the floor is above the cap, for then no change is right.
 */
export const escalationBp = (indexBp: number, { spreadBp, floorBp, capBp }: Escalator): number => {
  if (floorBp > capBp) throw new RangeError('the floor is above the cap');
  return Math.min(capBp, Math.max(floorBp, indexBp + spreadBp));
};

/**
 * A price after a change: price × (1 + change), rounded half up to the cent, in mills; never below 0. Throws TooLarge
 * above 2^53 − 1.
 */
export const escalatedPrice = (priceMills: number, changeBp: number): number => {
  const cents = new Big(priceMills)
    .times(FULL_BP + changeBp)
    .div(FULL_BP * CENT_MILLS)
    .round(0, Big.roundHalfUp);
  const mills = cents.times(CENT_MILLS).toNumber();
  if (!Number.isSafeInteger(mills)) throw new TooLarge();
  return Math.max(0, mills);
};
