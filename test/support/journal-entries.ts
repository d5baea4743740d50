// The words journal tests are written in: entries, appends, snapshots.

import type { Append, AppendResult, Journal, NewEntry, Snapshot } from '../../server/ports.ts';
import { epochMs } from '../../shared/kernel/units.ts';
import type { EpochMs } from '../../shared/kernel/units.ts';
import type { StoredEntry } from '../../shared/record/entry.ts';

/** An instant that tests count from, in whole milliseconds. */
export const at = (offsetMs: number): EpochMs => epochMs(Date.UTC(2026, 0, 20, 14) + offsetMs);

interface EntryOptions {
  readonly commandId?: string;
  readonly atMs?: EpochMs;
}

const entryOf =
  (kind: NewEntry['kind']) =>
  (content: string | number, { commandId, atMs = at(0) }: EntryOptions = {}): NewEntry => ({
    kind,
    at: atMs,
    ...(commandId !== undefined && { commandId }),
    body: JSON.stringify({ content, kind }),
  });

export const decision = entryOf('decision');
export const text = entryOf('text');

/** An append that expects the stream to end at `version`. */
export const appendAt = (stream: string, version: number, ...entries: NewEntry[]): Append => ({
  stream,
  expected: { version },
  entries,
});

/** An append that only minds decisions after `version`. */
export const appendSince = (stream: string, version: number, ...entries: NewEntry[]): Append => ({
  stream,
  expected: { noDecisionSince: version },
  entries,
});

/** The entries of an append that must have been stored. */
export const storedBy = async (
  result: Promise<AppendResult> | AppendResult,
): Promise<readonly StoredEntry[]> => {
  const settled = await result;
  if (!settled.ok) throw new Error(`conflict at version ${String(settled.conflict.version)}`);
  return settled.entries;
};

/** Every entry of a stream, read in pages. */
export const readAll = async (
  journal: Journal,
  stream: string,
  pageEntries = 1_000,
): Promise<StoredEntry[]> => {
  const entries: StoredEntry[] = [];
  for (;;) {
    const page = await journal.read(stream, entries.length, pageEntries);
    entries.push(...page);
    if (page.length < pageEntries) return entries;
  }
};

/** The answer to an append that does not fit a stream ending at `version`. */
export const conflict = (version: number): AppendResult => ({ ok: false, conflict: { version } });

/** The versions of entries, in their order. */
export const versionsOf = (entries: readonly StoredEntry[]): number[] =>
  entries.map(({ version }) => version);

/** A snapshot that stands at an entry. */
export const snapshotOf = (
  entry: StoredEntry | undefined,
  state: string,
  rest: Partial<Snapshot> = {},
): Snapshot => {
  if (!entry) throw new Error('a snapshot needs an entry');
  return { version: entry.version, at: entry.at, head: entry.head, form: 1, state, ...rest };
};
