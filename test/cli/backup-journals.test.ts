// Backup, restore and import between real journals of both kinds: what comes out is what went in, or nothing at all.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { copyRecord } from '../../server/backup/copy.ts';
import { fromSqlite } from '../../server/backup/sqlite-records.ts';
import { intoPostgres } from '../../server/backup/postgres-target.ts';
import { intoSqlite } from '../../server/backup/sqlite-target.ts';
import { createChance } from '../../server/platform/chance.ts';
import { createClock, steadyMs } from '../../server/platform/clock.ts';
import { createTimers } from '../../server/platform/timers.ts';
import { memoryLog } from '../support/fakes.ts';
import { IN_A, writeMarked } from '../support/journal-damage.ts';
import { appendAt, decision } from '../support/journal-entries.ts';
import { JournalFolder } from '../support/journal-folder.ts';
import { PASSWORD, PostgresServer } from '../support/postgres.ts';
import { Installation } from '../support/postgres-journals.ts';
import {
  bodyOf,
  everythingIn,
  expectLastDecision,
  headsIn,
  mustOperate,
  operate,
  Scratch,
  writeRecord,
} from '../support/records.ts';

let server: PostgresServer;

beforeAll(async () => {
  server = await PostgresServer.start();
});

afterAll(async () => {
  await server[Symbol.asyncDispose]();
});

const inSchema = ({ schema }: Installation): Record<string, string> => ({
  PARLEY_DATABASE_URL: server.url(),
  PARLEY_DATABASE_SCHEMA: schema,
});

const inFolder = ({ path }: JournalFolder): Record<string, string> => ({ PARLEY_DATA: path });

const parts = () => ({
  ...{ url: server.url(), steadyMs, chance: createChance(), log: memoryLog() },
  timers: createTimers(createClock()),
});

describe('round trips', () => {
  it('[BAK1] [BAK2] a record is the same from SQLite over PostgreSQL back to SQLite', async () => {
    using scratch = new Scratch();
    await using first = new JournalFolder();
    await using second = new Installation(server);
    await using third = new JournalFolder();
    const original = await first.open();
    await writeRecord(original);
    const everything = await everythingIn(original);
    const [one, two, three] = ['1.parley', '2.gz', '3.parley'].map((name) => scratch.in(name));
    // The journal is open: servers run on it.
    const heads = headsIn(await mustOperate(['backup', one ?? ''], inFolder(first)));
    const put = await mustOperate(['restore', one ?? ''], inSchema(second));
    const there = await second.open();
    expect(await everythingIn(there)).toEqual(everything);
    const again = await mustOperate(['backup', two ?? ''], inSchema(second));
    const back = await mustOperate(['restore', two ?? ''], inFolder(third));
    const last = await mustOperate(['backup', three ?? ''], inFolder(third));
    const copy = await third.open();
    expect(await everythingIn(copy)).toEqual(everything);
    expect([put, again, back, last].map(headsIn)).toEqual([heads, heads, heads, heads]);
    expect(bodyOf(three ?? '') === bodyOf(one ?? '')).toBe(true);
    // They go on from where they are.
    for (const journal of [there, copy]) await expectLastDecision(journal);
  });

  it('[BAK2] an import is the same, and servers can make streams on it', async () => {
    await using from = new JournalFolder();
    await using to = new Installation(server);
    const journal = await from.open();
    await writeRecord(journal);
    const everything = await everythingIn(journal);
    await from.close();
    const files = readdirSync(from.path);
    const line = await mustOperate(['import', from.path], inSchema(to));
    expect(line).toMatch(/\(schema s\d+\) now holds 6 streams with 1,221 entries, heads /);
    expect(line).not.toContain(PASSWORD);
    expect(readdirSync(from.path)).toEqual(files);
    const node = await to.open();
    expect(await everythingIn(node)).toEqual(everything);
    await expectLastDecision(node);
    expect(await node.append(appendAt('room:new', 0, decision(1)))).toMatchObject({ ok: true });
  });
});

