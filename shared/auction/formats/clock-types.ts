// The words that only the clock format knows: its rules, the book of the open round, results of closed ones.

import type { CommandId, LotId, SeatId, TeamId } from '../../kernel/ids.ts';
import type { BasisPoints, EpochMs, Mills } from '../../kernel/units.ts';
import type { ClockBidderPart, ClockPart, KnownClockBidderPart } from '../../room/view-types.ts';
import type {
  Closed,
  CommonRules,
  Information,
  QuantityBid,
  RoundOutcome,
  RoundRules,
} from '../types.ts';

export interface ClockRules extends CommonRules, RoundRules {
  readonly format: 'clock';
  readonly information: Information;
  readonly incrementBp: BasisPoints;
  readonly activityBp: BasisPoints;
}

/** A bid as it stands in the book of a round. */
export interface Bid {
  readonly commandId: CommandId;
  readonly quantityBlocks: number;
  readonly priceMills: Mills;
  readonly atMs: EpochMs;
  readonly bySeatId: SeatId | null;
  readonly isSurrogate: boolean;
}

/** Prices that a round begins with. */
export interface ClockOpening {
  readonly startPricesMills: Readonly<Record<LotId, Mills>>;
  readonly clockPricesMills: Readonly<Record<LotId, Mills>>;
}

export interface LotResult {
  readonly lotId: LotId;
  readonly startPriceMills: Mills;
  readonly clockPriceMills: Mills;
  readonly postedPriceMills: Mills;
  /** Aggregate processed demand, in blocks. */
  readonly demandBlocks: number;
  readonly supplyBlocks: number;
}

/** Everything the close of a round computed, from the frozen book alone. */
export interface RoundResult extends RoundOutcome {
  readonly lots: Readonly<Record<LotId, LotResult>>;
  /** Processed demand a team and lot, in blocks; lots of which a team has nothing are left out. */
  readonly demand: Readonly<Record<TeamId, Readonly<Record<LotId, number>>>>;
  readonly eligibility: Readonly<Record<TeamId, number>>;
}

export type ClosedRound = Closed<RoundResult>;

export interface ClockState extends ClockOpening {
  /** Last bid a team made for a lot in the open round; frozen when the round closes. */
  readonly book: Readonly<Record<TeamId, Readonly<Record<LotId, Bid>>>>;
  /** Points a team may use now. */
  readonly eligibility: Readonly<Record<TeamId, number>>;
  /** Results of rounds 1 … n in order; voided rounds are taken out (their events stay in the stream). */
  readonly results: readonly ClosedRound[];
}

/** What the clock fills in of the types of a format. */
export interface ClockTypes {
  readonly rules: ClockRules;
  readonly own: ClockState;
  readonly bid: QuantityBid;
  readonly opening: ClockOpening;
  readonly result: RoundResult;
  readonly event: never;
  readonly part: ClockPart;
  readonly bidderPart: ClockBidderPart;
  readonly knownBidderPart: KnownClockBidderPart;
}
