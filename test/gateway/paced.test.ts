// Work in steps that gives way: at once as long as it is quick, in order, and never after it was stopped.

import { describe, expect, it } from 'vitest';
import { Paced } from '../../server/gateway/paced.ts';
import { Audiences } from '../../server/gateway/audience.ts';
import { VirtualTime } from '../support/virtual-time.ts';
import { createChance } from '../../server/platform/chance.ts';

/** A clock that moves only when a step takes time, and turns that are given by hand. */
const stage = () => {
  const turns: (() => void)[] = [];
  const state = { nowMs: 0, done: [] as number[] };
  const paced = new Paced({ nowMs: () => state.nowMs, soon: (run) => turns.push(run) });
  const steps = (count: number, tookMs: number, from = 0) =>
    Array.from({ length: count }, (_, place) => () => {
      state.nowMs += tookMs;
      state.done.push(from + place);
    });
  return { paced, state, turns, steps };
};

describe('[NET8] views that may wait', () => {
  it('are made at once while that is quick', () => {
    const { paced, state, turns, steps } = stage();
    paced.add(steps(50, 0), 0);
    expect([state.done.length, turns.length]).toEqual([50, 0]);
  });

  it('give way after each step that takes long, keep their order, and take in what comes meanwhile', () => {
    const { paced, state, turns, steps } = stage();
    paced.add(steps(3, 10), 0);
    expect(state.done).toEqual([0]);
    paced.add(steps(1, 10, 3), state.nowMs);
    let given = 0;
    for (let turn = turns.shift(); turn; turn = turns.shift()) {
      turn();
      given += 1;
    }
    expect(state.done).toEqual([0, 1, 2, 3]);
    expect(given).toBe(3);
  });

  it('wait at once where the turn has taken long before them, and are not made after the end', () => {
    const { paced, state, turns, steps } = stage();
    state.nowMs = 100;
    paced.add(steps(2, 1), 0);
    expect(state.done).toEqual([]);
    paced.stop();
    for (const turn of turns) turn();
    expect(state.done).toEqual([]);
  });

  it('come in an order that is drawn anew, so that nobody is told first again and again', () => {
    const audiences = new Audiences<{ n: number }>({
      timers: new VirtualTime(),
      chance: createChance(),
    });
    let n = 0;
    const view = (): { n: number } => ({ n });
    const keys = Array.from({ length: 40 }, (_, index) => `team-${String(index)}`);
    for (const key of keys) audiences.at(key, key, view);
    const firsts = new Set<string>();
    for (n = 1; n <= 60; n += 1) {
      const sent: string[] = [];
      const steps = audiences.releasing(view, (key) => sent.push(key), { mayWait: () => true });
      for (const step of steps) step();
      expect(sent.toSorted()).toEqual(keys.toSorted());
      firsts.add(sent[0] ?? '');
    }
    // Of sixty draws among forty at least ten differ but for a chance that nobody will live to see.
    expect(firsts.size).toBeGreaterThan(10);
  });

  it('a step that adds others is done before them, and turns are asked for once', () => {
    const { paced, state, turns, steps } = stage();
    const adds = (): void => {
      state.nowMs += 10;
      paced.add(steps(2, 10, 1), state.nowMs);
      state.done.push(0);
    };
    paced.add([adds], 0);
    expect([state.done, turns.length]).toEqual([[0], 1]);
    turns.shift()?.();
    expect([state.done, turns.length]).toEqual([[0, 1], 1]);
    turns.shift()?.();
    expect([state.done, turns.length]).toEqual([[0, 1, 2], 0]);
  });

  it('are those of the audiences named, whatever came first; each is looked at and then sent as it is by then', () => {
    const audiences = new Audiences<{ n: number }>({
      timers: new VirtualTime(),
      chance: createChance(),
    });
    let n = 0;
    const view = (): { n: number } => ({ n });
    for (const key of ['moderator', 'a', 'b']) audiences.at(key, key, view);
    n = 1;
    const sent: [string, unknown][] = [];
    const send = (key: string, { patch }: { patch: unknown }): number => sent.push([key, patch]);
    const steps = audiences.releasing(view, send, { mayWait: (key) => key === 'moderator' });
    // Two are looked at and compared, then both told in one step; the third has three of its own.
    expect(steps).toHaveLength(2 * 2 + 1 + 3);
    for (const step of steps.slice(0, 4)) step();
    expect(sent).toEqual([]);
    steps[4]?.();
    expect(sent.map(([key]) => key).toSorted()).toEqual(['a', 'b']);
    n = 2;
    for (const step of steps.slice(5)) step();
    expect(sent.at(-1)).toEqual(['moderator', { n: 2 }]);
  });

  it('[BIG5] those that surely see no change are passed over, and nothing is lost by it', () => {
    const audiences = new Audiences<{ n: number }>({
      timers: new VirtualTime(),
      chance: createChance(),
    });
    let n = 0;
    const looked: string[] = [];
    const view = (seatId: string): { n: number } => {
      looked.push(seatId);
      return { n };
    };
    for (const key of ['a', 'b']) audiences.at(key, key, view);
    looked.length = 0;
    const sent: string[] = [];
    n = 1;
    for (const step of audiences.releasing(view, (key) => sent.push(key), {
      isSame: (seatId) => seatId === 'b',
    }))
      step();
    expect([new Set(looked), sent]).toEqual([new Set(['a']), ['a']]);
    audiences.release(view, (key) => sent.push(key));
    expect(sent).toEqual(['a', 'b']);
  });

  it('are looked at, compared and sent in a step each, and compared once', () => {
    const audiences = new Audiences<{ lines: Record<string, number> }>({
      timers: new VirtualTime(),
      chance: createChance(),
    });
    let read = 0;
    const lines = (count: number): Record<string, number> => {
      const all = {};
      for (let line = 0; line < count; line += 1) {
        Object.defineProperty(all, `line ${String(line)}`, {
          enumerable: true,
          get: () => {
            read += 1;
            return line;
          },
        });
      }
      return all;
    };
    let now = { lines: lines(10) };
    audiences.at('moderator', 'm', () => now);
    now = { lines: lines(1_000) };
    const sent: unknown[] = [];
    let looks = 0;
    const steps = audiences.releasing(
      () => {
        looks += 1;
        return now;
      },
      (_key, { patch }) => sent.push(patch),
      { mayWait: () => true },
    );
    expect([steps.length, looks, read, sent.length]).toEqual([3, 0, 0, 0]);
    steps[0]?.();
    expect([looks, read]).toEqual([1, 0]);
    steps[1]?.();
    const compared = read;
    expect(compared).toBeGreaterThan(0);
    steps[2]?.();
    expect([read, sent.length]).toEqual([compared, 1]);
    // Nothing new: nothing is sent, and what was compared before is not sent again.
    for (const step of audiences.releasing(
      () => now,
      () => sent.push('again'),
      { mayWait: () => true },
    ))
      step();
    expect(sent.length).toBe(1);
  });

  it('what changes between comparing and sending is sent with it', () => {
    const audiences = new Audiences<{ n: number }>({
      timers: new VirtualTime(),
      chance: createChance(),
    });
    let now = { n: 1 };
    audiences.at('moderator', 'm', () => now);
    now = { n: 2 };
    const sent: unknown[] = [];
    const [look, compare, send] = audiences.releasing(
      () => now,
      (_key, { patch }) => sent.push(patch),
      {
        mayWait: () => true,
      },
    );
    look?.();
    compare?.();
    now = { n: 3 };
    send?.();
    expect(sent).toEqual([{ n: 3 }]);
  });
});
