// Many nodes with the program's own hosts on a network and a journal that do whatever they may do. A course that fails is
// shrunk and printed with its seed and path; PARLEY_TEST_SEED and PARLEY_TEST_PATH run exactly that one again.

import { fc } from '../support/fast-check.ts';
import { describe, expect, it } from 'vitest';
import { courses } from './network-course.ts';
import { Stage } from './network-stage.ts';

const IS_LONG = process.env['PARLEY_TEST_LONG'] === '1';
const FIXED_SEED = 20_260_120;
const fresh = (): number => Math.floor(Math.random() * 2 ** 31);
const SEED = Number(process.env['PARLEY_TEST_SEED'] ?? (IS_LONG ? fresh() : FIXED_SEED));
const PATH = process.env['PARLEY_TEST_PATH'];
const RUNS = IS_LONG ? 20_000 : 300;
const LIMIT_MS = IS_LONG ? 3_600_000 : 120_000;

describe('[BUS18] nodes that are killed, cut off and lied to', () => {
  it(
    'lose nothing they acknowledged, do nothing twice, and end equal',
    async () => {
      const seen = { acknowledged: 0, shown: 0, told: 0, refused: 0, faults: 0 };
      let conflicts = 0;
      await fc.assert(
        fc.asyncProperty(courses(60), async (course) => {
          const stage = new Stage(course);
          await stage.run(course.steps);
          const { counts } = stage.ledger;
          for (const key of Object.keys(seen) as (keyof typeof seen)[]) seen[key] += counts[key];
          conflicts += stage.cluster.journal.conflicts;
        }),
        { seed: SEED, numRuns: RUNS, ...(PATH !== undefined && { path: PATH }) },
      );
      if (PATH !== undefined) return;
      // A run that met nothing proves nothing.
      expect(Math.min(...Object.values(seen), conflicts)).toBeGreaterThan(RUNS / 2);
    },
    LIMIT_MS,
  );
});
