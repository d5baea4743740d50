// The feed in words: which auction a line is about, where a room may hold several of them.

import { describe, expect, it } from 'vitest';
import { feedLine } from '../../client/words/feed.ts';
import { viewRoom } from '../../shared/room/view.ts';
import { DemoRoom, MODERATOR } from '../support/demo-room.ts';

describe('[UI92] lines that begin and end an auction', () => {
  it('name it, for a bidder as for the moderator', () => {
    const room = new DemoRoom();
    room.clock({ type: 'CancelAuction', reason: 'Held next week' }, MODERATOR);
    for (const viewer of [
      { kind: 'moderator' },
      { kind: 'team', teamId: 'northwind' },
      { kind: 'public' },
    ] as const) {
      const lines = Object.values(viewRoom(room.state, viewer).feed).map(feedLine);
      expect(lines).toContain('Access to four facilities scheduled; the moderator starts it');
      expect(lines).toContain('Access to four facilities cancelled: Held next week');
    }
  });

  it('an older line without a title is about the auction', () => {
    const item = {
      code: 'auction/ended',
      kind: 'auction',
      atMs: 0,
      params: { sold: true },
    } as const;
    expect(feedLine(item as never)).toBe('Auction ended; awards are provisional');
  });
});
