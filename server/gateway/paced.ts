// Work that nobody's fairness depends on, done in steps: once they have taken a while, everything else has its turn first.

import { durationMs } from '../../shared/kernel/units.ts';

/** Steps that follow each other without a break take no longer than this together, the last one aside. */
const PATIENCE_MS = durationMs(4);

export interface PacedDeps {
  readonly nowMs: () => number;
  /** Runs something once everything that waits has had its turn. */
  readonly soon: (run: () => void) => void;
}

/** Runs steps in the order they were given; at once as far as the patience goes. */
export class Paced {
  readonly #deps: PacedDeps;
  readonly #steps: (() => void)[] = [];
  #is: 'idle' | 'at work' | 'waiting' = 'idle';
  #isStopped = false;

  constructor(deps: PacedDeps) {
    this.#deps = deps;
  }

  /** `sinceMs`: when this turn began, by the same clock: what came before counts. A step may add others. */
  add(steps: readonly (() => void)[], sinceMs: number): void {
    this.#steps.push(...steps);
    if (this.#is === 'idle') this.#go(sinceMs);
  }

  /** What has not been done is not done any more. */
  stop(): void {
    this.#isStopped = true;
    this.#steps.length = 0;
  }

  #go(sinceMs: number): void {
    this.#is = 'at work';
    while (this.#steps.length > 0) {
      if (this.#deps.nowMs() - sinceMs >= PATIENCE_MS) {
        this.#is = 'waiting';
        this.#deps.soon(() => {
          if (!this.#isStopped) this.#go(this.#deps.nowMs());
        });
        return;
      }
      this.#steps.shift()?.();
    }
    this.#is = 'idle';
  }
}
