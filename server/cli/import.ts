// `parley import`: the record of one machine moves into the database of many.

import { copyRecord } from '../backup/copy.ts';
import { intoPostgres } from '../backup/postgres-target.ts';
import { fromSqlite } from '../backup/sqlite-records.ts';
import { SETTINGS } from '../settings.ts';
import type { Command } from './command.ts';
import { EXIT, Obstacle } from './command.ts';
import { copiedText, noteProgress, postgresPlace } from './records.ts';

/** Copies a SQLite journal into the empty PostgreSQL journal that the settings name. */
export const IMPORT: Command = {
  name: 'import',
  operands: '<data folder>',
  operandCount: { min: 1, max: 1 },
  summary: 'Copies a SQLite journal into an empty PostgreSQL journal.',
  details: [
    'Takes the data folder of a server, or the journal.sqlite in it. The server must be stopped: what',
    'it would still take in would be missed. Rooms, seats, links and sessions are the same afterwards.',
    'The database must hold no journal yet in its schema. The folder is left as it is. Take its',
    'signing-key.pem along to go on with the same key. docs/operations.md tells more.',
  ],
  options: [],
  settings: ['databaseUrl', 'databaseSchema'],
  async run({ operands: [folder = ''], config: { database } }, terminal) {
    if (!database) {
      const { variable } = SETTINGS.databaseUrl;
      throw new Obstacle(`import needs the database to go to: give ${variable}`, EXIT.usage);
    }
    const source = { path: terminal.placeOf(folder), place: folder, isAlone: true };
    const to = postgresPlace(database, terminal);
    const copied = await fromSqlite(source, (from) =>
      intoPostgres(to, async (target) => ({
        place: target.place,
        summary: await copyRecord(from, target, noteProgress(terminal)),
      })),
    );
    terminal.say(`${copied.place} now holds ${copiedText(copied.summary)}`);
    return EXIT.done;
  },
};
