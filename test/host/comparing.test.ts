// When nodes compare their streams with the journal, and at what cost.

import { describe, expect, it } from 'vitest';
import { Comparing } from '../../server/host/comparing.ts';
import { memoryLog } from '../support/fakes.ts';
import { atRest, VirtualTime } from '../support/virtual-time.ts';

const stage = (count: number) => {
  const time = new VirtualTime();
  const log = memoryLog();
  const names = Array.from({ length: count }, (_, index) => `room:${String(index)}`);
  const known = new Map(names.map((name) => [name, 1]));
  const stored = new Map(known);
  const questions: { readonly atMs: number; readonly streams: readonly string[] }[] = [];
  const grown: string[] = [];
  const state = { isHearing: true, failure: undefined as Error | undefined, inHand: 0, most: 0 };
  let gate: Promise<void> = Promise.resolve();
  const startMs = time.now();
  const comparing = new Comparing({
    timers: time,
    log,
    isHearing: () => state.isHearing,
    streams: () => known.keys(),
    versionOf: (stream) => known.get(stream),
    grew: (stream, version) => {
      grown.push(`${stream} ${String(version)}`);
      known.set(stream, version);
    },
    journal: {
      versions: async (streams: readonly string[]) => {
        questions.push({ atMs: time.now() - startMs, streams });
        state.inHand += 1;
        state.most = Math.max(state.most, state.inHand);
        await gate;
        state.inHand -= 1;
        if (state.failure) throw state.failure;
        return streams.map((stream) => stored.get(stream) ?? 0);
      },
    } as never,
  });
  const hold = (): (() => void) => {
    const { promise, resolve } = Promise.withResolvers<void>();
    gate = promise;
    return resolve;
  };
  return { time, log, names, known, stored, questions, grown, state, comparing, hold };
};

describe('[BUS2] comparing with the journal', () => {
  it('finds what grew without a word within a second, and asks for all streams at once', async () => {
    const { time, stored, questions, grown, names } = stage(3);
    stored.set('room:1', 4);
    await time.advance(1_000);
    expect(grown).toEqual(['room:1 4']);
    expect(questions).toEqual([{ atMs: 1_000, streams: names }]);
    await time.advance(5_000);
    expect(questions.map(({ atMs }) => atMs)).toEqual([1_000, 2_000, 3_000, 4_000, 5_000, 6_000]);
    expect(grown).toHaveLength(1);
  });

  it('asks five times a second while other nodes are not heard', async () => {
    const { time, questions, state } = stage(1);
    state.isHearing = false;
    await time.advance(1_000);
    const before = questions.length;
    await time.advance(1_000);
    expect(questions.length - before).toBe(5);
  });

  it('compares one stream, or all, soon after a gap, whatever gaps come at once', async () => {
    const { time, stored, questions, grown, comparing } = stage(3);
    stored.set('room:2', 2);
    for (let gap = 0; gap < 10; gap += 1) comparing.one('room:2');
    await time.advance(20);
    expect(questions).toEqual([{ atMs: 20, streams: ['room:2'] }]);
    expect(grown).toEqual(['room:2 2']);
    comparing.all();
    comparing.all();
    await time.advance(20);
    expect(questions.map(({ streams }) => streams.length)).toEqual([1, 3]);
  });

  it('gaps that keep coming do not put the question off', async () => {
    const { time, questions, comparing } = stage(1);
    for (let passed = 0; passed < 100; passed += 5) {
      comparing.one('room:0');
      await time.advance(5);
    }
    expect(questions.length).toBeGreaterThanOrEqual(4);
  });

  it('asks for at most 500 streams at once and one question at a time', async () => {
    const { time, questions, state, comparing, hold } = stage(1_200);
    const release = hold();
    comparing.all();
    await time.advance(400);
    comparing.all();
    await time.advance(400);
    expect(questions).toHaveLength(1);
    release();
    await atRest();
    await time.advance(400);
    expect(questions.map(({ streams }) => streams.length)).toEqual([500, 500, 500, 200]);
    expect(new Set(questions.slice(1).flatMap(({ streams }) => streams)).size).toBe(1_200);
    expect(state.most).toBe(1);
  });

  it('a journal that fails is asked again in the next round, and said once', async () => {
    const { time, stored, grown, questions, state, log, comparing } = stage(1_200);
    stored.set('room:1100', 9);
    state.failure = new Error('down');
    comparing.all();
    await time.advance(3_000);
    expect(questions).toHaveLength(3);
    expect(log.lines).toHaveLength(1);
    state.failure = undefined;
    await time.advance(1_200);
    expect(grown).toEqual(['room:1100 9']);
    state.failure = new Error('down again');
    await time.advance(2_000);
    expect(log.lines).toHaveLength(2);
  });

  it('asks nothing for streams that are not hosted any more, and nothing after it was stopped', async () => {
    const { time, known, stored, grown, questions, comparing } = stage(1);
    stored.set('room:0', 3);
    comparing.one('room:0');
    known.clear();
    await time.advance(1_500);
    expect(grown).toEqual([]);
    comparing.stop();
    const before = questions.length;
    comparing.all();
    await time.advance(10_000);
    expect(questions).toHaveLength(before);
  });
});
