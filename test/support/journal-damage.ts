// Two streams of known entries, and what can be done to them behind a journal's back, in SQL that SQLite and
// PostgreSQL both take. What it must be refused with is the same for both.

import { expect } from 'vitest';
import type { Journal } from '../../server/ports.ts';
import type { StoredEntry } from '../../shared/record/entry.ts';
import {
  appendAt,
  appendSince,
  decision,
  readAll,
  snapshotOf,
  storedBy,
  text,
} from './journal-entries.ts';

export const STREAM_NAMES = ['room:a', 'room:b'];

/** Two streams of four entries, each with a snapshot at its third. */
export const writeMarked = async (journal: Journal): Promise<StoredEntry[]> => {
  const stored: StoredEntry[] = [];
  for (const stream of STREAM_NAMES) {
    const entries = await storedBy(
      journal.append(
        appendAt(
          stream,
          0,
          decision(1, { commandId: 'c1' }),
          text(`marked body of ${stream}`),
          decision(3, { commandId: 'c3' }),
          decision(4, { commandId: 'c4' }),
        ),
      ),
    );
    stored.push(...entries);
    await journal.writeSnapshot(stream, snapshotOf(entries[2], `{"marked":"state of ${stream}"}`));
  }
  return stored;
};

/** The fault that names an entry. */
export const corrupt = (version: number, stream = 'room:a') => ({
  name: 'JournalFault',
  kind: 'corrupt',
  message: expect.stringContaining(`entry ${String(version)} of ${stream} `) as string,
});

export const IN_A = "stream = (SELECT id FROM streams WHERE name = 'room:a')";
const OTHER_HEAD = `'${'f'.repeat(64)}'`;

/** What is done to room:a, and the first entry that is not as it was written then. */
export const ENTRY_DAMAGE = [
  {
    what: 'a time',
    version: 2,
    sql: `UPDATE entries SET at = at + 1 WHERE ${IN_A} AND version = 2`,
  },
  {
    what: 'a time before all times',
    version: 2,
    sql: `UPDATE entries SET at = -1 WHERE ${IN_A} AND version = 2`,
  },
  {
    what: 'a time beyond numbers',
    version: 1,
    sql: `UPDATE entries SET at = 9e18 WHERE ${IN_A} AND version = 1`,
  },
  {
    what: 'a head',
    version: 3,
    sql: `UPDATE entries SET head = ${OTHER_HEAD} WHERE ${IN_A} AND version = 3`,
  },
  {
    what: 'a body',
    version: 1,
    sql: `UPDATE entries SET body = '{}' WHERE ${IN_A} AND version = 1`,
  },
  {
    what: 'the first entry gone',
    version: 1,
    sql: `DELETE FROM entries WHERE ${IN_A} AND version = 1`,
  },
  { what: 'an entry gone', version: 2, sql: `DELETE FROM entries WHERE ${IN_A} AND version = 2` },
  {
    what: 'the last entry gone',
    version: 4,
    sql: `DELETE FROM entries WHERE ${IN_A} AND version = 4`,
  },
  {
    what: 'an entry too many',
    version: 4,
    sql: `UPDATE streams SET version = 3 WHERE name = 'room:a'`,
  },
  {
    what: 'a foreign entry',
    version: 2,
    sql: `UPDATE entries SET body = (SELECT body FROM entries AS other WHERE NOT other.${IN_A} AND other.version = 2) WHERE ${IN_A} AND version = 2`,
  },
  {
    what: 'the head of the stream',
    version: 4,
    sql: `UPDATE streams SET head = ${OTHER_HEAD} WHERE name = 'room:a'`,
  },
];

/** What a reader that has read `after` entries, and asks only for what is new, must notice. */
export const END_DAMAGE = [
  {
    what: 'another head of the stream',
    after: 4,
    version: 4,
    sql: `UPDATE streams SET head = ${OTHER_HEAD}`,
  },
  {
    what: 'the last entry gone',
    after: 4,
    version: 4,
    sql: 'DELETE FROM entries WHERE version = 4',
  },
  {
    what: 'a stream said to be shorter',
    after: 4,
    version: 4,
    sql: 'UPDATE streams SET version = 3',
  },
  {
    what: 'a stream said to be longer',
    after: 4,
    version: 5,
    sql: 'UPDATE streams SET version = 5',
  },
];

/** What is done to all snapshots; bytes are written differently by each store. */
export const SNAPSHOT_DAMAGE = [
  { what: 'state', sql: `UPDATE snapshots SET state = '{}'` },
  { what: 'version', sql: 'UPDATE snapshots SET version = 2' },
  { what: 'version beyond the stream', sql: 'UPDATE snapshots SET version = 99' },
  { what: 'form', sql: 'UPDATE snapshots SET form = 7' },
  { what: 'time', sql: 'UPDATE snapshots SET at = -5' },
];

/** Fails unless appends to one stream are taken beside one to the other, which is damaged and refuses its own. */
export const expectOthersToGoOn = async (journal: Journal): Promise<void> => {
  const results = await Promise.allSettled([
    journal.append(appendSince('room:b', 4, text('under way'))),
    journal.append(appendSince('room:b', 4, text('beside it'))),
    journal.append(appendSince('room:a', 4, text('on a damaged stream'))),
    journal.append(appendSince('room:b', 4, text('after it'))),
  ]);
  expect(results.map(({ status }) => status)).toEqual([
    'fulfilled',
    'fulfilled',
    'rejected',
    'fulfilled',
  ]);
  expect(results[2]).toMatchObject({
    reason: { kind: 'corrupt', message: expect.stringContaining('room:a') as string },
  });
  expect(await readAll(journal, 'room:b')).toHaveLength(7);
};
