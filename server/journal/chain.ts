// The hash chain as journals compute it: the same bytes as shared/record/entry.ts, by the faster native SHA-256.

import type { StoredEntry } from '../../shared/record/entry.ts';
import { entryText } from '../../shared/record/entry.ts';
import { sha256 } from '../platform/sha256.ts';

/** Adds the head that follows from an entry and the head before it. */
export const chainEntry = (
  entry: Omit<StoredEntry, 'head'>,
  previousHead: string,
): StoredEntry => ({
  ...entry,
  head: sha256(previousHead + sha256(entryText(entry))),
});
