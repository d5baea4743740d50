// The tables of the SQLite journal, as numbered steps. A step that has been released is never changed.

/** Step n brings a file from form n to form n + 1 (`PRAGMA user_version`). */
export const MIGRATIONS: readonly string[] = [
  `CREATE TABLE streams (
     id INTEGER PRIMARY KEY,
     name TEXT NOT NULL UNIQUE,
     version INTEGER NOT NULL,
     at INTEGER NOT NULL,
     head TEXT NOT NULL,
     last_decision INTEGER NOT NULL,
     wake_at INTEGER
   ) STRICT;
   CREATE INDEX streams_due ON streams (wake_at) WHERE wake_at IS NOT NULL;
   CREATE TABLE entries (
     stream INTEGER NOT NULL,
     version INTEGER NOT NULL,
     at INTEGER NOT NULL,
     command_id TEXT,
     body TEXT NOT NULL,
     head TEXT NOT NULL,
     PRIMARY KEY (stream, version)
   ) STRICT, WITHOUT ROWID;
   CREATE UNIQUE INDEX entries_command ON entries (stream, command_id) WHERE command_id IS NOT NULL;
   CREATE TABLE snapshots (
     stream INTEGER PRIMARY KEY,
     version INTEGER NOT NULL,
     at INTEGER NOT NULL,
     head TEXT NOT NULL,
     form INTEGER NOT NULL,
     state TEXT NOT NULL,
     document BLOB
   ) STRICT;
   CREATE TABLE beats (node TEXT PRIMARY KEY, at INTEGER NOT NULL) STRICT, WITHOUT ROWID;`,
  // Snapshots only save time, so those without a seal are left behind and made anew from the entries.
  `DROP TABLE snapshots;
   CREATE TABLE snapshots (
     stream INTEGER PRIMARY KEY,
     version INTEGER NOT NULL,
     at INTEGER NOT NULL,
     head TEXT NOT NULL,
     form INTEGER NOT NULL,
     state TEXT NOT NULL,
     document BLOB,
     seal TEXT NOT NULL
   ) STRICT;`,
];
