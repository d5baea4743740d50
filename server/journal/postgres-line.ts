// Connections to one PostgreSQL database, kept and made again: waits are bounded, spread by chance, and end at once
// after the database has been gone for long. Only what is certain to have done nothing is sent a second time.

import type { ClientBase, CustomTypesConfig, PoolConfig, QueryConfig, QueryResultRow } from 'pg';
import pg from 'pg';
import { durationMs } from '../../shared/kernel/units.ts';
import type { Chance, Log, Timers } from '../ports.ts';
import { JournalFault } from './fault.ts';
import type { DatabasePlace } from './postgres-fault.ts';
import {
  isConnectionLost,
  isTakenBack,
  isWorthAnotherTry,
  postgresFault,
} from './postgres-fault.ts';

export interface Timings {
  /** How long a request waits for a database that is away, before it is refused. */
  readonly patienceMs: number;
  readonly connectWithinMs: number;
  /** The server gives a statement up first, so that its answer is known… */
  readonly statementWithinMs: number;
  /** …and beyond this the connection counts as dead. */
  readonly answerWithinMs: number;
}

export const TIMINGS: Timings = {
  patienceMs: 5_000,
  connectWithinMs: 5_000,
  statementWithinMs: 15_000,
  answerWithinMs: 20_000,
};

const FIRST_PAUSE_MS = 25;
const LONGEST_PAUSE_MS = 1_000;
const KEEP_ALIVE_AFTER_MS = 30_000;
const BIGINT = 20;

export interface LineOptions {
  /** `postgres://…`, with the password; never part of a message. */
  readonly url: string;
  readonly connections: number;
  /** Settings of each session beside those that every one has. */
  readonly session?: Readonly<Record<string, string>>;
  readonly timings?: Partial<Timings>;
  readonly steadyMs: () => number;
  readonly timers: Timers;
  readonly chance: Chance;
  readonly log: Log;
}

/** Versions and times are safe integers here; one that is not is damage, and is found by the check of what was read. */
const types: CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    oid === BIGINT ? Number : pg.types.getTypeParser(oid, format as 'text')) as never,
};

/**
 * What a session must have whatever the database's own settings are: an answer means durable, and a statement that
 * waited for a row sees it as it then is.
 */
const prepareSession =
  ({ statementWithinMs }: Timings, session: Readonly<Record<string, string>>) =>
  async (client: ClientBase): Promise<void> => {
    const settings = {
      statement_timeout: String(statementWithinMs),
      lock_timeout: String(statementWithinMs),
      default_transaction_isolation: 'read committed',
      ...session,
    };
    await client.query(
      `SELECT set_config(name, value, false) FROM unnest($1::text[], $2::text[]) AS s (name, value)
       UNION ALL SELECT set_config('synchronous_commit', 'on', false)
       WHERE current_setting('synchronous_commit') = 'off'`,
      [Object.keys(settings), Object.values(settings)],
    );
  };

const poolConfig = (
  { url, connections, session = {} }: LineOptions,
  timings: Timings,
): PoolConfig => ({
  connectionString: url,
  max: connections,
  idleTimeoutMillis: 0,
  connectionTimeoutMillis: timings.connectWithinMs,
  query_timeout: timings.answerWithinMs,
  keepAlive: true,
  keepAliveInitialDelayMillis: KEEP_ALIVE_AFTER_MS,
  fallback_application_name: 'parley',
  types,
  onConnect: prepareSession(timings, session) as (client: ClientBase) => void,
});

/** Host, port and database as pg reads them from the address. Throws JournalFault when it cannot be used. */
export const placeOf = (url: string): DatabasePlace => {
  try {
    const { host, port, database } = new pg.Client({ connectionString: url });
    const name = host.includes(':') ? `[${host}]` : host;
    return `${name}:${String(port)}/${database ?? ''}`;
  } catch (cause) {
    const words = cause instanceof Error ? cause.message : String(cause);
    const message = `the address of the database cannot be used: ${words}`;
    throw new JournalFault('denied', message, { cause });
  }
};

export class PostgresLine {
  readonly place: DatabasePlace;
  readonly #options: LineOptions;
  readonly #timings: Timings;
  readonly #pool: pg.Pool;
  #awaySinceMs: number | undefined;
  #isClosed = false;

