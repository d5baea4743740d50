// Deadlines on virtual time: a timer only asks, and a deadline comes although nobody is there for it.

import { describe, expect, it } from 'vitest';
import { createLocalBus } from '../../server/bus/local.ts';
import { createHosts } from '../../server/host/hosts.ts';
import { createMemoryJournal } from '../../server/journal/memory.ts';
import type { Timers } from '../../server/ports.ts';
import { SYSTEM } from '../../shared/kernel/decider.ts';
import { durationMs, epochMs } from '../../shared/kernel/units.ts';
import { memoryLog, seededChance } from '../support/fakes.ts';
import { roomHost } from '../support/simulated-cluster.ts';
import type { TallyCommand, TallyState } from '../support/tally.ts';
import { TALLY_STREAM, TallyCluster, tallyDecider } from '../support/tally-cluster.ts';
import { VirtualTime } from '../support/virtual-time.ts';
import { watchJournal } from '../support/watched-journal.ts';

const CLOSED = 'Closed';

describe('[HOST10] a timer only asks whether the time has come', () => {
  it('however many nodes host a stream, its deadline has one effect, at its time', async () => {
    const cluster = new TallyCluster();
    const nodes = [1, 2, 3, 4].map(() => cluster.start());
    const seen = nodes.map((node) => {
      const closed: boolean[] = [];
      cluster.at(node).watch(({ state }) => closed.push(state.isClosed));
      return closed;
    });
    const [first] = nodes;
    if (!first) throw new Error('a node');
    const dueMs = cluster.time.now() + 5_000;
    await cluster.give(first, { type: 'CloseAt', atMs: epochMs(dueMs) });
    await cluster.time.advance(20_000);
    expect(cluster.closes()).toEqual([expect.closeTo(dueMs, -1)]);
    expect(seen.map((closed) => closed.filter(Boolean))).toEqual([[true], [true], [true], [true]]);
    // The others came too late, found nothing more to do, and left it at that.
    expect(cluster.journal.conflicts).toBeLessThanOrEqual(3);
  });

  const odd: readonly [string, (time: VirtualTime) => Timers['after'], number][] = [
    ['early', (time) => (_wait, run) => time.after(durationMs(1), run), 0],
    ['late', (time) => (wait, run) => time.after(durationMs(wait + 700), run), 700],
    [
      'twice',
      (time) => (wait, run) => {
        const [one, two] = [time.after(wait, run), time.after(wait, run)];
        return () => {
          one();
          two();
        };
      },
      0,
    ],
  ];
  it.each(odd)('a timer that runs %s changes nothing', async (_how, timersOf, lateMs) => {
    const time = new VirtualTime();
    const journal = watchJournal(createMemoryJournal({ clock: time }));
    const after = timersOf(time);
    const [bus, log, chance] = [createLocalBus(), memoryLog(), seededChance('odd')];
    const hosts = createHosts({
      ...{ journal, bus, log, chance, timers: { after }, deciderOf: tallyDecider },
    });
    const host = roomHost<TallyState, TallyCommand>({ hosts }, TALLY_STREAM);
    const dueMs = time.now() + 300;
    await host.submit(chance.id(), SYSTEM, { type: 'CloseAt', atMs: epochMs(dueMs) });
    await time.advance(1_500);
    expect(journal.appends).toHaveLength(2);
    const [, close] = await journal.read(TALLY_STREAM, 0, 10);
    expect(close?.body).toContain(CLOSED);
    expect((close?.at ?? 0) - dueMs).toBe(lateMs);
    await hosts.close();
  });

  it('a deadline beyond the longest timer comes at its time', async () => {
    const cluster = new TallyCluster();
    const node = cluster.start();
    cluster.at(node).watch(() => undefined);
    const dueMs = cluster.time.now() + 5_400_000;
    await cluster.give(node, { type: 'CloseAt', atMs: epochMs(dueMs) });
    await cluster.time.advance(5_400_000 + 1_000);
    expect(cluster.closes()).toEqual([expect.closeTo(dueMs, -1)]);
  });

  it('while the journal is away a deadline is asked for at most once a second, and comes within one of its return', async () => {
    const cluster = new TallyCluster();
    const node = cluster.start();
    cluster.at(node).watch(() => undefined);
    await cluster.give(node, cluster.closeIn(100));
    node.line.isCut = true;
    await cluster.time.advance(60_000);
    const { length } = node.log.filter(({ message }) => message === 'tick failed');
    expect(length).toBeGreaterThan(50);
    expect(length).toBeLessThan(80);
    node.line.isCut = false;
    const backMs = cluster.time.now();
    await cluster.time.advance(1_100);
    expect(cluster.closes()).toHaveLength(1);
    expect(cluster.closes()[0]).toBeGreaterThanOrEqual(backMs);
  });
});

