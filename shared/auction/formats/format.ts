// What an auction format must answer. An auction is cut in two. Its common life stands in one place and knows no
// format: draft, schedule, acceptance of rules, the moment and the team of a bid, receipts of refusals, pause with
// exact remainders, resume, extension, amendment, void, exclusion, outage, seed, end, certificate (auction.ts,
// moderation.ts, evolve.ts, timeline.ts), and who may see what (view.ts). A format is what differs: whether its rules
// work and how they read, with what a round opens, whether a bid may stand and what it brings about at once, what an
// instant brings while a round is open, who gets what, and how its own part of the state follows from events. It is
// pure, keeps its part under its own name (`auction.clock`) and leaves the common part alone, but for its instants.
// Formats never decide who sees something: they build the parts that `Sight` grants, and nothing else.

import type { EventContext } from '../../kernel/decider.ts';
import type { LotId, TeamId } from '../../kernel/ids.ts';
import type { Rejection } from '../../kernel/rejection.ts';
import type { EpochMs } from '../../kernel/units.ts';
import type { Advice, Setup } from '../advice.ts';
import type { ClockCommand } from './clock-types.ts';
import type { LargeAnswer, LargeQuestion } from './large-round.ts';
import type { PackageAnswer } from './package-types.ts';
import type { PackageQuestion } from './package-solve.ts';
import type {
  AuctionOf,
  Award,
  BidOf,
  BidRequest,
  Closed,
  CommonEvent,
  CommonState,
  EventOf,
  FormatId,
  FormatTypes,
  Information,
  Lot,
  ResultOf,
  RoundOpened,
  RulesOf,
} from '../types.ts';

/** A bid together with whose it is and when it is judged. */
export interface Offer<Bid> {
  readonly teamId: TeamId;
  readonly bid: Bid;
  readonly at: EpochMs;
}

/** What a viewer may see of all bidders together, as the table of rights in view.ts has it. */
export interface Sight {
  /** Aggregate demand after a round (INF2); `none` where the rules tell nothing. */
  readonly demand: Information['demand'];
}

/** What another than the bidder may see of it, as the table of rights in view.ts has it. */
export interface BidderSight {
  /** Bids as they stand; of the open round by the team alone (INF3). */
  readonly seesBids: boolean;
  /** What it holds after closed rounds, and what it may use (INF4). */
  readonly seesStanding: boolean;
  /** The furthest it would have gone, where it said so; of closed rounds, by the moderator alone (INF4). */
  readonly seesLimits: boolean;
  /** Whether it has bid in the open round (INF3). */
  readonly seesHasBid: boolean;
}

/** Acts of the moderator that a format may have to follow up. */
export type Moderation = CommonEvent & { readonly type: 'TeamExcluded' | 'RulesAmended' };

/** What an auction ended with. */
export interface Outcome {
  /** Where awards are not listed one by one: how many lots were sold. */
  readonly soldLots?: number;
  readonly awards: readonly Award[];
  readonly unsoldLots: readonly LotId[];
}

/** Commands of bidders that not every format knows. */
export type OwnCommand = ClockCommand;

/** What an auction may wait to have computed outside. */
export type Asked = PackageQuestion | LargeQuestion;
export type Found = PackageAnswer | LargeAnswer;

/** One format. All answers depend on the arguments alone. */
export interface Format<F extends FormatId> {
  /** Whether teams have points that limit what they may bid; set before round 1 and one of them above 0. */
  readonly usesEligibility: boolean;
  /** The first thing wrong with rules, or with rules and lots together; what all formats share is checked apart (AUC1). */
  checkRules(rules: RulesOf<F>, lots: readonly Lot[]): Rejection | undefined;
  /** What is allowed and yet unwise, in a fixed order, with the numbers; what all formats share is said apart (ADV1). */
  advise(setup: Setup<RulesOf<F>>): readonly Advice[];
  /** How the format goes, in sentences, from the rules alone; sentences that fit every format follow (AUC3). */
  sheet(rules: RulesOf<F>): readonly string[];
  /** A fresh draft with an empty part of its own. */
  begin(common: CommonState, rules: RulesOf<F>): AuctionOf<F>;

