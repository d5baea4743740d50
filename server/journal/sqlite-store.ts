// The SQLite journal itself: one transaction a batch of appends, reading with the chain checked. Synchronous; runs
// inside the worker thread only.

import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { epochMs } from '../../shared/kernel/units.ts';
import { GENESIS_HEAD } from '../../shared/record/entry.ts';
import type { StoredEntry } from '../../shared/record/entry.ts';
import { makeFolder } from '../platform/folder.ts';
import type { Append, AppendResult, Snapshot } from '../ports.ts';
import { chainEntry } from './chain.ts';
import { repeatsCommand } from './command-ids.ts';
import { faultOf, isDamage } from './fault.ts';
import type { EntryRow } from './page-check.ts';
import { checkedPage, corruptEnd, corruptEntry } from './page-check.ts';
import { lockFolder, openFile } from './sqlite-file.ts';
import { SnapshotTable } from './sqlite-snapshots.ts';
import type { WorkerOptions } from './sqlite-protocol.ts';

/** What must be known of a stream to append to it. */
interface Tip {
  readonly id: number;
  version: number;
  at: number;
  head: string;
  lastDecision: number;
}

const MAX_CACHED_TIPS = 50_000;

export class SqliteStore {
  readonly #lock: DatabaseSync;
  readonly #db: DatabaseSync;
  readonly #snapshots: SnapshotTable;
  readonly #tips = new Map<string, Tip>();
  readonly #statements = new Map<string, StatementSync>();

  constructor(options: WorkerOptions) {
    const { folder } = options;
    try {
      // What is hidden in the rooms is in there.
      makeFolder(folder, { mode: 0o700 });
      this.#lock = lockFolder(folder);
      try {
        this.#db = openFile(options);
        this.#snapshots = new SnapshotTable(this.#db);
      } catch (cause) {
        this.#lock.close();
        throw cause;
      }
    } catch (cause) {
      throw faultOf(cause, folder);
    }
  }

  /** Appends all requests in one transaction; those whose expectation fails are left out and told so. */
  appendAll(requests: readonly Append[]): readonly AppendResult[] {
    this.#db.exec('BEGIN IMMEDIATE');
    try {
      const results = requests.map((request) => this.#append(request));
      this.#db.exec('COMMIT');
      return results;
    } catch (cause) {
      // What the tips say may be ahead of the file now.
      this.#tips.clear();
      if (this.#db.isTransaction) this.#db.exec('ROLLBACK');
      throw faultOf(cause, 'append');
    }
  }

  #append({ stream, expected, entries, wakeAt }: Append): AppendResult {
    const tip = this.#tip(stream);
    const version = tip?.version ?? 0;
    const isExpected =
      'version' in expected
        ? expected.version === version
        : (tip?.lastDecision ?? 0) <= expected.noDecisionSince;
    if (!isExpected || repeatsCommand(entries) || (tip && this.#isKnown(tip, entries))) {
      return { ok: false, conflict: { version } };
    }
    const target = tip ?? this.#create(stream);
    const stored = entries.map((entry) => {
      const next = chainEntry(
        {
          stream,
          version: target.version + 1,
          at: epochMs(Math.max(entry.at, target.at)),
          body: entry.body,
        },
        target.head,
      );
      this.#run('INSERT INTO entries VALUES (?, ?, ?, ?, ?, ?)').run(
        target.id,
        next.version,
        next.at,
        entry.commandId ?? null,
        next.body,
        next.head,
      );
      target.version = next.version;
      target.at = next.at;
      target.head = next.head;
      if (entry.kind === 'decision') target.lastDecision = next.version;
      return next;
    });
    this.#run(
      'UPDATE streams SET version = ?, at = ?, head = ?, last_decision = ? WHERE id = ?',
    ).run(target.version, target.at, target.head, target.lastDecision, target.id);
    if (wakeAt !== undefined)
      this.#run('UPDATE streams SET wake_at = ? WHERE id = ?').run(wakeAt, target.id);
    return { ok: true, entries: stored };
  }

