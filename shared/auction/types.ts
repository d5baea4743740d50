// The words of an auction: lots, rules, commands, events, state. Every format uses these;
// what only one format knows lives in its own file under formats/.

import type { AuctionId, LotId, TeamId } from '../kernel/ids.ts';
import type { DurationMs, EpochMs, Mills } from '../kernel/units.ts';
import type { Rejection } from '../kernel/rejection.ts';
import type { ClockCommand, ClockTypes } from './formats/clock-types.ts';
import type {
  BidRetracted,
  DraftedBid,
  GuardCommand,
  GuardEvent,
  TeamGuards,
} from './guard-types.ts';
import type { DutchTypes } from './formats/dutch-types.ts';
import type { EnglishTypes } from './formats/english-types.ts';
import type { LargeAnswer } from './formats/large-round.ts';
import type { Pause } from './pause-types.ts';
import type { PackageAnswer, PackageTypes } from './formats/package-types.ts';
import type { SealedTypes } from './formats/sealed-types.ts';
import type { MayNameTerms, NamesTerms, TermsCommand, TermsEvent } from './terms-types.ts';

/** `forward`: the carrier sells and the price rises. `descending`: a shipper buys and it falls. */
export type Direction = 'forward' | 'descending';

/** A daily time window local to the facility, 24-hour `HH:MM`, with an IANA zone. `closes` may be past midnight. */
export interface TenderWindow {
  readonly opens: string;
  readonly closes: string;
  readonly zone: string;
}

/** Facility × tender window × service day. One block is 100 pieces a delivery day for the contract year. */
export interface Lot {
  readonly id: LotId;
  readonly name: string;
  readonly facility: string;
  /** State or market, for grouping; absent: none. */
  readonly region?: string;
  readonly window: TenderWindow;
  readonly service: 'same-day' | 'next-day';
  /** Forward: blocks for sale. Descending: blocks needed. 1 to 1,000,000. */
  readonly supplyBlocks: number;
  readonly openingPriceMills: Mills;
  readonly pointsPerBlock: number;
  /** The most one bidder may ask for; absent: no cap. */
  readonly capBlocks?: number;
  /** The least that is asked for or given, where the format divides by it; absent: one step of quantities. */
  readonly minimumBlocks?: number;
  /** Quantities are multiples of this, where the format divides by it; absent: 1. */
  readonly multipleBlocks?: number;
  /** Smallest price step; every price of the lot is a multiple of it. */
  readonly tickMills: Mills;
}

export const PIECES_PER_BLOCK = 100;

/** Who learns what of bidders and reserves, as far as rules let it be set (INF3 to INF6). */
export interface BidderInformation {
  /** Whether the carrier sees each team's bids before the award. */
  readonly carrierSeesBids: boolean;
  /** Whether the carrier knows who the bidders are. */
  readonly carrierSeesBidders: boolean;
  /** Whether the moderator sees hidden reserves. */
  readonly moderatorSeesReserves: boolean;
}

/** Where demand is added up over all bidders: how much of it is told as well (INF2). */
export interface Information extends BidderInformation {
  /** Demand that bidders, carrier and public see after each round. */
  readonly demand: 'total' | 'excess' | 'none';
}

/** What every format's rules hold. Frozen and hashed when the auction is scheduled. */
export interface CommonRules extends NamesTerms {
  readonly title: string;
  readonly direction: Direction;
  readonly information: BidderInformation;
  /** Delivery days a contract year, for the yearly value of an award. */
  readonly deliveryDays: number;
  /** New state is released to bidders on one common tick. */
  readonly releaseMs: DurationMs;
  /** Longest outage after which a running round simply goes on. */
  readonly outageMs: DurationMs;
  /** Countdown after a resume; at least 3,000. */
  readonly resumeCountdownMs: DurationMs;
}

/** How long rounds last and how they follow each other. */
export interface RoundRules {
  readonly roundMs: DurationMs;
  readonly gapMs: DurationMs;
  /** `automatic`: rounds follow each other by time. `manual`: the moderator opens each. */
  readonly rounds: 'automatic' | 'manual';
}

/** The types that each format fills in (formats/format.ts says what for). Grows by one member a format. */
export interface FormatTypes {
  readonly clock: ClockTypes;
  readonly english: EnglishTypes;
  readonly sealed: SealedTypes;
  readonly dutch: DutchTypes;
  readonly package: PackageTypes;
}

export type FormatId = keyof FormatTypes;

export type RulesOf<F extends FormatId> = FormatTypes[F]['rules'];
export type Rules = RulesOf<FormatId>;

/** What a bidder asks for in one command; each format has its form. */
export type BidOf<F extends FormatId> = FormatTypes[F]['bid'];
export type BidRequest = BidOf<FormatId>;

/** What the close of a round computed, from the frozen book alone. */
export type ResultOf<F extends FormatId> = FormatTypes[F]['result'];