  /** The event that opens round `round`, its length counted from `at`. */
  open(auction: AuctionOf<F>, round: number, at: EpochMs): RoundOpened<F>;
  /** Whether a bid has the form that this format asks for. */
  takes(bid: BidRequest): bid is BidOf<F>;
  /** The rule that a bid breaks in the open round, or undefined. Moment and team are judged before. */
  judge(auction: AuctionOf<F>, offer: Offer<BidOf<F>>): Rejection | undefined;
  /**
   * All that stands of a team as blocks × mills a piece, with more bids where some are given: what it would pay at
   * most if all of it were met. The bids have the form that this format takes (GRD2).
   */
  committed(auction: AuctionOf<F>, teamId: TeamId, more: readonly BidRequest[]): number;
  /** The bound beyond which the price of a bid is asked about, with its numbers; absent: prices are bounded (GRD1). */
  unlikely?(
    auction: AuctionOf<F>,
    offer: Offer<BidRequest>,
  ): Readonly<Record<string, number>> | undefined;
  /**
   * What taking a bid back brings about at once, or why it cannot be; the bid itself goes with `BidRetracted`. Absent:
   * bids are acted on at once (GRD5).
   */
  retract?(auction: AuctionOf<F>, teamId: TeamId, on: string): readonly EventOf<F>[] | Rejection;
  /** What an accepted bid brings about at once: events after it, from the state with the bid in it. */
  follow(auction: AuctionOf<F>, offer: Offer<BidOf<F>>): readonly EventOf<F>[];
  /** What comes of a command that not every format knows; moment and team are judged before. Absent: it knows none. */
  act?(
    auction: AuctionOf<F>,
    command: OwnCommand,
    at: EpochMs,
  ):
    | { readonly events: readonly EventOf<F>[] }
    | { readonly rejection: Rejection; readonly events: readonly EventOf<F>[] };
  /** The next instant that brings something while a round is open and nothing is paused. */
  wakeAt(auction: AuctionOf<F>): EpochMs | undefined;
  /** All that is due in an open round by `at`: its own events, and `RoundClosed` as the last where the round ends. */
  elapse(auction: AuctionOf<F>, at: EpochMs): readonly EventOf<F>[];
  /** What the open round waits to have computed outside, the same for the same state; absent or undefined: nothing. */
  asks?(auction: AuctionOf<F>): Asked | undefined;
  /** What an answer from outside brings, `RoundClosed` as the last; or why it cannot count. Checks it whole. */
  answered?(
    auction: AuctionOf<F>,
    answer: Found,
  ): { readonly events: readonly EventOf<F>[] } | { readonly rejection: Rejection };
  /** Results of closed rounds that count, in order. */
  results(auction: AuctionOf<F>): readonly Closed<ResultOf<F>>[];
  /** Who gets what once the last round is closed: awards in lot order, then by team id, and lots nobody gets. */
  awards(auction: AuctionOf<F>): Outcome;

  /** What an exclusion or amendment brings about at once: events after it, from the auction before; absent: nothing. */
  settle?(before: AuctionOf<F>, event: Moderation): readonly EventOf<F>[];
  /** Why an open round may not be extended to `closesAtMs`; absent: it always may. */
  checkExtension?(auction: AuctionOf<F>, closesAtMs: EpochMs): Rejection | undefined;
  /**
   * The format's part after an event, from the auction as it stood before it; the common part follows (evolve.ts).
   * To mind: `RoundOpened`, `BidAccepted`, `RoundClosed`, `RoundsVoided` (drop later results), `TeamExcluded` (drop its
   * bids unless kept), `RoundExtended` and `AuctionResumed` (own instants move along), `RulesAmended`. Never fails.
   */
  evolve(auction: AuctionOf<F>, event: EventOf<F>, context: EventContext): AuctionOf<F>;

  /** What the view shows of lots and rounds beside what all formats show (INF1, INF2). */
  part(auction: AuctionOf<F>, sight: Sight): FormatTypes[F]['part'];
  /** A team's place for itself. */
  ownPart(auction: AuctionOf<F>, teamId: TeamId): FormatTypes[F]['bidderPart'];
  /** A team's place for another who may know it, as far as granted. */
  knownPart(
    auction: AuctionOf<F>,
    teamId: TeamId,
    sight: BidderSight,
  ): FormatTypes[F]['knownBidderPart'];
}
