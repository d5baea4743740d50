// The SQLite journal keeps the contract, and refuses what it cannot serve with one clear fault.

import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { MIGRATIONS } from '../../server/journal/sqlite-schema.ts';
import { openSqliteJournal } from '../../server/journal/sqlite.ts';
import type { EpochMs } from '../../shared/kernel/units.ts';
import { describeDurableJournal, describeJournal } from '../support/journal-contract.ts';
import {
  appendAt,
  appendSince,
  at,
  decision,
  readAll,
  snapshotOf,
  storedBy,
  text,
} from '../support/journal-entries.ts';
import { expectChain } from '../support/journal-chain.ts';
import { JournalFolder } from '../support/journal-folder.ts';
import { VirtualTime } from '../support/virtual-time.ts';

const open = async () => {
  const folder = new JournalFolder();
  return {
    journal: await folder.open(),
    reopen: async () => {
      await folder.close();
      return folder.open();
    },
    dispose: () => folder[Symbol.asyncDispose](),
  };
};

describeJournal('SQLite', open);
describeDurableJournal('SQLite', open);

const fault = (kind: string, words: string | RegExp) => ({
  name: 'JournalFault',
  kind,
  message: expect.stringMatching(words) as string,
});

describe('a group with an append that cannot be stored', () => {
  it('[JRN6] an append that fails for a reason of its own fails alone and leaves nothing', async () => {
    await using folder = new JournalFolder();
    const journal = await folder.open();
    const noTime = decision('no time', { atMs: Number.NaN as EpochMs });
    const results = await Promise.allSettled([
      journal.append(appendAt('room:under-way', 0, decision(1))),
      journal.append(appendAt('room:a', 0, decision(1))),
      journal.append(appendAt('room:bad', 0, decision(1, { commandId: 'c1' }), noTime)),
      journal.append(appendAt('room:a', 1, decision(2))),
    ]);
    expect(results.map(({ status }) => status)).toEqual([
      'fulfilled',
      'fulfilled',
      'rejected',
      'fulfilled',
    ]);
    expect(await journal.streams('', '', 9)).toEqual(['room:a', 'room:under-way']);
    expect(await readAll(journal, 'room:a')).toHaveLength(2);
    await storedBy(journal.append(appendAt('room:bad', 0, decision(1, { commandId: 'c1' }))));
  });
});

describe('opening a SQLite journal', () => {
  it('[JRN15] a second opener is told that the journal is in use, and the first goes on', async () => {
    await using folder = new JournalFolder();
    const first = await folder.open();
    await expect(folder.open()).rejects.toMatchObject(fault('in-use', folder.path));
    await storedBy(first.append(appendAt('room:a', 0, decision(1))));
    await first.close();
    const second = await folder.open();
    expect(await readAll(second, 'room:a')).toHaveLength(1);
  });

  it('[JRN15] a journal of a newer form is refused, kept as it is, and not held', async () => {
    await using folder = new JournalFolder();
    const first = await folder.open();
    const stored = await storedBy(first.append(appendAt('room:a', 0, decision(1))));
    await folder.close();
    folder.tamper('PRAGMA user_version = 999');
    await expect(folder.open()).rejects.toMatchObject(fault('newer', 'has form 999'));
    await expect(folder.open()).rejects.toMatchObject(fault('newer', folder.path));
    folder.tamper(`PRAGMA user_version = ${String(MIGRATIONS.length)}`);
    expect(await readAll(await folder.open(), 'room:a')).toEqual(stored);
  });

  it('[JRN15] a folder that cannot be made is refused as not writable, naming it', async () => {
    await using folder = new JournalFolder();
    const file = join(folder.path, 'file');
    writeFileSync(file, 'not a folder');
    for (const place of [file, join(file, 'below')]) {
      await expect(
        openSqliteJournal({ folder: place, clock: new VirtualTime() }),
      ).rejects.toMatchObject(fault('read-only', place));
    }
  });

  it.for(['journal.sqlite', 'lock.sqlite'])(
    '[JRN15] where %s cannot be opened the fault says so, and does not blame another server',
    async (name) => {
      await using folder = new JournalFolder();
      mkdirSync(join(folder.path, name));
      await expect(folder.open()).rejects.toMatchObject(fault('read-only', folder.path));
      rmSync(join(folder.path, name), { recursive: true });
      await folder.open();
    },
  );

  it.for(['journal.sqlite', 'lock.sqlite'])(
    '[JRN15] where %s is no such file the fault says so, and does not blame another server',
    async (name) => {
      await using folder = new JournalFolder();
      writeFileSync(join(folder.path, name), 'something else altogether '.repeat(400));
      await expect(folder.open()).rejects.toMatchObject(fault('corrupt', 'not a journal'));
    },
  );
});

