// The numbers of a bid, of any format, as a line of the feed has them.

import type { AuctionState, BidRequest } from '../auction/types.ts';
import type { LotId } from '../kernel/ids.ts';
import type { FeedItem, Viewer } from './view-types.ts';
import { blocksOf } from '../auction/award-parts.ts';
import { blocksIn } from '../auction/formats/package-market.ts';

/** The name of a lot, or its id where the auction has none of it. */
export const lotName = (auction: AuctionState, lotId: LotId): string =>
  auction.lots[lotId]?.name ?? lotId;

/** What a bid says: its lot by name and its numbers. A limit is for the team and, after the round, the moderator. */
export const bidFacts = (
  auction: AuctionState,
  viewer: Viewer,
  bid: BidRequest,
): FeedItem['params'] => ({
  ...('lotId' in bid && { lot: lotName(auction, bid.lotId) }),
  ...('items' in bid && { package: bid.packageId, lots: bid.items.length }),
  ...('items' in bid && { quantityBlocks: blocksIn(bid.items), totalMills: bid.totalMills }),
  ...('quantityBlocks' in bid && { quantityBlocks: bid.quantityBlocks }),
  ...('steps' in bid && { steps: bid.steps.length, quantityBlocks: blocksOf(bid.steps) }),
  ...('priceMills' in bid && { priceMills: bid.priceMills }),
  ...('limitMills' in bid && viewer.kind !== 'regulator' && { limitMills: bid.limitMills }),
});
