// What keeps a database from being used, by name: who may come in, what is there, what it takes, what it is.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Journal } from '../../server/ports.ts';
import { expectChain } from '../support/journal-chain.ts';
import { appendAt, decision, readAll, snapshotOf, storedBy } from '../support/journal-entries.ts';
import { memoryLog } from '../support/fakes.ts';
import { PASSWORD, PostgresServer } from '../support/postgres.ts';
import { Installation } from '../support/postgres-journals.ts';
import { until } from '../support/until.ts';

const refusalOf = async (opening: Promise<Journal>): Promise<Error & { kind: string }> => {
  try {
    await (await opening).close();
  } catch (cause) {
    return cause as Error & { kind: string };
  }
  throw new Error('it was opened');
};

const fault = (kind: string, words: string | RegExp = '') => ({
  name: 'JournalFault',
  kind,
  message: expect.stringMatching(words) as string,
});

describe('a database that works', () => {
  let server: PostgresServer;

  beforeAll(async () => {
    server = await PostgresServer.start({ settings: ['max_connections=20'] });
  });

  afterAll(async () => {
    await server[Symbol.asyncDispose]();
  });

  const urls: readonly { what: string; kind: string; words: string; url: () => string }[] = [
    {
      what: 'a wrong password',
      kind: 'denied',
      words: 'refuses the user or the password',
      url: () => server.url({ password: 'not-the-word' }),
    },
    {
      what: 'a user who does not exist',
      kind: 'denied',
      words: 'refuses the user or the password',
      url: () => server.url({ user: 'nobody-here' }),
    },
    {
      what: 'a database that does not exist',
      kind: 'denied',
      words: '/nowhere does not exist',
      url: () => server.url({ database: 'nowhere' }),
    },
    {
      what: 'a port where nothing listens',
      kind: 'unavailable',
      words: '127.0.0.1:1/postgres cannot be reached',
      url: () => server.url({ port: 1 }),
    },
    {
      what: 'a host that has no address',
      kind: 'unavailable',
      words: 'database.invalid:5432/x cannot be reached',
      url: () => `postgres://me:${PASSWORD}@database.invalid:5432/x`,
    },
    {
      what: 'a file of certificates that is not there',
      kind: 'denied',
      words: 'no/such/ca.pem',
      url: () => `${server.url()}?sslmode=verify-full&sslrootcert=/no/such/ca.pem`,
    },
    {
      what: 'encryption that the server does not have',
      kind: 'unavailable',
      words: 'SSL',
      url: () => `${server.url()}?sslmode=verify-full`,
    },
  ];

  it.for(urls)('[JRN23] $what is named in one line without the password', async (each) => {
    await using installation = new Installation(server);
    const log = memoryLog();
    const opening = installation.open({ url: each.url(), log, timings: { patienceMs: 50 } });
    const cause = await refusalOf(opening);
    expect(cause).toMatchObject(fault(each.kind, each.words));
    expect(cause.message).not.toContain('\n');
    const told = `${cause.message} ${JSON.stringify(log.lines)} ${String(cause.stack)}`;
    expect(told).not.toContain(PASSWORD);
    expect(told).not.toContain('not-the-word');
  });

  const userWith = async (user: string, rights: string): Promise<string> => {
    await server.query(`CREATE USER ${user} PASSWORD '${PASSWORD}'; ${rights}`);
    return server.url({ user });
  };

  it('[JRN23] a user who may not make the schema is told so', async () => {
    const url = await userWith('no_maker', '');
    await using installation = new Installation(server);
    const cause = await refusalOf(installation.open({ url }));
    expect(cause).toMatchObject(fault('denied', 'the rights that the journal needs'));
  });

  it('[JRN23] a user who may read and not write is told so at the start, not at the first bid', async () => {
    await using installation = new Installation(server);
    await installation.open();
    const { schema } = installation;
    const url = await userWith(
      'reader',
      `GRANT USAGE ON SCHEMA ${schema} TO reader; GRANT SELECT ON ALL TABLES IN SCHEMA ${schema} TO reader`,
    );
    const cause = await refusalOf(installation.open({ url }));
    expect(cause).toMatchObject(fault('denied', 'the rights that the journal needs'));
  });

  it('[JRN23] a user with no more than the rights to the tables can run a node', async () => {
    await using installation = new Installation(server);
    await installation.open();
    const { schema } = installation;
    const url = await userWith(
      'worker',
      `GRANT USAGE ON SCHEMA ${schema} TO worker;
       GRANT SELECT, INSERT, UPDATE ON ALL TABLES IN SCHEMA ${schema} TO worker;
       GRANT USAGE ON ALL SEQUENCES IN SCHEMA ${schema} TO worker`,
    );
    const journal = await installation.open({ url });
    const [entry] = await storedBy(journal.append(appendAt('room:a', 0, decision(1))));
    await journal.writeSnapshot('room:a', snapshotOf(entry, '{}'));
    await journal.beat('worker', journal.now());
    expect(await readAll(journal, 'room:a')).toEqual([entry]);
  });

  it('[JRN23] a database of another encoding is refused', async () => {
    await server.query(
      `CREATE DATABASE latin TEMPLATE template0 ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C'`,
    );
    await using installation = new Installation(server);
    const opening = installation.open({ url: server.url({ database: 'latin' }) });
    expect(await refusalOf(opening)).toMatchObject(fault('denied', 'LATIN1; Parley needs UTF8'));
  });

  it('[JRN15] a journal of a newer form is refused and kept as it is', async () => {
    await using installation = new Installation(server);
    const first = await installation.open();
    const stored = await storedBy(first.append(appendAt('room:a', 0, decision(1))));
    await installation.close();
    await installation.tamper('UPDATE form SET form = form + 999');
    const cause = await refusalOf(installation.open());
    expect(cause).toMatchObject(fault('newer', /has form \d+; this version knows \d+$/));
    await installation.tamper('UPDATE form SET form = form - 999');
    expect(await readAll(await installation.open(), 'room:a')).toEqual(stored);
  });

  it('[JRN23] without a connection free a start waits and is refused; a node that runs goes on', async () => {
    await using installation = new Installation(server);
    const running = await installation.open();
    await storedBy(running.append(appendAt('room:a', 0, decision(1))));
    await using crowd = new Installation(server);
    const opened: Journal[] = [];
    const cause = await (async () => {
      for (;;) {
        try {
          opened.push(await crowd.open({ timings: { patienceMs: 50 } }));
          // Each of its connections is made once there is something for it to do.
          const reads = Array.from({ length: 4 }, () => opened.at(-1)?.lastBeat());
          await Promise.all(reads);
        } catch (reason) {
          return reason;
        }
      }
    })();
    expect(cause).toMatchObject(fault('unavailable', 'has no connection free'));
    expect(opened.length).toBeGreaterThan(0);
    await storedBy(running.append(appendAt('room:a', 1, decision(2))));
    await crowd.close();
    await using later = new Installation(server);
    await later.open();
  });

  it('[JRN23] while the database takes no writes appends are refused and reads go on; then all goes on', async () => {
    await using installation = new Installation(server);
    const journal = await installation.open();
    const [entry] = await storedBy(journal.append(appendAt('room:a', 0, decision(1))));
    const readOnly = async (value: 'on' | 'off'): Promise<void> => {
      await server.query(`ALTER SYSTEM SET default_transaction_read_only = ${value}`);
      await server.query('SELECT pg_reload_conf()');
    };
    await readOnly('on');
    try {
      const refused = await until('a refusal', async () => {
        const [version = 0] = await journal.versions(['room:a']);
        return journal.append(appendAt('room:a', version, decision(2))).then(
          () => undefined,
          (cause: unknown) => cause,
        );
      });
      expect(refused).toMatchObject(fault('read-only', 'takes no writes'));
      expect((await readAll(journal, 'room:a'))[0]).toEqual(entry);
      expect(await journal.streams('', '', 9)).toEqual(['room:a']);
      const snapshot = journal.writeSnapshot('room:a', snapshotOf(entry, '{}'));
      await expect(snapshot).rejects.toMatchObject(fault('read-only'));
      await using another = new Installation(server, installation.schema);
      expect(await refusalOf(another.open())).toMatchObject(fault('read-only', 'takes no writes'));
    } finally {
      await readOnly('off');
    }
    await until('an append', async () => {
      const [version = 0] = await journal.versions(['room:a']);
      return journal.append(appendAt('room:a', version, decision(3))).then(
        ({ ok }) => ok,
        () => undefined,
      );
    });
    expectChain(await readAll(journal, 'room:a'));
  });

  it('[JRN23] a standby is refused by name; a node whose database becomes one reads on, and writes once it is none', async () => {
    await using installation = new Installation(server);
    const journal = await installation.open();
    const stored = await storedBy(journal.append(appendAt('room:a', 0, decision(1))));
    await server.stop();
    server.beStandby(true);
    await server.start();
    try {
      expect(await readAll(journal, 'room:a')).toEqual(stored);
      const append = journal.append(appendAt('room:a', 1, decision(2)));
      await expect(append).rejects.toMatchObject(fault('read-only', 'takes no writes'));
      expect(await refusalOf(installation.open())).toMatchObject(fault('read-only', 'a standby'));
    } finally {
      await server.stop();
      server.beStandby(false);
      await server.start();
    }
    await storedBy(journal.append(appendAt('room:a', 1, decision(2))));
  });
});

