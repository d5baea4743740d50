// The tables of the PostgreSQL journal, as numbered steps in a schema of their own. A step that has been released is
// never changed. Nodes that start together take turns under an advisory lock, which ends with its transaction.

import type { ClientBase } from 'pg';
import pg from 'pg';
import { JournalFault } from './fault.ts';

/**
 * Step n brings a schema from form n to form n + 1. Every append moves one row of `streams`, whose condition settles
 * who was first; the keys of `entries` would refuse what that row let through.
 */
export const migrations = (schema: string): readonly string[] => [
  `CREATE SEQUENCE ${schema}.stream_ids AS bigint;
   CREATE TABLE ${schema}.streams (
     id bigint PRIMARY KEY,
     name text COLLATE "C" NOT NULL UNIQUE,
     version bigint NOT NULL,
     at bigint NOT NULL,
     head text NOT NULL,
     last_decision bigint NOT NULL,
     wake_at bigint
   ) WITH (fillfactor = 70);
   CREATE INDEX streams_due ON ${schema}.streams (wake_at) WHERE wake_at IS NOT NULL;
   CREATE TABLE ${schema}.entries (
     stream bigint NOT NULL,
     version bigint NOT NULL,
     at bigint NOT NULL,
     command_id text COLLATE "C",
     body text NOT NULL,
     head text NOT NULL,
     PRIMARY KEY (stream, version)
   );
   CREATE UNIQUE INDEX entries_command ON ${schema}.entries (stream, command_id)
     WHERE command_id IS NOT NULL;
   CREATE TABLE ${schema}.snapshots (
     stream bigint PRIMARY KEY,
     version bigint NOT NULL,
     at bigint NOT NULL,
     head text NOT NULL,
     form bigint NOT NULL,
     state text NOT NULL,
     document bytea,
     seal text NOT NULL
   );
   CREATE TABLE ${schema}.beats (
     node text PRIMARY KEY,
     at bigint NOT NULL
   );`,
];

/** Any fixed number: all that matters is that every version of Parley takes the same. */
const LOCK_SPACE = 0x70_61_72_6c;

/** Asks the tables of the catalogue: a lookup by name could answer from what this session knew before the lock. */
const HAS_FORM = `SELECT 1 FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n
  ON n.oid = c.relnamespace WHERE n.nspname = $1 AND c.relname = 'form'`;

/** The form of the schema; 0 when there is none. */
export const formOf = async (client: ClientBase, name: string): Promise<number> => {
  const { rows: found } = await client.query(HAS_FORM, [name]);
  if (found.length === 0) return 0;
  const table = `${pg.escapeIdentifier(name)}.form`;
  const { rows } = await client.query<{ form: number }>(`SELECT form FROM ${table}`);
  return rows[0]?.form ?? 0;
};

export const newer = (schema: string, place: string, form: number): JournalFault =>
  new JournalFault(
    'newer',
    `the journal in ${place} (schema ${schema}) was written by a newer Parley: it has form ${String(form)}; this version knows ${String(migrations('').length)}`,
  );

const step = async (client: ClientBase, schema: string, from: number): Promise<void> => {
  if (from === 0) {
    await client.query(`CREATE SCHEMA IF NOT EXISTS ${schema}`);
    await client.query(`CREATE TABLE ${schema}.form (form integer NOT NULL)`);
    await client.query(`INSERT INTO ${schema}.form VALUES (0)`);
  }
  for (const statements of migrations(schema).slice(from)) await client.query(statements);
  await client.query(`UPDATE ${schema}.form SET form = $1`, [migrations(schema).length]);
};

/**
 * Brings the schema to the form of this version, all steps or none. Throws JournalFault `newer` for a form that this
 * version does not know.
 */
export const migrate = async (
  client: ClientBase,
  { schema: name, place }: { readonly schema: string; readonly place: string },
): Promise<void> => {
  const schema = pg.escapeIdentifier(name);
  const current = migrations(schema).length;
  const check = async (): Promise<number> => {
    const form = await formOf(client, name);
    if (form > current) throw newer(name, place, form);
    return form;
  };
  // What is as it should be needs no lock, and no right to write.
  if ((await check()) === current) return;
  await client.query('BEGIN');
  try {
    await client.query('SELECT pg_advisory_xact_lock($1, hashtext($2))', [LOCK_SPACE, name]);
    const form = await check();
    if (form < current) await step(client, schema, form);
    await client.query('COMMIT');
  } catch (cause) {
    await client.query('ROLLBACK');
    throw cause;
  }
};
