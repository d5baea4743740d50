// Which journal the settings ask for: a PostgreSQL database where they name one, else a SQLite file.

import type { Config } from '../config.ts';
import type { Chance, Clock, Journal, Log, Timers } from '../ports.ts';
import { openPostgresJournal } from './postgres.ts';
import { openSqliteJournal } from './sqlite.ts';

export interface JournalParts {
  /** Time of this machine, which is the journal's where one machine keeps it. */
  readonly clock: Clock;
  readonly steadyMs: () => number;
  /** Must keep the process alive while one waits. */
  readonly timers: Timers;
  readonly chance: Chance;
  readonly log: Log;
}

/** Opens (or makes) the journal. Rejects with JournalFault, whose message is for the operator. */
export const openJournal = (
  { database, dataFolder }: Pick<Config, 'database' | 'dataFolder'>,
  { clock, ...parts }: JournalParts,
): Promise<Journal> =>
  database
    ? openPostgresJournal({ ...parts, ...database })
    : openSqliteJournal({ folder: dataFolder, clock });
