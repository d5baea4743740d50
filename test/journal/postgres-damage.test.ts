// What was changed in the database behind the journal is refused by name, and never passed on as if it were the record.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Journal } from '../../server/ports.ts';
import {
  corrupt,
  END_DAMAGE,
  ENTRY_DAMAGE,
  expectOthersToGoOn,
  IN_A,
  SNAPSHOT_DAMAGE,
  writeMarked,
} from '../support/journal-damage.ts';
import { appendSince, readAll, snapshotOf, storedBy, text } from '../support/journal-entries.ts';
import { PostgresServer } from '../support/postgres.ts';
import { Installation } from '../support/postgres-journals.ts';

let server: PostgresServer;

beforeAll(async () => {
  server = await PostgresServer.start();
});

afterAll(async () => {
  await server[Symbol.asyncDispose]();
});

/** The two streams, with something done to them; and a node that has never seen them before. */
const damaged = async (installation: Installation, sql: string) => {
  const stored = await writeMarked(await installation.open());
  await installation.close();
  await installation.tamper(sql);
  const journal: Journal = await installation.open();
  return { stored, journal };
};

describe('damaged entries', () => {
  it.for(ENTRY_DAMAGE)(
    '[JRN14] $what changed behind the journal is refused at entry $version',
    async ({ version, sql }) => {
      await using installation = new Installation(server);
      const { stored, journal } = await damaged(installation, sql);
      await expect(readAll(journal, 'room:a')).rejects.toMatchObject(corrupt(version));
      expect(await readAll(journal, 'room:b')).toEqual(stored.slice(4));
    },
  );

  it.for(END_DAMAGE)(
    '[JRN14] $what is refused by a reader who only asks for what is new',
    async ({ after, version, sql }) => {
      await using installation = new Installation(server);
      const { journal } = await damaged(installation, sql);
      await expect(journal.read('room:a', after, 10)).rejects.toMatchObject(corrupt(version));
    },
  );

  it.for([
    ['a version beyond numbers', "UPDATE streams SET version = 9e18 WHERE name = 'room:a'"],
    ['a time before all times', "UPDATE streams SET at = -5 WHERE name = 'room:a'"],
    ['an end that is too early', "UPDATE streams SET version = 3 WHERE name = 'room:a'"],
  ] as const)('[JRN14] appends to other streams go on beside one with %s', async ([, sql]) => {
    await using installation = new Installation(server);
    const { journal } = await damaged(installation, sql);
    await expectOthersToGoOn(journal);
  });

  it('[JRN14] a damaged entry is not given out as the answer to a resent command', async () => {
    await using installation = new Installation(server);
    const sql = `UPDATE entries SET body = '{}' WHERE ${IN_A} AND version = 3`;
    const { journal } = await damaged(installation, sql);
    await expect(journal.findCommand('room:a', 'c3')).rejects.toMatchObject(corrupt(3));
  });

  it('[JRN14] a page that the database itself finds damaged is refused, naming the entry', async () => {
    await using installation = new Installation(server);
    const { journal } = await damaged(installation, 'CHECKPOINT');
    const table = `${installation.schema}.entries`;
    const [file] = await server.query('SELECT pg_relation_filepath($1) AS path', [table]);
    await server.stop();
    const undo = server.damage(String(file?.['path']), 'marked body of room:a');
    await server.start();
    try {
      await expect(journal.read('room:a', 0, 10)).rejects.toMatchObject(corrupt(1));
      await expect(journal.read('room:b', 2, 10)).rejects.toMatchObject(corrupt(3, 'room:b'));
      expect(await journal.streams('', '', 9)).toEqual(['room:a', 'room:b']);
    } finally {
      await server.stop();
      undo();
      await server.start();
    }
    expect(await readAll(journal, 'room:a')).toHaveLength(4);
  });

  it('[JRN14] a table that is gone is said to be, and nothing is made in its place', async () => {
    await using installation = new Installation(server);
    const opening = damaged(installation, 'ALTER TABLE entries RENAME TO lost');
    await expect(opening).rejects.toMatchObject({
      kind: 'corrupt',
      message: expect.stringContaining('has lost a table') as string,
    });
  });
});

describe('damaged snapshots', () => {
  it.for([
    ...SNAPSHOT_DAMAGE,
    { what: 'document', sql: `UPDATE snapshots SET document = '\\x00'` },
  ])(
    '[JRN14] a snapshot with another $what counts as none, and can be written anew',
    async ({ sql }) => {
      await using installation = new Installation(server);
      const { stored, journal } = await damaged(installation, sql);
      expect(await journal.readSnapshot('room:a')).toBeUndefined();
      expect(await readAll(journal, 'room:a')).toEqual(stored.slice(0, 4));
      const anew = snapshotOf(stored[3], '{"written":"anew"}');
      await journal.writeSnapshot('room:a', anew);
      expect(await journal.readSnapshot('room:a')).toEqual(anew);
    },
  );
});

describe('a database that was put back under a running node', () => {
  const OTHER = "head = repeat('e', 64)";
  it.for([
    ['as many entries, but others', `UPDATE streams SET ${OTHER} WHERE name = 'room:a'`],
    [
      'fewer entries',
      `DELETE FROM entries WHERE ${IN_A} AND version = 4; UPDATE streams AS s SET version = 3,
       head = e.head FROM entries AS e WHERE e.stream = s.id AND e.version = 3 AND name = 'room:a'`,
    ],
    ['nothing at all', "DELETE FROM streams WHERE name = 'room:a'"],
  ] as const)(
    '[JRN26] a stream that has %s is refused to the node that knew it before, and to no other',
    async ([, sql]) => {
      await using installation = new Installation(server);
      const journal = await installation.open();
      await writeMarked(journal);
      await installation.tamper(sql);
      const refused = {
        kind: 'corrupt',
        message: expect.stringMatching(/^room:a had 4 entries .* started again$/) as string,
      };
      for (let attempt = 0; attempt < 2; attempt += 1) {
        const append = journal.append(appendSince('room:a', 4, text('on the old past')));
        await expect(append).rejects.toMatchObject(refused);
      }
      await storedBy(journal.append(appendSince('room:b', 4, text('goes on'))));
      const anew = await installation.open();
      const [version] = await anew.versions(['room:a']);
      expect(version).toBeLessThanOrEqual(4);
      await storedBy(anew.append(appendSince('room:a', 4, text('on what is there'))));
    },
  );
});
