// The clock that all nodes of one database share: the database's own time, followed by a steady counter of this
// process between measurements. A wall clock of a node, right or wrong, has no part in it.

import type { EpochMs } from '../../shared/kernel/units.ts';
import { durationMs, epochMs } from '../../shared/kernel/units.ts';
import type { CancelTimer, Log, Timers } from '../ports.ts';

/** Counters of machines drift apart by a few milliseconds a minute at most. */
const MEASURE_EVERY_MS = 10_000;
/** Of several answers the quickest says most: the time lies within its way there and back. */
const SAMPLES = 5;

export interface CommonClockOptions {
  /** Milliseconds since any fixed instant; never runs back. */
  readonly steadyMs: () => number;
  /** Asks the database for its time. */
  readonly askMs: () => Promise<number>;
  readonly timers: Timers;
  readonly log: Log;
}

export class CommonClock {
  readonly #options: CommonClockOptions;
  #offsetMs = 0;
  #latestMs = 0;
  #cancel: CancelTimer | undefined;
  #isStopped = false;

  constructor(options: CommonClockOptions) {
    this.#options = options;
  }

  /** Never steps back: where the database's time has, it stands still until that has caught up (rule JRN24). */
  now(): EpochMs {
    const nowMs = Math.floor(this.#options.steadyMs() + this.#offsetMs);
    this.#latestMs = Math.max(this.#latestMs, nowMs);
    return epochMs(this.#latestMs);
  }

  /** Measures once and from then on again and again; rejects when the database cannot be asked now. */
  async start(): Promise<void> {
    await this.#measure();
    this.#again();
  }

  stop(): void {
    this.#isStopped = true;
    this.#cancel?.();
  }

  #again(): void {
    if (this.#isStopped) return;
    this.#cancel = this.#options.timers.after(durationMs(MEASURE_EVERY_MS), () => {
      this.#measure()
        .catch((cause: unknown) => {
          // The old measurement stays good for a long time.
          this.#options.log.warn({ err: cause }, 'the database could not be asked for its time');
        })
        .finally(() => {
          this.#again();
        });
    });
  }

  async #measure(): Promise<void> {
    const { steadyMs, askMs } = this.#options;
    let best = { roundTripMs: Infinity, offsetMs: 0 };
    for (let sample = 0; sample < SAMPLES; sample += 1) {
      const askedMs = steadyMs();
      const theirsMs = await askMs();
      const roundTripMs = steadyMs() - askedMs;
      if (roundTripMs < best.roundTripMs) {
        best = { roundTripMs, offsetMs: theirsMs - (askedMs + roundTripMs / 2) };
      }
    }
    this.#offsetMs = best.offsetMs;
  }
}
