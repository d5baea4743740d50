// The hash chain as journals compute it: the same bytes as shared/record/entry.ts, by the faster native SHA-256.

import { hash } from 'node:crypto';
import type { StoredEntry } from '../../shared/record/entry.ts';
import { entryText } from '../../shared/record/entry.ts';

/** Adds the head that follows from an entry and the head before it. */
export const chainEntry = (
  entry: Omit<StoredEntry, 'head'>,
  previousHead: string,
): StoredEntry => ({
  ...entry,
  head: hash('sha256', previousHead + hash('sha256', entryText(entry))),
});
