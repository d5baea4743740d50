// A process that appends to a SQLite journal until it is killed, and says on its output what was acknowledged:
// one line `<stream> <version> <head>` an entry, written only after the append resolved.
// Run: node journal-child.ts <folder>. It ends by itself when nobody reads its output any more.

import { openSqliteJournal } from '../../server/journal/sqlite.ts';
import type { Journal } from '../../server/ports.ts';
import { appendAt, at, decision, readAll, storedBy, text } from './journal-entries.ts';

/** Each of them by appends of three entries, one append in flight. */
const STREAMS = 12;

const appendForEver = async (journal: Journal, stream: string): Promise<never> => {
  let version = (await readAll(journal, stream)).length;
  for (;;) {
    const commandId = `c${String(version + 1)}`;
    const made = decision(version + 1, { commandId, atMs: at(version) });
    const entries = [made, text('typed'), text('more')];
    const stored = await storedBy(journal.append(appendAt(stream, version, ...entries)));
    version += stored.length;
    process.stdout.write(
      stored.map((entry) => `${stream} ${String(entry.version)} ${entry.head}\n`).join(''),
    );
  }
};

const folder = process.argv[2];
if (folder === undefined) throw new Error('which folder?');
const journal = await openSqliteJournal({ folder, clock: { now: () => at(0) } });
await Promise.all(
  Array.from({ length: STREAMS }, (_, index) =>
    appendForEver(journal, `room:killed-${String(index)}`),
  ),
);
