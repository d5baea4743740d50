// One timer a stream. A timer only submits a tick: whether the deadline has really come is decided again, by the
// journal's clock, so a timer that fires early, late or on two nodes changes nothing.

import type { EpochMs } from '../../shared/kernel/units.ts';
import type { CancelTimer, Timers } from '../ports.ts';
import { durationMs } from '../../shared/kernel/units.ts';

/** Longest single timer; longer waits are taken in parts. */
const MAX_WAIT_MS = 3_600_000;
/** Pause before asking again when a tick found nothing to do at its own deadline; doubled each time, up to the second. */
const FIRST_RETRY_MS = 20;
const MAX_RETRY_MS = 1_000;

export class Deadline {
  readonly #timers: Timers;
  readonly #now: () => EpochMs;
  readonly #tick: () => void;
  #due: EpochMs | undefined;
  #cancel: CancelTimer | undefined;
  #retryMs = FIRST_RETRY_MS;

  constructor(timers: Timers, now: () => EpochMs, tick: () => void) {
    this.#timers = timers;
    this.#now = now;
    this.#tick = tick;
  }

  get due(): EpochMs | undefined {
    return this.#due;
  }

  set(due: EpochMs | undefined): void {
    if (due === this.#due && this.#cancel) return;
    this.#due = due;
    this.#retryMs = FIRST_RETRY_MS;
    this.#arm(0);
  }

  stop(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    this.#due = undefined;
  }

  #arm(atLeastMs: number): void {
    this.#cancel?.();
    this.#cancel = undefined;
    if (this.#due === undefined) return;
    const wait = Math.min(Math.max(this.#due - this.#now(), atLeastMs), MAX_WAIT_MS);
    this.#cancel = this.#timers.after(durationMs(Math.ceil(wait)), () => {
      this.#cancel = undefined;
      if (this.#due !== undefined && this.#due <= this.#now()) this.#tick();
      // A tick that settles the deadline sets another one; if it did not, ask again a little later.
      if (this.#cancel) return;
      this.#arm(this.#retryMs);
      this.#retryMs = Math.min(this.#retryMs * 2, MAX_RETRY_MS);
    });
  }
}
