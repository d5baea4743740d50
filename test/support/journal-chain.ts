// The chain that entries of a stream must form, computed here and not by the journal under test.

import { expect } from 'vitest';
import { sha256Hex } from '../../shared/kernel/hash.ts';
import { entryText, GENESIS_HEAD } from '../../shared/record/entry.ts';
import type { StoredEntry } from '../../shared/record/entry.ts';

/** SHA-256 of one entry, 64 hexadecimal digits. */
export const entryHash = (entry: Pick<StoredEntry, 'stream' | 'at' | 'body'>): string =>
  sha256Hex(entryText(entry));

/** The next head of a chain. */
export const nextHead = (previousHead: string, hash: string): string =>
  sha256Hex(previousHead + hash);

/** Heads and versions as they must be for these entries of one stream. */
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