describe('where nothing may go', () => {
  it('[BAK5] a journal that holds anything is refused, and is as it was', async () => {
    using scratch = new Scratch();
    const file = scratch.in('b.parley');
    await using folder = new JournalFolder();
    await using schema = new Installation(server);
    await writeMarked(await folder.open());
    await writeMarked(await schema.open());
    const before = await everythingIn(await schema.open());
    await mustOperate(['backup', file], inFolder(folder));
    expect(await operate(['restore', file], inFolder(folder))).toMatchObject({
      code: 1,
      warned: [`parley: another server is using the journal in ${folder.path}`],
    });
    await folder.close();
    const bytes = readFileSync(folder.file);
    expect(await operate(['restore', file], inFolder(folder))).toMatchObject({
      code: 1,
      warned: [`parley: the journal in ${folder.path} is not empty; name another folder`],
    });
    expect(readFileSync(folder.file)).toEqual(bytes);
    for (const words of [
      ['restore', file],
      ['import', folder.path],
    ]) {
      const { code, warned } = await operate(words, inSchema(schema));
      expect(code).toBe(1);
      expect(warned).toEqual([
        expect.stringMatching(/^parley: the journal in .* is not empty; name another schema$/),
      ]);
    }
    expect(await everythingIn(await schema.open())).toEqual(before);
  });

  it('[BAK5] one made by an earlier version and used is refused before it is changed', async () => {
    using scratch = new Scratch();
    await using folder = new JournalFolder();
    await writeMarked(await folder.open());
    await mustOperate(['backup', scratch.in('b')], inFolder(folder));
    await folder.close();
    folder.tamper('DROP TABLE snapshots; PRAGMA user_version = 1');
    expect(await operate(['restore', scratch.in('b')], inFolder(folder))).toMatchObject({
      code: 1,
    });
    using db = new DatabaseSync(folder.file);
    expect(db.prepare('PRAGMA user_version').get()).toEqual({ user_version: 1 });
    // And what it holds is taken all the same.
    await mustOperate(['backup', scratch.in('old')], inFolder(folder));
    expect(bodyOf(scratch.in('old'))).toBe(bodyOf(scratch.in('b')));
  });
});

