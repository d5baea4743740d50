// The chain that entries of a stream must form, computed by shared/record and not by the journal under test.

import { expect } from 'vitest';
import { entryHash, GENESIS_HEAD, nextHead } from '../../shared/record/entry.ts';
import type { StoredEntry } from '../../shared/record/entry.ts';

/** Heads and versions as they must be for these entries of one stream, computed by the shared chain. */
const chainOf = (entries: readonly StoredEntry[]): { version: number; head: string }[] => {
  let head = GENESIS_HEAD;
  return entries.map((entry, index) => {
    head = nextHead(head, entryHash(entry));
    return { version: index + 1, head };
  });
};

/** Fails unless versions run from 1 without gaps and every head follows from the entries before it. */
export const expectChain = (entries: readonly StoredEntry[]): void => {
  expect(entries.map(({ version, head }) => ({ version, head }))).toEqual(chainOf(entries));
};