  #isKnown(tip: Tip, entries: Append['entries']): boolean {
    const find = this.#run('SELECT 1 FROM entries WHERE stream = ? AND command_id = ?');
    return entries.some(
      ({ commandId }) => commandId !== undefined && find.get(tip.id, commandId) !== undefined,
    );
  }

  #create(stream: string): Tip {
    const { lastInsertRowid } = this.#run(
      'INSERT INTO streams (name, version, at, head, last_decision) VALUES (?, 0, 0, ?, 0)',
    ).run(stream, GENESIS_HEAD);
    const tip: Tip = {
      id: Number(lastInsertRowid),
      version: 0,
      at: 0,
      head: GENESIS_HEAD,
      lastDecision: 0,
    };
    this.#keep(stream, tip);
    return tip;
  }

  #tip(stream: string): Tip | undefined {
    const cached = this.#tips.get(stream);
    if (cached) return cached;
    const row = this.#tipRow(stream);
    if (!row) return undefined;
    const tip = { ...row };
    this.#keep(stream, tip);
    return tip;
  }

  #tipRow(stream: string): Tip | undefined {
    const find = this.#run(
      'SELECT id, version, at, head, last_decision AS lastDecision FROM streams WHERE name = ?',
    );
    try {
      return find.get(stream) as unknown as Tip | undefined;
    } catch (cause) {
      if (!isDamage(cause)) throw cause;
      throw corruptEnd(stream, cause);
    }
  }

  #keep(stream: string, tip: Tip): void {
    if (this.#tips.size >= MAX_CACHED_TIPS) this.#tips.clear();
    this.#tips.set(stream, tip);
  }

  /** Entries in order, each checked against the chain. Throws JournalFault `corrupt` naming the first that fails. */
  read(stream: string, after: number, limit: number): StoredEntry[] {
    const tip = this.#tip(stream);
    if (!tip) return [];
    const rows = this.#rows(tip, stream, after, limit + 1);
    return checkedPage({ stream, after, limit }, rows, tip);
  }

  #rows(tip: Tip, stream: string, from: number, limit: number): EntryRow[] {
    const find = this.#run(
      'SELECT version, at, body, head FROM entries WHERE stream = ? AND version >= ? ORDER BY version LIMIT ?',
    );
    try {
      return find.all(tip.id, from, limit) as unknown as EntryRow[];
    } catch (cause) {
      if (isDamage(cause)) throw corruptEntry(stream, from + 1, cause);
      throw cause;
    }
  }

  versions(streams: readonly string[]): number[] {
    return streams.map((stream) => this.#tip(stream)?.version ?? 0);
  }

  findCommand(stream: string, commandId: string): StoredEntry | undefined {
    const tip = this.#tip(stream);
    if (!tip) return undefined;
    const row = this.#run('SELECT version FROM entries WHERE stream = ? AND command_id = ?').get(
      tip.id,
      commandId,
    ) as { version: number } | undefined;
    return row && this.read(stream, row.version - 1, 1)[0];
  }

  readSnapshot(stream: string): Snapshot | undefined {
    const tip = this.#tip(stream);
    return tip && this.#snapshots.read(tip);
  }

  writeSnapshot(stream: string, snapshot: Snapshot): void {
    const tip = this.#tip(stream);
    if (tip) this.#snapshots.write(tip, snapshot);
  }

  streams(prefix: string, after: string, limit: number): string[] {
    const rows = this.#run(
      'SELECT name FROM streams WHERE name > ? AND name >= ? AND name < ? ORDER BY name LIMIT ?',
    ).all(after, prefix, `${prefix}\u{10ffff}`, limit) as { name: string }[];
    return rows.map(({ name }) => name);
  }

  due(dueMs: number, limit: number): { stream: string; wakeAt: number }[] {
    const rows = this.#run(
      'SELECT name, wake_at AS wakeAt FROM streams WHERE wake_at <= ? ORDER BY wake_at LIMIT ?',
    ).all(dueMs, limit) as { name: string; wakeAt: number }[];
    return rows.map(({ name, wakeAt }) => ({ stream: name, wakeAt }));
  }

  beat(node: string, at: number): void {
    this.#run(
      'INSERT INTO beats VALUES (?, ?) ON CONFLICT (node) DO UPDATE SET at = max(at, excluded.at)',
    ).run(node, at);
  }

  lastBeat(): number | undefined {
    const row = this.#run('SELECT max(at) AS at FROM beats').get() as { at: number | null };
    return row.at ?? undefined;
  }

  close(): void {
    this.#db.close();
    this.#lock.close();
  }

  #run(sql: string): StatementSync {
    let statement = this.#statements.get(sql);
    if (!statement) {
      statement = this.#db.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }
}
