// The history of a room and of its sheets for one viewer: the same fold, stopped at every moment of a grid of time, and
// at each the same view as then. So it can show nothing that the viewer was not shown, or would have been, at the time.

import type { Json } from '../../shared/kernel/json.ts';
import type { SheetId } from '../../shared/kernel/ids.ts';
import type { EntryBody, StoredEntry } from '../../shared/record/entry.ts';
import type { ReplayFrame } from '../../shared/record/replay-form.ts';
import type { RoomState } from '../../shared/room/types.ts';
import type { Viewer } from '../../shared/room/view-types.ts';
import type { Folded } from '../host/fold.ts';
import type { Clock, Journal, Timers } from '../ports.ts';
import { roomStream, sheetStream } from '../../shared/kernel/ids.ts';
import { durationMs, epochMs } from '../../shared/kernel/units.ts';
import { diff } from '../../shared/protocol/patch.ts';
import { roomDecider } from '../../shared/room/room.ts';
import { RoomLooks } from '../../shared/room/view.ts';
import { mayKnowSeat } from '../../shared/room/walls.ts';
import { sheetDecider } from '../../shared/sheet/sheet.ts';
import { viewSheet } from '../../shared/sheet/view.ts';
import { beginning, bodyOf, foldEntry } from '../host/fold.ts';
import { readerOf } from './reader-of.ts';

/** However long a history, it has about so many moments. */
const MAX_FRAMES = 2_000;
const PAGE_ENTRIES = 200;
const RELEASE_MS = 100;

export interface ReplayDeps {
  readonly journal: Pick<Journal, 'read'>;
  readonly clock: Clock;
  readonly timers: Timers;
}

/** What one stream is replayed as. */
interface Course<State> {
  readonly stream: string;
  readonly initial: State;
  fold(before: Folded<State>, entry: StoredEntry, body: EntryBody): Folded<State>;
  /** Undefined while there is nothing to see. */
  view(state: State): unknown;
  /** What an entry does to the text, as updates in base64. */
  text(body: EntryBody): readonly string[];
}

/** The time between two moments: never finer than what was released, and few enough of them up to now. */
const slotMsOf = (room: RoomState, spanMs: number): number =>
  Math.max(
    RELEASE_MS,
    ...Object.values(room.auctions).map(({ rules }) => rules.releaseMs),
    Math.ceil(spanMs / MAX_FRAMES / RELEASE_MS) * RELEASE_MS,
  );

const breathe = ({ timers }: ReplayDeps): Promise<void> =>
  new Promise((resolve) => {
    timers.after(durationMs(0), resolve);
  });

/** Gathers what happens up to each moment, and makes frames of what changed. */
class Frames<State> {
  readonly #course: Course<State>;
  readonly #slotMs: number;
  #slot = 0;
  #text: string[] = [];
  #shown: unknown;

  constructor(course: Course<State>, slotMs: number) {
    this.#course = course;
    this.#slotMs = slotMs;
  }

  /** Whether something of that instant belongs to a later moment than what was gathered. */
  isLater(atMs: number): boolean {
    return this.#slot !== 0 && atMs > this.#slot;
  }

  gather(atMs: number, text: readonly string[]): void {
    this.#slot = Math.ceil(atMs / this.#slotMs) * this.#slotMs;
    this.#text.push(...text);
  }

  /** The frame of what was gathered; nothing where the viewer sees no change, or not before later than `nowMs`. */
  take(state: State, nowMs: number): ReplayFrame | undefined {
    const view = this.#course.view(state);
    if (view === undefined || this.#slot > nowMs) return undefined;
    const patch: Json | undefined =
      this.#shown === undefined ? (view as Json) : diff(this.#shown, view);
    const text = this.#text;
    if (patch === undefined && text.length === 0) return undefined;
    this.#shown = view;
    this.#text = [];
    return {
      atMs: epochMs(this.#slot),
      ...(patch !== undefined && { patch }),
      ...(text.length > 0 && { text }),
    };
  }
}

async function* framesOf<State>(
  deps: ReplayDeps,
  course: Course<State>,
  room: RoomState,
): AsyncGenerator<ReplayFrame> {
  const nowMs = deps.clock.now();
  let folded = beginning(course.initial);
  let frames: Frames<State> | undefined;
  for (;;) {
    const page = await deps.journal.read(course.stream, folded.version, PAGE_ENTRIES);
    for (const entry of page) {
      frames ??= new Frames(course, slotMsOf(room, nowMs - entry.at));
      if (frames.isLater(entry.at)) {
        const frame = frames.take(folded.state, nowMs);
        if (frame) yield frame;
      }
      const body = bodyOf(entry);
      folded = course.fold(folded, entry, body);
      frames.gather(entry.at, course.text(body));
    }
    if (page.length < PAGE_ENTRIES) break;
    await breathe(deps);
  }
  const last = frames?.take(folded.state, nowMs);
  if (last) yield last;
}

/** Of a team that was not there yet nobody can say what it would have seen. */
const isThere = (room: RoomState, viewer: Viewer): boolean =>
  viewer.kind === 'team' ? room.teams[viewer.teamId] !== undefined : room.createdAtMs !== null;

/** The history of a room as a viewer was shown it. `room` is the room now. */
export const replayRoom = (
  deps: ReplayDeps,
  { room, viewer }: { readonly room: RoomState; readonly viewer: Viewer },
): AsyncGenerator<ReplayFrame> => {
  const looks = new RoomLooks();
  return framesOf(
    deps,
    {
      stream: roomStream(room.roomId),
      initial: roomDecider.initial,
      fold: (before, entry, body) => foldEntry(roomDecider, before, entry, body),
      view: (state) => (isThere(state, viewer) ? looks.view(state, viewer) : undefined),
      text: () => [],
    },
    room,
  );
};

const textIn = (body: EntryBody): readonly string[] =>
  body.kind === 'text'
    ? body.updates.map(({ update }) => update)
    : body.events.flatMap((event) => sheetDecider.textOf?.(event as never) ?? []);

/** The history of a sheet, for a viewer that may read it: its terms and its text. */
export const replaySheet = (
  deps: ReplayDeps,
  of: { readonly room: RoomState; readonly viewer: Viewer; readonly sheetId: SheetId },
): AsyncGenerator<ReplayFrame> => {
  const { room, viewer, sheetId } = of;
  const nameOf = (seatId: string): string => {
    const seat = room.seats[seatId];
    return seat && mayKnowSeat(room, viewer, seat) ? seat.name : '';
  };
  const audience = { ...readerOf(room, viewer, sheetId), nameOf };
  return framesOf(
    deps,
    {
      stream: sheetStream(sheetId),
      initial: sheetDecider.initial,
      fold: (before, entry, body) => foldEntry(sheetDecider, before, entry, body),
      view: (state) => (state.template ? viewSheet(state, audience) : undefined),
      text: textIn,
    },
    room,
  );
};
