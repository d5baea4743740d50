// What the page shows of an auction format: a few components and sentences, the same few for each format. The panel of
// the auction knows their places and no format; a format knows its parts and no place. Parts get the view and show
// what it holds: nothing is hidden here that the server has not hidden already.

import type { Component } from 'svelte';
import type { LotId, TeamId } from '../../../shared/kernel/ids.ts';
import type { FormatId } from '../../../shared/auction/types.ts';
import type { AuctionViewOf, SeatView } from '../../../shared/room/view-types.ts';
import type { TeamLines } from '../../net/connection.ts';
import type { ReceiptBook } from '../../state/receipts.svelte.ts';
import type { Give } from '../room/submit.ts';

/** What the page knows of time and line at this moment. */
export interface PageMoment {
  /** Server time in milliseconds since the epoch; 0 while it is not known. */
  readonly serverNow: number;
  /** `serverNow` is right within this. */
  readonly clockErrorMs: number | undefined;
  readonly isLive: boolean;
}

export interface LotsProps<F extends FormatId> {
  readonly auction: AuctionViewOf<F>;
  readonly moment: PageMoment;
  readonly selectedLotId: LotId;
  /** Given: the viewer bids and may choose a lot. */
  readonly select: ((lotId: LotId) => void) | undefined;
}

export interface BidProps<F extends FormatId> {
  readonly auction: AuctionViewOf<F>;
  readonly mine: NonNullable<AuctionViewOf<F>['mine']>;
  readonly teamId: TeamId;
  readonly moment: PageMoment;
  readonly give: Give;
  readonly receipts: ReceiptBook;
  readonly lotId: LotId;
  readonly select: (lotId: LotId) => void;
}

export interface TeamsProps<F extends FormatId> {
  readonly auction: AuctionViewOf<F>;
  readonly moment: PageMoment;
  /** Moderator only; without it there is no column of lines. */
  readonly lines: TeamLines | undefined;
  readonly seats: Readonly<Record<string, SeatView>> | undefined;
}

export interface ConsoleProps<F extends FormatId> {
  readonly auction: AuctionViewOf<F>;
  readonly isLive: boolean;
  readonly give: Give;
}

/** The parts of one format. */
export interface FormatParts<F extends FormatId> {
  /** Every viewer's: lots, prices, and a bidder's own standing. */
  readonly Lots: Component<LotsProps<F>>;
  /** The lead's, while the auction runs. */
  readonly Bid: Component<BidProps<F>>;
  /** For those whose view holds the bidders. */
  readonly Teams: Component<TeamsProps<F>>;
  /** Every viewer's: how it went so far; absent where the lots say it all. */
  readonly Course?: Component<{ readonly auction: AuctionViewOf<F> }>;
  /** The moderator's acts that no other format has, as buttons that ask first. */
  readonly Acts: Component<ConsoleProps<F>>;
  /** What the moderator sets before the start, beside the rules. */
  readonly Before?: Component<ConsoleProps<F>>;
  /** Said politely, each line whenever it changes: what opened or closed, and at what prices. */
  readonly announce: (auction: AuctionViewOf<F>) => readonly string[];
}
