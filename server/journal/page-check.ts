// Whether rows that a store gave for a page of a stream are what was written: versions without gaps, times that are
// times, heads that follow from the entries, and an end where the stream ends. The same for every store.

import { epochMs } from '../../shared/kernel/units.ts';
import { GENESIS_HEAD } from '../../shared/record/entry.ts';
import type { StoredEntry } from '../../shared/record/entry.ts';
import { chainEntry } from './chain.ts';
import { JournalFault } from './fault.ts';

export interface EntryRow {
  readonly version: number;
  readonly at: number;
  readonly body: string;
  readonly head: string;
}

/** Where the stream ends by what the store says beside the entries. */
export interface StreamEnd {
  readonly version: number;
  readonly head: string;
}

export interface Page {
  readonly stream: string;
  readonly after: number;
  readonly limit: number;
}

/** The fault that names an entry which does not read back. */
export const corruptEntry = (stream: string, version: number, cause?: unknown): JournalFault =>
  new JournalFault(
    'corrupt',
    `entry ${String(version)} of ${stream} does not read back as it was written`,
    { cause },
  );

/** The fault of a stream whose end, as the store has it beside the entries, cannot be what was written. */
export const corruptEnd = (stream: string, cause?: unknown): JournalFault =>
  new JournalFault('corrupt', `where ${stream} ends does not read back as it was written`, {
    cause,
  });

/** The entry of a row with the head that it must have; nothing when its time is no time. */
const chainRow = (stream: string, row: EntryRow, head: string): StoredEntry | undefined => {
  const { version, at, body } = row;
  if (!Number.isSafeInteger(at) || at < 0) return undefined;
  return chainEntry({ stream, version, at: epochMs(at), body }, head);
};

/**
 * The entries of a page. `rows` are those of version `after` and later in order, at most `limit` + 1: the one at
 * `after` gives the head to go on from. Throws JournalFault `corrupt` naming the first entry that fails.
 */
export const checkedPage = (
  { stream, after, limit }: Page,
  rows: readonly EntryRow[],
  end: StreamEnd,
): StoredEntry[] => {
  let head = GENESIS_HEAD;
  let version = after;
  const before = after > 0 ? rows[0] : undefined;
  if (after > 0) {
    if (before?.version !== after) {
      // Past the end there is nothing, but up to the end there must be.
      if (!before && after > end.version) return [];
      throw corruptEntry(stream, after);
    }
    head = before.head;
  }
  const first = before ? 1 : 0;
  const entries = rows.slice(first, first + limit).map((row) => {
    version += 1;
    const chained = chainRow(stream, row, head);
    if (row.version !== version || chained?.head !== row.head) throw corruptEntry(stream, version);
    head = row.head;
    return chained;
  });
  const isEnd = entries.length < limit || version >= end.version;
  if (isEnd && version < end.version) throw corruptEntry(stream, version + 1);
  if (isEnd && (version > end.version || head !== end.head)) throw corruptEntry(stream, version);
  return entries;
};
