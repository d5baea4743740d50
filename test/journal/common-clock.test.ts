// The clock that nodes share, over a database whose time a test moves.

import { describe, expect, it } from 'vitest';
import { CommonClock } from '../../server/journal/common-clock.ts';
import { durationMs } from '../../shared/kernel/units.ts';
import { memoryLog } from '../support/fakes.ts';
import { VirtualTime } from '../support/virtual-time.ts';

const START_MS = Date.UTC(2026, 5, 1);

/** A node whose counter began at `beganMs`, and a database that answers after `delaysMs`, there and back. */
const stage = (delaysMs: readonly (readonly [number, number])[] = [[0, 0]]) => {
  const time = new VirtualTime({ startMs: START_MS });
  const database = { aheadMs: 0, isAway: false, asked: 0 };
  const wait = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      time.after(durationMs(ms), resolve);
    });
  const log = memoryLog();
  const clock = new CommonClock({
    steadyMs: () => time.now() - START_MS + 5_000.25,
    askMs: async () => {
      const [there, back] = delaysMs[database.asked % delaysMs.length] ?? [0, 0];
      database.asked += 1;
      if (database.isAway) throw new Error('away');
      await wait(there);
      const answerMs = time.now() + database.aheadMs;
      await wait(back);
      return answerMs;
    },
    timers: time,
    log,
  });
  const start = async (): Promise<void> => {
    const started = clock.start();
    await time.advance(1_000);
    await started;
  };
  return { time, database, clock, log, start };
};

describe('the common clock', () => {
  it('[JRN24] is the database’s time, whatever the counter of the node says', async () => {
    const { time, database, clock, start } = stage();
    database.aheadMs = 2_000;
    await start();
    expect(clock.now() - time.now()).toBe(2_000);
    await time.advance(3_333);
    expect(clock.now() - time.now()).toBe(2_000);
  });

  it('[JRN24] two nodes over one database agree, though their counters do not', async () => {
    const one = stage();
    await one.start();
    const two = new CommonClock({
      steadyMs: () => one.time.now() - START_MS - 77_777,
      askMs: () => Promise.resolve(one.time.now()),
      timers: one.time,
      log: memoryLog(),
    });
    await two.start();
    expect(two.now()).toBe(one.clock.now());
  });

  it('[JRN24] is wrong by at most half of the quickest way there and back', async () => {
    const { time, clock, start } = stage([
      [300, 0],
      [0, 200],
      [4, 0],
      [90, 10],
      [50, 50],
    ]);
    await start();
    expect(Math.abs(clock.now() - time.now())).toBeLessThanOrEqual(2);
  });

  it('[JRN24] never steps back: it stands still until the database’s time has caught up', async () => {
    const { time, database, clock, start } = stage();
    await start();
    const beforeMs = clock.now();
    database.aheadMs = -30_000;
    await time.advance(10_000);
    expect(clock.now()).toBe(beforeMs);
    await time.advance(15_000);
    expect(clock.now()).toBe(beforeMs);
    await time.advance(30_000);
    expect(clock.now()).toBe(time.now() - 30_000);
  });

  it('[JRN24] is measured again and again, and goes on by the last measurement while the database is away', async () => {
    const { time, database, clock, log, start } = stage();
    await start();
    database.aheadMs = 700;
    await time.advance(10_000);
    expect(clock.now() - time.now()).toBe(700);
    database.isAway = true;
    await time.advance(60_000);
    expect(clock.now() - time.now()).toBe(700);
    expect(log.lines.length).toBeGreaterThan(3);
    database.isAway = false;
    database.aheadMs = 900;
    await time.advance(10_000);
    expect(clock.now() - time.now()).toBe(900);
    clock.stop();
    const { asked } = database;
    await time.advance(60_000);
    expect(database.asked).toBe(asked);
    expect(time.waiting).toBe(0);
  });

  it('[JRN24] a database that cannot be asked stops the start', async () => {
    const { database, clock } = stage();
    database.isAway = true;
    await expect(clock.start()).rejects.toThrow('away');
  });
});
