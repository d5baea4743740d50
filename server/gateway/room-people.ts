// The live connections of one room on this node: who is present, here or through other nodes, how good each line is, what
// a seat may send, and the door for those whose seat was taken back. News go out on a common tick, so that their moment
// tells nothing.

import type { SeatId } from '../../shared/kernel/ids.ts';
import type { LineReport } from '../../shared/protocol/messages.ts';
import type { RoomState } from '../../shared/room/types.ts';
import type { Timers } from '../ports.ts';
import type { GatewayLimits } from './context.ts';
import type { Elsewhere, ElsewhereNews, Line } from './elsewhere.ts';
import type { SeatHold } from './sessions.ts';
import type { ParleySocket } from './socket-session.ts';
import { durationMs } from '../../shared/kernel/units.ts';
import { viewerOf } from '../../shared/room/walls.ts';
import { Bucket } from './bucket.ts';
import { NOBODY } from './elsewhere.ts';
import type { LineEvidenceDeps } from './line-evidence.ts';
import { LineEvidence } from './line-evidence.ts';
import { Presence } from './presence.ts';

const NEWS_MS = 200;

export interface RoomPeopleDeps {
  readonly timers: Timers;
  readonly nowMs: () => number;
  readonly room: () => RoomState;
  /** Commands a second and at once that a seat may give over all its connections. */
  readonly limits: Pick<GatewayLimits, 'commandsPerSecond' | 'commandBurst'>;
  /** Puts what is known of lines into the record; absent where nothing is recorded. */
  readonly note?: LineEvidenceDeps['note'];
  /** Opens the way to other nodes; absent where there are none. `changed` is to be called when they tell something. */
  readonly openElsewhere?: (changed: (news: ElsewhereNews) => void) => Elsewhere;
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
  readonly #lines = new Map<SeatId, Line>();
  readonly #allowances = new Map<SeatId, Bucket>();
  readonly #elsewhere: Elsewhere;
  readonly #evidence: LineEvidence | undefined;
  #hasLineNews = false;
  #cancel: (() => void) | undefined;

  constructor(deps: RoomPeopleDeps) {
    this.#deps = deps;
    this.#elsewhere =
      deps.openElsewhere?.(({ hasLines }) => {
        this.#hasLineNews ||= hasLines;
        this.#soon();
      }) ?? NOBODY;
    const { note, timers, nowMs, room } = deps;
    const connectionsOf = (seatId: SeatId) => this.connectionsOf(seatId);
    this.#evidence = note && new LineEvidence({ timers, nowMs, room, connectionsOf, note });
  }

  get isEmpty(): boolean {
    return this.#sockets.size === 0;
  }

  entered(socket: ParleySocket, hold: SeatHold): void {
    this.#sockets.set(socket, { hold, told: undefined });
    this.#elsewhere.counted(hold.seatId, this.#presence.opened(hold.seatId));
    this.#evidence?.entered(hold.seatId);
    this.#soon();
  }

  /** Connections of a seat to this node, and to all nodes as far as they are heard. */
  connectionsOf(seatId: SeatId): { readonly here: number; readonly inAll: number } {
    const here = this.#presence.countOf(seatId);
    return { here, inAll: here + this.#elsewhere.countOf(seatId) };
  }

  left(socket: ParleySocket): void {
    const connected = this.#sockets.get(socket);
    if (!connected) return;
    this.#sockets.delete(socket);
    const { seatId } = connected.hold;
    this.#elsewhere.counted(seatId, this.#presence.closed(seatId));
    this.#soon();
  }

  /**
   * Takes one message out of what a seat may send. 0 when it may, otherwise the milliseconds until it may. A seat with
   * connections to several nodes has on each as large a part of its allowance as it has of its connections there.
   */
  spend(seatId: SeatId): number {
    const { limits, nowMs } = this.#deps;
    const { commandsPerSecond, commandBurst } = limits;
    const allowance =
      this.#allowances.get(seatId) ?? new Bucket(commandsPerSecond, commandBurst, nowMs);
    this.#allowances.set(seatId, allowance);
    const { here, inAll } = this.connectionsOf(seatId);
    return allowance.take({ share: here === 0 ? 1 : here / inAll });
  }

  /** A connection watches something; its first sight of the room comes with who is here. */
  joined(socket: ParleySocket, audience: string): void {
    const connected = this.#sockets.get(socket);
    if (!connected || connected.told !== undefined || !audience.startsWith('room/')) return;
    const room = this.#deps.room();
    tellPresence(socket, connected, this.#newsFor(room, connected.hold.seatId));
    if (viewerOf(room, connected.hold.seatId).kind === 'moderator') this.#tellLines(socket);
  }

  reported(seatId: SeatId, report: LineReport): void {
    const line = { ...report, atMs: this.#deps.nowMs() };
    this.#lines.set(seatId, line);
    this.#elsewhere.measured(seatId, line);
    this.#evidence?.reported(seatId, report);
    this.#hasLineNews = true;
    this.#soon();
  }

  /** The room has changed durably. */
  changed(room: RoomState): void {
    this.#evidence?.changed(room);
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
    this.#elsewhere.close();
    this.#evidence?.close();
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

  #newsFor(room: RoomState, seatId: SeatId): News {
    return newsOf(this.#presence.seenBy(room, seatId, (seen) => this.#elsewhere.countOf(seen) > 0));
  }

  #tell(): void {
    this.#elsewhere.tell();
    const room = this.#deps.room();
    const lists = new Map<string, News>();
    for (const [socket, connected] of this.#sockets) {
      if (connected.told === undefined) continue;
      const { seatId } = connected.hold;
      const viewer = viewerOf(room, seatId);
      const audience = viewer.kind === 'team' ? viewer.teamId : `:${viewer.kind}`;
      const list = lists.get(audience) ?? this.#newsFor(room, seatId);
      lists.set(audience, list);
      tellPresence(socket, connected, list);
      if (this.#hasLineNews && viewer.kind === 'moderator') this.#tellLines(socket);
    }
    this.#hasLineNews = false;
  }

  #tellLines(socket: ParleySocket): void {
    const lines = new Map(this.#elsewhere.lines());
    for (const [seatId, line] of this.#lines) {
      if (line.atMs >= (lines.get(seatId)?.atMs ?? 0)) lines.set(seatId, line);
    }
    socket.emit('lines', Object.fromEntries(lines));
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
