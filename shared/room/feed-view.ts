// The feed and the messages as one viewer reads them. What a line says is decided by feed.ts; here lines get their keys,
// and a line is made again only when something that it is made from has changed.

import type { EpochMs } from '../kernel/units.ts';
import type { FeedSource, RoomState } from './types.ts';
import type { FeedItem, MessageView, RoomView, Viewer } from './view-types.ts';
import { feedLine, feedSources } from './feed.ts';
import { messageIsFor } from './view-rights.ts';
import { mayKnowSeat } from './walls.ts';

const TIME_DIGITS = 15;
const PLACE_DIGITS = 4;

/** What one viewer reads of an event; both may be absent. */
interface Reading {
  readonly line: FeedItem | undefined;
  readonly message: MessageView | undefined;
}

interface Kept extends Reading {
  readonly source: FeedSource;
  readonly auction: unknown;
  /** Its key where nothing this viewer sees happened earlier in the same millisecond. */
  readonly firstKey: string;
}

const keyAt = (atMs: EpochMs, place: number): string =>
  `${String(atMs).padStart(TIME_DIGITS, '0')}.${String(place).padStart(PLACE_DIGITS, '0')}`;

const messageView = (
  room: RoomState,
  viewer: Viewer,
  { atMs, event }: { atMs: number; event: { seatId: string; to: MessageView['to']; text: string } },
): MessageView => {
  const seat = room.seats[event.seatId];
  const teamId = seat?.teamId ?? null;
  const side = teamId === null ? undefined : room.teams[teamId]?.side;
  return {
    atMs,
    to: event.to,
    text: event.text,
    from: seat && mayKnowSeat(room, viewer, seat) ? seat.name : '',
    fromSide: side ?? (seat?.role === 'regulator' ? 'regulator' : 'moderator'),
    isOwn: viewer.kind === 'team' ? viewer.teamId === teamId : viewer.kind === seat?.role,
  };
};

const reading = (room: RoomState, viewer: Viewer, source: FeedSource): Reading => {
  const { atMs, event } = source;
  const line = feedLine(room, viewer, source);
  const isFor = event.type === 'MessagePosted' && messageIsFor(room, viewer, event);
  return {
    line: line && { ...line, atMs },
    message: isFor ? messageView(room, viewer, { atMs, event }) : undefined,
  };
};

/** Equal times are told apart by their place among what this viewer sees. */
class Keyed<Item> {
  readonly items: Record<string, Item> = {};
  #lastMs = -1;
  #place = 0;

  add(source: FeedSource, firstKey: string, item: Item): void {
    this.#place = source.atMs === this.#lastMs ? this.#place + 1 : 0;
    this.#lastMs = source.atMs;
    this.items[this.#place === 0 ? firstKey : keyAt(source.atMs, this.#place)] = item;
  }
}

interface Looking {
  readonly room: RoomState;
  readonly viewer: Viewer;
}

const keyed = (kept: readonly Kept[]): Pick<RoomView, 'feed' | 'messages'> => {
  const feed = new Keyed<FeedItem>();
  const messages = new Keyed<MessageView>();
  for (const { source, line, message, firstKey } of kept) {
    if (line) feed.add(source, firstKey, line);
    if (message) messages.add(source, firstKey, message);
  }
  return { feed: feed.items, messages: messages.items };
};

/** What the viewer reads of a source, as it is known or made anew; undefined for what it does not read. */
const keptReading = (
  { room, viewer }: Looking,
  source: FeedSource,
  known: Kept | undefined,
): Kept | undefined => {
  const { event } = source;
  const auction = event.type === 'Auction' ? room.auctions[event.auctionId] : undefined;
  if (known && known.auction === auction) return known;
  const { line, message } = reading(room, viewer, source);
  // Most events of an auction are for one team: nothing is made for the others.
  if (!line && !message) return undefined;
  return { line, message, source, auction, firstKey: known?.firstKey ?? keyAt(source.atMs, 0) };
};

/** Everything that feeds can show, in order; sorted once for all viewers of the same room. */
export class FeedOrder {
  #feed: RoomState['feed'] | undefined;
  #sources: readonly FeedSource[] = [];

  of(room: RoomState): readonly FeedSource[] {
    if (this.#feed !== room.feed) {
      this.#feed = room.feed;
      this.#sources = feedSources(room);
    }
    return this.#sources;
  }
}

/** One viewer's feed, again and again. `common` stands for all but auctions: when it changes, all lines are made anew. */
export class FeedReader {
  /** In order, as sources are. */
  #kept: readonly Kept[] = [];
  #common: unknown;
  #last: Pick<RoomView, 'feed' | 'messages'> = { feed: {}, messages: {} };

  read(
    room: RoomState,
    viewer: Viewer,
    { sources, common }: { sources: readonly FeedSource[]; common: unknown },
  ): Pick<RoomView, 'feed' | 'messages'> {
    const before = this.#common === common ? this.#kept : [];
    this.#common = common;
    const looking = { room, viewer };
    const kept: Kept[] = [];
    let place = 0;
    for (const source of sources) {
      // Both are in order, so that one walk finds what is known of each.
      while ((before[place]?.source.n ?? Infinity) < source.n) place += 1;
      const known = before[place]?.source === source ? before[place] : undefined;
      const now = keptReading(looking, source, known);
      if (now) kept.push(now);
    }
    const last = this.#kept;
    const isSame = kept.length === last.length && kept.every((one, at) => one === last[at]);
    this.#kept = kept;
    if (!isSame) this.#last = keyed(kept);
    return this.#last;
  }
}
