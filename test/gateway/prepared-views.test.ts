// The views of a room whose making takes long: made in steps, sent in one go, the same as ever.

import { describe, expect, it } from 'vitest';
import type { Release } from '../../server/gateway/audience.ts';
import { RoomViews } from '../../server/gateway/room-views.ts';
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

/** A node with five audiences at a room. Each look at its clock takes so long; with two milliseconds every step gives way. */
const stage = async (before: RoomState, lookMs = 2) => {
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
      nowMs: () => (given.nowMs += lookMs),
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

describe('[NET8] views that take long to make', () => {
  it('are made from the tick on with a turn for others after each, and sent in one go', async () => {
    const { before, after } = roundWith(MANY_BIDS);
    const node = await stage(before);
    node.change(after);
    expect(node.turns).toEqual([]);
    await node.tick();
    expect(node.sent).toEqual([]);
    // Looking and comparing, for each audience, the sending, and the last word; the first look has the tick's own turn.
    expect(node.settle()).toBe(2 * SEATS.length + 1);
    expectAllTold(node, after);
    expect(new Set(node.sent.map(({ turn }) => turn)).size).toBe(1);
    await node.tick();
    expect(node.sent).toHaveLength(SEATS.length);
    node.views.close();
  });

  it('are not overtaken: what changes meanwhile is told by the next release, which waits for them', async () => {
    const { before, after } = roundWith(MANY_BIDS);
    const node = await stage(before);
    node.change(after);
    await node.tick();
    const later = { ...after, title: 'Another title' };
    node.change(later);
    await node.tick();
    expect(node.sent).toEqual([]);
    node.settle();
    expect(node.sent).toHaveLength(2 * SEATS.length);
    const turnsOf = (sent: readonly Sent[]) => new Set(sent.map(({ turn }) => turn)).size;
    const [first, second] = [node.sent.slice(0, SEATS.length), node.sent.slice(SEATS.length)];
    expect([turnsOf(first), turnsOf(second)]).toEqual([1, 1]);
    expectAllTold({ ...node, sent: first }, after);
    for (const { release } of second) expect(release.patch).toEqual({ title: 'Another title' });
    node.views.close();
  });

  it('hold up a first place until the release that is due has begun', async () => {
    const { before, after } = roundWith(MANY_BIDS);
    const node = await stage(before);
    node.change(after);
    await node.tick();
    const later = { ...after, title: 'Another title' };
    node.change(later);
    const titles: string[] = [];
    const placed = node.views.ready('moderator').then(() => {
      titles.push(node.views.place('moderator').view.title);
    });
    await node.tick();
    expect(titles).toEqual([]);
    node.settle();
    await placed;
    expect(titles).toEqual(['Another title']);
    node.views.close();
  });

  it('are made and sent on the tick where that is quick', async () => {
    const { before, after } = roundWith(1);
    const node = await stage(before, 0);
    node.change(after);
    await node.tick();
    expect(node.turns).toEqual([]);
    expectAllTold(node, after);
    node.views.close();
  });
});
