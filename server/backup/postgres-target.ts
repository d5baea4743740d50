// Takes a record into an empty PostgreSQL journal, in one transaction that keeps nodes from appending meanwhile: whatever
// ends it early leaves an empty journal.

import type { ClientBase } from 'pg';
import pg from 'pg';
import { JournalFault } from '../journal/fault.ts';
import { checkDatabase } from '../journal/postgres.ts';
import { integerArray, textArray } from '../journal/postgres-arrays.ts';
import { postgresFault } from '../journal/postgres-fault.ts';
import { formOf, migrate } from '../journal/postgres-schema.ts';
import type { PostgresPlace } from './postgres-records.ts';
import { PostgresRecords, withClient } from './postgres-records.ts';
import type {
  CopiedEntry,
  CopiedStream,
  RecordPart,
  RecordSource,
  RecordSummary,
  RecordTarget,
} from './types.ts';
import { PIECE_BYTES, PIECE_ENTRIES } from './types.ts';

/** How many ids of streams are taken at once; those left over are never used. */
const ID_BLOCK = 500;

interface Place {
  readonly place: string;
  readonly schema: string;
}

class PostgresTarget implements RecordTarget {
  readonly place: string;
  readonly #client: ClientBase;
  readonly #at: Place;
  /** Quoted. */
  readonly #schema: string;
  #ids: number[] = [];
  #id = 0;
  #streams: { id: number; stream: CopiedStream }[] = [];
  #entries: { id: number; entry: CopiedEntry }[] = [];
  #bytes = 0;

  constructor(client: ClientBase, at: Place) {
    this.place = `${at.place} (schema ${at.schema})`;
    this.#client = client;
    this.#at = at;
    this.#schema = pg.escapeIdentifier(at.schema);
  }

  async begin({ lastBeatAt }: RecordSummary): Promise<void> {
    if (lastBeatAt === undefined) return;
    await this.#run(`INSERT INTO ${this.#schema}.beats VALUES ('restored', $1)`, [lastBeatAt]);
  }

  async take(part: RecordPart): Promise<void> {
    if ('stream' in part) {
      this.#id = await this.#nextId();
      this.#streams.push({ id: this.#id, stream: part.stream });
    } else {
      for (const entry of part.entries) {
        this.#entries.push({ id: this.#id, entry });
        this.#bytes += entry.body.length;
      }
    }
    const rows = this.#streams.length + this.#entries.length;
    if (rows >= PIECE_ENTRIES || this.#bytes >= PIECE_BYTES) await this.#flush();
  }

  async end(): Promise<void> {
    await this.#flush();
  }

  written(): RecordSource {
    return new PostgresRecords(this.#client, this.#at);
  }

  async #nextId(): Promise<number> {
    if (this.#ids.length === 0) {
      const rows = await this.#run<{ id: number }>(
        `SELECT nextval('${this.#schema}.stream_ids') AS id FROM generate_series(1, $1::int)`,
        [ID_BLOCK],
      );
      this.#ids = rows.map(({ id }) => id);
    }
    const id = this.#ids.shift();
    if (id === undefined) throw new Error('a sequence gives ids');
    return id;
  }

  async #flush(): Promise<void> {
    const streams = this.#streams.splice(0);
    const entries = this.#entries.splice(0);
    this.#bytes = 0;
    await this.#run(
      `INSERT INTO ${this.#schema}.streams (id, name, version, at, head, last_decision, wake_at)
       SELECT * FROM unnest($1::bigint[], $2::text[], $3::bigint[], $4::bigint[], $5::text[], $6::bigint[], $7::bigint[])`,
      [
        integerArray(streams.map(({ id }) => id)),
        textArray(streams.map(({ stream }) => stream.name)),
        integerArray(streams.map(({ stream }) => stream.version)),
        integerArray(streams.map(({ stream }) => stream.at)),
        textArray(streams.map(({ stream }) => stream.head)),
        integerArray(streams.map(({ stream }) => stream.lastDecision)),
        integerArray(streams.map(({ stream }) => stream.wakeAt)),
      ],
    );
    await this.#run(
      `INSERT INTO ${this.#schema}.entries (stream, version, at, command_id, body, head)
       SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::text[], $5::text[], $6::text[])`,
      [
        integerArray(entries.map(({ id }) => id)),
        integerArray(entries.map(({ entry }) => entry.version)),
        integerArray(entries.map(({ entry }) => entry.at)),
        textArray(entries.map(({ entry }) => entry.commandId)),
        textArray(entries.map(({ entry }) => entry.body)),
        textArray(entries.map(({ entry }) => entry.head)),
      ],
    );
  }

  async #run<Row extends object>(text: string, values: unknown[]): Promise<Row[]> {
    try {
      return (await this.#client.query<Row>(text, values)).rows;
    } catch (cause) {
      throw postgresFault(cause, this.#at.place);
    }
  }
}

const refuseUsed = async (client: ClientBase, { place, schema }: Place): Promise<void> => {
  const table = `${pg.escapeIdentifier(schema)}.streams`;
  const { rowCount } = await client.query(`SELECT 1 FROM ${table} LIMIT 1`);
  if (rowCount === 0) return;
  const words = `the journal in ${place} (schema ${schema}) is not empty; name another schema`;
  throw new JournalFault('not-empty', words);
};

/** Lends an empty journal; it has what it took in once the work is done. Rejects with JournalFault. */
export const intoPostgres = <T>(
  options: PostgresPlace,
  work: (target: RecordTarget) => Promise<T>,
): Promise<T> =>
  withClient(options, async (client, line) => {
    await checkDatabase(line, options.log);
    const at = { place: line.place, schema: options.schema };
    // Before anything of it is brought to a newer form.
    if ((await formOf(client, at.schema)) > 0) await refuseUsed(client, at);
    await migrate(client, at);
    await client.query('BEGIN');
    const table = `${pg.escapeIdentifier(at.schema)}.streams`;
    await client.query(`LOCK TABLE ${table} IN SHARE ROW EXCLUSIVE MODE`);
    await refuseUsed(client, at);
    const result = await work(new PostgresTarget(client, at));
    await client.query('COMMIT');
    return result;
  });
