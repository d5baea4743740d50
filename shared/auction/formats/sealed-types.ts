// The words that only sealed rounds know: schedules of steps, scoring, the book, what an opening found. A panel needs
// `rules.maximumSteps` rows of blocks and price a lot, a choice for each attribute of `rules.scoring`, the cut-off
// (`closesAtMs`), and of `mine.bids` what stands now; sending no steps takes a bid back.

import type { CommandId, LotId, SeatId, TeamId } from '../../kernel/ids.ts';
import type { BasisPoints, EpochMs, Mills } from '../../kernel/units.ts';
import type {
  AwardPart,
  Closed,
  CommonRules,
  Information,
  RoundOutcome,
  RoundRules,
} from '../types.ts';
import type { KnownSealedBidderPart, SealedBidderPart, SealedPart } from './sealed-view-types.ts';

/** One of the values an attribute can have, and what it counts. */
export interface ScoredOption {
  readonly id: string;
  readonly name: string;
  readonly points: number;
}

/** Something besides the price that counts: tender time, volume, service. */
export interface ScoredAttribute {
  readonly id: string;
  readonly name: string;
  readonly options: readonly ScoredOption[];
}

/** One formula for all: the price, and for each point so many mills in the bidder's favour (SLD6). */
export interface Scoring {
  readonly millsPerPoint: Mills;
  readonly attributes: readonly ScoredAttribute[];
}

export interface SealedInformation extends Information {
  /** Whether everybody learns, after an opening, the price of each lot. */
  readonly showsPrices: boolean;
  /** Whether a bidder learns, after an opening that is not the last, what it would get. */
  readonly showsOwnResult: boolean;
}

export interface SealedRules extends CommonRules, RoundRules {
  readonly format: 'sealed';
  readonly information: SealedInformation;
  readonly pricing:
    'pay-as-bid' | 'uniform-lowest-accepted' | 'uniform-highest-rejected' | 'vickrey';
  readonly ties: 'pro-rata' | 'earliest' | 'seed';
  /** The most steps of one schedule; 1 to 20. */
  readonly maximumSteps: number;
  /** How many rounds are asked for; the last one counts. 1 to 10. */
  readonly roundCount: number;
  /** Best and final offers: the bids of a round stand in the next one for whoever does not answer. */
  readonly bidsStand: boolean;
  readonly scoring?: Scoring;
  /** A price further than this share beyond the opening price is asked about; absent: none is. */
  readonly unlikelyBp?: BasisPoints;
}

/** So many blocks at this price, besides those of the other steps. */
export type SealedStep = AwardPart;

/** All that a team offers for a lot; it replaces what the team offered before. No steps: nothing any more. */
export interface ScheduleBid {
  readonly lotId: LotId;
  /** The best price first. */
  readonly steps: readonly SealedStep[];
  /** Where the rules score: the option chosen for each attribute, by their ids. */
  readonly attributes?: Readonly<Record<string, string>>;
  readonly confirmed?: boolean;
}

/** A schedule as it stands in the book. */
export interface SealedBid {
  readonly steps: readonly SealedStep[];
  readonly attributes: Readonly<Record<string, string>>;
  readonly commandId: CommandId;
  readonly atMs: EpochMs;
  /** Place among all bids of the auction; the smaller is the earlier. */
  readonly order: number;
  readonly bySeatId: SeatId | null;
  readonly isSurrogate: boolean;
}

export type SealedBook = Readonly<Record<TeamId, Readonly<Record<LotId, SealedBid>>>>;

/** What a team gets of a lot. */
export interface SealedShare {
  readonly teamId: TeamId;
  readonly parts: readonly AwardPart[];
}

export interface SealedLotResult {
  readonly lotId: LotId;
  /** Blocks of all steps together. */
  readonly demandBlocks: number;
  readonly supplyBlocks: number;
  /** The one price where the pricing has one, else the worst price that got something; null when nobody got any. */
  readonly priceMills: Mills | null;
  /** The share that steps at the margin got, where they were cut pro rata. */
  readonly marginShareBp?: BasisPoints;
  /** By team id; those who get something. */
  readonly shares: readonly SealedShare[];
}

/** What an opening found, from the frozen book alone. */
export interface SealedResult extends RoundOutcome {
  readonly lots: Readonly<Record<LotId, SealedLotResult>>;
}

export interface SealedState {
  /** What is offered in the open round, or was in the last one; with what stands from the round before. */
  readonly book: SealedBook;
  /** Teams that have bid in the open round. */
  readonly answered: Readonly<Record<TeamId, true>>;
  readonly bidCount: number;
  /** Books of closed rounds as they were opened, in order. */
  readonly books: readonly SealedBook[];
  readonly results: readonly Closed<SealedResult>[];
}

/** What sealed rounds fill in of the types of a format. */
export interface SealedTypes {
  readonly rules: SealedRules;
  readonly own: SealedState;
  readonly bid: ScheduleBid;
  readonly opening: object;
  readonly result: SealedResult;
  readonly event: never;
  readonly part: SealedPart;
  readonly bidderPart: SealedBidderPart;
  readonly knownBidderPart: KnownSealedBidderPart;
}
