// A channel of a feed in pieces shows what one plain list would, and copies little for one more event.

import { expect, it } from 'vitest';
import { newestOf, withSource } from '../../shared/room/feed-channel.ts';
import type { FeedChannel, FeedSource } from '../../shared/room/types.ts';
import { FEED_LENGTH } from '../../shared/room/types.ts';
import { epochMs } from '../../shared/kernel/units.ts';

const source = (n: number): FeedSource => ({
  ...{ n, atMs: epochMs(n), bySeatId: null },
  event: { type: 'InviteRevoked', inviteId: String(n) },
});

it('[INF9] the newest of a channel are shown, no more and no fewer, however many there were', () => {
  let channel: FeedChannel = [];
  const plain: FeedSource[] = [];
  for (let n = 0; n < 3 * FEED_LENGTH; n += 1) {
    const before = channel;
    const shown = JSON.stringify(before);
    channel = withSource(channel, source(n));
    plain.push(source(n));
    expect(newestOf(channel)).toEqual(plain.slice(-FEED_LENGTH));
    // What came before stays as it was, and most of it is shared and not copied.
    expect(JSON.stringify(before)).toBe(shown);
    const fresh = channel.filter((piece) => !before.includes(piece)).flat().length;
    expect(fresh + channel.length).toBeLessThan(FEED_LENGTH / 5);
  }
});
