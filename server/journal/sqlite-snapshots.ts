// Snapshots in the SQLite file. A snapshot only saves time: one that does not read back as it was written, or does
// not stand on an entry of its stream, counts as none, since the entries say it all again. Synchronous.

import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Snapshot } from '../ports.ts';
import { isDamage } from './fault.ts';
import { sealOf } from './snapshot-seal.ts';

type Row = Omit<Snapshot, 'document'> & {
  readonly document: Uint8Array | null;
  readonly seal: string;
};

/** A stream as the tables know it. */
interface StreamKey {
  readonly id: number;
  readonly version: number;
}

export class SnapshotTable {
  readonly #find: StatementSync;
  readonly #write: StatementSync;

  constructor(db: DatabaseSync) {
    this.#find = db.prepare(
      `SELECT s.version, s.at, s.head, s.form, s.state, s.document, s.seal FROM snapshots AS s
       JOIN entries AS e ON e.stream = s.stream AND e.version = s.version AND e.head = s.head
       WHERE s.stream = ?`,
    );
    this.#write = db.prepare(
      `INSERT INTO snapshots (stream, version, at, head, form, state, document, seal)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (stream) DO UPDATE SET version = excluded.version, at = excluded.at,
         head = excluded.head, form = excluded.form, state = excluded.state,
         document = excluded.document, seal = excluded.seal
       WHERE excluded.version >= snapshots.version OR snapshots.version > ?`,
    );
  }

  read({ id }: StreamKey): Snapshot | undefined {
    const row = this.#row(id);
    if (!row) return undefined;
    const { document, seal, ...rest } = row;
    const snapshot = { ...rest, ...(document && { document }) };
    return sealOf(snapshot) === seal ? snapshot : undefined;
  }

  write(stream: StreamKey, snapshot: Snapshot): void {
    const { version, at, head, form, state, document } = snapshot;
    const seal = sealOf(snapshot);
    // A damaged version beyond the end of the stream must not keep new snapshots out for ever.
    const end = stream.version;
    this.#write.run(stream.id, version, at, head, form, state, document ?? null, seal, end);
  }

  #row(id: number): Row | undefined {
    try {
      return this.#find.get(id) as unknown as Row | undefined;
    } catch (cause) {
      if (isDamage(cause)) return undefined;
      throw cause;
    }
  }
}
