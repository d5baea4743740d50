// The live connections of one room on this node: who is present, how good each line is, and the door for those whose
// seat was taken back. News go out on a common tick, so that their moment tells nothing.

import type { SeatId } from '../../shared/kernel/ids.ts';
import type { LineReport } from '../../shared/protocol/messages.ts';
import type { RoomState } from '../../shared/room/types.ts';
import type { Timers } from '../ports.ts';
import type { SeatHold } from './sessions.ts';
import type { ParleySocket } from './socket-session.ts';
import { durationMs } from '../../shared/kernel/units.ts';
import { viewerOf } from '../../shared/room/walls.ts';
import { Presence } from './presence.ts';

const NEWS_MS = 200;

export interface RoomPeopleDeps {
  readonly timers: Timers;
  readonly nowMs: () => number;
  readonly room: () => RoomState;
}

interface Connected {
  readonly hold: SeatHold;
  /** The list it was told last, as text; undefined before it watches the room, when it has nothing to show people on. */
  told: string | undefined;
}

export class RoomPeople {
  readonly #deps: RoomPeopleDeps;
  readonly #sockets = new Map<ParleySocket, Connected>();
  readonly #presence = new Presence();
  readonly #lines = new Map<SeatId, LineReport & { readonly atMs: number }>();
  #hasLineNews = false;
  #cancel: (() => void) | undefined;

  constructor(deps: RoomPeopleDeps) {
    this.#deps = deps;
  }

  get isEmpty(): boolean {
    return this.#sockets.size === 0;
  }

  /** Takes in a connection; answers how many its seat has now. */
  entered(socket: ParleySocket, hold: SeatHold): number {
    this.#sockets.set(socket, { hold, told: undefined });
    this.#presence.opened(hold.seatId);
    this.#soon();
    let count = 0;
    for (const other of this.#sockets.values()) if (other.hold.seatId === hold.seatId) count += 1;
    return count;
  }

  left(socket: ParleySocket): void {
    const connected = this.#sockets.get(socket);
    if (!connected) return;
    this.#sockets.delete(socket);
    this.#presence.closed(connected.hold.seatId);
    this.#soon();
  }

  /** A connection watches something; its first sight of the room comes with who is here. */
  joined(socket: ParleySocket, audience: string): void {
    const connected = this.#sockets.get(socket);
    if (!connected || connected.told !== undefined || !audience.startsWith('room/')) return;
    const room = this.#deps.room();
    tellPresence(socket, connected, newsOf(this.#presence.seenBy(room, connected.hold.seatId)));
    if (viewerOf(room, connected.hold.seatId).kind === 'moderator') this.#tellLines(socket);
  }

  reported(seatId: SeatId, report: LineReport): void {
    this.#lines.set(seatId, { ...report, atMs: this.#deps.nowMs() });
    this.#hasLineNews = true;
    this.#soon();
  }

  /** Ends the connections of all holds that `isOver`. */
  dropAll(isOver: (hold: SeatHold) => boolean): void {
    for (const [socket, { hold }] of this.#sockets) {
      if (!isOver(hold)) continue;
      const isRevoked = this.#deps.room().seats[hold.seatId]?.isRevoked ?? true;
      socket.emit('notice', { code: isRevoked ? 'revoked' : 'signed-out' });
      socket.disconnect(true);
    }
  }

  close(): void {
    this.#cancel?.();
    this.#cancel = undefined;
  }

  #soon(): void {
    if (this.#cancel) return;
    // On a fixed grid of time: when news come says nothing about who caused them (NET6).
    const waitMs = NEWS_MS - (this.#deps.nowMs() % NEWS_MS);
    this.#cancel = this.#deps.timers.after(durationMs(Math.ceil(waitMs)), () => {
      this.#cancel = undefined;
      this.#tell();
    });
  }

  #tell(): void {
    const room = this.#deps.room();
    const lists = new Map<string, News>();
    for (const [socket, connected] of this.#sockets) {
      if (connected.told === undefined) continue;
      const { seatId } = connected.hold;
      const viewer = viewerOf(room, seatId);
      const audience = viewer.kind === 'team' ? viewer.teamId : `:${viewer.kind}`;
      const list = lists.get(audience) ?? newsOf(this.#presence.seenBy(room, seatId));
      lists.set(audience, list);
      tellPresence(socket, connected, list);
      if (this.#hasLineNews && viewer.kind === 'moderator') this.#tellLines(socket);
    }
    this.#hasLineNews = false;
  }

  #tellLines(socket: ParleySocket): void {
    socket.emit('lines', Object.fromEntries(this.#lines));
  }
}

interface News {
  readonly online: readonly SeatId[];
  readonly text: string;
}

const newsOf = (online: readonly SeatId[]): News => ({ online, text: online.join(' ') });

/** Tells a connection only what is new to it, so that somebody hidden makes no frame by coming or going (WALL3). */
const tellPresence = (socket: ParleySocket, connected: Connected, { online, text }: News): void => {
  if (connected.told === text) return;
  connected.told = text;
  socket.emit('presence', { online });
};
