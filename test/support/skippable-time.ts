// Real time that a test can move forward: a round of three minutes ends when the test says so, while sockets,
// browser and journal go on at their own pace.

import type { Clock, Timers } from '../../server/ports.ts';
import type { EpochMs } from '../../shared/kernel/units.ts';
import { createClock } from '../../server/platform/clock.ts';
import { createTimers } from '../../server/platform/timers.ts';
import { durationMs, epochMs } from '../../shared/kernel/units.ts';

interface Waiting {
  readonly dueMs: number;
  readonly run: () => void;
  /** Gives up the real timer; what was given up still runs when it is skipped to. */
  cancel: () => void;
}

export class SkippableTime implements Clock, Timers {
  readonly #base = createClock();
  readonly #timers = createTimers(this.#base);
  readonly #waiting = new Set<Waiting>();
  #skippedMs = 0;
  /** When time was made to stand, by the real clock. */
  #heldAtMs: number | undefined;

  now(): EpochMs {
    return epochMs((this.#heldAtMs ?? this.#base.now()) + this.#skippedMs);
  }

  after(waitMs: Parameters<Timers['after']>[0], run: () => void): () => void {
    const waiting: Waiting = {
      dueMs: this.now() + waitMs,
      run: () => {
        if (this.#waiting.delete(waiting)) run();
      },
      cancel: () => undefined,
    };
    // Who only gives way waits for no time.
    if (this.#heldAtMs === undefined || waitMs <= 0) this.#arm(waiting);
    this.#waiting.add(waiting);
    return () => {
      this.#waiting.delete(waiting);
      waiting.cancel();
    };
  }

  /**
   * Makes time stand but for what is skipped, so that no deadline passes because a machine is slow. Call what it gives to
   * let time go on from where it stood.
   */
  hold(): () => void {
    this.#heldAtMs = this.#base.now();
    for (const waiting of this.#waiting) if (waiting.dueMs > this.now()) waiting.cancel();
    return () => {
      if (this.#heldAtMs === undefined) return;
      this.#skippedMs -= this.#base.now() - this.#heldAtMs;
      this.#heldAtMs = undefined;
      for (const waiting of this.#waiting) {
        waiting.cancel();
        this.#arm(waiting);
      }
    };
  }

  #arm(waiting: Waiting): void {
    const waitMs = Math.max(0, waiting.dueMs - this.now());
    waiting.cancel = this.#timers.after(durationMs(waitMs), () => {
      waiting.run();
    });
  }

  /** Moves time forward and runs what has become due, in order. */
  skip(byMs: number): void {
    this.#skippedMs += byMs;
    const due = [...this.#waiting].filter(({ dueMs }) => dueMs <= this.now());
    for (const waiting of due.sort((a, b) => a.dueMs - b.dueMs)) {
      waiting.cancel();
      waiting.run();
    }
  }
}
