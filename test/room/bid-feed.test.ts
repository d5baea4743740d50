// Who reads a bid in the feed of a clock, and from when on.

import { describe, expect, it } from 'vitest';
import { viewRoom } from '../../shared/room/view.ts';
import { viewerOf } from '../../shared/room/walls.ts';
import { DemoRoom } from '../support/demo-room.ts';

/** Seats whose feed has a bid. */
const readers = ({ state }: DemoRoom): readonly string[] =>
  ['northwind-lead', 'harbor-lead', 'usps-lead', 'moderator', 'regulator', 'public'].filter(
    (seatId) => {
      const { feed } = viewRoom(state, viewerOf(state, seatId));
      return Object.values(feed).some(({ code }) => code === 'bid/accepted');
    },
  );

describe('[INF3] [INF4] a bid in the feed', () => {
  it('is its team’s in the open round, the moderator’s after it, the regulator’s after the end', () => {
    const room = new DemoRoom();
    room.start();
    expect(readers(room)).toEqual([]);
    room.bid('northwind', 'q1', [3, 2_400]);
    expect(readers(room)).toEqual(['northwind-lead']);
    // Demand above supply: another round follows.
    room.bid('northwind', 'q1', [6, 2_400]);
    room.bid('harbor', 'q1', [6, 2_400]);
    expect(readers(room)).toEqual(['northwind-lead', 'harbor-lead']);
    room.closeRound();
    expect(room.state.auctions['clock']?.phase).toBe('running');
    expect(readers(room)).toEqual(['northwind-lead', 'harbor-lead', 'moderator']);
    // No more bids: demand falls to supply, and the auction ends.
    room.clock({ type: 'OpenRound' });
    room.closeRound();
    expect(room.state.auctions['clock']?.phase).not.toBe('running');
    expect(readers(room)).toEqual(['northwind-lead', 'harbor-lead', 'moderator', 'regulator']);
  });
});
