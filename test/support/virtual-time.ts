// Time that only moves when a test says so. Timers run in the order of their due times, and between two of them
// everything that was set in motion comes to rest, so that a test sees the same course each time.

import type { CancelTimer, Clock, Timers } from '../../server/ports.ts';
import type { DurationMs, EpochMs } from '../../shared/kernel/units.ts';
import { epochMs } from '../../shared/kernel/units.ts';

interface Timer {
  readonly dueMs: number;
  readonly order: number;
  readonly run: () => void;
}

/** Lets every promise that can settle settle, without any real time passing. */
export const atRest = async (turns = 8): Promise<void> => {
  for (let turn = 0; turn < turns; turn += 1) {
    await new Promise<void>((resolve) => setImmediate(resolve));
  }
};

export class VirtualTime implements Clock, Timers {
  #nowMs: number;
  #order = 0;
  readonly #timers = new Set<Timer>();

  constructor(startMs = Date.UTC(2026, 0, 20, 14, 0, 0)) {
    this.#nowMs = startMs;
  }

  now(): EpochMs {
    return epochMs(this.#nowMs);
  }

  after(wait: DurationMs, run: () => void): CancelTimer {
    const timer = { dueMs: this.#nowMs + wait, order: (this.#order += 1), run };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  /** How many timers wait. */
  get waiting(): number {
    return this.#timers.size;
  }

  /** Moves time on by `byMs`, running each timer at its own time. */
  async advance(byMs: number): Promise<void> {
    const endMs = this.#nowMs + byMs;
    await atRest();
    for (let next = this.#next(endMs); next; next = this.#next(endMs)) {
      this.#timers.delete(next);
      this.#nowMs = Math.max(this.#nowMs, next.dueMs);
      next.run();
      await atRest();
    }
    this.#nowMs = endMs;
  }

  #next(endMs: number): Timer | undefined {
    let first: Timer | undefined;
    for (const timer of this.#timers) {
      if (timer.dueMs > endMs) continue;
      const isEarlier =
        !first ||
        timer.dueMs < first.dueMs ||
        (timer.dueMs === first.dueMs && timer.order < first.order);
      if (isEarlier) first = timer;
    }
    return first;
  }
}
