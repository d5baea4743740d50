// What the views of rooms, sheets and caucuses have in common: what they need, and where a seat belongs in a topic.

import type { RoomId, SeatId } from '../../shared/kernel/ids.ts';
import type { Topic } from '../../shared/protocol/messages.ts';
import type { RoomState } from '../../shared/room/types.ts';
import type { Hosts } from '../host/types.ts';
import type { Chance, Timers } from '../ports.ts';
import type { Release } from './audience.ts';
import { viewerOf } from '../../shared/room/walls.ts';

export interface ViewsDeps {
  readonly hosts: Hosts;
  readonly timers: Timers;
  readonly chance: Chance;
  readonly nowMs: () => number;
  /** Runs something once everything that waits has had its turn. */
  readonly soon: (run: () => void) => void;
  /** Sends one delta to everybody in an audience. */
  readonly send: (audience: string, topic: Topic, release: Release) => void;
  /** Called after each durable change of a room, before its release; for revocations, which never wait. */
  readonly roomChanged: (roomId: RoomId, room: RoomState) => void;
  readonly encoded: (kind: Topic['kind']) => void;
}

/** Where a seat belongs in a topic. */
export interface Place<View> {
  /** Name of the audience, unique on this node. */
  readonly audience: string;
  readonly tag: string;
  readonly view: View;
  /** Counts one who stays; call what it gives when that one leaves. */
  readonly enter: () => () => void;
}

/** Who looks at a room alike: the seats of one team, or all of one kind. */
export const viewerKey = (room: RoomState, seatId: SeatId): string => {
  const viewer = viewerOf(room, seatId);
  return viewer.kind === 'team' ? `team:${viewer.teamId}` : viewer.kind;
};
