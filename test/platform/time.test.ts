// The machine's clock and the timers on it, with sources that a test moves.

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createClock } from '../../server/platform/clock.ts';
import { createTimers } from '../../server/platform/timers.ts';
import { durationMs } from '../../shared/kernel/units.ts';

const START_MS = Date.UTC(2026, 0, 20, 14);

const sources = () => {
  const at = { wall: START_MS, steady: 500.25 };
  return {
    clock: createClock({ wallMs: () => at.wall, steadyMs: () => at.steady }),
    /** Time goes on as it should. */
    pass: (ms: number) => {
      at.wall += ms;
      at.steady += ms;
    },
    setWall: (byMs: number) => {
      at.wall += byMs;
    },
  };
};

describe('clock', () => {
  it('[OPS1] goes with time, in whole milliseconds', () => {
    const { clock, pass } = sources();
    expect(clock.now()).toBe(START_MS);
    pass(1_234.75);
    expect(clock.now()).toBe(START_MS + 1_234);
  });

  it('[OPS1] does not step back when the wall clock does, and goes on at its pace', () => {
    const { clock, pass, setWall } = sources();
    setWall(-3_600_000);
    expect(clock.now()).toBe(START_MS);
    pass(1_000);
    expect(clock.now()).toBe(START_MS + 1_000);
  });

  it('[OPS1] follows the wall clock forward at once, as after sleep', () => {
    const { clock, pass, setWall } = sources();
    setWall(600_000);
    expect(clock.now()).toBe(START_MS + 600_000);
    pass(10);
    setWall(-600_000);
    expect(clock.now()).toBe(START_MS + 600_010);
  });

  it('[OPS1] the clock of this machine tells the time of this machine', () => {
    const before = Date.now();
    const now = createClock().now();
    expect(now).toBeGreaterThanOrEqual(before - 1);
    expect(now).toBeLessThanOrEqual(Date.now() + 1);
  });
});

describe('timers', () => {
  beforeEach(() => {
    vi.useFakeTimers({ now: START_MS, toFake: ['setTimeout', 'clearTimeout', 'Date'] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  /** A clock that can run apart from the counter by which the process waits. */
  const apart = (offset: { ms: number }) =>
    createTimers(createClock({ wallMs: () => Date.now() + offset.ms, steadyMs: () => 0 }));

  it('[OPS2] runs once, at its time', () => {
    const run = vi.fn();
    apart({ ms: 0 }).after(durationMs(12_345), run);
    vi.advanceTimersByTime(12_344);
    expect(run).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    vi.advanceTimersByTime(60_000);
    expect(run).toHaveBeenCalledTimes(1);
  });

  it('[OPS2] never before its time by the clock, when the process wakes early', () => {
    const offset = { ms: 0 };
    const clock = { now: () => durationMs(Date.now() + offset.ms) as never };
    const run = vi.fn();
    createTimers(clock).after(durationMs(100), run);
    offset.ms = -2;
    vi.advanceTimersByTime(101);
    expect(run).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(run).toHaveBeenCalledTimes(1);
  });

  it('[OPS2] is at most five seconds late after the machine slept through its time', () => {
    const offset = { ms: 0 };
    const run = vi.fn();
    apart(offset).after(durationMs(3_600_000), run);
    vi.advanceTimersByTime(1_000);
    offset.ms = 7_200_000;
    vi.advanceTimersByTime(5_000);
    expect(run).toHaveBeenCalledTimes(1);
  });

  it('[OPS2] waits longer than the process itself can', () => {
    const offset = { ms: 0 };
    const run = vi.fn();
    const longMs = 40 * 86_400_000;
    apart(offset).after(durationMs(longMs), run);
    vi.advanceTimersByTime(60_000);
    expect(run).not.toHaveBeenCalled();
    offset.ms = longMs;
    vi.advanceTimersByTime(5_000);
    expect(run).toHaveBeenCalledTimes(1);
  });

  it('[OPS2] does not run once cancelled, however long it has waited', () => {
    const run = vi.fn();
    const cancel = apart({ ms: 0 }).after(durationMs(20_000), run);
    vi.advanceTimersByTime(12_000);
    cancel();
    cancel();
    vi.advanceTimersByTime(60_000);
    expect(run).not.toHaveBeenCalled();
  });
});