describe('a database without room', () => {
  it('[JRN16] an append without room is refused as full, nothing of it is stored, reads and smaller appends go on', async () => {
    await using server = await PostgresServer.start({ maxFileBytes: 4 * 1024 * 1024 });
    await using installation = new Installation(server);
    const journal = await installation.open();
    // Text that cannot be packed: each takes the room that it says.
    const large = (n: number) =>
      decision(
        Array.from({ length: 4_000 }, (_, at) =>
          (((n + 7) * (at + 3) ** 3) % 99_991).toString(36),
        ).join(''),
      );
    let version = 0;
    const cause = await (async (): Promise<unknown> => {
      for (;;) {
        try {
          await storedBy(journal.append(appendAt('room:full', version, large(version))));
          version += 1;
        } catch (reason) {
          return reason;
        }
      }
    })();
    expect(cause).toMatchObject(fault('full', 'is full: no room left to write'));
    expect(version).toBeGreaterThan(20);
    const together = await Promise.allSettled([
      journal.append(appendAt('room:full', version, large(1), large(2), large(3))),
      journal.append(appendAt('room:new', 0, large(4), large(5), large(6))),
    ]);
    expect(together.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    const entries = await readAll(journal, 'room:full');
    expect(entries).toHaveLength(version);
    expectChain(entries);
    expect(await journal.streams('', '', 9)).toEqual(['room:full']);
    await storedBy(journal.append(appendAt('room:small', 0, decision('small'))));
  });
});
