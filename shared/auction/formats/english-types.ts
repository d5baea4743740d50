// The words that only the English format knows: increments, limits, soft close, who stands where on a lot.

import type { CommandId, LotId, SeatId, TeamId } from '../../kernel/ids.ts';
import type { DurationMs, EpochMs, Mills } from '../../kernel/units.ts';
import type {
  EnglishBidderPart,
  EnglishPart,
  KnownEnglishBidderPart,
} from './english-view-types.ts';
import type { BidderInformation, Closed, CommonRules, RoundOutcome, RoundRules } from '../types.ts';

/** From this price on, the next bid is at least this much better. */
export interface IncrementRow {
  readonly fromMills: Mills;
  readonly incrementMills: Mills;
}

/**
 * How a lot ends. `close-plus`: a change of the lead in the last `windowMs` moves the close by `extensionMs`.
 * `bid-plus`: it moves it to `extensionMs` after the change, if that is later. `survival`: it ends when the lead has
 * stood for `standsMs`.
 */
export type SoftClose =
  | {
      readonly kind: 'close-plus' | 'bid-plus';
      /** From the opening to the close, if nothing moves it. */
      readonly afterMs: DurationMs;
      readonly windowMs: DurationMs;
      readonly extensionMs: DurationMs;
      /** The most times a lot's close moves; absent: no cap. */
      readonly maximumExtensions?: number;
    }
  | { readonly kind: 'survival'; readonly standsMs: DurationMs };

export interface EnglishInformation extends BidderInformation {
  /** Whether a bidder learns its own place on each lot, and not only whether it leads. */
  readonly showsRank: boolean;
}

export interface EnglishRules extends CommonRules, Pick<RoundRules, 'gapMs' | 'rounds'> {
  readonly format: 'english';
  readonly information: EnglishInformation;
  /** `side-by-side`: one round with all lots. `in-sequence`: a round for each lot, in their order. */
  readonly lots: 'side-by-side' | 'in-sequence';
  /** By price, rising; the first row begins at 0. */
  readonly increments: readonly IncrementRow[];
  /** The furthest a named price may go from the lead (or the opening price); absent: any. */
  readonly maximumStepMills?: Mills;
  /** A bid more than so many increments beyond the next price is asked about; absent: none is. 1 to 1,000. */
  readonly unlikelySteps?: number;
  /** Whether a bidder may leave a limit up to which it is bid for. */
  readonly allowsLimits: boolean;
  readonly softClose: SoftClose;
  /** No lot is open longer than this after it was opened, pauses aside; absent: as long as it is extended. */
  readonly hardStopMs?: DurationMs;
  /** `each`: a lot's close moves alone. `all`: the close of every open lot moves with it. */
  readonly extends: 'each' | 'all';
  /** A change within the first so many places extends; 1: of the lead alone. */
  readonly extendingPlaces: number;
}

/** A price that is meant as such: who leads with it pays no less. */
export interface PriceBid {
  readonly lotId: LotId;
  readonly priceMills: Mills;
  readonly confirmed?: boolean;
}

/** The most a bidder would pay (descending: the least it would take). It is bid for as little as is needed. */
export interface LimitBid {
  readonly lotId: LotId;
  readonly limitMills: Mills;
  readonly confirmed?: boolean;
}

/** What a team has said on a lot so far. */
export interface StandingOffer {
  /** How far it goes: its limit, or the price it named. */
  readonly limitMills: Mills;
  /** The price it named last; null when it only left a limit. */
  readonly namedMills: Mills | null;
  /** Place of the bid that brought the limit among all bids on the lot; of equal limits the earlier leads. */
  readonly order: number;
  readonly commandId: CommandId;
  readonly atMs: EpochMs;
  readonly bySeatId: SeatId | null;
  readonly isSurrogate: boolean;
}

/** How a lot stood before its last bid, so that this one can be taken back (GRD6). */
export interface LastBid {
  readonly teamId: TeamId;
  /** What the team had said before; null: nothing. */
  readonly before: StandingOffer | null;
  readonly first: readonly TeamId[];
  readonly leadPriceMills: Mills | null;
}

/** A lot that was opened. */
export interface EnglishLot {
  readonly round: number;
  readonly openedAtMs: EpochMs;
  /** When it closes, or closed; stands still while paused. */
  readonly closesAtMs: EpochMs;
  readonly extensions: number;
  readonly isClosed: boolean;
  readonly offers: Readonly<Record<TeamId, StandingOffer>>;
  readonly bidCount: number;
  /** Null once it was taken back, or something else than a bid has changed the order. */
  readonly last?: LastBid | null;
  /** Teams in the places whose changes extend, the leader first; empty while nobody has bid. */
  readonly first: readonly TeamId[];
  /** Null while nobody has bid. */
  readonly leadPriceMills: Mills | null;
}

/** How a lot ended. */
export interface LotOutcome {
  readonly lotId: LotId;
  /** Null when nobody bid. */
  readonly leader: TeamId | null;
  readonly leadPriceMills: Mills | null;
  readonly closedAtMs: EpochMs;
  readonly extensions: number;
}

export interface EnglishResult extends RoundOutcome {
  readonly lots: Readonly<Record<LotId, LotOutcome>>;
}

export interface EnglishState {
  /** Lots that were opened; those of voided rounds are taken out. */
  readonly lots: Readonly<Record<LotId, EnglishLot>>;
  readonly results: readonly Closed<EnglishResult>[];
}

/** Lots that a round opens. */
export interface EnglishOpening {
  readonly lotIds: readonly LotId[];
}

export type EnglishEvent =
  /** Who stands where, and at what price the lead is, after a bid or an exclusion changed one of them. */
  | {
      readonly type: 'LeadMoved';
      readonly lotId: LotId;
      readonly first: readonly TeamId[];
      /** The price before; where it is the same, nobody learns of the event. */
      readonly fromMills: Mills | null;
      readonly leadPriceMills: Mills | null;
      /** The moderator took a bid back. */
      readonly isRetraction?: true;
    }
  | {
      readonly type: 'CloseMoved';
      readonly lotIds: readonly LotId[];
      readonly closesAtMs: EpochMs;
      /** Whether it counts as an extension; a hard stop that was amended does not. */
      readonly isExtension: boolean;
    }
  /** Lots that close while others of the round stay open. */
  | { readonly type: 'LotsClosed'; readonly lots: readonly LotOutcome[] };

/** What English fills in of the types of a format. */
export interface EnglishTypes {
  readonly rules: EnglishRules;
  readonly own: EnglishState;
  readonly bid: PriceBid | LimitBid;
  readonly opening: EnglishOpening;
  readonly result: EnglishResult;
  readonly event: EnglishEvent;
  readonly part: EnglishPart;
  readonly bidderPart: EnglishBidderPart;
  readonly knownBidderPart: KnownEnglishBidderPart;
}
