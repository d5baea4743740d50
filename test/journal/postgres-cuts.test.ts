// The database goes away and comes back: restarted, crashed, connections ended from its side, cut on the way, silent.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createChance } from '../../server/platform/chance.ts';
import { createClock } from '../../server/platform/clock.ts';
import { createTimers } from '../../server/platform/timers.ts';
import type { Journal, Timers } from '../../server/ports.ts';
import { CuttableLink } from '../support/cuttable-link.ts';
import { memoryLog } from '../support/fakes.ts';
import { expectChain } from '../support/journal-chain.ts';
import {
  appendAt,
  conflict,
  decision,
  readAll,
  storedBy,
  text,
} from '../support/journal-entries.ts';
import { PersistentWriter, recordOf } from '../support/persistent-writer.ts';
import { PostgresServer } from '../support/postgres.ts';
import { Installation } from '../support/postgres-journals.ts';
import { until } from '../support/until.ts';

let server: PostgresServer;

beforeAll(async () => {
  server = await PostgresServer.start();
});

afterAll(async () => {
  await server[Symbol.asyncDispose]();
});

const unavailable = { name: 'JournalFault', kind: 'unavailable' };
const STREAMS = ['room:a', 'room:b', 'sheet:c'];

interface Crowd {
  readonly writers: readonly PersistentWriter[];
  readonly count: () => number;
  /** Lets everybody finish what is under way. */
  readonly stop: () => Promise<void>;
}

/** Three nodes with a writer on each of three streams: every stream is fought for. */
const crowdOn = (nodes: readonly Journal[]): Crowd => {
  let isOver = false;
  const writers = nodes.flatMap((node, n) =>
    STREAMS.map((stream) => new PersistentWriter(node, stream, `by-${String(n)}`)),
  );
  const writing = Promise.all(writers.map((writer) => writer.writeUntil(() => isOver)));
  return {
    writers,
    count: () => writers.reduce((sum, { acknowledged }) => sum + acknowledged.length, 0),
    stop: async () => {
      isOver = true;
      await writing;
    },
  };
};

const expectNothingLostOrDoubled = async (journal: Journal, { writers }: Crowd): Promise<void> => {
  for (const stream of STREAMS) expectChain(await readAll(journal, stream));
  const record = await recordOf(journal, STREAMS);
  const acknowledged = writers.flatMap((writer) => writer.acknowledged);
  const expected = acknowledged.map(
    ({ stream, commandId, version, head }) =>
      [`${stream} ${commandId}`, [{ version, head }]] as const,
  );
  // Every writer saw each of its appends through, so the record holds exactly those, each once.
  expect(Object.fromEntries(record)).toEqual(Object.fromEntries(expected));
  expect(expected.length).toBe(record.size);
};

