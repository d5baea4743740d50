// The half of the journal contract about what comes back: chain, pages, snapshots, names, wakes, beats, closing.

import { expect, it } from 'vitest';
import type { Journal } from '../../server/ports.ts';
import type { EpochMs } from '../../shared/kernel/units.ts';
import { expectChain } from './journal-chain.ts';
import { appendAt, at, decision, readAll, snapshotOf, storedBy, text } from './journal-entries.ts';
import type { Use } from './journal-contract-types.ts';

/** Rules JRN7 to JRN13, JRN17. */
export const describeReading = (use: Use): void => {
  describeChain(use);
  describePages(use);
  describeVersions(use);
  describeSnapshots(use);
  describeStreamNames(use);
  describeWakes(use);
  describeBeats(use);
  describeClosing(use);
};

const describeChain = (use: Use): void => {
  it(
    '[JRN7] heads verify from the genesis head by the shared chain, over any grouping of appends',
    use(async (journal) => {
      await journal.append(appendAt('room:a', 0, decision('a'), text('ü'), decision('c')));
      await Promise.all([3, 4, 5].map((n) => journal.append(appendAt('room:a', n, text(n)))));
      const entries = await readAll(journal, 'room:a');
      expect(entries).toHaveLength(6);
      expectChain(entries);
    }),
  );

  it(
    '[JRN7] the same body in two streams gives two heads',
    use(async (journal) => {
      const [a] = await storedBy(journal.append(appendAt('room:a', 0, decision('same'))));
      const [b] = await storedBy(journal.append(appendAt('room:b', 0, decision('same'))));
      expect(a?.body).toBe(b?.body);
      expect(a?.head).not.toBe(b?.head);
    }),
  );
};

const describePages = (use: Use): void => {
  it(
    '[JRN8] pages of any size, put together, are the stream',
    use(async (journal) => {
      const bodies = Array.from({ length: 12 }, (_, index) => decision(index));
      const stored = await storedBy(journal.append(appendAt('room:a', 0, ...bodies)));
      for (const pageEntries of [1, 2, 5, 11, 12, 13]) {
        expect(await readAll(journal, 'room:a', pageEntries)).toEqual(stored);
      }
      expect(await journal.read('room:a', 4, 3)).toEqual(stored.slice(4, 7));
    }),
  );

  it(
    '[JRN8] after the last entry, and in a stream that does not exist, there is nothing to read',
    use(async (journal) => {
      await journal.append(appendAt('room:a', 0, decision(1), decision(2)));
      expect(await journal.read('room:a', 2, 10)).toEqual([]);
      expect(await journal.read('room:a', 9, 10)).toEqual([]);
      expect(await journal.read('room:none', 0, 10)).toEqual([]);
      expect(await journal.streams('', '', 10)).toEqual(['room:a']);
    }),
  );
};

const describeVersions = (use: Use): void => {
  it(
    '[JRN17] versions of many streams come in the order asked, 0 for those that do not exist',
    use(async (journal) => {
      await journal.append(appendAt('room:a', 0, decision(1), text(2)));
      await journal.append(appendAt('sheet:b', 0, decision(1)));
      expect(await journal.versions([])).toEqual([]);
      expect(await journal.versions(['sheet:b', 'room:none', 'room:a', 'sheet:b'])).toEqual([
        1, 0, 2, 1,
      ]);
      await journal.append(appendAt('room:a', 1, decision('refused')));
      await journal.append(appendAt('sheet:b', 1, decision(2)));
      expect(await journal.versions(['room:a', 'sheet:b'])).toEqual([2, 2]);
      expect(await journal.streams('', '', 10)).toEqual(['room:a', 'sheet:b']);
    }),
  );
};

const describeSnapshots = (use: Use): void => {
  it(
    '[JRN9] the newest snapshot is kept, in whatever order they are written',
    use(async (journal) => {
      const stored = await storedBy(
        journal.append(appendAt('room:a', 0, decision(1), decision(2), decision(3))),
      );
      const [first, second, third] = stored.map((entry, n) => snapshotOf(entry, `{"n":${n}}`));
      if (!first || !second || !third) throw new Error('three snapshots');
      expect(await journal.readSnapshot('room:a')).toBeUndefined();
      await journal.writeSnapshot('room:a', second);
      await journal.writeSnapshot('room:a', first);
      expect(await journal.readSnapshot('room:a')).toEqual(second);
      await journal.writeSnapshot('room:a', { ...first, form: 2 });
      expect(await journal.readSnapshot('room:a')).toEqual(second);
      await journal.writeSnapshot('room:a', third);
      expect(await journal.readSnapshot('room:a')).toEqual(third);
    }),
  );

  it(
    '[JRN9] of the same version the one written last is kept, so that a new form replaces the old',
    use(async (journal) => {
      const [entry] = await storedBy(journal.append(appendAt('room:a', 0, decision(1))));
      await journal.writeSnapshot('room:a', snapshotOf(entry, '{}', { form: 1 }));
      const renewed = snapshotOf(entry, '{"new":true}', { form: 2 });
      await journal.writeSnapshot('room:a', renewed);
      expect(await journal.readSnapshot('room:a')).toEqual(renewed);
    }),
  );

  it(
    '[JRN9] a document comes back byte for byte, and goes when the next snapshot has none',
    use(async (journal) => {
      const [first, second] = await storedBy(
        journal.append(appendAt('sheet:a', 0, decision(1), text(2))),
      );
      const document = Uint8Array.from({ length: 256 }, (_, byte) => byte);
      await journal.writeSnapshot('sheet:a', snapshotOf(first, '{"é":"🐿"}', { document }));
      const read = await journal.readSnapshot('sheet:a');
      expect(read && { ...read, document: [...(read.document ?? [])] }).toEqual(
        snapshotOf(first, '{"é":"🐿"}', { document: [...document] as never }),
      );
      await journal.writeSnapshot('sheet:a', snapshotOf(second, '{}'));
      expect(await journal.readSnapshot('sheet:a')).toEqual(snapshotOf(second, '{}'));
      expect(await journal.readSnapshot('sheet:b')).toBeUndefined();
    }),
  );
};

