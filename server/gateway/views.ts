// Keeps every watched topic's audiences up to date: rooms on one common release tick, sheets at once.
// What an audience may see is decided by the views of shared/; this file only says when, and sends once.

import type { RoomId, SeatId, SheetId } from '../../shared/kernel/ids.ts';
import type { Topic } from '../../shared/protocol/messages.ts';
import type { RoomState } from '../../shared/room/types.ts';
import type { RoomView } from '../../shared/room/view-types.ts';
import type { SheetState, SheetView } from '../../shared/sheet/types.ts';
import type { Chance, Timers } from '../ports.ts';
import type { Hosts } from '../host/types.ts';
import type { Release } from './audience.ts';
import { durationMs } from '../../shared/kernel/units.ts';
import { sheetAccess } from '../../shared/room/seats.ts';
import { RoomLooks } from '../../shared/room/view.ts';
import { mayDiffer } from '../../shared/room/view-changes.ts';
import { mayKnowSeat, viewerOf } from '../../shared/room/walls.ts';
import { viewSheet } from '../../shared/sheet/view.ts';
import { Audiences } from './audience.ts';
import { Paced } from './paced.ts';
import { stateWith } from './newest.ts';

const DEFAULT_RELEASE_MS = 100;

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

const viewerKey = (room: RoomState, seatId: SeatId): string => {
  const viewer = viewerOf(room, seatId);
  return viewer.kind === 'team' ? `team:${viewer.teamId}` : viewer.kind;
};

/**
 * Audiences that compete with nobody and see most: their views may be large, and a moment more changes nothing for them.
 * Whoever competes is told in one go, on the tick.
 */
const seesAll = (key: string): boolean => key === 'moderator' || key === 'regulator';

/** More audiences than this are a crowd: one go would take long enough for others to feel it. */
const MOST_AT_ONCE = 32;

/** The time between releases: the shortest that a running auction's rules ask for. */
const releaseMsOf = (room: RoomState): number => {
  const running = Object.values(room.auctions).filter(({ phase }) => phase === 'running');
  return running.length === 0
    ? DEFAULT_RELEASE_MS
    : Math.min(...running.map(({ rules }) => rules.releaseMs));
};

/**
 * Whole milliseconds to the next release, at least 1. On a fixed grid of time: when a release comes says nothing about
 * who caused it (NET6).
 */
export const untilReleaseMs = (room: RoomState, nowMs: number): number => {
  const releaseMs = Math.max(1, releaseMsOf(room));
  return Math.ceil(releaseMs - (nowMs % releaseMs));
};

/** A room as its watchers on this node have it: the newest durable state, and the one that was released. */
export class RoomViews {
  readonly #deps: ViewsDeps;
  readonly #roomId: RoomId;
  readonly #audiences: Audiences<RoomView>;
  readonly #paced: Paced;
  readonly #looks = new RoomLooks();
  readonly #released = new Set<(room: RoomState) => void>();
  readonly #stop: () => void;
  #newest: RoomState;
  #shown: RoomState;
  #cancelRelease: (() => void) | undefined;
  /** Views of the last release are still being made or sent. */
  #isReleasing = false;
  /** A tick has come meanwhile. */
  #isDue = false;
  readonly #waiting: (() => void)[] = [];

  static async open(deps: ViewsDeps, roomId: RoomId): Promise<RoomViews> {
    // Watched before it is read, so that no change can fall between the two.
    const opened: { views?: RoomViews } = {};
    let latest: RoomState | undefined;
    const stop = deps.hosts.room(roomId).watch(({ state }) => {
      latest = state;
      opened.views?.changed(state);
    });
    const { state } = await deps.hosts.room(roomId).confirmed();
    opened.views = new RoomViews(deps, roomId, { room: latest ?? state, stop });
    return opened.views;
  }

  private constructor(
    deps: ViewsDeps,
    roomId: RoomId,
    { room, stop }: { room: RoomState; stop: () => void },
  ) {
    this.#deps = deps;
    this.#roomId = roomId;
    this.#audiences = new Audiences(deps);
    this.#paced = new Paced(deps);
    this.#newest = room;
    this.#shown = room;
    this.#stop = stop;
  }

  /** The newest durable state: for permissions, which never wait for a release. */
  get newest(): RoomState {
    return this.#newest;
  }

  get shown(): RoomState {
    return this.#shown;
  }