describe('under load', () => {
  const openNodes = (installation: Installation) =>
    Promise.all([installation.open(), installation.open(), installation.open()]);

  it.for(['fast', 'crash'] as const)(
    '[JRN21] a restart of the database (%s) loses nothing that was acknowledged and doubles nothing',
    { timeout: 300_000 },
    async (how) => {
      await using installation = new Installation(server);
      const nodes = await openNodes(installation);
      const crowd = crowdOn(nodes);
      for (let restart = 0; restart < 2; restart += 1) {
        const before = crowd.count();
        await until('appends before the restart', () => crowd.count() > before + 40);
        await server.stop(how);
        await server.start();
      }
      const after = crowd.count();
      await until('appends after the restarts', () => crowd.count() > after + 40);
      await crowd.stop();
      await expectNothingLostOrDoubled(nodes[0], crowd);
    },
  );

  it('[JRN21] connections that the database ends in the middle of appends lose and double nothing', async () => {
    await using installation = new Installation(server);
    const nodes = await openNodes(installation);
    const crowd = crowdOn(nodes);
    const faults = (): number => crowd.writers.reduce((sum, writer) => sum + writer.faults, 0);
    let ended = 0;
    // How many lines stand in a round is the machine's affair; enough of them are cut in the end.
    for (let round = 0; round < 8 || ended <= 15 || faults() === 0; round += 1) {
      const before = crowd.count();
      await until('appends between two rounds', () => crowd.count() > before + 15);
      const rows = await server.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
         WHERE application_name = 'parley' AND pid <> pg_backend_pid()`,
      );
      ended += rows.length;
    }
    await crowd.stop();
    await expectNothingLostOrDoubled(nodes[0], crowd);
  }, 300_000);
});

describe('a lost answer', () => {
  it('[JRN21] is a fault; the append is found by its command id and not stored again', async () => {
    await using installation = new Installation(server);
    await using link = await CuttableLink.to(server.port);
    const journal = await installation.open({ url: server.url({ port: link.port }) });
    await storedBy(journal.append(appendAt('room:a', 0, decision(1))));
    link.loseAnswers();
    const sent = appendAt('room:a', 1, decision(2, { commandId: 'c2' }));
    const append = journal.append(sent);
    const lost = expect(append).rejects.toMatchObject(unavailable);
    await until('the entry in the table', async () => {
      const rows = await server.query(`SELECT 1 FROM ${installation.schema}.entries`);
      return rows.length === 2;
    });
    link.cut();
    await lost;
    expect(await journal.findCommand('room:a', 'c2')).toMatchObject({ version: 2 });
    expect(await journal.append(sent)).toEqual(conflict(2));
    const again = appendAt('room:a', 2, decision(2, { commandId: 'c2' }));
    expect(await journal.append(again)).toEqual(conflict(2));
    expect(await readAll(journal, 'room:a')).toHaveLength(2);
  });

  it('[JRN21] what waited behind it is stored as if nothing had been', async () => {
    await using installation = new Installation(server);
    await using link = await CuttableLink.to(server.port);
    const journal = await installation.open({ url: server.url({ port: link.port }) });
    await storedBy(journal.append(appendAt('room:a', 0, decision(1))));
    link.loseAnswers();
    const lost = expect(journal.append(appendAt('room:a', 1, text('lost')))).rejects.toMatchObject(
      unavailable,
    );
    await until('the entry in the table', async () => {
      const rows = await server.query(`SELECT 1 FROM ${installation.schema}.entries`);
      return rows.length === 2;
    });
    const behind = journal.append(appendAt('room:a', 2, text('behind')));
    const elsewhere = journal.append(appendAt('room:b', 0, text('elsewhere')));
    link.cut();
    await lost;
    expect(await storedBy(behind)).toHaveLength(1);
    expect(await storedBy(elsewhere)).toHaveLength(1);
  });

  it('[JRN21] a read that is cut on its way is asked again', async () => {
    await using installation = new Installation(server);
    await using link = await CuttableLink.to(server.port);
    const journal = await installation.open({ url: server.url({ port: link.port }) });
    const stored = await storedBy(journal.append(appendAt('room:a', 0, decision(1))));
    link.loseAnswers();
    const read = journal.read('room:a', 0, 9);
    await until('the question at the server', async () => {
      const rows = await server.query(
        `SELECT 1 FROM pg_stat_activity WHERE query LIKE '%LATERAL%' AND state = 'idle'
         AND application_name = 'parley'`,
      );
      return rows.length > 0;
    });
    link.cut();
    expect(await read).toEqual(stored);
  });
});

/** Timers that count how often anybody waited. */
const countingTimers = (): Timers & { waits: number } => {
  const timers = createTimers(createClock());
  const counting = {
    waits: 0,
    after: (...[wait, run]: Parameters<Timers['after']>) => {
      // The clock's own rhythm is much slower than waiting for a database.
      if (wait < 2_000) counting.waits += 1;
      return timers.after(wait, run);
    },
  };
  return counting;
};

describe('a database that stays away', () => {
  it('[JRN22] requests wait a bounded time, then at once; it is said once that it is away and once that it is back', async () => {
    await using installation = new Installation(server);
    const timers = countingTimers();
    const log = memoryLog();
    const journal = await installation.open({ timers, log, timings: { patienceMs: 400 } });
    await storedBy(journal.append(appendAt('room:a', 0, decision(1))));
    await server.stop();
    try {
      await expect(journal.read('room:a', 0, 9)).rejects.toMatchObject(unavailable);
      expect(timers.waits).toBeGreaterThan(2);
      // Still away by the time patience has long ended: refused without waiting.
      await until('patience to end', async () => {
        timers.waits = 0;
        await expect(journal.read('room:a', 0, 9)).rejects.toMatchObject(unavailable);
        return timers.waits === 0;
      });
      await expect(journal.append(appendAt('room:a', 1, decision(2)))).rejects.toMatchObject({
        ...unavailable,
        message: expect.stringContaining(`127.0.0.1:${String(server.port)}/postgres`) as string,
      });
    } finally {
      await server.start();
    }
    expect(await journal.read('room:a', 0, 9)).toHaveLength(1);
    await storedBy(journal.append(appendAt('room:a', 1, decision(2))));
    const said = log.lines.map(({ message }) => message).filter((words) => /away|back/.test(words));
    // One line each for what appends and for what reads.
    expect(said.filter((words) => words.includes('away')).length).toBeLessThanOrEqual(2);
    expect(said.filter((words) => words.includes('back')).length).toBeLessThanOrEqual(2);
    expect(said).toContain('the database is back');
  }, 300_000);

  it('[JRN22] a silent line is given up, and the next one works', async () => {
    await using installation = new Installation(server);
    await using link = await CuttableLink.to(server.port);
    const journal = await installation.open({
      url: server.url({ port: link.port }),
      timings: { answerWithinMs: 500, connectWithinMs: 500, patienceMs: 1_000 },
    });
    await storedBy(journal.append(appendAt('room:a', 0, decision(1))));
    link.stall();
    await expect(journal.append(appendAt('room:a', 1, decision(2)))).rejects.toMatchObject(
      unavailable,
    );
    link.cut();
    await storedBy(journal.append(appendAt('room:a', 1, decision(2))));
    expect(await readAll(journal, 'room:a')).toHaveLength(2);
  });

  it('[JRN13] closing while it is away ends at once, and refuses what waits', async () => {
    const installation = new Installation(server);
    const journal = await installation.open({ chance: createChance() });
    await server.stop();
    try {
      const waiting = [
        journal.append(appendAt('room:a', 0, decision(1))),
        journal.append(appendAt('room:b', 0, decision(1))),
        journal.lastBeat(),
      ];
      const settled = Promise.allSettled(waiting);
      await installation.close();
      for (const result of await settled) {
        expect(result).toMatchObject({ status: 'rejected', reason: { name: 'JournalFault' } });
      }
    } finally {
      await server.start();
    }
  });
});
