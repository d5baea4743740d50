// One audience: everybody who gets the same bytes of one topic. Holds the last released view and its tag, and makes
// the delta to the next one once, whoever many listen.

import type { SeatId } from '../../shared/kernel/ids.ts';
import type { Json } from '../../shared/kernel/json.ts';
import type { CancelTimer, Chance, Timers } from '../ports.ts';
import { durationMs } from '../../shared/kernel/units.ts';
import { diff } from '../../shared/protocol/patch.ts';

/** How long an audience goes on without a listener; a topic stays open as long after its last one. */
export const AUDIENCE_LINGER_MS = 60_000;

const NONCE_BYTES = 6;
/** Enough that two lots are hardly ever equal. */
const LOT_BYTES = 8;

export interface Release {
  readonly from: string;
  readonly to: string;
  readonly patch: Json;
}

class Audience<View> {
  readonly #nonce: string;
  #view: View;
  #count = 0;
  #compared:
    { readonly before: View; readonly after: View; readonly patch: Json | undefined } | undefined;

  constructor(nonce: string, view: View) {
    this.#nonce = nonce;
    this.#view = view;
  }

  get view(): View {
    return this.#view;
  }

  /** Names the released view. It counts what this audience saw change and nothing else (NET4). */
  get tag(): string {
    return `${this.#nonce}.${String(this.#count)}`;
  }

  /** What a newer view has that the released one has not; made once, whether it is asked for beforehand or not. */
  compare(after: View): Json | undefined {
    const before = this.#view;
    const known = this.#compared;
    if (known?.before === before && known.after === after) return known.patch;
    const patch = diff(before, after);
    this.#compared = { before, after, patch };
    return patch;
  }

  /** Takes a newer view; undefined when this audience sees no change, and then nothing is sent (NET5). */
  release(view: View): Release | undefined {
    const patch = this.compare(view);
    this.#compared = undefined;
    if (patch === undefined) return undefined;
    const from = this.tag;
    this.#count += 1;
    this.#view = view;
    return { from, to: this.tag, patch };
  }
}

interface Kept<View> {
  /** One of its seats, through which its view is made. */
  readonly seatId: SeatId;
  readonly audience: Audience<View>;
  listeners: number;
  cancelEnd: CancelTimer | undefined;
}

/** Whose views may come later, and whose are surely the same. */
interface Passing {
  readonly mayWait?: (key: string) => boolean;
  readonly isSame?: (seatId: SeatId) => boolean;
}

type Step = () => void;
type Send = (audience: string, release: Release) => void;

/**
 * The audiences of one topic on this node. One goes on for a minute after its last listener and then begins anew,
 * whoever else watches: whether a tag can be resumed tells a team of its own absence only (WALL5).
 */
export class Audiences<View> {
  readonly #deps: { readonly timers: Timers; readonly chance: Chance };
  readonly #kept = new Map<string, Kept<View>>();

  constructor(deps: { readonly timers: Timers; readonly chance: Chance }) {
    this.#deps = deps;
  }

  get size(): number {
    return this.#kept.size;
  }

  has(key: string): boolean {
    return this.#kept.has(key);
  }

  /** The audience of a key; a new one begins with this view of this seat. */
  at(key: string, seatId: SeatId, view: (seatId: SeatId) => View): Audience<View> {
    const known = this.#kept.get(key);
    if (known) return known.audience;
    const audience = new Audience(this.#deps.chance.hex(NONCE_BYTES), view(seatId));
    const kept = { seatId, audience, listeners: 0, cancelEnd: undefined };
    this.#kept.set(key, kept);
    this.#endLater(key, kept);
    return audience;
  }

  /** Counts a listener of an audience; call what it gives when that one leaves. */
  enter(key: string): () => void {
    const kept = this.#kept.get(key);
    if (!kept) return () => undefined;
    kept.listeners += 1;
    kept.cancelEnd?.();
    return () => {
      kept.listeners -= 1;
      if (kept.listeners === 0) this.#endLater(key, kept);
    };
  }

  /** Tells everybody at once what is new to them. */
  release(view: (seatId: SeatId) => View, send: Send): void {
    for (const step of this.releasing(view, send)) step();
  }

  /**
   * What it takes to tell everybody what is new to them, as steps to be run in their order. Views are looked at and
   * compared one by one, then one step sends all that is new; then follow, each for itself, the audiences that `mayWait`
   * names. The order within both is drawn anew each time, so that nobody is told before others again and again (NET8).
   * `isSame` names those that surely see no change. A step sees what is the newest when it runs.
   */
  releasing(
    view: (seatId: SeatId) => View,
    send: Send,
    { mayWait = () => false, isSame = () => false }: Passing = {},
  ): readonly Step[] {
    const stepsFor = (key: string, { seatId }: Kept<View>) => ({
      look: () => void view(seatId),
      compare: () => void this.#kept.get(key)?.audience.compare(view(seatId)),
      tell: () => {
        // One that has ended since has nobody to be told.
        const release = this.#kept.get(key)?.audience.release(view(seatId));
        if (release) send(key, release);
      },
    });
    const changed = this.#drawn([...this.#kept].filter(([, { seatId }]) => !isSame(seatId)));
    const together = changed.filter(([key]) => !mayWait(key)).map((entry) => stepsFor(...entry));
    const later = changed.filter(([key]) => mayWait(key)).map((entry) => stepsFor(...entry));
    const tellTogether = (): void => {
      for (const { tell } of together) tell();
    };
    return [
      ...together.flatMap(({ look, compare }) => [look, compare]),
      ...(together.length > 0 ? [tellTogether] : []),
      ...later.flatMap(({ look, compare, tell }) => [look, compare, tell]),
    ];
  }

  #drawn<T>(items: readonly T[]): readonly T[] {
    if (items.length < 2) return items;
    const lots = items.map((item) => ({ item, lot: this.#deps.chance.hex(LOT_BYTES) }));
    return lots.sort((a, b) => (a.lot < b.lot ? -1 : 1)).map(({ item }) => item);
  }

  close(): void {
    for (const { cancelEnd } of this.#kept.values()) cancelEnd?.();
    this.#kept.clear();
  }

  #endLater(key: string, kept: Kept<View>): void {
    kept.cancelEnd = this.#deps.timers.after(durationMs(AUDIENCE_LINGER_MS), () => {
      this.#kept.delete(key);
    });
  }
}
