// Journals of nodes on one real PostgreSQL: each test has a schema of its own, each opened journal is one node.

import { openPostgresJournal } from '../../server/journal/postgres.ts';
import type { PostgresJournalOptions } from '../../server/journal/postgres.ts';
import { createChance } from '../../server/platform/chance.ts';
import { createClock, steadyMs } from '../../server/platform/clock.ts';
import { createTimers } from '../../server/platform/timers.ts';
import type { Journal } from '../../server/ports.ts';
import { memoryLog } from './fakes.ts';
import type { PostgresServer } from './postgres.ts';

let schemas = 0;

/** One installation in the database: its nodes, and a way to reach around them into its tables. */
export class Installation implements AsyncDisposable {
  readonly server: PostgresServer;
  readonly schema: string;
  readonly #opened: Journal[] = [];

  constructor(server: PostgresServer, schema = `s${String((schemas += 1))}`) {
    this.server = server;
    this.schema = schema;
  }

  /** Opens a journal as one more node. */
  async open(change: Partial<PostgresJournalOptions> = {}): Promise<Journal> {
    const journal = await openPostgresJournal({
      url: this.server.url(),
      schema: this.schema,
      steadyMs,
      timers: createTimers(createClock()),
      chance: createChance(),
      log: memoryLog(),
      ...change,
    });
    this.#opened.push(journal);
    return journal;
  }

  async close(): Promise<void> {
    await Promise.all(this.#opened.splice(0).map((journal) => journal.close()));
  }

  /** Runs statements on the installation's own tables, behind its back. */
  tamper(sql: string): Promise<Record<string, unknown>[]> {
    return this.server.query(`SET search_path = ${this.schema}; ${sql}`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}
