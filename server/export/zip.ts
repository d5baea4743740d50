// Zip files that are the same bytes for the same content: entries in the order given, one fixed day, nothing of the
// machine that wrote them.

import { zipSync } from 'fflate';
import type { Zippable } from 'fflate';

/** The first day that a zip can name, read back by its local parts: in any zone the same bytes. */
const FIRST_DAY = new Date(1980, 0, 1);
const LEVEL = 6;

export interface ZipEntry {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** One zip file of these entries. */
export const zipOf = (entries: readonly ZipEntry[]): Uint8Array => {
  const files: Zippable = {};
  for (const { name, bytes } of entries) files[name] = [bytes, { mtime: FIRST_DAY, level: LEVEL }];
  return zipSync(files);
};
