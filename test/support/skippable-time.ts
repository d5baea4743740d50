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
  readonly cancel: () => void;
}

export class SkippableTime implements Clock, Timers {
  readonly #base = createClock();
  readonly #timers = createTimers(this.#base);
  readonly #waiting = new Set<Waiting>();
  #skippedMs = 0;

  now(): EpochMs {
    return epochMs(this.#base.now() + this.#skippedMs);
  }

  after(waitMs: Parameters<Timers['after']>[0], run: () => void): () => void {
    const waiting: Waiting = {
      dueMs: this.now() + waitMs,
      run: () => {
        if (this.#waiting.delete(waiting)) run();
      },
      cancel: this.#timers.after(durationMs(waitMs), () => {
        waiting.run();
      }),
    };
    this.#waiting.add(waiting);
    return () => {
      this.#waiting.delete(waiting);
      waiting.cancel();
    };
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