describe('a SQLite journal on a full disk', () => {
  const large = (content: number) => decision(`${String(content)} ${'x'.repeat(6_000)}`);

  const fill = async (folder: JournalFolder) => {
    const journal = await folder.open(40);
    let version = 0;
    for (;;) {
      const append = journal.append(appendAt('room:full', version, large(version)));
      const cause: unknown = await append.then(
        () => undefined,
        (reason: unknown) => reason,
      );
      if (cause !== undefined) return { journal, version, cause };
      version += 1;
    }
  };

  it('[JRN16] an append without room is refused as full, and reads go on', async () => {
    await using folder = new JournalFolder();
    const { journal, version, cause } = await fill(folder);
    expect(cause).toMatchObject(fault('full', 'no room left'));
    expect(version).toBeGreaterThan(5);
    const entries = await readAll(journal, 'room:full');
    expect(entries).toHaveLength(version);
    expectChain(entries);
    expect(await journal.streams('', '', 9)).toEqual(['room:full']);
  });

  it('[JRN16] nothing of what was refused is stored, in any stream of its group', async () => {
    await using folder = new JournalFolder();
    const { journal, version } = await fill(folder);
    const before = await readAll(journal, 'room:full');
    const large4 = [1, 2, 3, 4].map(large);
    const results = await Promise.allSettled([
      journal.append(appendAt('room:first', 0, ...large4)),
      journal.append(appendAt('room:full', version, decision('c', { commandId: 'c' }), ...large4)),
      journal.append({ ...appendAt('room:new', 0, ...large4), wakeAt: at(0) }),
    ]);
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    expect(await readAll(journal, 'room:full')).toEqual(before);
    expect(await journal.findCommand('room:full', 'c')).toBeUndefined();
    expect(await journal.streams('', '', 9)).toEqual(['room:full']);
    expect(await journal.due(at(0), 9)).toEqual([]);
  });

  it('[JRN16] with room again everything acknowledged is there and appends go on from it', async () => {
    await using folder = new JournalFolder();
    const { version } = await fill(folder);
    await folder.close();
    const journal = await folder.open();
    const [next] = await storedBy(journal.append(appendAt('room:full', version, large(version))));
    expect(next?.version).toBe(version + 1);
    const entries = await readAll(journal, 'room:full');
    expect(entries.map(({ body }) => body)).toEqual(entries.map((_, n) => large(n).body));
    expectChain(entries);
  });

  it('[JRN16] a snapshot without room is refused as full and the older one stays', async () => {
    await using folder = new JournalFolder();
    const journal = await folder.open(40);
    const [first, second] = await storedBy(
      journal.append(appendSince('room:a', 0, decision(1), text(2))),
    );
    await journal.writeSnapshot('room:a', snapshotOf(first, '{}'));
    const large = snapshotOf(second, '{}', { document: new Uint8Array(400_000) });
    await expect(journal.writeSnapshot('room:a', large)).rejects.toMatchObject(
      fault('full', 'no room left'),
    );
    expect(await journal.readSnapshot('room:a')).toEqual(snapshotOf(first, '{}'));
  });
});
