// A hosted stream with a toy decider: order, durability before visibility, exactly once, races, faults.

import { describe, expect, it } from 'vitest';
import { JournalFault } from '../../server/journal/fault.ts';
import { createMemoryJournal } from '../../server/journal/memory.ts';
import { HostedStream } from '../../server/host/stream-host.ts';
import { commandIdFor } from '../../server/host/deliveries.ts';
import type { Journal } from '../../server/ports.ts';
import { memoryLog, seededChance } from '../support/fakes.ts';
import { tally } from '../support/tally.ts';
import type { TallyCommand, TallyEvent, TallyState } from '../support/tally.ts';
import { atRest, VirtualTime } from '../support/virtual-time.ts';
import { watchJournal } from '../support/watched-journal.ts';

const SEAT = { kind: 'seat', seatId: 'harbor-lead' } as const;
const id = (name: string | number): string => commandIdFor(`test ${name}`);
const add = (points: number): TallyCommand => ({ type: 'Add', points });
const bid = (points: number): TallyCommand => ({ type: 'Bid', points });

const freshJournal = () => watchJournal(createMemoryJournal({ clock: new VirtualTime() }));

interface HostOptions {
  readonly snapshotEvery?: number;
  readonly seed?: string;
  readonly isAlone?: boolean;
}

const hostOn = (journal: Journal, options: HostOptions = {}) => {
  const published: number[] = [];
  const host = new HostedStream<TallyState, TallyCommand, TallyEvent>({
    stream: 'room:toy',
    decider: tally,
    journal,
    chance: seededChance(options.seed ?? 'host'),
    log: memoryLog(),
    snapshotEvery: options.snapshotEvery ?? 1_000,
    isAlone: options.isAlone ?? false,
    firstCommands: () => Promise.resolve([]),
    published: (entries) => published.push(...entries.map(({ version }) => version)),
    changed: () => undefined,
  });
  return { host, published };
};

describe('[HOST1] durable before visible', () => {
  it('neither answer, nor watcher, nor bus, nor state learns of an entry before the commit', async () => {
    const journal = freshJournal();
    const { host, published } = hostOn(journal);
    await host.confirmed();
    const seen: number[] = [];
    host.watch(({ state }) => seen.push(state.total));
    const release = journal.hold();
    let answered = false;
    const answer = host.submit(id(1), SEAT, add(5)).then((result) => {
      answered = true;
      return result;
    });
    await atRest();
    expect({ answered, seen, published }).toEqual({ answered: false, seen: [], published: [] });
    release();
    expect(await answer).toMatchObject({ ok: true, receipt: { stream: 'room:toy' } });
    expect({ seen, published }).toEqual({ seen: [5], published: [1] });
  });

  it('a state asked for while a commit is under way is the one after it', async () => {
    const journal = freshJournal();
    const { host } = hostOn(journal);
    const release = journal.hold();
    const answer = host.submit(id(1), SEAT, add(5));
    const asked = host.confirmed();
    release();
    await answer;
    expect((await asked).state.total).toBe(5);
  });
});

describe('[HOST2] what waits is decided together', () => {
  it('commands that came during a commit share the next append, each decided on the one before', async () => {
    const journal = freshJournal();
    const { host } = hostOn(journal);
    await host.confirmed();
    const release = journal.hold();
    const first = host.submit(id(0), SEAT, add(60));
    await atRest();
    const rest = [1, 2, 3].map((n) => host.submit(id(n), SEAT, add(20)));
    release();
    await first;
    const answers = await Promise.all(rest);
    expect(answers.map(({ ok }) => ok)).toEqual([true, true, false]);
    expect(journal.appends.map(({ entries }) => entries.length)).toEqual([1, 2]);
  });
});