describe('[HOST11] a deadline comes although nobody is there for it', () => {
  it.each([
    ['not due when its node died', 30_000],
    ['due while no node lived', 1_000],
  ])('%s: the next node finds it, though nobody asks for the room', async (_when, waitMs) => {
    const cluster = new TallyCluster();
    const first = cluster.start();
    await cluster.give(first, cluster.closeIn(waitMs));
    cluster.kill(first);
    await cluster.time.advance(5_000);
    cluster.start();
    await cluster.time.advance(40_000);
    expect(cluster.closes()).toHaveLength(1);
  });

  it('of many nodes that host nothing one wakes the stream, and no other loads it', async () => {
    const cluster = new TallyCluster();
    const first = cluster.start();
    await cluster.give(first, cluster.closeIn(60_000));
    cluster.kill(first);
    for (let count = 0; count < 20; count += 1) cluster.start();
    const { snapshot: loads } = cluster.journal.counts;
    await cluster.time.advance(100_000);
    expect(cluster.closes()).toHaveLength(1);
    // Two may scan at the same moment.
    expect(cluster.journal.counts.snapshot - loads).toBeLessThanOrEqual(2);
  });

  it('a deadline that nodes moved to and fro is known to the journal as it stands', async () => {
    const cluster = new TallyCluster();
    const [one, two] = [cluster.start(), cluster.start()];
    const closing = cluster.closeIn(50_000);
    await cluster.give(one, closing);
    await cluster.give(two, cluster.closeIn(500_000));
    await cluster.give(one, closing);
    cluster.kill(one);
    cluster.kill(two);
    cluster.start();
    await cluster.time.advance(60_000);
    expect(cluster.closes()).toHaveLength(1);
  });

  it('a room that cannot be loaded keeps no other from being woken', async () => {
    const time = new VirtualTime();
    const inner = createMemoryJournal({ clock: time });
    const fill = createHosts({
      ...{ journal: inner, bus: createLocalBus(), timers: time, log: memoryLog() },
      ...{ chance: seededChance('fill'), deciderOf: tallyDecider },
    });
    for (const [index, room] of ['bad', 'good'].entries()) {
      const host = roomHost<TallyState, TallyCommand>({ hosts: fill }, `room:${room}`);
      const atMs = epochMs(time.now() + 1_000 + index);
      await host.submit(`0000000${String(index)}`, SYSTEM, { type: 'CloseAt', atMs });
    }
    await fill.close();
    await time.advance(60_000);
    const journal = {
      ...inner,
      read: async (...[stream, after, limit]: Parameters<typeof inner.read>) =>
        (await inner.read(stream, after, limit)).map((entry) =>
          stream === 'room:bad' ? { ...entry, body: '{' } : entry,
        ),
    };
    const hosts = createHosts({
      ...{ journal, bus: createLocalBus(), timers: time, log: memoryLog() },
      ...{ chance: seededChance('next'), deciderOf: tallyDecider },
    });
    await hosts.wake();
    await time.advance(1_000);
    expect((await inner.read('room:good', 0, 10)).map(({ body }) => body).join()).toContain(CLOSED);
    await hosts.close();
  });
});
