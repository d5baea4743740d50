// Everything that is read, and what is written without being part of the record (snapshots, beats). Reads are asked
// again when a connection breaks; pages are checked against the chain as they come.

import type { EpochMs } from '../../shared/kernel/units.ts';
import type { StoredEntry } from '../../shared/record/entry.ts';
import type { Snapshot } from '../ports.ts';
import { JournalFault } from './fault.ts';
import type { EntryRow } from './page-check.ts';
import { checkedPage, corruptEntry } from './page-check.ts';
import { textArray } from './postgres-arrays.ts';
import type { PostgresLine } from './postgres-line.ts';
import type { Tip } from './postgres-plan.ts';
import { emptyTip } from './postgres-plan.ts';
import type { Tips } from './postgres-tips.ts';
import { sealOf } from './snapshot-seal.ts';

/** The last code point: behind it comes no name that begins with the prefix. */
const LAST = '\u{10ffff}';

interface PageRow extends Omit<EntryRow, 'version'> {
  readonly id: number;
  readonly end_version: number;
  readonly end_at: number;
  readonly end_head: string;
  readonly last_decision: number;
  /** Null where the stream is there and the page is empty. */
  readonly version: number | null;
}

interface SnapshotRow {
  readonly version: number;
  readonly at: EpochMs;
  readonly head: string;
  readonly form: number;
  readonly state: string;
  readonly document: Buffer | null;
  readonly seal: string;
}

const tipOf = (row: PageRow): Tip => ({
  id: row.id,
  version: row.end_version,
  at: row.end_at,
  head: row.end_head,
  lastDecision: row.last_decision,
});

const textsFor = (schema: string) => ({
  page: `
    SELECT s.id, s.version AS end_version, s.at AS end_at, s.head AS end_head, s.last_decision,
      e.version, e.at, e.body, e.head
    FROM ${schema}.streams AS s LEFT JOIN LATERAL (
      SELECT version, at, body, head FROM ${schema}.entries
      WHERE stream = s.id AND version >= $2 ORDER BY version LIMIT $3
    ) AS e ON true
    WHERE s.name = $1 ORDER BY e.version`,
  command: `
    SELECT e.version FROM ${schema}.streams AS s
    JOIN ${schema}.entries AS e ON e.stream = s.id AND e.command_id = $2
    WHERE s.name = $1`,
  versions: `
    SELECT coalesce(s.version, 0) AS version
    FROM unnest($1::text[]) WITH ORDINALITY AS n (name, place)
    LEFT JOIN ${schema}.streams AS s ON s.name = n.name ORDER BY n.place`,
  // A snapshot that does not stand on an entry of its stream counts as none.
  snapshot: `
    SELECT p.version, p.at, p.head, p.form, p.state, p.document, p.seal
    FROM ${schema}.streams AS s
    JOIN ${schema}.snapshots AS p ON p.stream = s.id
    JOIN ${schema}.entries AS e ON e.stream = s.id AND e.version = p.version AND e.head = p.head
    WHERE s.name = $1`,
  // A damaged version beyond the end of the stream must not keep new snapshots out for ever.
  keepSnapshot: `
    INSERT INTO ${schema}.snapshots AS p (stream, version, at, head, form, state, document, seal)
    SELECT s.id, $2, $3, $4, $5, $6, $7, $8 FROM ${schema}.streams AS s WHERE s.name = $1
    ON CONFLICT (stream) DO UPDATE SET version = excluded.version, at = excluded.at,
      head = excluded.head, form = excluded.form, state = excluded.state,
      document = excluded.document, seal = excluded.seal
    WHERE excluded.version >= p.version
      OR p.version > (SELECT version FROM ${schema}.streams WHERE id = p.stream)`,
  streams: `
    SELECT name FROM ${schema}.streams
    WHERE name > $2 AND name >= $1 AND name < $1 || '${LAST}' ORDER BY name LIMIT $3`,
  due: `
    SELECT name AS stream, wake_at AS "wakeAt" FROM ${schema}.streams
    WHERE wake_at <= $1 ORDER BY wake_at LIMIT $2`,
  beat: `
    INSERT INTO ${schema}.beats AS b (node, at) VALUES ($1, $2)
    ON CONFLICT (node) DO UPDATE SET at = greatest(b.at, excluded.at)`,
  lastBeat: `SELECT max(at) AS at FROM ${schema}.beats`,
});

