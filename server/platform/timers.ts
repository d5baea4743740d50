// Timers that keep to Parley's clock and not to the counter of the process, which stands still while a machine sleeps
// and cannot wait longer than 25 days. They are hints: whoever is woken looks at the clock again.

import type { DurationMs } from '../../shared/kernel/units.ts';
import { after, until } from '../../shared/kernel/units.ts';
import type { Clock, Timers } from '../ports.ts';

/** The longest wait in one piece: after a sleep of the machine a timer is late by at most this much. */
const LONGEST_PIECE_MS = 5_000;

export interface TimersOptions {
  /** A waiting timer keeps the process alive; for what waits while nothing else is open. */
  readonly isHolding?: boolean;
}

/**
 * Runs each callback once, never before its time by `clock` (rule OPS2). A waiting timer does not keep the process
 * alive unless asked for. Cancelling twice, or after the run, does nothing.
 */
export const createTimers = (clock: Clock, { isHolding = false }: TimersOptions = {}): Timers => ({
  after: (wait: DurationMs, run: () => void) => {
    const dueMs = after(clock.now(), wait);
    let handle: NodeJS.Timeout | undefined;
    const sleep = (): void => {
      const leftMs = until(clock.now(), dueMs);
      handle = setTimeout(look, Math.min(leftMs, LONGEST_PIECE_MS));
      if (!isHolding) handle.unref();
    };
    const look = (): void => {
      if (clock.now() < dueMs) sleep();
      else run();
    };
    sleep();
    return () => {
      clearTimeout(handle);
    };
  },
});
