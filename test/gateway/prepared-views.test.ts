// The views of a large room at the end of a round: made in steps before the tick, sent in one go, the same as ever.

import { describe, expect, it } from 'vitest';
import type { Release } from '../../server/gateway/audience.ts';
import { RoomViews } from '../../server/gateway/views.ts';
import type { Hosts } from '../../server/host/types.ts';
import { createChance } from '../../server/platform/chance.ts';
import { durationMs, mills } from '../../shared/kernel/units.ts';
import { applyPatch } from '../../shared/protocol/patch.ts';
import type { RoomState } from '../../shared/room/types.ts';
import type { RoomView, Viewer } from '../../shared/room/view-types.ts';
import { viewRoom } from '../../shared/room/view.ts';
import { LOTS_A, clockRules } from '../support/auction.ts';
import { ReportedRoom, SHIPPERS } from '../support/reported-room.ts';
import { VirtualTime } from '../support/virtual-time.ts';

const TICK_MS = durationMs(100);
const SEATS = ['northwind-lead', 'harbor-lead', 'cascade-lead', 'usps-lead', 'public'] as const;
/** Enough for a large room. */
const MANY_BIDS = 140;

const viewerOf = (seatId: string): Viewer =>
  seatId === 'public' ? { kind: 'public' } : { kind: 'team', teamId: seatId.split('-')[0] ?? '' };

/** A room of one round with so many bids a team, just before and just after its end. */
const roundWith = (bids: number): Readonly<Record<'before' | 'after', RoomState>> => {
  const room = new ReportedRoom({ rules: clockRules(), lots: LOTS_A, points: 6 });
  for (let count = 0; count < bids; count += 1) {
    for (const teamId of SHIPPERS) {
      room.bid(teamId, { lotId: 'q', quantityBlocks: 1 + (count % 2), priceMills: mills(2_400) });
    }
  }
  const before = room.state;
  room.next();
  return { before, after: room.state };
};

interface Sent {
  readonly audience: string;
  readonly release: Release;
  /** How many turns had been given by then. */
  readonly turn: number;
}

/** A node with five audiences at a room. Its clock moves at each look, so that every step gives way. */
const stage = async (before: RoomState) => {
  const timers = new VirtualTime();
  const turns: (() => void)[] = [];
  const sent: Sent[] = [];
  const given = { turns: 0, nowMs: 0 };
  let changed: (room: RoomState) => void = () => undefined;
  const room = {
    watch: (listener: (change: { state: RoomState }) => void) => {
      changed = (state) => {
        listener({ state });
      };
      return () => undefined;
    },
    confirmed: () => Promise.resolve({ state: before }),
  };
  const views = await RoomViews.open(
    {
      hosts: { room: () => room } as unknown as Hosts,
      timers,
      chance: createChance(),
      nowMs: () => (given.nowMs += 2),
      soon: (run) => turns.push(run),
      send: (audience, _topic, release) => sent.push({ audience, release, turn: given.turns }),
      roomChanged: () => undefined,
      encoded: () => undefined,
    },
    before.roomId,
  );
  const places = new Map<string, { readonly view: RoomView; readonly seatId: string }>();
  for (const seatId of SEATS) {
    const { audience, view, enter } = views.place(seatId);
    enter();
    places.set(audience, { view, seatId });
  }
  return {
    ...{ views, sent, turns, places },
    change: (state: RoomState) => {
      changed(state);
    },
    tick: () => timers.advance(TICK_MS),
    /** Gives all turns that wait, and those that they ask for. */
    settle: () => {
      for (let turn = turns.shift(); turn; turn = turns.shift()) {
        given.turns += 1;
        turn();
      }
      return given.turns;
    },
  };
};

type Stage = Awaited<ReturnType<typeof stage>>;

const expectAllTold = ({ sent, places }: Stage, after: RoomState): void => {
  expect(sent).toHaveLength(SEATS.length);
  for (const { audience, release } of sent) {
    const place = places.get(audience);
    if (!place) throw new Error(`nobody is at ${audience}`);
    expect(applyPatch(place.view, release.patch)).toEqual(viewRoom(after, viewerOf(place.seatId)));
  }
};

describe('[NET8] the views of a large room at the end of a round', () => {
  it('are made in steps with a turn for others after each, and sent in one go on the tick', async () => {
    const { before, after } = roundWith(MANY_BIDS);
    const node = await stage(before);
    node.change(after);
    expect(node.sent).toEqual([]);
    // Looking and comparing, for each audience, and the last word.
    expect(node.settle()).toBe(2 * SEATS.length + 1);
    expect(node.sent).toEqual([]);
    await node.tick();
    expectAllTold(node, after);
    expect(new Set(node.sent.map(({ turn }) => turn)).size).toBe(1);
    node.views.close();
  });

  it('the tick waits for them, and everybody is told in one go all the same', async () => {
    const { before, after } = roundWith(MANY_BIDS);
    const node = await stage(before);
    node.change(after);
    await node.tick();
    expect(node.sent).toEqual([]);
    node.settle();
    expectAllTold(node, after);
    expect(new Set(node.sent.map(({ turn }) => turn)).size).toBe(1);
    await node.tick();
    expect(node.sent).toHaveLength(SEATS.length);
    node.views.close();
  });

  it('what changes between making and sending is sent with it', async () => {
    const { before, after } = roundWith(MANY_BIDS);
    const node = await stage(before);
    node.change(after);
    node.settle();
    const later = { ...after, title: 'Another title' };
    node.change(later);
    await node.tick();
    node.settle();
    expectAllTold(node, later);
    node.views.close();
  });

  it('of a small room are made on the tick', async () => {
    const { before, after } = roundWith(1);
    const node = await stage(before);
    node.change(after);
    expect(node.turns).toEqual([]);
    await node.tick();
    expectAllTold(node, after);
    node.views.close();
  });
});
