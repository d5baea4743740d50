// The bound of unlikely prices where the next valid price has no step: a share beyond the opening price (GRD1).

import type { BasisPoints } from '../kernel/units.ts';
import type { Rejection } from '../kernel/rejection.ts';
import type { Direction } from './types.ts';
import { outside } from './rule-bounds.ts';
import { percent } from './sentences.ts';

export const MAX_UNLIKELY_BP = 1_000_000;

/** An amount in mills moved by a share in the direction of the bidding, rounded down to the mill; never below 0. */
export const beyondShare = (direction: Direction, mills: number, shareBp: BasisPoints): number => {
  const by = Math.floor((mills * shareBp) / 10_000);
  return direction === 'forward' ? mills + by : Math.max(0, mills - by);
};

/** Refuses a share that asks about everything or about nothing (AUC1). */
export const checkUnlikelyShare = (shareBp: BasisPoints | undefined): Rejection | undefined =>
  shareBp !== undefined && (shareBp < 1 || shareBp > MAX_UNLIKELY_BP)
    ? outside('unlikelyBp', shareBp, 1, MAX_UNLIKELY_BP)
    : undefined;

/** How the rules sheet says it; nothing where nothing is asked. */
export const shareSentences = (
  shareBp: BasisPoints | undefined,
  what: string,
): readonly string[] =>
  shareBp === undefined
    ? []
    : [`${what} by more than ${percent(shareBp)} is taken only when you confirm it.`];
