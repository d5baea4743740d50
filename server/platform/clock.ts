// The machine's time as one that never steps back: deadlines and entries would go astray if it did. It follows the
// steady counter of the process and jumps forward when the wall clock is ahead (after sleep, after a correction).

import type { EpochMs } from '../../shared/kernel/units.ts';
import { epochMs } from '../../shared/kernel/units.ts';
import type { Clock } from '../ports.ts';

/** Where a clock gets its time from, both in milliseconds. */
export interface TimeSources {
  /** Since 1970; may be set back or forward by the operator at any moment. */
  wallMs(): number;
  /** Since any fixed instant; never runs back, may stand still while the machine sleeps. */
  steadyMs(): number;
}

/** Milliseconds since this process began; takes no notice of what is done to the wall clock. */
export const steadyMs = (): number => performance.now();

const MACHINE: TimeSources = { wallMs: () => Date.now(), steadyMs };

/**
 * A clock that never steps back (rule OPS1). A wall clock that is set back leaves it ahead by that much until the
 * process starts again; a wall clock that is ahead is caught up with at once.
 */
export const createClock = (sources: TimeSources = MACHINE): Clock => {
  let epochOfSteadyMs = sources.wallMs() - sources.steadyMs();
  let latestMs = 0;
  const now = (): EpochMs => {
    const steadyMs = sources.steadyMs();
    epochOfSteadyMs = Math.max(epochOfSteadyMs, sources.wallMs() - steadyMs);
    latestMs = Math.max(latestMs, Math.floor(epochOfSteadyMs + steadyMs));
    return epochMs(latestMs);
  };
  return { now };
};
