// The files of a SQLite journal: the lock that holds a folder for one process, and the database brought to the form of
// this version. Synchronous.

import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { faultOf, JournalFault } from './fault.ts';
import { MIGRATIONS } from './sqlite-schema.ts';
import type { WorkerOptions } from './sqlite-protocol.ts';

export const LOCK_FILE = 'lock.sqlite';
export const JOURNAL_FILE = 'journal.sqlite';

/** Holds the folder for this process until the process ends, however it ends. */
export const lockFolder = (folder: string): DatabaseSync => {
  const lock = new DatabaseSync(join(folder, LOCK_FILE));
  try {
    lock.exec('PRAGMA journal_mode = DELETE; BEGIN EXCLUSIVE');
  } catch (cause) {
    lock.close();
    const fault = faultOf(cause, folder);
    if (fault.kind !== 'in-use') throw fault;
    throw new JournalFault('in-use', `another server is using the journal in ${folder}`, { cause });
  }
  return lock;
};

const migrate = (db: DatabaseSync, folder: string): void => {
  const row = db.prepare('PRAGMA user_version').get() as { user_version: number };
  const form = row.user_version;
  if (form > MIGRATIONS.length) {
    throw new JournalFault(
      'newer',
      `the journal in ${folder} was written by a newer Parley: it has form ${String(form)}; this version knows ${String(MIGRATIONS.length)}`,
    );
  }
  for (let next = form; next < MIGRATIONS.length; next += 1) {
    db.exec(`BEGIN; ${MIGRATIONS[next] ?? ''}; PRAGMA user_version = ${String(next + 1)}; COMMIT`);
  }
};

/** The file, brought to the form of this version and known to be writable; not left open when that fails. */
export const openFile = ({ folder, maxPages }: WorkerOptions): DatabaseSync => {
  const db = new DatabaseSync(join(folder, JOURNAL_FILE));
  try {
    db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -65536');
    migrate(db, folder);
    if (maxPages !== undefined) db.exec(`PRAGMA max_page_count = ${String(maxPages)}`);
    // A file without the right to write opens for reading all the same; better to say so now than at the first bid.
    db.exec('BEGIN IMMEDIATE; ROLLBACK');
    return db;
  } catch (cause) {
    db.close();
    throw cause;
  }
};
