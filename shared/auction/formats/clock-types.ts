// The words that only the clock format knows: its rules, the book of the open round, results of closed ones.

import type { CommandId, LotId, SeatId, TeamId } from '../../kernel/ids.ts';
import type { Rejection } from '../../kernel/rejection.ts';
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
import type { Column } from './columns.ts';
import type { Instruction } from './instructions.ts';
import type { BookFrozen } from './package-types.ts';

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
  /** In place of both in a sale of very many lots (BIG1): dense columns, in mills. */
  readonly columns?: OpeningColumns;
}

/** Start and clock prices of a round of very many lots. */
export interface OpeningColumns {
  readonly startMills: Column;
  readonly clockMills: Column;
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
  /** Bids that standing instructions made, by team: sparse columns (STI5). Absent where there are none. */
  readonly instructed?: Readonly<Record<TeamId, Column>>;
  /** In place of `lots` and `demand` in a sale of very many lots (BIG1). */
  readonly columns?: ResultColumns;
}

/** What the close of a round of very many lots computed. */
export interface ResultColumns {
  /** Dense, in mills. */
  readonly postedMills: Column;
  /** Aggregate processed demand: dense, in blocks. */
  readonly demandBlocks: Column;
  /** Processed demand by team: sparse, lots of which a team has nothing are left out. */
  readonly demand: Readonly<Record<TeamId, Column>>;
}

export type ClosedRound = Closed<RoundResult> & {
  /** Prices that the round went by, in a sale of very many lots. */
  readonly opening?: OpeningColumns;
};

/** Bids of one team in the open round of a sale of very many lots. */
export interface LargeBook {
  /** Sparse: blocks and price; `1` after the price marks a surrogate's. */
  readonly cells: Column;
  /** Points that they use together. */
  readonly points: number;
}

/** What a clock of very many lots keeps in place of records by lot (BIG1). */
export interface LargeClock extends OpeningColumns {
  readonly book: Readonly<Record<TeamId, LargeBook>>;
  /** Set while a frozen book is being computed: since when, and how often what is computed was changed since. */
  readonly frozen: { readonly atMs: EpochMs; readonly changes: number } | null;
}

/** Several bids of one team, accepted together (FIL1). A line a bid: lot id, blocks and price in mills, with spaces. */
export interface BidsAccepted {
  readonly type: 'BidsAccepted';
  readonly teamId: TeamId;
  readonly round: number;
  /** How many bids. */
  readonly count: number;
  readonly bids: string;
}

/** Several bids of one team, refused together; the rejection says why of the first. */
export interface BidsRefused {
  readonly type: 'BidsRefused';
  readonly teamId: TeamId;
  readonly round: number;
  readonly count: number;
  readonly bids: string;
  readonly rejection: Rejection;
}

/** Standing instructions as they are from now on. A line each: lot id, blocks, limit in mills, blocks beyond it. */
export interface InstructionsSet {
  readonly type: 'InstructionsSet';
  readonly teamId: TeamId;
  readonly count: number;
  readonly instructions: string;
}

export interface ClockState extends ClockOpening {
  /** Last bid a team made for a lot in the open round; frozen when the round closes. */
  readonly book: Readonly<Record<TeamId, Readonly<Record<LotId, Bid>>>>;
  /** Points a team may use now. */
  readonly eligibility: Readonly<Record<TeamId, number>>;
  /** Results of rounds 1 … n in order; voided rounds are taken out (their events stay in the stream). */
  readonly results: readonly ClosedRound[];
  /** Standing instructions by team: sparse columns of blocks, limit and blocks beyond it (STI1). */
  readonly instructions?: Readonly<Record<TeamId, Column>>;
  /** Set in a sale of very many lots only; prices, book and results by lot are then empty (BIG1). */
  readonly large?: LargeClock;
}

/** Commands of bidders that only a clock knows. */
export type ClockCommand =
  /** Several bids at once, all or none (FIL1). */
  | {
      readonly type: 'PlaceBids';
      readonly teamId: TeamId;
      readonly round: number;
      readonly bids: readonly QuantityBid[];
    }
  /** Standing instructions, each in place of what stood for its lot; one of no blocks takes it back (STI1). */
  | {
      readonly type: 'SetInstructions';
      readonly teamId: TeamId;
      readonly instructions: readonly Instruction[];
    };

/** What the clock fills in of the types of a format. */
export interface ClockTypes {
  readonly rules: ClockRules;
  readonly own: ClockState;
  readonly bid: QuantityBid;
  readonly opening: ClockOpening;
  readonly result: RoundResult;
  readonly event: BookFrozen | BidsAccepted | BidsRefused | InstructionsSet;
  readonly part: ClockPart;
  readonly bidderPart: ClockBidderPart;
  readonly knownBidderPart: KnownClockBidderPart;
}
