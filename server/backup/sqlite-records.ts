// The record of a SQLite journal, read in one read transaction while a server may go on writing to it: its WAL keeps
// what was there when the transaction began, and no writer waits for a reader.

import { existsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { faultOf, isDamage, JournalFault } from '../journal/fault.ts';
import { corruptEnd, corruptEntry } from '../journal/page-check.ts';
import { JOURNAL_FILE, LOCK_FILE, lockFolder } from '../journal/sqlite-file.ts';
import { MIGRATIONS } from '../journal/sqlite-schema.ts';
import { HeadsDigest } from './record-check.ts';
import type {
  CopiedEntry,
  CopiedStream,
  RecordPart,
  RecordSource,
  RecordSummary,
} from './types.ts';
import { PIECE_BYTES, PIECE_ENTRIES } from './types.ts';

/** While a server that was killed is started again, the file is locked for a moment. */
const BUSY_MS = 5_000;

interface StreamRow extends CopiedStream {
  readonly id: number;
}

const STREAMS = `SELECT id, name, version, at, head, last_decision AS lastDecision, wake_at AS wakeAt
  FROM streams ORDER BY name`;
const ENTRIES = `SELECT version, at, command_id AS commandId, body, head
  FROM entries WHERE stream = ? ORDER BY version`;

/** Counted past the indexes by which all else is found: what one of them has lost is noticed. */
const COUNTS = `SELECT (SELECT count(*) FROM streams NOT INDEXED) AS streams,
  (SELECT count(*) FROM entries) AS entries, (SELECT max(at) FROM beats) AS lastBeatAt`;

interface Counts {
  readonly streams: number;
  readonly entries: number;
  readonly lastBeatAt: number | null;
}

/** What SQLite or the system said as a fault; a bug stays one. */
export const sqliteFault = (cause: unknown, place: string): unknown =>
  cause instanceof Error && ('errcode' in cause || 'syscall' in cause)
    ? faultOf(cause, place)
    : cause;

export class SqliteRecords implements RecordSource {
  readonly place: string;
  readonly #db: DatabaseSync;
  readonly #form: number;

  constructor(db: DatabaseSync, { place, form }: { place: string; form: number }) {
    this.#db = db;
    this.place = place;
    this.#form = form;
  }

  async summary(): Promise<RecordSummary> {
    const heads = new HeadsDigest();
    for (const stream of this.#streams()) heads.add(stream);
    const counts = this.#counts();
    const { streams, entries, lastBeatAt } = counts;
    return {
      ...{ store: 'sqlite', form: this.#form, streams, entries, heads: heads.text() },
      lastBeatAt: lastBeatAt ?? undefined,
    };
  }

  async *parts(): AsyncGenerator<RecordPart> {
    for (const { id, ...stream } of this.#streams()) {
      yield { stream };
      yield* this.#entries(id, stream.name);
    }
  }

  #counts(): Counts {
    try {
      return this.#db.prepare(COUNTS).get() as unknown as Counts;
    } catch (cause) {
      throw sqliteFault(cause, this.place);
    }
  }

  *#streams(): Generator<StreamRow> {
    let before = 'none';
    const rows = this.#db.prepare(STREAMS).iterate();
    const name = (cause: unknown) => corruptEnd(`the stream behind ${before}`, cause);
    for (const row of this.#rows<StreamRow>(rows, name)) {
      before = row.name;
      yield row;
    }
  }

  *#entries(id: number, name: string): Generator<RecordPart> {
    let version = 0;
    let bytes = 0;
    let piece: CopiedEntry[] = [];
    const rows = this.#db.prepare(ENTRIES).iterate(id);
    const damaged = (cause: unknown) => corruptEntry(name, version + 1, cause);
    for (const row of this.#rows<CopiedEntry>(rows, damaged)) {
      version = row.version;
      bytes += row.body.length;
      piece.push({ ...row });
      if (piece.length < PIECE_ENTRIES && bytes < PIECE_BYTES) continue;
      yield { entries: piece };
      [piece, bytes] = [[], 0];
    }
    if (piece.length > 0) yield { entries: piece };
  }

  /** Rows one by one; for bytes that are not those written, the fault that names where. */
  *#rows<Row>(rows: Iterable<unknown>, damaged: (cause: unknown) => JournalFault): Generator<Row> {
    try {
      for (const row of rows) yield row as Row;
    } catch (cause) {
      throw isDamage(cause) ? damaged(cause) : sqliteFault(cause, this.place);
    }
  }
}

/** The file of a journal that a person named by its folder or by itself. */
const fileOf = (path: string, place: string): string => {
  const file = existsSync(path) && statSync(path).isDirectory() ? join(path, JOURNAL_FILE) : path;
  if (existsSync(file)) return file;
  throw new JournalFault('unavailable', `there is no journal in ${place}`);
};

/** The form of its tables. Throws JournalFault for what is no journal, or one of a newer version. */
export const formOf = (db: DatabaseSync, place: string): number => {
  const { user_version: form } = db.prepare('PRAGMA user_version').get() as {
    user_version: number;
  };
  const { tables } = db
    .prepare(
      `SELECT count(*) AS tables FROM sqlite_schema
       WHERE type = 'table' AND name IN ('streams', 'entries', 'beats')`,
    )
    .get() as { tables: number };
  if (form > MIGRATIONS.length) {
    const words = `it has form ${String(form)}; this version knows ${String(MIGRATIONS.length)}`;
    throw new JournalFault('newer', `${place} was written by a newer Parley: ${words}`);
  }
  if (form < 1 || tables < 3) throw new JournalFault('corrupt', `${place} is not a journal`);
  return form;
};

/** Opened for writing, since only so SQLite clears its helper files away; nothing is ever written. */
const openForReading = (file: string): DatabaseSync => {
  const db = new DatabaseSync(file, { timeout: BUSY_MS });
  try {
    db.exec('PRAGMA query_only = ON; BEGIN');
    return db;
  } catch (cause) {
    db.close();
    throw cause;
  }
};

export interface SqlitePlace {
  /** The folder of the journal, or its file. */
  readonly path: string;
  /** As the person wrote it, where that is another text. */
  readonly place?: string;
  /** No server may run meanwhile: what it would still take in would be missed. */
  readonly isAlone?: boolean;
}

/** Lends the record as it is now. Rejects with JournalFault. */
export const fromSqlite = async <T>(
  { path, place = path, isAlone = false }: SqlitePlace,
  work: (source: RecordSource) => Promise<T>,
): Promise<T> => {
  let lock: DatabaseSync | undefined;
  let db: DatabaseSync | undefined;
  try {
    const file = fileOf(path, place);
    // A copy of the file alone has no lock beside it, and no server.
    const isLockable = isAlone && existsSync(join(dirname(file), LOCK_FILE));
    lock = isLockable ? lockFolder(dirname(file)) : undefined;
    db = openForReading(file);
    return await work(new SqliteRecords(db, { place, form: formOf(db, place) }));
  } catch (cause) {
    throw sqliteFault(cause, place);
  } finally {
    db?.close();
    lock?.close();
  }
};
