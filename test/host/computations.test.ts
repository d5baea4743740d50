// What a stream asks to have computed is computed and answered once, whatever fails or dies meanwhile.

import { describe, expect, it } from 'vitest';
import { createLocalBus } from '../../server/bus/local.ts';
import type { AnyDecider } from '../../server/host/deciders.ts';
import { createHosts } from '../../server/host/hosts.ts';
import { createMemoryJournal } from '../../server/journal/memory.ts';
import type { Solver } from '../../server/ports.ts';
import type { Json } from '../../shared/kernel/json.ts';
import type { Decider } from '../../shared/kernel/decider.ts';
import { accept, refuse, SYSTEM } from '../../shared/kernel/decider.ts';
import { reject } from '../../shared/kernel/rejection.ts';
import { durationMs } from '../../shared/kernel/units.ts';
import { memoryLog, seededChance } from '../support/fakes.ts';
import { VirtualTime } from '../support/virtual-time.ts';

interface Asking {
  readonly asked: number | null;
  readonly answers: readonly number[];
}
type Act =
  | { readonly type: 'Ask'; readonly value: number }
  | { readonly type: 'Answer'; readonly value: number }
  | { readonly type: 'Tick' };
type Asked = { readonly type: 'Asked' | 'Answered'; readonly value: number };

/** Asks for the double of a number, and takes it once. */
const doubling: Decider<Asking, Act, Asked> = {
  stateForm: 1,
  initial: { asked: null, answers: [] },
  decide(state, act) {
    if (act.type === 'Tick') return accept<Asked>();
    if (act.type === 'Ask') return accept<Asked>({ type: 'Asked', value: act.value });
    return state.asked === null
      ? refuse<Asked>(reject('award/not-asked'))
      : accept<Asked>({ type: 'Answered', value: act.value });
  },
  evolve: (state, { type, value }) =>
    type === 'Asked'
      ? { ...state, asked: value }
      : { asked: null, answers: [...state.answers, value] },
  wakeAt: () => undefined,
  tick: { type: 'Tick' },
  asks: ({ asked }) => (asked === null ? [] : [{ id: `q${String(asked)}`, input: asked }]),
  answered: (_question, answer) => ({ type: 'Answer', value: Number(answer) }),
};

/** Doubles after a while; fails as often as it is told to. */
class SlowSolver implements Solver {
  readonly asked: Json[] = [];
  failures = 0;
  readonly #time: VirtualTime;
  constructor(time: VirtualTime) {
    this.#time = time;
  }
  answer(question: Json): Promise<Json> {
    this.asked.push(question);
    const isFailing = (this.failures -= 1) >= 0;
    return new Promise((done, failed) => {
      this.#time.after(durationMs(50), () => {
        if (isFailing) failed(new Error('out of order'));
        else done(Number(question) * 2);
      });
    });
  }
  close(): Promise<void> {
    return Promise.resolve();
  }
}

const stage = () => {
  const time = new VirtualTime();
  const journal = createMemoryJournal({ clock: time });
  const solver = new SlowSolver(time);
  const log = memoryLog();
  let nodes = 0;
  const node = () =>
    createHosts({
      ...{
        journal,
        solver,
        log,
        timers: time,
        bus: createLocalBus(),
        chance: seededChance(`node ${String((nodes += 1))}`),
      },
      deciderOf: () => doubling as unknown as AnyDecider,
    });
  return { time, solver, log, node };
};

const roomOf = (hosts: ReturnType<ReturnType<typeof stage>['node']>) => {
  const room = hosts.room('r');
  return {
    ask: (value: number) =>
      room.submit(`ask ${String(value)}`, SYSTEM, { type: 'Ask', value } as never),
    answers: async () => ((await room.confirmed()).state as unknown as Asking).answers,
  };
};

describe('[HOST17] what a stream asks to have computed', () => {
  it('is computed while others are served, and answered once', async () => {
    const { time, solver, node } = stage();
    const hosts = node();
    const room = roomOf(hosts);
    await room.ask(21);
    expect(await room.answers()).toEqual([]);
    await time.advance(60);
    expect(await room.answers()).toEqual([42]);
    await time.advance(10_000);
    expect([await room.answers(), solver.asked]).toEqual([[42], [21]]);
    await hosts.close();
  });

  it('is tried again when it fails', async () => {
    const { time, solver, log, node } = stage();
    solver.failures = 2;
    const hosts = node();
    const room = roomOf(hosts);
    await room.ask(4);
    await time.advance(5_000);
    expect([await room.answers(), solver.asked]).toEqual([[8], [4, 4, 4]]);
    expect(JSON.stringify(log)).not.toContain('answer refused');
    await hosts.close();
  });

  it('is asked again after a start, without anybody coming, and by two nodes still answered once', async () => {
    const { time, solver, node } = stage();
    const first = node();
    await roomOf(first).ask(5);
    await first.close();
    await time.advance(100);
    const [second, third] = [node(), node()];
    await Promise.all([second.wake(), third.wake()]);
    await time.advance(200);
    expect(await roomOf(second).answers()).toEqual([10]);
    expect(solver.asked.length).toBeGreaterThan(1);
    await Promise.all([second.close(), third.close()]);
  });
});