type Texts = ReturnType<typeof textsFor>;

export class PostgresReader {
  readonly #line: PostgresLine;
  readonly #tips: Tips;
  readonly #texts: Texts;

  constructor(line: PostgresLine, tips: Tips, schema: string) {
    this.#line = line;
    this.#tips = tips;
    this.#texts = textsFor(schema);
  }

  /** Entries in order, each checked against the chain. Throws JournalFault `corrupt` naming the first that fails. */
  async read(stream: string, after: number, limit: number): Promise<StoredEntry[]> {
    const askedAt = this.#tips.mark();
    let rows: PageRow[];
    try {
      rows = await this.#ask<PageRow>('page', [stream, after, limit + 1]);
    } catch (cause) {
      const isDamage = cause instanceof JournalFault && cause.kind === 'corrupt';
      throw isDamage ? corruptEntry(stream, after + 1, cause) : cause;
    }
    const [first] = rows;
    const known = this.#tips.get(stream);
    const tip = first ? tipOf(first) : known && emptyTip(known.id);
    if (tip) this.#tips.learn(stream, tip, askedAt);
    const fault = this.#tips.faultOf(stream);
    if (fault) throw fault;
    if (!first) return [];
    const end = { version: first.end_version, head: first.end_head };
    const found = rows.flatMap(({ version, at, body, head }) =>
      version === null ? [] : { version, at, body, head },
    );
    return checkedPage({ stream, after, limit }, found, end);
  }

  async versions(streams: readonly string[]): Promise<number[]> {
    const rows = await this.#ask<{ version: number }>('versions', [textArray(streams)]);
    return rows.map(({ version }) => version);
  }

  async findCommand(stream: string, commandId: string): Promise<StoredEntry | undefined> {
    const [row] = await this.#ask<{ version: number }>('command', [stream, commandId]);
    return row && (await this.read(stream, row.version - 1, 1))[0];
  }

  async readSnapshot(stream: string): Promise<Snapshot | undefined> {
    const [row] = await this.#ask<SnapshotRow>('snapshot', [stream]);
    if (!row) return undefined;
    const { document, seal, ...rest } = row;
    const snapshot = { ...rest, ...(document && { document: new Uint8Array(document) }) };
    return sealOf(snapshot) === seal ? snapshot : undefined;
  }

  async writeSnapshot(stream: string, snapshot: Snapshot): Promise<void> {
    const { version, at, head, form, state, document } = snapshot;
    const bytes = document ? Buffer.from(document) : null;
    const seal = sealOf(snapshot);
    await this.#ask('keepSnapshot', [stream, version, at, head, form, state, bytes, seal]);
  }

  async streams(prefix: string, after: string, limit: number): Promise<string[]> {
    const rows = await this.#ask<{ name: string }>('streams', [prefix, after, limit]);
    return rows.map(({ name }) => name);
  }

  due(dueMs: EpochMs, limit: number): Promise<{ stream: string; wakeAt: EpochMs }[]> {
    return this.#ask('due', [dueMs, limit]);
  }

  async beat(node: string, at: EpochMs): Promise<void> {
    await this.#ask('beat', [node, at]);
  }

  async lastBeat(): Promise<EpochMs | undefined> {
    const [row] = await this.#ask<{ at: EpochMs | null }>('lastBeat', []);
    return row?.at ?? undefined;
  }

  /** Whatever is asked here may be asked twice: also snapshots and beats end the same. */
  #ask<Row extends object>(name: keyof Texts, values: readonly unknown[]): Promise<Row[]> {
    return this.#line.read<Row>({ name, text: this.#texts[name], values: [...values] });
  }
}
