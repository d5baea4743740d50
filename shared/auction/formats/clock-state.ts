// What only the clock format keeps: prices, the book of the open round, and the results of closed ones.

import type { LotId, TeamId } from '../../kernel/ids.ts';
import type { EpochMs, Mills } from '../../kernel/units.ts';
import type { Bid, RoundResult } from '../types.ts';

/** A result with the instant from which bids for its round were late. */
export interface ClosedRound extends RoundResult {
  readonly closedAtMs: EpochMs;
}

export interface ClockState {
  readonly startPricesMills: Readonly<Record<LotId, Mills>>;
  readonly clockPricesMills: Readonly<Record<LotId, Mills>>;
  /** Last bid a team made for a lot in the open round; frozen when the round closes. */
  readonly book: Readonly<Record<TeamId, Readonly<Record<LotId, Bid>>>>;
  /** Points a team may use now. */
  readonly eligibility: Readonly<Record<TeamId, number>>;
  /** Results of rounds 1 … n in order; voided rounds are taken out (their events stay in the stream). */
  readonly results: readonly ClosedRound[];
}
