// The words that only a Dutch auction knows: steps of the price, stops, restarts. A panel needs of `prices` the open
// lot's price, when it moves next and what is left, one button that stops the clock for so many blocks at the price
// shown, and of `mine` what the team has taken so far.

import type { CommandId, LotId, SeatId, TeamId } from '../../kernel/ids.ts';
import type { DurationMs, EpochMs, Mills } from '../../kernel/units.ts';
import type { Closed, CommonRules, QuantityBid, RoundOutcome, RoundRules } from '../types.ts';
import type { DutchBidderPart, DutchPart } from './dutch-view-types.ts';

/** Forward the price falls until somebody buys; descending it rises until somebody sells. */
export interface DutchRules extends CommonRules, Pick<RoundRules, 'gapMs' | 'rounds'> {
  readonly format: 'dutch';
  /** How long a price stands. */
  readonly stepMs: DurationMs;
  /** By how much the price then moves. */
  readonly stepMills: Mills;
  /** How far a stop sets the price back for what is left; 0: it goes on from the price of the stop. */
  readonly bumpMills: Mills;
  /** The last price that is offered; going past it withdraws what is left. */
  readonly lastPriceMills: Mills;
}

/** A quantity that a team took, at the price at which the clock stood. */
export interface DutchStop {
  readonly teamId: TeamId;
  readonly quantityBlocks: number;
  readonly priceMills: Mills;
  readonly commandId: CommandId;
  readonly atMs: EpochMs;
  readonly bySeatId: SeatId | null;
  readonly isSurrogate: boolean;
}

/** A lot that was opened. */
export interface DutchLot {
  readonly round: number;
  readonly priceMills: Mills;
  /** When the price moves next; stands still while paused. */
  readonly stepAtMs: EpochMs;
  readonly remainingBlocks: number;
  /** In the order in which they came. */
  readonly stops: readonly DutchStop[];
  /** Null while it is open. */
  readonly endedAtMs: EpochMs | null;
}

export interface DutchResult extends RoundOutcome {
  readonly lotId: LotId;
  /** When the last block was taken or the rest withdrawn. */
  readonly endedAtMs: EpochMs;
  readonly soldBlocks: number;
  readonly withdrawnBlocks: number;
}

export interface DutchState {
  readonly lots: Readonly<Record<LotId, DutchLot>>;
  readonly results: readonly Closed<DutchResult>[];
}

/** The lot that a round opens, and where its clock stands. */
export interface DutchOpening {
  readonly lotId: LotId;
  readonly priceMills: Mills;
  readonly stepAtMs: EpochMs;
}

export type DutchEvent =
  /** Somebody took a quantity; who is not in it. */
  | {
      readonly type: 'ClockStopped';
      readonly lotId: LotId;
      readonly priceMills: Mills;
      readonly quantityBlocks: number;
      readonly remainingBlocks: number;
    }
  /** Where the clock stands from now on: after a step, a restart, or an amendment that moves its end. */
  | {
      readonly type: 'PriceMoved';
      readonly lotId: LotId;
      readonly priceMills: Mills;
      readonly stepAtMs: EpochMs;
      /** When the price passes the last one, if nobody stops it. */
      readonly closesAtMs: EpochMs;
    };

/** What Dutch fills in of the types of a format. A bid's price is the worst at which its team takes the quantity. */
export interface DutchTypes {
  readonly rules: DutchRules;
  readonly own: DutchState;
  readonly bid: QuantityBid;
  readonly opening: DutchOpening;
  readonly result: DutchResult;
  readonly event: DutchEvent;
  readonly part: DutchPart;
  readonly bidderPart: DutchBidderPart;
  readonly knownBidderPart: DutchBidderPart;
}
