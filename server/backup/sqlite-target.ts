// Takes a record into an empty SQLite journal, in one transaction under the lock of its folder: whatever ends it early
// leaves an empty journal, and no server can start on half of one.

import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { StatementSync } from 'node:sqlite';
import { JournalFault } from '../journal/fault.ts';
import { JOURNAL_FILE, lockFolder, openFile } from '../journal/sqlite-file.ts';
import { makeFolder } from '../platform/folder.ts';
import { formOf, sqliteFault, SqliteRecords } from './sqlite-records.ts';
import type { RecordPart, RecordSource, RecordSummary, RecordTarget } from './types.ts';

class SqliteTarget implements RecordTarget {
  readonly place: string;
  readonly #db: DatabaseSync;
  readonly #stream: StatementSync;
  readonly #entry: StatementSync;
  #id = 0;

  constructor(db: DatabaseSync, place: string) {
    this.place = place;
    this.#db = db;
    this.#stream = db.prepare(
      'INSERT INTO streams (name, version, at, head, last_decision, wake_at) VALUES (?, ?, ?, ?, ?, ?)',
    );
    this.#entry = db.prepare('INSERT INTO entries VALUES (?, ?, ?, ?, ?, ?)');
  }

  begin({ lastBeatAt }: RecordSummary): Promise<void> {
    if (lastBeatAt !== undefined) {
      this.#db.prepare(`INSERT INTO beats VALUES ('restored', ?)`).run(lastBeatAt);
    }
    return Promise.resolve();
  }

  take(part: RecordPart): Promise<void> {
    if ('stream' in part) {
      const { name, version, at, head, lastDecision, wakeAt } = part.stream;
      const done = this.#stream.run(name, version, at, head, lastDecision, wakeAt);
      this.#id = Number(done.lastInsertRowid);
    } else {
      for (const { version, at, commandId, body, head } of part.entries) {
        this.#entry.run(this.#id, version, at, commandId, body, head);
      }
    }
    return Promise.resolve();
  }

  end(): Promise<void> {
    return Promise.resolve();
  }

  written(): RecordSource {
    return new SqliteRecords(this.#db, { place: this.place, form: formOf(this.#db, this.place) });
  }
}

/** Refuses a journal that holds anything, before anything of it is brought to a newer form. */
const refuseUsed = (folder: string): void => {
  const file = join(folder, JOURNAL_FILE);
  // One that was cut off before its first byte is as good as none.
  if (!existsSync(file) || statSync(file).size === 0) return;
  const db = new DatabaseSync(file);
  try {
    db.exec('PRAGMA query_only = ON');
    formOf(db, folder);
    const { used } = db.prepare('SELECT EXISTS (SELECT 1 FROM streams) AS used').get() as {
      used: number;
    };
    if (used === 0) return;
  } finally {
    db.close();
  }
  throw new JournalFault('not-empty', `the journal in ${folder} is not empty; name another folder`);
};

/** Lends an empty journal in `folder`; it has what it took in once the work is done. Rejects with JournalFault. */
export const intoSqlite = async <T>(
  folder: string,
  work: (target: RecordTarget) => Promise<T>,
): Promise<T> => {
  let lock: DatabaseSync | undefined;
  let db: DatabaseSync | undefined;
  try {
    makeFolder(folder, { mode: 0o700 });
    lock = lockFolder(folder);
    refuseUsed(folder);
    db = openFile({ folder });
    db.exec('BEGIN IMMEDIATE');
    const result = await work(new SqliteTarget(db, folder));
    db.exec('COMMIT');
    return result;
  } catch (cause) {
    if (db?.isTransaction) db.exec('ROLLBACK');
    throw sqliteFault(cause, folder);
  } finally {
    db?.close();
    lock?.close();
  }
};
