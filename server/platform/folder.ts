// Making folders. Keeps true: a path where no folder can be made is an error at once, whatever file system it is on.

import { mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

const isFolder = (path: string): boolean =>
  statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;

/**
 * Makes a folder and those above it that are missing; one that is there already is left alone. Throws what the system
 * answers. `mode` is for the folder itself, the others have the usual one. Level by level, because Node's own recursive form never returns where a file system says "no such folder"
 * although the one above exists, as /proc does.
 */
export const makeFolder = (path: string, { mode }: { mode?: number } = {}): void => {
  if (isFolder(path)) return;
  const above = dirname(path);
  if (above !== path) makeFolder(above);
  try {
    mkdirSync(path, mode === undefined ? {} : { mode });
  } catch (cause) {
    // Somebody else may have made it in between.
    if (!isFolder(path)) throw cause;
  }
};
