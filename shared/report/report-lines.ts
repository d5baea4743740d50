// What a viewer reads of the course of one auction, all of it: feeds keep the newest lines only. Decides nothing: each
// line is the one that the feed would show to the same viewer.

import type { AuctionId, LotId } from '../kernel/ids.ts';
import type { FeedSource, RoomState } from '../room/types.ts';
import type { FeedItem, Viewer } from '../room/view-types.ts';
import { feedLine } from '../room/feed.ts';

/** A line of the feed; of one about a single lot also which, as names need not differ. */
export interface ReportLine extends FeedItem {
  readonly lotId?: LotId;
}

/** The line that an event is to a viewer in the report on an auction; undefined when it is none. `room` is as it is now. */
export const reportLine = (
  room: RoomState,
  viewer: Viewer,
  auctionId: AuctionId,
  source: FeedSource,
): ReportLine | undefined => {
  const { event, atMs } = source;
  if (event.type !== 'Auction' || event.auctionId !== auctionId) return undefined;
  const line = feedLine(room, viewer, source);
  if (!line) return undefined;
  const { event: inner } = event;
  return { ...line, atMs, ...('lotId' in inner && { lotId: inner.lotId }) };
};
