// One channel of a feed: its newest events, kept in small pieces, so that one more event copies a few places and not all
// of them. A record is folded event by event, and most of its events go to a feed.

import type { FeedChannel, FeedSource } from './types.ts';
import { FEED_LENGTH } from './types.ts';

const PIECE = 20;
const MOST_PIECES = FEED_LENGTH / PIECE + 1;

/** The channel after one more event. */
export const withSource = (channel: FeedChannel, source: FeedSource): FeedChannel => {
  const last = channel.at(-1);
  if (last && last.length < PIECE) return [...channel.slice(0, -1), [...last, source]];
  const kept = channel.length >= MOST_PIECES ? channel.slice(1) : channel;
  return [...kept, [source]];
};

/** The events that a feed shows of a channel: the newest FEED_LENGTH, oldest first. */
export const newestOf = (channel: FeedChannel): readonly FeedSource[] =>
  channel.flat().slice(-FEED_LENGTH);
