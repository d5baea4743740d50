// How long to gather text before it is sent to the readers of a sheet. One kernel write a reader and frame is most of
// the cost, so the busier a sheet the fewer frames; a calm sheet waits for nothing. Sends nothing itself.

import type { DurationMs } from '../../shared/kernel/units.ts';
import { durationMs } from '../../shared/kernel/units.ts';

/** Deliveries (readers × commits) a second that are cheap enough to send each commit at once. */
const FREE_DELIVERIES_PER_SECOND = 10_000;
/** Deliveries a second above the free ones for each millisecond of waiting. */
const DELIVERIES_PER_MS = 1_000;
const MAX_WINDOW_MS = 40;
/** Over what time the rate of commits is averaged. */
const MEMORY_MS = 1_000;

/** The window of one sheet; knows how often text was committed of late. */
export class GatheringWindow {
  readonly #nowMs: () => number;
  #commitsPerSecond = 0;
  #lastMs: number;

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
    this.#lastMs = nowMs();
  }

  /** Notes a commit and answers how long to gather (0: send now), 0 to 40 ms. */
  afterCommit(readers: number): DurationMs {
    const nowMs = this.#nowMs();
    const faded = Math.exp(-Math.max(0, nowMs - this.#lastMs) / MEMORY_MS);
    this.#commitsPerSecond = this.#commitsPerSecond * faded + 1;
    this.#lastMs = nowMs;
    const deliveries = readers * this.#commitsPerSecond;
    const wait = Math.floor((deliveries - FREE_DELIVERIES_PER_SECOND) / DELIVERIES_PER_MS);
    return durationMs(Math.min(MAX_WINDOW_MS, Math.max(0, wait)));
  }
}