  changed(room: RoomState): void {
    if (room === this.#newest) return;
    this.#newest = room;
    this.#deps.roomChanged(this.#roomId, room);
    if (this.#cancelRelease) return;
    const waitMs = untilReleaseMs(room, this.#deps.nowMs());
    this.#cancelRelease = this.#deps.timers.after(durationMs(waitMs), () => {
      this.#tick();
    });
  }

  onRelease(listener: (room: RoomState) => void): () => void {
    this.#released.add(listener);
    return () => this.#released.delete(listener);
  }

  /**
   * Resolves once a seat can be given its place: at once in an audience that is there, else with the next release.
   * A first view made any sooner would show by its age whether others had the room open (WALL5). `isFirst` waits for the
   * release in any case: that it brings what this node has just learnt must not be seen from when it comes.
   */
  async ready(seatId: SeatId, isFirst = false): Promise<void> {
    if (!isFirst && this.#audiences.has(viewerKey(this.#newest, seatId))) return;
    const waitMs = untilReleaseMs(this.#newest, this.#deps.nowMs());
    await new Promise<void>((resolve) => {
      this.#deps.timers.after(durationMs(waitMs), resolve);
    });
    if (this.#cancelRelease) this.#tick();
    if (this.#isDue) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  place(seatId: SeatId): Place<RoomView> {
    // A seat added since the last release looks at what was released, like everybody else.
    const key = viewerKey(this.#newest, seatId);
    const { tag, view } = this.#audiences.at(key, seatId, this.#view);
    return { audience: this.#name(key), tag, view, enter: () => this.#audiences.enter(key) };
  }

  close(): void {
    this.#cancelRelease?.();
    this.#paced.stop();
    this.#audiences.close();
    this.#stop();
    this.#goOn();
  }

  /** Releases do not overtake each other: a tick that comes during one is made up for when it is through. */
  #tick(): void {
    if (this.#isReleasing) this.#isDue = true;
    else this.#release();
  }

  /**
   * Shows the newest state. Where its views take long they are made in steps, with a turn for others after each; who
   * competes is then told in one go all the same (NET8).
   */
  #release(): void {
    this.#isDue = false;
    this.#isReleasing = true;
    this.#cancelRelease?.();
    this.#cancelRelease = undefined;
    const before = this.#shown;
    this.#shown = this.#newest;
    const sinceMs = this.#deps.nowMs();
    const send = (key: string, release: Release): void => {
      this.#deps.encoded('room');
      this.#deps.send(this.#name(key), { kind: 'room', id: this.#roomId }, release);
    };
    const isSame = (seatId: SeatId): boolean =>
      !mayDiffer(before, this.#shown, viewerOf(this.#newest, seatId));
    // A crowd is told over some turns, so that other rooms are not held up; a round lasts a thousand times as long.
    const isCrowd = this.#audiences.size > MOST_AT_ONCE;
    const mayWait = (key: string): boolean => isCrowd || seesAll(key);
    const steps = this.#audiences.releasing(this.#view, send, { mayWait, isSame });
    const end = (): void => {
      this.#isReleasing = false;
      if (this.#isDue) this.#release();
    };
    this.#paced.add([...steps, end], sinceMs);
    for (const listener of this.#released) listener(this.#shown);
    this.#goOn();
  }

  /** Whoever waited for a release that was due. */
  #goOn(): void {
    for (const go of this.#waiting.splice(0)) go();
  }

  readonly #view = (seatId: SeatId): RoomView =>
    this.#looks.view(this.#shown, viewerOf(this.#newest, seatId));

  #name(key: string): string {
    return `room/${this.#roomId}/${key}`;
  }
}

/** A sheet as its watchers on this node have it. Both sides see each change at once: they are at one table. */
export class SheetViews {
  readonly #deps: ViewsDeps;
  readonly #sheetId: SheetId;
  readonly #rooms: RoomViews;
  readonly #audiences: Audiences<SheetView>;
  readonly #stops: readonly (() => void)[];
  #sheet: SheetState;

  /** Undefined when the sheet does not belong to the room that lists it. */
  static async open(
    deps: ViewsDeps,
    rooms: RoomViews,
    sheetId: SheetId,
  ): Promise<SheetViews | undefined> {
    const opened: { views?: SheetViews } = {};
    let latest: SheetState | undefined;
    const stop = deps.hosts.sheet(sheetId).watch((change) => {
      latest = change.state;
      opened.views?.changed(change.state);
    });
    const isOfRoom = (sheet: SheetState): boolean => sheet.roomId === rooms.newest.roomId;
    const found = await stateWith(deps.hosts.sheet(sheetId), isOfRoom);
    const state = latest ?? found;
    if (!isOfRoom(state)) {
      stop();
      return undefined;
    }
    opened.views = new SheetViews(deps, rooms, { sheetId, sheet: state, stop });
    return opened.views;
  }

  private constructor(
    deps: ViewsDeps,
    rooms: RoomViews,
    { sheetId, sheet, stop }: { sheetId: SheetId; sheet: SheetState; stop: () => void },
  ) {
    this.#deps = deps;
    this.#rooms = rooms;
    this.#sheetId = sheetId;
    this.#sheet = sheet;
    this.#audiences = new Audiences(deps);
    this.#stops = [
      stop,
      rooms.onRelease(() => {
        this.#release();
      }),
    ];
  }

  changed(sheet: SheetState): void {
    if (sheet === this.#sheet) return;
    this.#sheet = sheet;
    this.#release();
  }

  place(seatId: SeatId): Place<SheetView> {
    const key = this.#key(seatId);
    const { tag, view } = this.#audiences.at(key, seatId, this.#view);
    return { audience: this.#name(key), tag, view, enter: () => this.#audiences.enter(key) };
  }

  close(): void {
    this.#audiences.close();
    for (const stop of this.#stops) stop();
  }

  readonly #view = (seatId: SeatId): SheetView => {
    const room = this.#rooms.shown;
    const viewer = viewerOf(this.#rooms.newest, seatId);
    const nameOf = (other: SeatId): string => {
      const seat = room.seats[other];
      return seat && mayKnowSeat(room, viewer, seat) ? seat.name : '';
    };
    return viewSheet(this.#sheet, {
      side: this.#side(seatId),
      isRegulator: viewer.kind === 'regulator',
      nameOf,
      seatId,
    });
  };

  #side(seatId: SeatId) {
    return sheetAccess(this.#rooms.newest, seatId, this.#sheetId).side;
  }

  #release(): void {
    this.#audiences.release(this.#view, (key, release) => {
      this.#deps.encoded('sheet');
      this.#deps.send(this.#name(key), { kind: 'sheet', id: this.#sheetId }, release);
    });
  }

  #key(seatId: SeatId): string {
    const key = viewerKey(this.#rooms.newest, seatId);
    const side = this.#side(seatId);
    // Who acts for a side has notes that nobody else of the team sees (COM2).
    return side ? `${key}/${side}/${seatId}` : `${key}/reader`;
  }

  #name(key: string): string {
    return `sheet/${this.#sheetId}/${key}`;
  }
}
