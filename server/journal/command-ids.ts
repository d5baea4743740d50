// Command ids inside one append, before the store is asked about those it has.

import type { NewEntry } from '../ports.ts';

/** True when two of the entries carry the same command id. */
export const repeatsCommand = (entries: readonly NewEntry[]): boolean => {
  if (entries.length < 2) return false;
  const ids = entries.flatMap(({ commandId }) => commandId ?? []);
  return new Set(ids).size < ids.length;
};
