// The statements that write. One statement stores the appends of many streams, each stream whole or not at all:
//
// - It moves the row of a stream only where the stream still ends at the version and head that the plan began with.
//   PostgreSQL looks at that condition again after waiting for another node's commit, so of two nodes that append to
//   one stream exactly one moves its row, and a lost race touches no other stream. The keys of `entries` alone would
//   refuse the whole statement with everybody's entries, and know nothing of "no decision since".
// - Rows are locked in the order of their ids and names are taken in theirs, so nodes wait for each other in a line
//   and never in a ring.
// - No lock outlives the statement: a node that stops between two of them holds nothing up.

import type { QueryConfig } from 'pg';
import { integerArray, textArray } from './postgres-arrays.ts';
import type { PlannedEntry, StreamPlan, Tip } from './postgres-plan.ts';
import { emptyTip } from './postgres-plan.ts';

/**
 * Settings of a session that appends. Every statement here looks up single rows by their keys; the plan is kept, and
 * must not come from a time when the tables were so small that reading them whole was quicker.
 */
export const APPEND_SESSION: Readonly<Record<string, string>> = {
  enable_seqscan: 'off',
  enable_hashjoin: 'off',
  enable_mergejoin: 'off',
  plan_cache_mode: 'force_generic_plan',
  jit: 'off',
};

/** Stands for "leave the wake time as it is"; no instant is negative. */
const LEAVE_WAKE = -1;

const appendText = (schema: string): string => `
WITH given AS MATERIALIZED (
  SELECT * FROM unnest($1::bigint[], $2::text[], $3::bigint[], $4::text[], $5::bigint[], $6::bigint[],
    $7::text[], $8::bigint[], $9::bigint[])
    AS g (id, name, base_version, base_head, version, at, head, last_decision, wake_at)
), held AS MATERIALIZED (
  SELECT id, version, at, head, last_decision FROM ${schema}.streams
  WHERE id = ANY ($1) ORDER BY id FOR UPDATE
), known AS MATERIALIZED (
  SELECT e.stream FROM unnest($10::bigint[], $11::text[]) AS c (stream, command_id)
  JOIN ${schema}.entries AS e ON e.stream = c.stream AND e.command_id = c.command_id
), moved AS (
  UPDATE ${schema}.streams AS s
  SET version = g.version, at = g.at, head = g.head, last_decision = g.last_decision,
    wake_at = CASE g.wake_at WHEN ${String(LEAVE_WAKE)} THEN s.wake_at ELSE g.wake_at END
  FROM given AS g
  WHERE s.id = g.id AND s.version = g.base_version AND s.head = g.base_head
    AND (SELECT count(*) FROM held) >= 0
    AND s.id <> ALL (ARRAY (SELECT stream FROM known))
  RETURNING s.id
), made AS (
  INSERT INTO ${schema}.streams (id, name, version, at, head, last_decision, wake_at)
  SELECT id, name, version, at, head, last_decision, nullif(wake_at, ${String(LEAVE_WAKE)}) FROM given
  WHERE base_version = 0 AND (SELECT count(*) FROM moved) >= 0
  ON CONFLICT (name) DO NOTHING
  RETURNING id
), lost AS MATERIALIZED (
  (SELECT id FROM given EXCEPT SELECT id FROM moved) EXCEPT SELECT id FROM made
), stored AS (
  INSERT INTO ${schema}.entries (stream, version, at, command_id, body, head)
  SELECT * FROM unnest($12::bigint[], $13::bigint[], $14::bigint[], $15::text[], $16::text[], $17::text[])
    AS w (stream, version, at, command_id, body, head)
  WHERE w.stream <> ALL (ARRAY (SELECT id FROM lost))
)
SELECT lost.id, held.version, held.at, held.head, held.last_decision
FROM lost LEFT JOIN held ON held.id = lost.id`;

const tipsText = (schema: string): string => `
SELECT n.name, coalesce(s.id, nextval('${schema}.stream_ids')) AS id,
  s.version, s.at, s.head, s.last_decision
FROM unnest($1::text[]) AS n (name) LEFT JOIN ${schema}.streams AS s ON s.name = n.name`;

const knownText = (schema: string): string => `
SELECT c.stream, c.command_id FROM unnest($1::bigint[], $2::text[]) AS c (stream, command_id)
JOIN ${schema}.entries AS e ON e.stream = c.stream AND e.command_id = c.command_id`;

interface TipRow {
  readonly id: number;
  readonly version: number | null;
  readonly at: number;
  readonly head: string;
  readonly last_decision: number;
}

