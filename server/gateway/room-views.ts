// Keeps the audiences of a watched room up to date, on one common release tick.
// What an audience may see is decided by the views of shared/; this file only says when, and sends once.

import type { RoomId, SeatId } from '../../shared/kernel/ids.ts';
import type { RoomState } from '../../shared/room/types.ts';
import type { RoomView } from '../../shared/room/view-types.ts';
import type { Release } from './audience.ts';
import type { Place, ViewsDeps } from './views.ts';
import { durationMs } from '../../shared/kernel/units.ts';
import { RoomLooks } from '../../shared/room/view.ts';
import { mayDiffer } from '../../shared/room/view-changes.ts';
import { viewerOf } from '../../shared/room/walls.ts';
import { Audiences } from './audience.ts';
import { Paced } from './paced.ts';
import { viewerKey } from './views.ts';

const DEFAULT_RELEASE_MS = 100;

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