export type Phase =
  'draft' | 'scheduled' | 'running' | 'provisional' | 'certified' | 'cancelled' | 'no-sale';

/** Where a running auction is. `closing` is the instant of the computation and never lasts. */
export type Stage = 'bidding' | 'results';

/** A quantity of one lot at a price a piece: the bid of formats in which a lot is divided. */
export interface QuantityBid {
  readonly lotId: LotId;
  readonly quantityBlocks: number;
  readonly priceMills: Mills;
  /** Says that a bid is meant although it was asked about (GRD1, GRD2). No record keeps it. */
  readonly confirmed?: boolean;
}

/** Commands on one auction. Who may give which is in room/seats.ts. */
export type AuctionCommand =
  | {
      readonly type: 'DraftAuction';
      readonly rules: Rules;
      readonly lots: readonly Lot[];
      readonly reservesMills: Readonly<Record<LotId, Mills>>;
    }
  /** Points a bidder may use at most in round 1. Before round 1 only. */
  | { readonly type: 'SetEligibility'; readonly teamId: TeamId; readonly points: number }
  /** Freezes rules and lots. `startsAtMs` absent: started by hand. */
  | { readonly type: 'ScheduleAuction'; readonly startsAtMs?: EpochMs }
  | { readonly type: 'AcceptRules'; readonly teamId: TeamId; readonly rulesHash: string }
  | { readonly type: 'StartAuction' }
  | GuardCommand
  | TermsCommand
  /** `round` is the round the bidder looked at; a bid for another round is refused. */
  | {
      readonly type: 'PlaceBid';
      readonly teamId: TeamId;
      readonly round: number;
      readonly bid: BidRequest;
    }
  | {
      readonly type: 'PlaceSurrogateBid';
      readonly teamId: TeamId;
      readonly round: number;
      readonly bid: BidRequest;
      readonly reason: string;
    }
  | ClockCommand
  | { readonly type: 'PauseAuction'; readonly reason: string }
  | { readonly type: 'ResumeAuction'; readonly countdownMs?: DurationMs }
  | { readonly type: 'ExtendRound'; readonly byMs: DurationMs; readonly reason: string }
  /** Between rounds, or while paused: what the next rounds use. A change gives a new rules hash. */
  | { readonly type: 'AmendRules'; readonly rules: Rules; readonly reason: string }
  /** Opens the next round at once (manual rounds, or to cut a gap short). */
  | { readonly type: 'OpenRound' }
  /** Takes the auction back to the end of round `toRound`; 0 means before round 1. */
  | { readonly type: 'VoidRounds'; readonly toRound: number; readonly reason: string }
  | {
      readonly type: 'ExcludeTeam';
      readonly teamId: TeamId;
      readonly keepBids: boolean;
      readonly reason: string;
    }
  | { readonly type: 'CancelAuction'; readonly reason: string }
  | { readonly type: 'CertifyAuction' }
  /** The server's: what was found for the book that awaits its award, or its close. */
  | { readonly type: 'SettleAward'; readonly answer: PackageAnswer | LargeAnswer }
  | { readonly type: 'TickAuction' }
  | { readonly type: 'InterruptAuction'; readonly fromMs: EpochMs; readonly toMs: EpochMs };

/** So many blocks at one price a piece. */
export interface AwardPart {
  readonly quantityBlocks: number;
  readonly priceMills: Mills;
}

/** What a team gets of a lot. `priceMills` is the price of every block, or with `parts` their average (AUC18). */
export interface Award extends AwardPart {
  readonly lotId: LotId;
  readonly teamId: TeamId;
  /** What is paid, where it is not one price: all blocks, each at its own. */
  readonly parts?: readonly AwardPart[];
}

/** What every round's result says; formats add to it. */
export interface RoundOutcome {
  readonly round: number;
  /** No round follows: the auction ends. */
  readonly isFinal: boolean;
}

/** A result with the instant from which bids for its round were late. */
export type Closed<Result extends RoundOutcome> = Result & { readonly closedAtMs: EpochMs };