describe('[HOST3] a resend gets the first answer', () => {
  it('within one batch, later, and after the host was loaded anew', async () => {
    const journal = freshJournal();
    const { host } = hostOn(journal);
    const [one, again] = await Promise.all([
      host.submit(id('a'), SEAT, add(7)),
      host.submit(id('a'), SEAT, add(7)),
    ]);
    expect(again).toEqual(one);
    expect(await host.submit(id('a'), SEAT, add(7))).toEqual(one);
    const { host: second } = hostOn(journal);
    expect(await second.submit(id('a'), SEAT, add(7))).toEqual(one);
    expect((await second.confirmed()).state.total).toBe(7);
  });

  it('a recorded refusal is repeated even when the command would now be accepted', async () => {
    const journal = freshJournal();
    const { host } = hostOn(journal);
    await host.submit(id(0), SEAT, add(100));
    const refused = await host.submit(id('b'), SEAT, bid(1));
    expect(refused).toMatchObject({ ok: false, rejection: { code: 'tally/full', total: 100 } });
    await host.submit(id(1), SEAT, add(-50));
    expect(await host.submit(id('b'), SEAT, bid(1))).toEqual(refused);
  });

  it('an accepted command from before the snapshot keeps its answer though it would now be refused', async () => {
    const journal = freshJournal();
    const { host } = hostOn(journal, { snapshotEvery: 2 });
    const first = await host.submit(id('old'), SEAT, add(60));
    await host.submit(id(2), SEAT, add(30));
    await atRest();
    const { host: second } = hostOn(journal);
    expect(await second.submit(id('old'), SEAT, add(60))).toEqual(first);
    expect((await second.confirmed()).state.total).toBe(90);
  });

  it('an accepted command from before the snapshot is not applied twice when it would be accepted', async () => {
    const journal = freshJournal();
    const { host } = hostOn(journal, { snapshotEvery: 2 });
    const first = await host.submit(id('old'), SEAT, add(1));
    await host.submit(id(2), SEAT, add(1));
    await atRest();
    const { host: second } = hostOn(journal);
    const [again, fresh] = await Promise.all([
      second.submit(id('old'), SEAT, add(1)),
      second.submit(id('new'), SEAT, add(1)),
    ]);
    expect(again).toEqual(first);
    expect(fresh.ok).toBe(true);
    expect((await second.confirmed()).state.total).toBe(3);
  });
});

describe('[HOST4] the append settles races', () => {
  it('two hosts of one stream never exceed the limit together and end equal', async () => {
    const journal = freshJournal();
    const one = hostOn(journal, { seed: 'one' });
    const two = hostOn(journal, { seed: 'two' });
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, n) => (n % 2 ? one : two).host.submit(id(n), SEAT, add(5))),
    );
    expect(answers.filter(({ ok }) => ok)).toHaveLength(20);
    one.host.fallBehind();
    two.host.fallBehind();
    const [a, b] = [await one.host.confirmed(), await two.host.confirmed()];
    expect(a).toEqual(b);
    expect(a.state.total).toBe(100);
    expect([...one.published, ...two.published].sort((x, y) => x - y)).toEqual(
      Array.from({ length: 20 }, (_, n) => n + 1),
    );
  });
});

describe('[HOST5] a failing journal loses nothing and shows nothing', () => {
  it('everybody who waits is told, the state stays, and the next command works', async () => {
    const journal = freshJournal();
    const { host, published } = hostOn(journal);
    await host.submit(id(0), SEAT, add(1));
    journal.failNext(new JournalFault('full', 'no room'));
    await expect(host.submit(id(1), SEAT, add(1))).rejects.toThrow('no room');
    expect((await host.confirmed()).state.total).toBe(1);
    expect((await host.submit(id(1), SEAT, add(1))).ok).toBe(true);
    expect(published).toEqual([1, 2]);
  });

  it('an append whose answer was lost is found again, not repeated', async () => {
    const journal = freshJournal();
    const { host } = hostOn(journal);
    journal.loseNextAnswer(new JournalFault('unavailable', 'cut'));
    await expect(host.submit(id(1), SEAT, add(30))).rejects.toThrow('cut');
    expect((await host.submit(id(1), SEAT, add(30))).ok).toBe(true);
    expect((await host.confirmed()).state.total).toBe(30);
  });
});

