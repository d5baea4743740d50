// Threads beside the one that serves: whatever they compute, the server's own thread comes first.

import { readFileSync, readdirSync } from 'node:fs';
import { constants } from 'node:os';
import { describe, expect, it } from 'vitest';
import { createSolver } from '../../server/compute/solver.ts';
import { createPress } from '../../server/export/pdf.ts';
import type { EpochMs } from '../../shared/kernel/units.ts';

const IS_LINUX = process.platform === 'linux';
/** Counted from the end of the name in brackets, as proc(5) has it. */
const NICE_FIELD = 16;

/** The threads of this process with the lower priority, by their numbers; none where the system has no such thing. */
const givingWay = (): readonly string[] =>
  IS_LINUX
    ? readdirSync('/proc/self/task').filter((thread) => {
        const stat = readFileSync(`/proc/self/task/${thread}/stat`, 'utf8');
        const nice = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[NICE_FIELD];
        return Number(nice) === constants.priority.PRIORITY_BELOW_NORMAL;
      })
    : [];

describe('[HOST18] threads that compute', () => {
  it('have the lower priority where threads have one, and the serving thread has not', async () => {
    const before = givingWay();
    const [solver, press] = [createSolver(), createPress()];
    await solver.answer({ kind: 'lot-table', text: 'name' });
    const madeAtMs = 0 as EpochMs;
    await press.print({ title: 'One', madeAtMs, footer: 'One', content: 'One' });
    const serving = String(process.pid);
    const since = givingWay().filter((thread) => !before.includes(thread));
    expect(since).toHaveLength(IS_LINUX ? 2 : 0);
    expect(since).not.toContain(serving);
    await Promise.all([solver.close(), press.close()]);
  });
});