const tipOf = ({ id, version, at, head, last_decision }: TipRow): Tip =>
  version === null ? emptyTip(id) : { id, version, at, head, lastDecision: last_decision };

/** A stream that was not moved; where it ends is unknown when somebody else has just made it. */
export interface LostStream {
  readonly id: number;
  readonly tip: Tip | undefined;
}

type Ask = <Row extends object>(query: QueryConfig) => Promise<Row[]>;

const commandsOf = (plans: readonly StreamPlan[]): { stream: number; commandId: string }[] =>
  plans.flatMap(({ base, entries }) =>
    base.version === 0
      ? []
      : entries.flatMap(({ commandId }) =>
          commandId === undefined ? [] : { stream: base.id, commandId },
        ),
  );

/** Streams that exist by id, then new ones by name: the order in which the statement waits for others. */
const inLockOrder = (plans: readonly StreamPlan[]): StreamPlan[] =>
  [...plans].sort((a, b) => {
    const isNew = [a, b].map(({ base }) => Number(base.version === 0));
    const byKind = (isNew[0] ?? 0) - (isNew[1] ?? 0);
    if (byKind !== 0 || a.base.version !== 0) return byKind || a.base.id - b.base.id;
    return Buffer.compare(Buffer.from(a.stream), Buffer.from(b.stream));
  });

const valuesOf = (plans: readonly StreamPlan[]): Buffer[] => {
  const ordered = inLockOrder(plans);
  const commands = commandsOf(ordered);
  const entries: { stream: number; entry: PlannedEntry }[] = ordered.flatMap((plan) =>
    plan.entries.map((entry) => ({ stream: plan.base.id, entry })),
  );
  return [
    integerArray(ordered.map(({ base }) => base.id)),
    textArray(ordered.map(({ stream, base }) => (base.version === 0 ? stream : null))),
    integerArray(ordered.map(({ base }) => base.version)),
    textArray(ordered.map(({ base }) => base.head)),
    integerArray(ordered.map(({ tip }) => tip.version)),
    integerArray(ordered.map(({ tip }) => tip.at)),
    textArray(ordered.map(({ tip }) => tip.head)),
    integerArray(ordered.map(({ tip }) => tip.lastDecision)),
    integerArray(ordered.map(({ wakeAt }) => (wakeAt === undefined ? LEAVE_WAKE : wakeAt))),
    integerArray(commands.map(({ stream }) => stream)),
    textArray(commands.map(({ commandId }) => commandId)),
    integerArray(entries.map(({ stream }) => stream)),
    integerArray(entries.map(({ entry }) => entry.version)),
    integerArray(entries.map(({ entry }) => entry.at)),
    textArray(entries.map(({ entry }) => entry.commandId ?? null)),
    textArray(entries.map(({ entry }) => entry.body)),
    textArray(entries.map(({ entry }) => entry.head)),
  ];
};

/** The statements for one schema, whose name is given quoted. */
export const appendStatements = (schema: string) => {
  const texts = {
    append: appendText(schema),
    tips: tipsText(schema),
    known: knownText(schema),
  };
  return {
    /** Stores the plans, each whole or not at all, and tells which were not. */
    append: async (ask: Ask, plans: readonly StreamPlan[]): Promise<LostStream[]> => {
      const query = { name: 'append', text: texts.append, values: valuesOf(plans) };
      const rows = await ask<TipRow>(query);
      return rows.map((row) => ({
        id: row.id,
        tip: row.version === null ? undefined : tipOf(row),
      }));
    },
    /** Where streams end; for names that are not there an id to make them with. */
    tips: async (ask: Ask, names: readonly string[]): Promise<Map<string, Tip>> => {
      const query = { name: 'tips', text: texts.tips, values: [textArray(names)] };
      const rows = await ask<TipRow & { name: string }>(query);
      return new Map(rows.map((row) => [row.name, tipOf(row)]));
    },
    /** Those command ids of the plans that their streams have already. */
    known: async (ask: Ask, plans: readonly StreamPlan[]): Promise<Map<number, Set<string>>> => {
      const commands = commandsOf(plans);
      const values = [
        integerArray(commands.map(({ stream }) => stream)),
        textArray(commands.map(({ commandId }) => commandId)),
      ];
      const query = { name: 'known', text: texts.known, values };
      const rows = await ask<{ stream: number; command_id: string }>(query);
      const found = new Map<number, Set<string>>();
      for (const { stream, command_id } of rows) {
        found.set(stream, (found.get(stream) ?? new Set()).add(command_id));
      }
      return found;
    },
  };
};
