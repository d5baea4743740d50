// What a viewer of a room receives. Plain JSON made for merging: lists that change are records keyed by id,
// nothing is null (a missing key means "not there" or "not for you"), so that a JSON Merge Patch (RFC 7396) is a delta.

import type { AuctionId, LotId, SeatId, SheetId, TeamId } from '../kernel/ids.ts';
import type { Column } from '../auction/formats/columns.ts';
import type {
  Award,
  BidRequest,
  FormatId,
  FormatTypes,
  Lot,
  Phase,
  RulesOf,
  Stage,
} from '../auction/types.ts';
import type { MayBeOlder, ShowsTerms } from '../auction/terms-types.ts';
import type { Recipient, Role, Side } from './types.ts';

/** Who looks. Everybody with an equal viewer gets the same bytes. */
export type Viewer =
  | { readonly kind: 'team'; readonly teamId: TeamId }
  | { readonly kind: 'moderator' }
  | { readonly kind: 'regulator' }
  | { readonly kind: 'public' };

export interface LotView extends Omit<Lot, 'capBlocks'> {
  readonly capBlocks?: number;
  /** 0-based place in the list. */
  readonly order: number;
  /** Only for viewers who may know it. */
  readonly reserveMills?: number;
}

export interface LotPriceView {
  readonly startPriceMills: number;
  readonly clockPriceMills: number;
  /** After the last closed round; absent before. */
  readonly postedPriceMills?: number;
  /** As the information rule allows; absent otherwise. */
  readonly demandBlocks?: number;
  readonly excessBlocks?: number;
}

export interface BidView extends MayBeOlder {
  readonly quantityBlocks: number;
  readonly priceMills: number;
  readonly atMs: number;
  readonly isSurrogate?: true;
}

/** What is known of a bidder in every format. */
export interface BidderBase extends MayBeOlder {
  readonly name: string;
  readonly hasAcceptedRules: boolean;
  /** Why it was excluded. */
  readonly excluded?: string;
}

/** What a bidder knows of itself in every format. */
export interface OwnBase extends BidderBase {
  readonly guards: GuardsView;
}

/** A team's own place in a clock. */
export interface ClockBidderPart {
  readonly initialEligibility: number;
  readonly eligibility: number;
  /** Bids in the open round by lot. The moderator gets them after the round only. */
  readonly bids: Readonly<Record<LotId, BidView>>;
  /** Whether anything is bid in the open round; the moderator sees this live. */
  readonly hasBid: boolean;
  /** Processed demand after the last closed round; lots of which it has nothing are left out. */
  readonly demand: Readonly<Record<LotId, number>>;
  /** Own standing instructions: blocks, limit in mills, blocks beyond it (STI1). */
  readonly instructions?: Column;
  /** What they bid in the last closed round. */
  readonly instructed?: Column;
  /** In place of `bids` and `demand` in a sale of very many lots. */
  readonly sale?: OwnSaleView;
}

/** A team's own place in a sale of very many lots. */
export interface OwnSaleView {
  /** Sparse: blocks and price of bids in the open round; `1` after the price marks a surrogate's. */
  readonly bids: Column;
  /** Points that these use together. */
  readonly points: number;
  /** Sparse: processed demand after the last closed round. */
  readonly demand: Column;
}

/** A sale of very many lots: columns in the order of its list of lots, which is read apart (BIG5). */
export interface LargeSaleView {
  readonly lots: number;
  /** Changes when the list of lots does. */
  readonly catalogue: string;
  /** Lots that share one text of a column. */
  readonly chunkLots: number;
  readonly startMills: Column;
  readonly clockMills: Column;
  /** After the last closed round. */
  readonly postedMills?: Column;
  /** As the information rule allows; absent otherwise. */
  readonly demandBlocks?: Column;
  readonly excessBlocks?: Column;
}

/** Another's place in a clock: what is not (or not yet) for the viewer is absent or empty. */
export interface KnownClockBidderPart extends Omit<
  ClockBidderPart,
  'initialEligibility' | 'eligibility' | 'instructions' | 'instructed' | 'sale'
> {
  /** For the moderator; for the regulator and the side that does not bid with the bids. */
  readonly initialEligibility?: number;
  readonly eligibility?: number;
}

export type BidderView = OwnBase & ClockBidderPart;
export type KnownBidderView = BidderBase & KnownClockBidderPart;

/** A closed round that counts. */
export interface ClosedRoundView {
  readonly round: number;
  /** From when on bids for it were late. */
  readonly closedAtMs: number;
}

export interface RoundView extends ClosedRoundView {
  /** By lot: what was posted, and demand as allowed. */
  readonly lots: Readonly<Record<LotId, LotPriceView>>;
}

/** What a clock shows of its lots and rounds. */
export interface ClockPart {
  readonly prices: Readonly<Record<LotId, LotPriceView>>;
  /** Closed rounds, keyed by round number as text. */
  readonly rounds: Readonly<Record<string, RoundView>>;
  /** In place of `lots`, `prices` and what rounds hold in a sale of very many lots. */
  readonly sale?: LargeSaleView;
}

export interface PauseView {
  readonly sinceMs: number;
  readonly reason: string;
  readonly remainingMs: number;
  readonly resumesAtMs?: number;
  readonly outage?: { readonly fromMs: number; readonly toMs: number };
}