  constructor(options: LineOptions) {
    this.place = placeOf(options.url);
    this.#options = options;
    this.#timings = { ...TIMINGS, ...options.timings };
    this.#pool = new pg.Pool(poolConfig(options, this.#timings));
    this.#pool.on('error', (cause) => {
      options.log.warn({ err: cause, place: this.place }, 'an idle connection was lost');
    });
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** Asks what changes nothing: a connection lost on the way is as if it had not been asked. */
  async read<Row extends QueryResultRow>(query: QueryConfig): Promise<Row[]> {
    return this.#patiently(async () => {
      const client = await this.#connect();
      return using(client, () => rowsOf<Row>(client, query));
    });
  }

  /**
   * Runs one statement that writes, and calls `sent` once it is on its way. Rejects with `unavailable` when the answer
   * was lost: then it may have been stored or not, and may even be stored later.
   */
  async write<Row extends QueryResultRow>(query: QueryConfig, sent: () => void): Promise<Row[]> {
    for (;;) {
      const client = await this.#patiently(() => this.#connect());
      try {
        return await using(client, () => {
          const rows = rowsOf<Row>(client, query);
          sent();
          return rows;
        });
      } catch (cause) {
        if (!isTakenBack(cause)) throw postgresFault(cause, this.place);
      }
    }
  }

  /** Lends a connection for several statements, which are not repeated. */
  async lend<T>(work: (client: ClientBase) => Promise<T>): Promise<T> {
    const client = await this.#patiently(() => this.#connect());
    try {
      return await using(client, () => work(client));
    } catch (cause) {
      throw postgresFault(cause, this.place);
    }
  }

  /** Waits for what is under way. Twice does nothing. */
  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    await this.#pool.end();
  }

  async #connect(): Promise<pg.PoolClient> {
    try {
      const client = await this.#pool.connect();
      if (this.#awaySinceMs !== undefined) {
        this.#awaySinceMs = undefined;
        this.#options.log.info({ place: this.place }, 'the database is back');
      }
      return client;
    } catch (cause) {
      if (this.#awaySinceMs === undefined && isConnectionLost(cause) && !this.#isClosed) {
        this.#awaySinceMs = this.#options.steadyMs();
        this.#options.log.warn({ err: cause, place: this.place }, 'the database is away');
      }
      throw cause;
    }
  }

  /** Tries again until patience ends; after the database has been away for longer than that, only once. */
  async #patiently<T>(attempt: () => Promise<T>): Promise<T> {
    const { steadyMs } = this.#options;
    const untilMs = (this.#awaySinceMs ?? steadyMs()) + this.#timings.patienceMs;
    for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
      if (this.#isClosed) throw new JournalFault('closed', 'the journal is closed');
      try {
        return await attempt();
      } catch (cause) {
        const isOver = !isWorthAnotherTry(cause) || steadyMs() + pauseMs > untilMs;
        if (isOver) throw postgresFault(cause, this.place);
      }
      await this.#pause(pauseMs);
    }
  }

  /** Between half of the time and all of it, so that nodes do not come back in step. */
  #pause(longestMs: number): Promise<void> {
    const { timers, chance } = this.#options;
    const share = 0.5 + Number.parseInt(chance.hex(2), 16) / 0x1_ff_ff;
    return new Promise((resolve) => {
      timers.after(durationMs(Math.ceil(longestMs * share)), resolve);
    });
  }
}

const rowsOf = async <Row extends QueryResultRow>(
  client: ClientBase,
  query: QueryConfig,
): Promise<Row[]> => (await client.query<Row>(query)).rows;

/** Gives the connection back afterwards; after a failure a new one takes its place, which finds a promoted standby. */
const using = async <T>(client: pg.PoolClient, work: () => Promise<T>): Promise<T> => {
  // What ends the connection ends the statement with the same cause; pg says it twice.
  const heard = (): void => undefined;
  client.on('error', heard);
  try {
    const result = await work();
    client.off('error', heard);
    client.release();
    return result;
  } catch (cause) {
    client.release(true);
    throw cause;
  }
};