describe('[HOST6] a snapshot changes only how long loading takes', () => {
  it('snapshot and tail give the state of a full replay', async () => {
    const journal = freshJournal();
    const { host } = hostOn(journal, { snapshotEvery: 3 });
    for (let n = 0; n < 10; n += 1) await host.submit(id(n), SEAT, bid(n));
    await atRest();
    expect((await journal.readSnapshot('room:toy'))?.version).toBe(9);
    const { host: loaded } = hostOn(journal);
    expect(await loaded.confirmed()).toMatchObject({
      ...(await host.confirmed()),
      lastDecision: 9 + 1,
    });
  });
});

describe('[HOST7] entries of other nodes', () => {
  it('carried entries are folded, repeats ignored, and a gap is read from the journal', async () => {
    const journal = freshJournal();
    const { host: writer } = hostOn(journal);
    const { host: reader } = hostOn(journal, { seed: 'reader' });
    await writer.submit(id(0), SEAT, add(1));
    await reader.confirmed();
    const seen: number[] = [];
    reader.watch(({ version }) => seen.push(version));
    for (let n = 1; n <= 5; n += 1) await writer.submit(id(n), SEAT, add(1));
    const all = await journal.read('room:toy', 0, 10);
    reader.receive(all.slice(1, 2));
    reader.receive(all.slice(1, 2));
    await reader.confirmed();
    reader.receive(all.slice(4, 5));
    expect((await reader.confirmed()).version).toBe(6);
    expect(seen).toEqual([2, 6]);
  });

  it('a version alone is enough, and what is known already costs no reading', async () => {
    const journal = freshJournal();
    const { host: writer } = hostOn(journal);
    const { host: reader } = hostOn(journal, { seed: 'reader' });
    await reader.confirmed();
    await writer.submit(id(0), SEAT, add(1));
    reader.receive([], 1);
    expect((await reader.confirmed()).version).toBe(1);
    const reads = journal.reads;
    reader.receive([], 1);
    await reader.confirmed();
    expect(journal.reads).toBe(reads);
  });
});

describe('[HOST8] the server keeps its own counsel', () => {
  it('a tick that finds nothing to do leaves no entry', async () => {
    const journal = freshJournal();
    const { host } = hostOn(journal);
    expect(await host.submit(id('t'), { kind: 'system' }, { type: 'Tick' })).toEqual({ ok: true });
    expect(journal.appends).toEqual([]);
  });
});

describe('[BUS4] a refusal is given on all that the journal has', () => {
  const stale = async (options: { isAlone?: boolean } = {}) => {
    const journal = freshJournal();
    const { host: writer } = hostOn(journal);
    const { host: reader } = hostOn(journal, { seed: 'reader', ...options });
    await writer.submit(id(0), SEAT, add(90));
    await reader.confirmed();
    return { journal, writer, reader };
  };

  it('what another node stored and has not told turns it round', async () => {
    const { writer, reader } = await stale();
    await writer.submit(id('down'), SEAT, add(-80));
    expect((await reader.submit(id('up'), SEAT, add(50))).ok).toBe(true);
  });

  it('a resend to another node gets the first answer, though it would be refused by now', async () => {
    const { writer, reader } = await stale();
    const first = await writer.submit(id('last'), SEAT, add(10));
    expect(first.ok).toBe(true);
    expect(await reader.submit(id('last'), SEAT, add(10))).toEqual(first);
    expect((await reader.submit(id('new'), SEAT, add(10))).ok).toBe(false);
  });

  it('costs one reading for all that are refused together, and none where a node is alone', async () => {
    for (const [isAlone, reads] of [
      [false, 1],
      [true, 0],
    ] as const) {
      const { journal, reader } = await stale({ isAlone });
      const before = journal.reads;
      const refused = await Promise.all([1, 2, 3].map((n) => reader.submit(id(n), SEAT, add(50))));
      expect(refused.map(({ ok }) => ok)).toEqual([false, false, false]);
      // The first is decided alone, the others while it is.
      expect(journal.reads - before).toBeLessThanOrEqual(2 * reads);
      expect(journal.reads - before).toBeGreaterThanOrEqual(reads);
    }
  });
});
