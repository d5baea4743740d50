// Bytes that are not what was written are refused by name, and never passed on as if they were.

import { readFileSync, writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { fc } from '../support/fast-check.ts';
import { describe, expect, it } from 'vitest';
import { JournalFault } from '../../server/journal/fault.ts';
import { MIGRATIONS } from '../../server/journal/sqlite-schema.ts';
import { SqliteStore } from '../../server/journal/sqlite-store.ts';
import type { StoredEntry } from '../../shared/record/entry.ts';
import { expectChain } from '../support/journal-chain.ts';
import { appendSince, readAll, snapshotOf, storedBy, text } from '../support/journal-entries.ts';
import {
  corrupt,
  IN_A,
  END_DAMAGE,
  ENTRY_DAMAGE,
  expectOthersToGoOn,
  SNAPSHOT_DAMAGE,
  STREAM_NAMES,
  writeMarked,
} from '../support/journal-damage.ts';
import { JournalFolder } from '../support/journal-folder.ts';

const PAGE_BYTES = 4_096;

/** The two streams, in a closed journal. */
const write = async (folder: JournalFolder): Promise<StoredEntry[]> => {
  const stored = await writeMarked(await folder.open());
  await folder.close();
  return stored;
};

const flipBit = (bytes: Buffer, place: number, bit = 0): void => {
  bytes[place] = (bytes[place] ?? 0) ^ (1 << bit);
};

/** Flips one bit where `mark` begins; it must stand in the file exactly once. */
const flipMark = (file: string, mark: string): void => {
  const bytes = readFileSync(file);
  const place = bytes.indexOf(mark);
  expect(place).toBeGreaterThan(0);
  expect(bytes.lastIndexOf(mark)).toBe(place);
  flipBit(bytes, place);
  writeFileSync(file, bytes);
};

describe('damaged entries', () => {
  it('[JRN14] one flipped bit in a stored body is refused, naming stream and version', async () => {
    await using folder = new JournalFolder();
    const stored = await write(folder);
    flipMark(folder.file, 'marked body of room:a');
    const journal = await folder.open();
    await expect(journal.read('room:a', 0, 10)).rejects.toMatchObject(corrupt(2));
    await expect(journal.read('room:a', 1, 1)).rejects.toMatchObject(corrupt(2));
    expect(await journal.read('room:a', 0, 1)).toEqual(stored.slice(0, 1));
    expect(await readAll(journal, 'room:b')).toEqual(stored.slice(4));
  });

  it.for(ENTRY_DAMAGE)(
    '[JRN14] $what changed behind the journal is refused at entry $version',
    async ({ version, sql }) => {
      await using folder = new JournalFolder();
      const stored = await write(folder);
      folder.tamper(sql);
      const journal = await folder.open();
      await expect(readAll(journal, 'room:a')).rejects.toMatchObject(corrupt(version));
      expect(await readAll(journal, 'room:b')).toEqual(stored.slice(4));
    },
  );

  it.for(END_DAMAGE)(
    '[JRN14] $what is refused by a reader who only asks for what is new',
    async ({ after, version, sql }) => {
      await using folder = new JournalFolder();
      await write(folder);
      folder.tamper(sql);
      const journal = await folder.open();
      await expect(journal.read('room:a', after, 10)).rejects.toMatchObject(corrupt(version));
    },
  );

  it('[JRN14] appends to other streams go on beside one whose record is damaged', async () => {
    await using folder = new JournalFolder();
    await write(folder);
    folder.tamper("UPDATE streams SET version = 9e18 WHERE name = 'room:a'");
    const journal = await folder.open();
    await expectOthersToGoOn(journal);
  });

  it('[JRN14] a damaged entry is not given out as the answer to a resent command', async () => {
    await using folder = new JournalFolder();
    await write(folder);
    folder.tamper(`UPDATE entries SET body = '{}' WHERE ${IN_A} AND version = 3`);
    const journal = await folder.open();
    await expect(journal.findCommand('room:a', 'c3')).rejects.toMatchObject(corrupt(3));
  });

  it('[JRN14] whatever bit of the page of entries flips, what is read was written, or is refused', async () => {
    await using folder = new JournalFolder();
    const stored = await write(folder);
    const sound = readFileSync(folder.file);
    const read = (): StoredEntry[] => {
      const store = new SqliteStore({ folder: folder.path });
      try {
        return STREAM_NAMES.flatMap((name) => store.read(name, 0, 10));
      } finally {
        store.close();
      }
    };
    const page = pageOf(folder.file, 'entries');
    let refused = 0;
    const anyBit = fc.record({
      byte: fc.integer({ min: 0, max: PAGE_BYTES - 1 }),
      bit: fc.integer({ min: 0, max: 7 }),
    });
    fc.assert(
      fc.property(anyBit, ({ byte, bit }) => {
        const bytes = Buffer.from(sound);
        flipBit(bytes, page * PAGE_BYTES + byte, bit);
        writeFileSync(folder.file, bytes);
        try {
          expect(read()).toEqual(stored);
        } catch (cause) {
          if (!(cause instanceof JournalFault)) throw cause;
          expect(cause).toMatchObject({ kind: 'corrupt' });
          expect(cause.message).toMatch(/entry \d+ of room:[ab] /);
          refused += 1;
        }
      }),
      { numRuns: 400 },
    );
    expect(refused).toBeGreaterThan(50);
  });
});

/** Number, counted from 0, of the page where a table begins. */
const pageOf = (file: string, table: string): number => {
  const db = new DatabaseSync(file, { readOnly: true });
  try {
    const find = db.prepare('SELECT rootpage FROM sqlite_schema WHERE name = ?');
    return (find.get(table) as { rootpage: number }).rootpage - 1;
  } finally {
    db.close();
  }
};

describe('damaged snapshots', () => {
  it.for([...SNAPSHOT_DAMAGE, { what: 'document', sql: `UPDATE snapshots SET document = x'00'` }])(
    '[JRN14] a snapshot with another $what counts as none, and can be written anew',
    async ({ sql }) => {
      await using folder = new JournalFolder();
      const stored = await write(folder);
      folder.tamper(sql);
      const journal = await folder.open();
      expect(await journal.readSnapshot('room:a')).toBeUndefined();
      expect(await readAll(journal, 'room:a')).toEqual(stored.slice(0, 4));
      const anew = snapshotOf(stored[3], '{"written":"anew"}');
      await journal.writeSnapshot('room:a', anew);
      expect(await journal.readSnapshot('room:a')).toEqual(anew);
    },
  );

  it('[JRN14] one flipped bit in a stored state makes the snapshot count as none', async () => {
    await using folder = new JournalFolder();
    const stored = await write(folder);
    flipMark(folder.file, 'state of room:a');
    const journal = await folder.open();
    expect(await journal.readSnapshot('room:a')).toBeUndefined();
    expect(await journal.readSnapshot('room:b')).toEqual(
      snapshotOf(stored[6], '{"marked":"state of room:b"}'),
    );
  });
});

describe('earlier forms of the file', () => {
  const earlier = MIGRATIONS.map((_, index) => index).slice(1);

  it.for(earlier)(
    '[JRN15] a journal of form %i is brought up with all its entries',
    async (form) => {
      await using folder = new JournalFolder();
      const stored = await write(folder);
      const tables = ['streams', 'entries', 'beats'];
      // The tables that hold what counts are the same in all forms so far; the rest is made by the steps.
      const copies = tables.map((name) => `INSERT INTO ${name} SELECT * FROM now.${name};`);
      await using old = new JournalFolder();
      const db = new DatabaseSync(old.file);
      db.exec(`${MIGRATIONS.slice(0, form).join(';')}; PRAGMA user_version = ${String(form)};`);
      db.exec(`ATTACH '${folder.file}' AS now; ${copies.join(' ')}`);
      db.close();
      const journal = await old.open();
      expect(await readAll(journal, 'room:a')).toEqual(stored.slice(0, 4));
      await storedBy(journal.append(appendSince('room:a', 4, text('goes on'))));
      const entries = await readAll(journal, 'room:a');
      expectChain(entries);
      await journal.writeSnapshot('room:a', snapshotOf(entries[4], '{}'));
      expect(await journal.readSnapshot('room:a')).toEqual(snapshotOf(entries[4], '{}'));
    },
  );
});