const describeStreamNames = (use: Use): void => {
  const NAMES = [
    'room:0',
    'room:a',
    'room:a-1',
    'room:a.1',
    'room:b',
    'rooms:x',
    'sheet:a',
    'site',
  ];

  it(
    '[JRN10] names with a prefix come in byte order, page by page',
    use(async (journal) => {
      for (const stream of NAMES.toReversed()) {
        await journal.append(appendAt(stream, 0, decision(1)));
      }
      expect(await journal.streams('', '', 99)).toEqual(NAMES);
      expect(await journal.streams('room:', '', 3)).toEqual(['room:0', 'room:a', 'room:a-1']);
      expect(await journal.streams('room:', 'room:a-1', 3)).toEqual(['room:a.1', 'room:b']);
      expect(await journal.streams('room:', 'room:b', 3)).toEqual([]);
      expect(await journal.streams('room:a', 'room:a', 9)).toEqual(['room:a-1', 'room:a.1']);
      expect(await journal.streams('sheet:', 'a', 9)).toEqual(['sheet:a']);
      expect(await journal.streams('', 'rooms:x', 1)).toEqual(['sheet:a']);
    }),
  );

  it.for(['room_', 'room%', 'ROOM:', 'room*', 'zzz'])(
    '[JRN10] the prefix %s stands for itself only',
    (prefix) =>
      use(async (journal) => {
        await journal.append(appendAt('room:a', 0, decision(1)));
        expect(await journal.streams(prefix, '', 9)).toEqual([]);
      })(),
  );
};

const describeWakes = (use: Use): void => {
  const wake = (journal: Journal, stream: string, version: number, wakeAt?: EpochMs | null) =>
    storedBy(
      journal.append({
        ...appendAt(stream, version, decision(version)),
        ...(wakeAt !== undefined && { wakeAt }),
      }),
    );

  it(
    '[JRN11] streams are due at their time and not before, earliest first, at most the limit',
    use(async (journal) => {
      await wake(journal, 'room:late', 0, at(300));
      await wake(journal, 'room:early', 0, at(100));
      await wake(journal, 'room:middle', 0, at(200));
      await wake(journal, 'room:never', 0);
      const early = { stream: 'room:early', wakeAt: at(100) };
      const middle = { stream: 'room:middle', wakeAt: at(200) };
      expect(await journal.due(at(99), 9)).toEqual([]);
      expect(await journal.due(at(100), 9)).toEqual([early]);
      expect(await journal.due(at(299), 9)).toEqual([early, middle]);
      expect(await journal.due(at(300), 2)).toEqual([early, middle]);
      expect(await journal.due(at(300), 9)).toHaveLength(3);
    }),
  );

  it(
    '[JRN11] undefined leaves the time as it is, a new one replaces it, null clears it',
    use(async (journal) => {
      await wake(journal, 'room:a', 0, at(100));
      await wake(journal, 'room:a', 1);
      expect(await journal.due(at(999), 9)).toEqual([{ stream: 'room:a', wakeAt: at(100) }]);
      await wake(journal, 'room:a', 2, at(500));
      expect(await journal.due(at(499), 9)).toEqual([]);
      expect(await journal.due(at(500), 9)).toEqual([{ stream: 'room:a', wakeAt: at(500) }]);
      await wake(journal, 'room:a', 3, null);
      expect(await journal.due(at(999), 9)).toEqual([]);
    }),
  );
};

const describeBeats = (use: Use): void => {
  it(
    '[JRN12] the last beat is the latest of any node, and never goes back',
    use(async (journal) => {
      expect(await journal.lastBeat()).toBeUndefined();
      await journal.beat('one', at(100));
      expect(await journal.lastBeat()).toBe(at(100));
      await journal.beat('two', at(50));
      expect(await journal.lastBeat()).toBe(at(100));
      await journal.beat('two', at(200));
      await journal.beat('one', at(150));
      await journal.beat('two', at(120));
      expect(await journal.lastBeat()).toBe(at(200));
    }),
  );
};

const describeClosing = (use: Use): void => {
  it(
    '[JRN13] a closed journal refuses everything with the fault `closed`, and closes twice in peace',
    use(async (journal) => {
      await journal.append(appendAt('room:a', 0, decision(1)));
      await journal.close();
      await journal.close();
      const closed = { name: 'JournalFault', kind: 'closed' };
      await expect(journal.append(appendAt('room:a', 1, decision(2)))).rejects.toMatchObject(
        closed,
      );
      await expect(journal.read('room:a', 0, 9)).rejects.toMatchObject(closed);
      await expect(journal.lastBeat()).rejects.toMatchObject(closed);
    }),
  );
};
