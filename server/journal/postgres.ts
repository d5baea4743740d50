// The journal of many machines: one PostgreSQL database that any number of nodes append to. Who was first is settled
// by the database alone (postgres-append.ts); a node that dies, stops or is cut off holds nothing up.

import pg from 'pg';
import type { Chance, Journal, Log, Timers } from '../ports.ts';
import { CommonClock } from './common-clock.ts';
import { JournalFault } from './fault.ts';
import { APPEND_SESSION } from './postgres-append.ts';
import type { Timings } from './postgres-line.ts';
import { PostgresLine } from './postgres-line.ts';
import { PostgresReader } from './postgres-reader.ts';
import { migrate } from './postgres-schema.ts';
import { Tips } from './postgres-tips.ts';
import { PostgresWriter } from './postgres-writer.ts';

/** Connections of one node: one that appends, these that read. */
const READ_CONNECTIONS = 4;

export interface PostgresJournalOptions {
  /** `postgres://user:password@host:port/database`, with TLS and more as pg understands it. */
  readonly url: string;
  /** Several installations in one database each have their own. */
  readonly schema: string;
  readonly timings?: Partial<Timings>;
  /** Milliseconds since any fixed instant; never runs back. */
  readonly steadyMs: () => number;
  /** Must keep the process alive while one waits: between two attempts to connect nothing else may. */
  readonly timers: Timers;
  readonly chance: Chance;
  readonly log: Log;
}

interface Facts {
  readonly encoding: string;
  readonly is_read_only: boolean;
  readonly fsync: string;
}

const FACTS = `SELECT current_setting('server_encoding') AS encoding, current_setting('fsync') AS fsync,
  pg_is_in_recovery() OR current_setting('transaction_read_only') = 'on' AS is_read_only`;

/** Refuses what could not keep a record, and says what would weaken it. */
export const checkDatabase = async (line: PostgresLine, log: Log): Promise<void> => {
  const [facts] = await line.read<Facts>({ text: FACTS });
  if (facts?.encoding !== 'UTF8') {
    const encoding = facts?.encoding ?? 'unknown';
    const words = `has the encoding ${encoding}; Parley needs UTF8`;
    throw new JournalFault('denied', `the database ${line.place} ${words}`);
  }
  if (facts.is_read_only) {
    const words = 'takes no writes: it is read-only, or a standby';
    throw new JournalFault('read-only', `the database ${line.place} ${words}`);
  }
  if (facts.fsync === 'off') {
    log.warn({ place: line.place }, 'the database runs with fsync off: a power cut can lose it');
  }
};

/** Sees that what was migrated by one user can be used by this one, before the first bid does. */
const checkRights = async (line: PostgresLine, schema: string): Promise<void> => {
  const tables = ['streams', 'entries', 'snapshots', 'beats'];
  await line.lend(async (client) => {
    for (const table of tables) {
      await client.query(`UPDATE ${schema}.${table} SET at = at WHERE false`);
      await client.query(
        `INSERT INTO ${schema}.${table} SELECT * FROM ${schema}.${table} WHERE false`,
      );
    }
  });
};

const askTime = (line: PostgresLine) => async (): Promise<number> => {
  const [row] = await line.read<{ at: number }>({
    text: 'SELECT (extract(epoch FROM clock_timestamp()) * 1000)::float8 AS at',
  });
  return row?.at ?? NaN;
};

/**
 * Opens (or makes) the journal in the database. Rejects with JournalFault: `unavailable` when it cannot be reached,
 * `denied` when it does not let us in or lacks what we need, `read-only`, `newer` when a newer version wrote it.
 */
export const openPostgresJournal = async (options: PostgresJournalOptions): Promise<Journal> => {
  const { steadyMs, timers, log } = options;
  const writing = new PostgresLine({ ...options, connections: 1, session: APPEND_SESSION });
  const reading = new PostgresLine({ ...options, connections: READ_CONNECTIONS });
  const clock = new CommonClock({ steadyMs, askMs: askTime(reading), timers, log });
  const schema = pg.escapeIdentifier(options.schema);
  const closeLines = () => Promise.all([writing.close(), reading.close()]);
  try {
    await checkDatabase(writing, log);
    const { place } = writing;
    await writing.lend((client) => migrate(client, { schema: options.schema, place }));
    await checkRights(writing, schema);
    await clock.start();
  } catch (cause) {
    clock.stop();
    await closeLines();
    throw cause;
  }
  const tips = new Tips();
  const writer = new PostgresWriter(writing, tips, schema);
  const reader = new PostgresReader(reading, tips, schema);
  /** What is asked about a stream sees the appends that were asked for before. */
  const after = async <T>(stream: string, ask: () => Promise<T>): Promise<T> => {
    await writer.settled(stream);
    return ask();
  };
  return {
    durability: 'synced',
    append: (append) => writer.append(append),
    read: (stream, version, limit) => after(stream, () => reader.read(stream, version, limit)),
    versions: (streams) => reader.versions(streams),
    findCommand: (stream, id) => after(stream, () => reader.findCommand(stream, id)),
    readSnapshot: (stream) => after(stream, () => reader.readSnapshot(stream)),
    writeSnapshot: (stream, snapshot) =>
      after(stream, () => reader.writeSnapshot(stream, snapshot)),
    streams: (prefix, afterName, limit) => reader.streams(prefix, afterName, limit),
    due: (dueMs, limit) => reader.due(dueMs, limit),
    beat: (node, at) => reader.beat(node, at),
    lastBeat: () => reader.lastBeat(),
    now: () => clock.now(),
    close: async () => {
      clock.stop();
      await writer.close();
      await closeLines();
    },
  };
};