/** Events of every format. */
export type CommonEvent =
  | GuardEvent
  | TermsEvent
  | BidRetracted
  | {
      readonly type: 'AuctionDrafted';
      readonly rules: Rules;
      readonly lots: readonly Lot[];
      readonly reservesMills: Readonly<Record<LotId, Mills>>;
    }
  | { readonly type: 'EligibilitySet'; readonly teamId: TeamId; readonly points: number }
  | {
      readonly type: 'AuctionScheduled';
      readonly rulesHash: string;
      readonly startsAtMs: EpochMs | null;
      readonly seed: string;
      readonly seedCommitment: string;
    }
  | { readonly type: 'RulesAccepted'; readonly teamId: TeamId; readonly rulesHash: string }
  | {
      readonly type: 'BidRefused';
      readonly teamId: TeamId;
      readonly round: number;
      readonly bid: BidRequest;
      readonly rejection: Rejection;
    }
  | { readonly type: 'AuctionPaused'; readonly reason: string; readonly remainingMs: DurationMs }
  | {
      readonly type: 'AuctionInterrupted';
      readonly fromMs: EpochMs;
      readonly toMs: EpochMs;
      readonly remainingMs: DurationMs;
    }
  | { readonly type: 'ResumeAnnounced'; readonly resumesAtMs: EpochMs }
  | { readonly type: 'AuctionResumed'; readonly dueAtMs: EpochMs }
  | { readonly type: 'RoundExtended'; readonly closesAtMs: EpochMs; readonly reason: string }
  | {
      readonly type: 'RulesAmended';
      readonly rules: Rules;
      readonly rulesHash: string;
      readonly reason: string;
    }
  | {
      readonly type: 'RoundsVoided';
      readonly toRound: number;
      readonly reason: string;
      /** Drawn anew when the end had made the old one public. */
      readonly seed?: string;
      readonly seedCommitment?: string;
    }
  | {
      readonly type: 'TeamExcluded';
      readonly teamId: TeamId;
      readonly keepBids: boolean;
      readonly reason: string;
    }
  | {
      readonly type: 'AuctionEnded';
      readonly awards: readonly Award[];
      readonly unsoldLots: readonly LotId[];
      /** In a sale of very many lots, whose awards are the last round's demand at its posted prices (BIG4): how many. */
      readonly soldLots?: number;
      readonly seed: string;
    }
  | { readonly type: 'AuctionCancelled'; readonly reason: string }
  | { readonly type: 'AuctionCertified' };

/** A round begins; the format says what it begins with. */
export type RoundOpened<F extends FormatId> = {
  readonly type: 'RoundOpened';
  readonly round: number;
  /** When it closes if nothing moves that. */
  readonly closesAtMs: EpochMs;
} & FormatTypes[F]['opening'];

export interface BidAccepted<F extends FormatId> {
  readonly type: 'BidAccepted';
  readonly teamId: TeamId;
  readonly round: number;
  readonly bid: BidOf<F>;
  readonly surrogateReason?: string;
  /** It went beyond the bound of unlikely prices and was confirmed (GRD1). */
  readonly isConfirmed?: true;
}

export interface RoundClosed<F extends FormatId> {
  readonly type: 'RoundClosed';
  readonly result: ResultOf<F>;
  readonly nextRoundAtMs: EpochMs | null;
}

/** Events of an auction of one format, its own ones included. */
export type EventOf<F extends FormatId> = F extends FormatId
  ? CommonEvent | RoundOpened<F> | BidAccepted<F> | RoundClosed<F> | FormatTypes[F]['event']
  : never;
export type AuctionEvent = EventOf<FormatId>;

/** What an auction of any format keeps. */
export interface CommonState extends MayNameTerms {
  readonly auctionId: AuctionId;
  readonly phase: Phase;
  readonly rulesHash: string;
  readonly lots: Readonly<Record<LotId, Lot>>;
  /** Lot ids in the order they were given. */
  readonly lotOrder: readonly LotId[];
  readonly reservesMills: Readonly<Record<LotId, Mills>>;
  /** Hidden until the auction has ended. */
  readonly seed: string;
  readonly seedCommitment: string;
  readonly startsAtMs: EpochMs | null;
  /** Hash of the rules that each team accepted last. */
  readonly accepted: Readonly<Record<TeamId, string>>;
  readonly initialEligibility: Readonly<Record<TeamId, number>>;
  readonly excluded: Readonly<
    Record<TeamId, { readonly keepBids: boolean; readonly reason: string }>
  >;
  /** What teams have set for themselves; a team that set nothing is not in it. */
  readonly guards: Readonly<Record<TeamId, TeamGuards>>;
  /** Bids of the open round that wait for a second person, by team and id. */
  readonly drafts: Readonly<Record<TeamId, Readonly<Record<string, DraftedBid>>>>;
  readonly stage: Stage | null;
  readonly round: number;
  /** When the open round closes, or the last one closed; stands still while paused. */
  readonly closesAtMs: EpochMs | null;
  /** Start of the next automatic round; stands still while paused. */
  readonly nextRoundAtMs: EpochMs | null;
  readonly pause: Pause | null;
  readonly awards: readonly Award[];
  readonly unsoldLots: readonly LotId[];
  readonly endReason: string | null;
}

/** An auction of one format: what all keep, its rules, and what it alone keeps under its own name. */
export type AuctionOf<F extends FormatId> = F extends FormatId
  ? CommonState & { readonly rules: RulesOf<F> } & {
      readonly [Own in F]: FormatTypes[Own]['own'];
    }
  : never;
export type AuctionState = AuctionOf<FormatId>;
