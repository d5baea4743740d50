// A SQLite journal in a folder of its own that goes when the test ends, and a way to reach around the journal
// into its file.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { openSqliteJournal } from '../../server/journal/sqlite.ts';
import type { Journal } from '../../server/ports.ts';
import { VirtualTime } from './virtual-time.ts';

export class JournalFolder implements AsyncDisposable {
  readonly path = mkdtempSync(join(tmpdir(), 'parley-journal-'));
  readonly #opened: Journal[] = [];

  get file(): string {
    return join(this.path, 'journal.sqlite');
  }

  /** Opens the journal, with room for `maxPages` pages of 4,096 bytes where given. */
  async open(maxPages?: number): Promise<Journal> {
    const journal = await openSqliteJournal({
      folder: this.path,
      clock: new VirtualTime(),
      ...(maxPages !== undefined && { maxPages }),
    });
    this.#opened.push(journal);
    return journal;
  }

  async close(): Promise<void> {
    await Promise.all(this.#opened.splice(0).map((journal) => journal.close()));
  }

  /** Runs statements on the file of a closed journal, behind its back. */
  tamper(sql: string): void {
    const db = new DatabaseSync(this.file);
    try {
      db.exec(sql);
    } finally {
      db.close();
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
    rmSync(this.path, { recursive: true, force: true });
  }
}