describe('what ends early', () => {
  /** Fails half-way, when streams and entries have been written. */
  const half = async (take: () => Promise<void>): Promise<never> => {
    await take();
    throw new TypeError('cut short');
  };

  it('[BAK5] a copy that fails half-way leaves an empty journal, and is made again', async () => {
    await using from = new JournalFolder();
    await writeRecord(await from.open());
    await using to = new JournalFolder();
    await using schema = new Installation(server);
    await fromSqlite({ path: from.path }, async (source) => {
      const into = intoSqlite(to.path, (target) =>
        half(async () => {
          await copyRecord(source, target, () => undefined);
        }),
      );
      await expect(into).rejects.toThrow(TypeError);
      const over = intoPostgres({ ...parts(), schema: schema.schema }, (target) =>
        half(async () => {
          await copyRecord(source, target, () => undefined);
        }),
      );
      await expect(over).rejects.toThrow(TypeError);
    });
    const names = async (journal: JournalFolder | Installation): Promise<readonly string[]> => {
      const streams = await (await journal.open()).streams('', '', 10);
      await journal.close();
      return streams;
    };
    expect([await names(to), await names(schema)]).toEqual([[], []]);
    using scratch = new Scratch();
    await mustOperate(['backup', scratch.in('b')], inFolder(from));
    await mustOperate(['restore', scratch.in('b')], inFolder(to));
    await mustOperate(['restore', scratch.in('b')], inSchema(schema));
  });

  it('[BAK5] a restore that is killed leaves an empty journal', { timeout: 300_000 }, async () => {
    await using from = new JournalFolder();
    await writeRecord(await from.open());
    await using to = new JournalFolder();
    const program = join(import.meta.dirname, '../support/stalled-restore.ts');
    const child = spawn(process.execPath, [program, from.path, to.path], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [said] = (await once(child.stdout, 'data')) as [Buffer];
    expect(said.toString()).toBe('stalled\n');
    expect(existsSync(to.file)).toBe(true);
    await expect(to.open()).rejects.toMatchObject({ kind: 'in-use' });
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(await (await to.open()).streams('', '', 10)).toEqual([]);
  });

  it('[BAK5] a node that would append meanwhile waits, and finds the whole', async () => {
    await using from = new JournalFolder();
    await writeMarked(await from.open());
    await using to = new Installation(server);
    const node = await to.open();
    const outcome = await fromSqlite({ path: from.path }, (source) =>
      intoPostgres({ ...parts(), schema: to.schema }, async (target) => {
        const appended = node.append(appendAt('room:a', 0, decision(1)));
        await copyRecord(source, target, () => undefined);
        // Its own view: nothing is there yet.
        expect(await node.streams('', '', 10)).toEqual([]);
        return { appended };
      }),
    );
    expect(await outcome.appended).toEqual({ ok: false, conflict: { version: 4 } });
  });
});

describe('what is no record', () => {
  /** What a command says that must fail with one line. */
  const complaint = async (
    words: readonly string[],
    env: Readonly<Record<string, string>>,
  ): Promise<string> => {
    const { code, said, warned } = await operate(words, env);
    expect({ said, lines: warned.length, code: code > 0 }).toEqual({
      ...{ said: [], lines: 1, code: true },
    });
    expect(warned[0]).not.toContain(PASSWORD);
    expect(warned[0]).not.toContain('\n');
    return warned[0] ?? '';
  };

  it('[BAK7] a source that is not there, or is something else, is named', async () => {
    using scratch = new Scratch();
    await using schema = new Installation(server);
    const [out, env] = [scratch.in('b'), inSchema(schema)];
    const nowhere = scratch.in('nowhere');
    expect(await complaint(['backup', out], { PARLEY_DATA: nowhere })).toBe(
      `parley: there is no journal in ${nowhere}`,
    );
    expect(existsSync(nowhere)).toBe(false);
    expect(await complaint(['import', nowhere], env)).toBe(
      `parley: there is no journal in ${nowhere}`,
    );
    expect(await complaint(['backup', out], env)).toMatch(
      /there is no journal in .*\(schema s\d+\)/,
    );
    expect(await complaint(['restore', nowhere], env)).toBe(
      `parley: ${nowhere} cannot be read: there is none`,
    );
    expect(await complaint(['restore', scratch.path], env)).toMatch(/cannot be read: EISDIR/);
    writeFileSync(scratch.in('text'), 'no journal at all, and more than a few bytes of it');
    expect(await complaint(['import', scratch.in('text')], env)).toMatch(/is not a journal$/);
    new DatabaseSync(scratch.in('other')).exec(
      'CREATE TABLE streams (id); PRAGMA user_version = 1',
    );
    expect(await complaint(['import', scratch.in('other')], env)).toMatch(/is not a journal$/);
    expect(readdirSync(scratch.path).sort()).toEqual(['other', 'text']);
  });

  it('[BAK7] a journal of a newer form is refused as that, by every command', async () => {
    using scratch = new Scratch();
    await using folder = new JournalFolder();
    await using schema = new Installation(server);
    await folder.open();
    await folder.close();
    folder.tamper('PRAGMA user_version = 99');
    await schema.open();
    await schema.close();
    const newer = /by a newer Parley: it has form 99; this version knows \d$/;
    const out = scratch.in('b');
    expect(await complaint(['backup', out], inFolder(folder))).toMatch(newer);
    expect(await complaint(['import', folder.path], inSchema(schema))).toMatch(newer);
    await schema.tamper('UPDATE form SET form = 99');
    expect(await complaint(['backup', out], inSchema(schema))).toMatch(newer);
  });

  it('[BAK7] a place that cannot be written is named', async () => {
    using scratch = new Scratch();
    await using folder = new JournalFolder();
    await writeMarked(await folder.open());
    writeFileSync(scratch.in('file'), '');
    const env = inFolder(folder);
    const missing = scratch.in('missing/b');
    expect(await complaint(['backup', missing], env)).toBe(
      `parley: ${missing} cannot be written: its folder is missing`,
    );
    const inFile = scratch.in('file/b');
    expect(await complaint(['backup', inFile], env)).toMatch(/file\/b cannot be written: ENOTDIR/);
    await mustOperate(['backup', scratch.in('b')], env);
    const target = { PARLEY_DATA: scratch.in('file') };
    expect(await complaint(['restore', scratch.in('b')], target)).toMatch(/cannot be written$/);
    mkdirSync(scratch.in('odd/journal.sqlite'), { recursive: true });
    const odd = { PARLEY_DATA: scratch.in('odd') };
    expect(await complaint(['restore', scratch.in('b')], odd)).toMatch(/odd.* cannot be opened$/);
  });

  it('[BAK7] import needs a stopped server and a database, which must let it in', async () => {
    await using folder = new JournalFolder();
    await using schema = new Installation(server);
    await writeMarked(await folder.open());
    expect(await complaint(['import', folder.path], inSchema(schema))).toBe(
      `parley: another server is using the journal in ${folder.path}`,
    );
    await folder.close();
    expect(await complaint(['import', folder.path], {})).toMatch(/give PARLEY_DATABASE_URL$/);
    const wrong = { PARLEY_DATABASE_URL: server.url({ password: 'wrong' }) };
    expect(await complaint(['import', folder.path], wrong)).toMatch(
      /refuses the user or the password$/,
    );
    // The file alone is a journal too.
    await mustOperate(['import', folder.file], inSchema(schema));
  });

  it('[BAK4] damage in a database is named by stream and entry', async () => {
    using scratch = new Scratch();
    await using schema = new Installation(server);
    await writeMarked(await schema.open());
    await schema.tamper(`UPDATE entries SET body = '{}' WHERE ${IN_A} AND version = 3`);
    const line = await complaint(['backup', scratch.in('b')], inSchema(schema));
    expect(line).toMatch(
      /\(schema s\d+\): entry 3 of room:a does not read back as it was written$/,
    );
    await schema.tamper(`DELETE FROM streams WHERE name = 'room:a'`);
    expect(await complaint(['backup', scratch.in('b')], inSchema(schema))).toContain(
      'there are 1 streams with 4 entries where 1 with 8 should be',
    );
    expect(readdirSync(scratch.path)).toEqual([]);
  });
});
