// The record of a PostgreSQL journal, read in one transaction that sees the database as it was when it began; nodes go
// on appending. Asked for in pages that the keys give, so that neither side holds more than a piece.

import type { ClientBase } from 'pg';
import pg from 'pg';
import { JournalFault } from '../journal/fault.ts';
import { corruptEnd, corruptEntry } from '../journal/page-check.ts';
import { postgresFault } from '../journal/postgres-fault.ts';
import type { LineOptions, Timings } from '../journal/postgres-line.ts';
import { PostgresLine } from '../journal/postgres-line.ts';
import { formOf, migrations, newer } from '../journal/postgres-schema.ts';
import { HeadsDigest } from './record-check.ts';
import type {
  CopiedEntry,
  CopiedStream,
  RecordPart,
  RecordSource,
  RecordSummary,
} from './types.ts';
import { PIECE_ENTRIES } from './types.ts';

/** A page of bodies of the largest messages stays within tens of megabytes. */
const PAGE_ENTRIES = PIECE_ENTRIES / 2;
const PAGE_STREAMS = 500;

interface StreamRow extends CopiedStream {
  readonly id: number;
}

const textsFor = (schema: string) => ({
  streams: `SELECT id, name, version, at, head, last_decision AS "lastDecision", wake_at AS "wakeAt"
    FROM ${schema}.streams WHERE name > $1 ORDER BY name LIMIT ${String(PAGE_STREAMS)}`,
  entries: `SELECT version, at, command_id AS "commandId", body, head FROM ${schema}.entries
    WHERE stream = $1 AND version > $2 ORDER BY version LIMIT ${String(PAGE_ENTRIES)}`,
  // Counted apart from what is read: what the index of names has lost is noticed.
  counts: `SELECT (SELECT count(*) FROM ${schema}.streams) AS streams,
    (SELECT count(*) FROM ${schema}.entries) AS entries,
    (SELECT max(at) FROM ${schema}.beats) AS "lastBeatAt"`,
});

type Texts = ReturnType<typeof textsFor>;

export class PostgresRecords implements RecordSource {
  readonly place: string;
  readonly #client: ClientBase;
  readonly #texts: Texts;

  constructor(client: ClientBase, { place, schema }: { place: string; schema: string }) {
    this.#client = client;
    this.place = `${place} (schema ${schema})`;
    this.#texts = textsFor(pg.escapeIdentifier(schema));
  }

  async summary(): Promise<RecordSummary> {
    const heads = new HeadsDigest();
    for await (const stream of this.#streams()) heads.add(stream);
    type Counts = { streams: number; entries: number; lastBeatAt: number | null };
    const [counts] = await this.#ask<Counts>('counts', []);
    if (!counts) throw new Error('counts are always given');
    return {
      ...{ store: 'postgres', form: migrations('').length, heads: heads.text() },
      ...counts,
      lastBeatAt: counts.lastBeatAt ?? undefined,
    };
  }

  async *parts(): AsyncGenerator<RecordPart> {
    for await (const { id, ...stream } of this.#streams()) {
      yield { stream };
      yield* this.#entries(id, stream.name);
    }
  }

  async *#streams(): AsyncGenerator<StreamRow> {
    let before = '';
    for (;;) {
      const page = await this.#ask<StreamRow>('streams', [before], (cause) =>
        corruptEnd(`the stream behind ${before || 'none'}`, cause),
      );
      yield* page;
      if (page.length < PAGE_STREAMS) return;
      before = page.at(-1)?.name ?? '';
    }
  }

  async *#entries(id: number, name: string): AsyncGenerator<RecordPart> {
    let version = 0;
    for (;;) {
      const damaged = (cause: unknown) => corruptEntry(name, version + 1, cause);
      const entries = await this.#ask<CopiedEntry>('entries', [id, version], damaged);
      if (entries.length > 0) yield { entries };
      if (entries.length < PAGE_ENTRIES) return;
      version = entries.at(-1)?.version ?? version;
    }
  }

  async #ask<Row extends object>(
    name: keyof Texts,
    values: unknown[],
    damaged?: (cause: unknown) => JournalFault,
  ): Promise<Row[]> {
    try {
      const query = { name: `copy-${name}`, text: this.#texts[name], values };
      return (await this.#client.query<Row>(query)).rows;
    } catch (cause) {
      const fault = postgresFault(cause, this.place);
      throw fault.kind === 'corrupt' && damaged ? damaged(fault) : fault;
    }
  }
}

/** Counting a large table takes its time; that a connection is dead is found by its keep-alive. */
const TIMINGS: Partial<Timings> = { statementWithinMs: 3_600_000, answerWithinMs: 3_660_000 };
const LOCK_WITHIN_MS = 15_000;

/** Between two statements of a transaction the other side of a copy may take long. */
const SESSION: Readonly<Record<string, string>> = {
  lock_timeout: String(LOCK_WITHIN_MS),
  idle_in_transaction_session_timeout: '0',
};

export interface PostgresPlace extends Pick<LineOptions, 'steadyMs' | 'timers' | 'chance' | 'log'> {
  readonly url: string;
  readonly schema: string;
}

/** Neither a fault nor an error of the database or of the way to it: those have codes. */
const isBug = (cause: unknown): boolean =>
  !(cause instanceof JournalFault) && (cause as { code?: unknown }).code === undefined;

/** Lends a connection for a whole record. */
export const withClient = async <T>(
  options: PostgresPlace,
  work: (client: ClientBase, line: PostgresLine) => Promise<T>,
): Promise<T> => {
  const line = new PostgresLine({
    ...options,
    ...{ connections: 2, session: SESSION, timings: TIMINGS },
  });
  let bug: unknown;
  try {
    return await line.lend((client) =>
      work(client, line).catch((cause: unknown) => {
        bug = isBug(cause) ? cause : undefined;
        throw cause;
      }),
    );
  } catch (cause) {
    throw bug ?? cause;
  } finally {
    await line.close();
  }
};

/** Lends the record as it is now. Rejects with JournalFault. */
export const fromPostgres = <T>(
  options: PostgresPlace,
  work: (source: RecordSource) => Promise<T>,
): Promise<T> => {
  const { schema } = options;
  return withClient(options, async (client, { place }) => {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY');
    const form = await formOf(client, schema);
    if (form > migrations('').length) throw newer(schema, place, form);
    if (form === 0) {
      throw new JournalFault('unavailable', `there is no journal in ${place} (schema ${schema})`);
    }
    const result = await work(new PostgresRecords(client, { place, schema }));
    await client.query('COMMIT');
    return result;
  });
};
