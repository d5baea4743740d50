// Bounds that rules of every format share, and how a rule outside its bounds is refused.

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
