// Bounds that rules of every format share, and how a rule outside its bounds is refused.

import type { LotId } from '../kernel/ids.ts';
import type { Rejection } from '../kernel/rejection.ts';
import { reject } from '../kernel/rejection.ts';

export const MIN_ROUND_MS = 1_000;
export const MIN_COUNTDOWN_MS = 3_000;
export const MAX_RELEASE_MS = 5_000;

/** Refuses rules for one number that is not within what is allowed (AUC1). */
export const outside = (
  field: string,
  value: number,
  minimum: number,
  maximum?: number,
): Rejection =>
  reject('auction/invalid-rules', {
    field,
    value,
    minimum,
    ...(maximum !== undefined && { maximum }),
  });

/** What a field of a lot must be: the words for it are the page's. */
export type LotNeed =
  | 'multiple-of-tick'
  | 'time-zone'
  | 'divisor-of-prices'
  | 'before-last-price'
  | 'divisor-of-increments'
  | 'whole-supply'
  | 'divisor-of-supply'
  | 'multiple-within-supply'
  | 'multiple-from-minimum'
  | 'none-in-this-format';

/** Refuses a lot for one field, with what it needs to be and the numbers that this follows from (AUC1). */
export const wrongLot = (
  { id: lotId }: { readonly id: LotId },
  field: string,
  needs: LotNeed,
  numbers: Readonly<Record<string, number>> = {},
): Rejection => reject('auction/invalid-lot', { lotId, field, needs, ...numbers });
