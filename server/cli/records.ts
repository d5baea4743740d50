// What the commands that copy a whole record share: which journal the settings name, how far a copy is, what was copied.

import type { PostgresPlace } from '../backup/postgres-records.ts';
import { fromPostgres } from '../backup/postgres-records.ts';
import { intoPostgres } from '../backup/postgres-target.ts';
import { fromSqlite } from '../backup/sqlite-records.ts';
import { intoSqlite } from '../backup/sqlite-target.ts';
import type { Progress } from '../backup/copy.ts';
import type { RecordSource, RecordSummary, RecordTarget } from '../backup/types.ts';
import type { Config, DatabaseConfig } from '../config.ts';
import { steadyMs } from '../platform/clock.ts';
import type { SettingKey } from '../settings.ts';
import type { Terminal } from './command.ts';

/** The settings that name a journal. */
export const JOURNAL_SETTINGS: readonly SettingKey[] = [
  'dataFolder',
  'databaseUrl',
  'databaseSchema',
];

/** The database as the copying parts want it; what is wrong with it becomes the one line at the end. */
export const postgresPlace = (database: DatabaseConfig, terminal: Terminal): PostgresPlace => ({
  ...database,
  ...{ steadyMs, timers: terminal.timers, chance: terminal.chance },
  log: {
    info: () => undefined,
    warn: (_fields, message) => {
      terminal.warn(`parley: ${message}`);
    },
    error: () => undefined,
  },
});

/** Lends the record of the journal that the settings name. */
export const fromJournal = <T>(
  { database, dataFolder }: Config,
  terminal: Terminal,
  work: (source: RecordSource) => Promise<T>,
): Promise<T> =>
  database
    ? fromPostgres(postgresPlace(database, terminal), work)
    : fromSqlite({ path: dataFolder }, work);

/** Rejects unless there is a journal: opening one would make it, in a folder that was meant to be another. */
export const mustHaveJournal = (config: Config, terminal: Terminal): Promise<void> =>
  fromJournal(config, terminal, () => Promise.resolve());

/** Lends the journal that the settings name, if it is empty. */
export const intoJournal = <T>(
  { database, dataFolder }: Config,
  terminal: Terminal,
  work: (target: RecordTarget) => Promise<T>,
): Promise<T> =>
  database ? intoPostgres(postgresPlace(database, terminal), work) : intoSqlite(dataFolder, work);

const NOTE_ENTRIES = 100_000;

const figure = (value: number): string => value.toLocaleString('en-US');

/** A line for every hundred thousand entries: counted and not timed, so that a slow copy and a quick one say the same. */
export const noteProgress = (terminal: Terminal): Progress => {
  let noted = 0;
  return (entries, of) => {
    if (entries < noted + NOTE_ENTRIES) return;
    noted = entries - (entries % NOTE_ENTRIES);
    terminal.note(`parley: ${figure(entries)} of ${figure(of)} entries`);
  };
};

/** What a copy holds, and the number by which two copies of one record are known. */
export const copiedText = ({ streams, entries, heads }: RecordSummary): string =>
  `${figure(streams)} streams with ${figure(entries)} entries, heads ${heads}`;
