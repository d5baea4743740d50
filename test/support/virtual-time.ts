// Time that only moves when a test says so. Timers run in the order of their due times, and between two of them
// everything that was set in motion comes to rest, so that a test sees the same course each time.

import type { CancelTimer, Clock, Timers } from '../../server/ports.ts';
import type { DurationMs, EpochMs } from '../../shared/kernel/units.ts';
import { epochMs } from '../../shared/kernel/units.ts';

interface Timer {
  readonly dueMs: number;
  readonly order: number;
  readonly run: () => void;
  isCancelled: boolean;
}

const TURNS = 8;

/** Lets every promise that can settle settle, without any real time passing. */
export const atRest = async (turns = TURNS): Promise<void> => {
  for (let turn = 0; turn < turns; turn += 1) {
    await new Promise<void>((resolve) => setImmediate(resolve));
  }
};

export interface VirtualTimeOptions {
  readonly startMs?: number;
  /** Turns of the event loop between two timers; one is enough where nothing but promises is at work. */
  readonly turns?: number;
}

export class VirtualTime implements Clock, Timers {
  readonly #turns: number;
  readonly #timers = new TimerHeap();
  #nowMs: number;
  #order = 0;
  #waiting = 0;

  constructor({ startMs = Date.UTC(2026, 0, 20, 14), turns = TURNS }: VirtualTimeOptions = {}) {
    this.#nowMs = startMs;
    this.#turns = turns;
  }

  now(): EpochMs {
    return epochMs(this.#nowMs);
  }

  after(wait: DurationMs, run: () => void): CancelTimer {
    const timer = {
      ...{ dueMs: this.#nowMs + wait, order: (this.#order += 1), run },
      isCancelled: false,
    };
    this.#timers.add(timer);
    this.#waiting += 1;
    return () => {
      if (timer.isCancelled) return;
      timer.isCancelled = true;
      this.#waiting -= 1;
    };
  }

  /** How many timers wait. */
  get waiting(): number {
    return this.#waiting;
  }

  /** Moves time on by `byMs`, running each timer at its own time. */
  async advance(byMs: number): Promise<void> {
    const endMs = this.#nowMs + byMs;
    await atRest(this.#turns);
    for (let next = this.#timers.take(endMs); next; next = this.#timers.take(endMs)) {
      if (next.isCancelled) continue;
      next.isCancelled = true;
      this.#waiting -= 1;
      this.#nowMs = Math.max(this.#nowMs, next.dueMs);
      next.run();
      await atRest(this.#turns);
    }
    this.#nowMs = endMs;
  }
}

const isBefore = (a: Timer, b: Timer): boolean =>
  a.dueMs < b.dueMs || (a.dueMs === b.dueMs && a.order < b.order);

/** A binary heap: hundreds of thousands of timers wait in a simulation. */
class TimerHeap {
  readonly #heap: Timer[] = [];

  add(timer: Timer): void {
    const heap = this.#heap;
    let place = heap.push(timer) - 1;
    while (place > 0) {
      const parent = (place - 1) >> 1;
      const above = heap[parent];
      if (!above || isBefore(above, timer)) break;
      heap[place] = above;
      place = parent;
    }
    heap[place] = timer;
  }

  /** Takes out the first timer that is due by `endMs`. */
  take(endMs: number): Timer | undefined {
    const first = this.#heap[0];
    if (!first || first.dueMs > endMs) return undefined;
    const last = this.#heap.pop();
    if (last && last !== first) this.#sink(last);
    return first;
  }

  #sink(timer: Timer): void {
    const heap = this.#heap;
    let place = 0;
    for (;;) {
      const left = heap[2 * place + 1];
      const right = heap[2 * place + 2];
      const isRight = left !== undefined && right !== undefined && isBefore(right, left);
      const child = isRight ? right : left;
      if (!child || isBefore(timer, child)) break;
      heap[place] = child;
      place = 2 * place + (isRight ? 2 : 1);
    }
    heap[place] = timer;
  }
}
