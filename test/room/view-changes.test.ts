// Whose view is surely the same after a change: never said where it is another, and said of every rival for a bid.

import { describe, expect, it } from 'vitest';
import type { Viewer } from '../../shared/room/view-types.ts';
import type { Actor } from '../../shared/kernel/decider.ts';
import type { RoomCommand, RoomState } from '../../shared/room/types.ts';
import { durationMs, epochMs, mills } from '../../shared/kernel/units.ts';
import { roomDecider } from '../../shared/room/room.ts';
import { viewRoom } from '../../shared/room/view.ts';
import { mayDiffer } from '../../shared/room/view-changes.ts';
import { DemoRoom, inClock } from '../support/demo-room.ts';
import { seat } from '../support/stream.ts';

const VIEWERS: readonly Viewer[] = [
  ...['northwind', 'harbor', 'cascade', 'usps'].map((teamId): Viewer => ({ kind: 'team', teamId })),
  { kind: 'moderator' },
  { kind: 'regulator' },
  { kind: 'public' },
];

const nameOf = (viewer: Viewer): string => (viewer.kind === 'team' ? viewer.teamId : viewer.kind);

/** The room after a command, sharing what did not change with the one before, as a host has it. */
const after = (room: RoomState, by: Actor, command: RoomCommand): RoomState => {
  const context = {
    by,
    id: 'c',
    at: epochMs((room.createdAtMs ?? 0) + 600_000),
    entropy: () => '',
  };
  const decision = roomDecider.decide(room, command, context);
  if (!decision.ok) throw new Error(decision.rejection.code);
  return decision.events.reduce((state, event) => roomDecider.evolve(state, event, context), room);
};

/** Whose view may be another after a command; checks that all others have the same. */
const looksAgain = (before: RoomState, by: Actor, command: RoomCommand): readonly string[] => {
  const next = after(before, by, command);
  const again = VIEWERS.filter((viewer) => mayDiffer(before, next, viewer));
  for (const viewer of VIEWERS) {
    if (!again.includes(viewer)) expect(viewRoom(next, viewer)).toEqual(viewRoom(before, viewer));
  }
  return again.map(nameOf);
};

/** In round 1, far from its close. */
const started = (): RoomState => {
  const room = new DemoRoom();
  room.start();
  const byMs = durationMs(3_600_000);
  room.clock({ type: 'ExtendRound', byMs, reason: 'r' });
  return room.state;
};

describe('[BIG5] a view is made again', () => {
  it('[INF3] [STI5] for a bid or an instruction by its own team and the desk alone', () => {
    const room = started();
    const own = ['harbor', 'moderator', 'regulator'];
    const lead = seat('harbor-lead');
    const bid = { lotId: 'q1', quantityBlocks: 1, priceMills: mills(2_400) };
    const team = { teamId: 'harbor', round: 1 } as const;
    expect(looksAgain(room, lead, inClock({ type: 'PlaceBid', ...team, bid }))).toEqual(own);
    expect(looksAgain(room, lead, inClock({ type: 'PlaceBids', ...team, bids: [bid] }))).toEqual(
      own,
    );
    const wish = { lotId: 'q1', quantityBlocks: 1, limitMills: mills(3_000), thenBlocks: 0 };
    const set = { type: 'SetInstructions', teamId: 'harbor', instructions: [wish] } as const;
    expect(looksAgain(room, lead, inClock(set))).toEqual(own);
  });

  it('by everybody for whatever else happens', () => {
    const room = started();
    const desk = seat('moderator');
    const pause = inClock({ type: 'PauseAuction', reason: 'r' });
    const said = { type: 'PostMessage', to: { kind: 'table' }, text: 'hello' } as const;
    const team = { id: 'new', name: 'New', side: 'carrier' } as const;
    expect(looksAgain(room, desk, pause)).toHaveLength(VIEWERS.length);
    expect(looksAgain(room, seat('usps-lead'), said)).toHaveLength(VIEWERS.length);
    expect(looksAgain(room, desk, { type: 'AddTeam', team })).toHaveLength(VIEWERS.length);
    expect(VIEWERS.some((viewer) => mayDiffer(room, room, viewer))).toBe(false);
  });
});
