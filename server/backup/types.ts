// What a copy of the whole record is made of, whatever holds it: a SQLite file, a PostgreSQL schema, a backup file. One
// order for all: streams by their names in byte order, each with its entries by version.

/** Which tables a record was in; a note for people, since every store takes what any other gave. */
export interface RecordOrigin {
  readonly store: 'sqlite' | 'postgres';
  /** Number of the form of its tables. */
  readonly form: number;
}

/** What is known of a record before any of it is copied. */
export interface RecordSummary extends RecordOrigin {
  readonly streams: number;
  readonly entries: number;
  /** `HeadsDigest` over all streams: equal exactly where two records are the same. */
  readonly heads: string;
  /** The latest heartbeat of any node, by which a server that starts on the copy knows how long none ran. */
  readonly lastBeatAt: number | undefined;
}

export interface CopiedStream {
  readonly name: string;
  /** How many entries follow. */
  readonly version: number;
  readonly at: number;
  readonly head: string;
  readonly lastDecision: number;
  readonly wakeAt: number | null;
}

export interface CopiedEntry {
  readonly version: number;
  readonly at: number;
  readonly commandId: string | null;
  readonly body: string;
  readonly head: string;
}

/** A stream begins, or some more of its entries come. */
export type RecordPart =
  { readonly stream: CopiedStream } | { readonly entries: readonly CopiedEntry[] };

/** One view of a record that does not change while it is read. Both reject with JournalFault. */
export interface RecordSource {
  /** For messages. */
  readonly place: string;
  summary(): Promise<RecordSummary>;
  /** In order, in pieces of bounded size; from the beginning each time it is called. */
  parts(): AsyncIterable<RecordPart>;
}

/** Takes a record in. Nothing of it counts before whoever opened the target says so. */
export interface RecordTarget {
  readonly place: string;
  begin(summary: RecordSummary): Promise<void>;
  take(part: RecordPart): Promise<void>;
  /** Nothing more comes. */
  end(): Promise<void>;
  /** What was taken in, read back from where it now is. */
  written(): RecordSource;
}

/** Pieces of a copy: so much is in memory at once, entries that are larger by themselves aside. */
export const PIECE_ENTRIES = 500;
export const PIECE_BYTES = 1024 * 1024;