/** What is shown of an auction of any format. */
export interface AuctionViewBase extends ShowsTerms {
  readonly id: AuctionId;
  readonly phase: Phase;
  readonly stage?: Stage;
  readonly round: number;
  readonly closesAtMs?: number;
  readonly nextRoundAtMs?: number;
  readonly startsAtMs?: number;
  readonly pause?: PauseView;
  readonly rulesHash: string;
  /** The rules in plain sentences, made from the rules object. */
  readonly rulesSheet: readonly string[];
  readonly seedCommitment: string;
  /** After the end. */
  readonly seed?: string;
  readonly lots: Readonly<Record<LotId, LotView>>;
  /** Closed rounds that count, keyed by round number as text; a format adds what it shows of them. */
  readonly rounds: Readonly<Record<string, ClosedRoundView>>;
  /** Own awards, or all for those who may see them; keyed `lotId:teamId`. */
  readonly awards?: Readonly<Record<string, Award & { readonly teamName: string }>>;
  /** Lots that ended without a sale; after the end. */
  readonly unsold?: readonly LotId[];
  readonly endReason?: string;
}

/** A bid that waits for a second person of the team. */
export interface DraftView extends MayBeOlder {
  readonly bid: BidRequest;
  readonly round: number;
  readonly atMs: number;
  /** Value a year by itself, in mills. */
  readonly yearlyMills: number;
  readonly bySeatId?: SeatId;
}

/** What a team has set for itself, and what of it is used; for the team alone. */
export interface GuardsView {
  readonly budgetMills?: number;
  readonly twoPersonsAboveMills?: number;
  /** What all its standing bids would cost a year, in mills. */
  readonly standingMills: number;
  readonly drafts: Readonly<Record<string, DraftView>>;
}

/** An auction of one format as a viewer may see it; told apart by `format`. */
export type AuctionViewOf<F extends FormatId> = F extends FormatId
  ? AuctionViewBase &
      FormatTypes[F]['part'] & {
        readonly format: F;
        readonly rules: RulesOf<F>;
        /** Own team. */
        readonly mine?: OwnBase & FormatTypes[F]['bidderPart'];
        /** Moderator, regulator (after the close), carrier (as set). */
        readonly bidders?: Readonly<Record<TeamId, BidderBase & FormatTypes[F]['knownBidderPart']>>;
      }
  : never;
export type AuctionView = AuctionViewOf<FormatId>;
export type ClockView = AuctionViewOf<'clock'>;
export type EnglishView = AuctionViewOf<'english'>;

/** One line of the feed. `kind` is for filters; `code` and `params` become words on the page. */
export interface FeedItem {
  readonly atMs: number;
  readonly kind: 'auction' | 'bid' | 'sheet' | 'message' | 'seat' | 'help';
  readonly code: string;
  readonly params: Readonly<Record<string, string | number | boolean>>;
}

export interface MessageView {
  readonly atMs: number;
  readonly to: Recipient;
  readonly text: string;
  /** Name of the seat; empty for those who may not know it. */
  readonly from: string;
  readonly fromSide: Side | 'moderator' | 'regulator';
  readonly isOwn: boolean;
}

export interface SeatView {
  readonly id: SeatId;
  readonly role: Role;
  readonly teamId?: TeamId;
  readonly name: string;
  readonly isRevoked?: true;
  /** Moderator only. */
  readonly isTaken?: boolean;
}

/** A problem that a seat told the moderator. */
export interface ProblemView {
  readonly atMs: number;
  readonly team: string;
  readonly seat?: string;
  readonly text?: string;
  /** The moderator's word on it; absent while it waits. */
  readonly answer?: { readonly atMs: number; readonly word: string };
}

export interface RoomView {
  readonly roomId: string;
  readonly title: string;
  readonly isDemo?: true;
  /** Present in a rehearsal room, for everybody: whatever is shown of it says so. */
  readonly rehearsal?: { readonly ofRoomId: string; readonly ofAuctionId: AuctionId };
  /** Kinds of the bots by seat; moderator only. */
  readonly bots?: Readonly<Record<SeatId, string>>;
  /** Only teams that this viewer may know of. */
  readonly teams: Readonly<
    Record<
      TeamId,
      { readonly id: TeamId; readonly name: string; readonly side: Side; readonly isOwn?: true }
    >
  >;
  /** Only seats that this viewer may know of. */
  readonly seats: Readonly<Record<SeatId, SeatView>>;
  readonly sheets: Readonly<
    Record<
      SheetId,
      {
        readonly id: SheetId;
        readonly kind: 'bilateral' | 'common';
        readonly title: string;
        readonly counterpart?: string;
      }
    >
  >;
  readonly auctions: Readonly<Record<AuctionId, AuctionView>>;
  /** Hash of the agreed text of each common sheet on which all is agreed (TRM1), as the room knows it. */
  readonly agreedTerms?: Readonly<Record<SheetId, string>>;
  /** Keyed by time and place among this audience's items of the same time: sorts as text, counts nobody else's acts. */
  readonly feed: Readonly<Record<string, FeedItem>>;
  readonly messages: Readonly<Record<string, MessageView>>;
  /** What was told the moderator: own team's; all for moderator and regulator. */
  readonly problems?: Readonly<Record<string, ProblemView>>;
  /** Open invites; moderator only. */
  readonly invites?: Readonly<
    Record<
      string,
      { readonly seatId: SeatId; readonly expiresAtMs: number; readonly usesLeft: number }
    >
  >;
}
