// What a browser has to load before the clock shows: the entry of the built page and all that it imports statically.

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { SHOWN_FORMATS } from '../../client/ui/formats/load.ts';
import { SETUPS } from '../../client/words/rules/setups.ts';

const PAGE = join(import.meta.dirname, '../../dist');
const MAX_GZIP_BYTES = 120 * 1024;

interface Chunk {
  readonly file: string;
  readonly isEntry?: boolean;
  readonly imports?: readonly string[];
  readonly dynamicImports?: readonly string[];
}

const manifest = (): Readonly<Record<string, Chunk>> => {
  const path = join(PAGE, '.vite/manifest.json');
  expect(existsSync(path), 'the page is built before the tests').toBe(true);
  return JSON.parse(readFileSync(path, 'utf8')) as Record<string, Chunk>;
};

/** Names of the chunks that load with `name`, itself included. */
const withImports = (
  chunks: Readonly<Record<string, Chunk>>,
  name: string,
  seen = new Set<string>(),
): ReadonlySet<string> => {
  if (seen.has(name)) return seen;
  seen.add(name);
  for (const next of chunks[name]?.imports ?? []) withImports(chunks, next, seen);
  return seen;
};

describe('[UI10] the first view of the clock', () => {
  it('loads at most 120 KB of gzipped JavaScript', () => {
    const chunks = manifest();
    const entries = Object.keys(chunks).filter((name) => chunks[name]?.isEntry);
    expect(entries).toEqual(['index.html']);
    const loaded = [...withImports(chunks, 'index.html')].map((name) => chunks[name]?.file ?? name);
    const bytes = loaded.map((file) => gzipSync(readFileSync(join(PAGE, file))).length);
    expect(bytes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(MAX_GZIP_BYTES);
  });

  it('[UI50] leaves the parts of every format for when an auction of it is shown', () => {
    const chunks = manifest();
    const first = withImports(chunks, 'index.html');
    const parts = Object.keys(chunks).filter((name) => name.endsWith('-parts.ts'));
    expect(parts.length).toBe(SHOWN_FORMATS.length);
    expect(parts.filter((name) => first.has(name))).toEqual([]);
  });

  it('[UI50] offers in the setup what it has parts for, and nothing else', () => {
    expect(SETUPS.map(({ format }) => format).sort()).toEqual([...SHOWN_FORMATS].sort());
  });

  it('leaves editor and Yjs for later', () => {
    const chunks = manifest();
    const first = withImports(chunks, 'index.html');
    const later = ['ui/sheet/SheetPanel.svelte', 'ui/sheet/text-tools.ts'];
    expect(later.filter((name) => chunks[name] === undefined || first.has(name))).toEqual([]);
    // Words of both that no build takes away.
    const isTold = (names: Iterable<string>, word: string): boolean =>
      [...names].some((name) =>
        readFileSync(join(PAGE, chunks[name]?.file ?? name), 'utf8').includes(word),
      );
    for (const word of ['ProseMirror-', 'Yjs was already imported']) {
      expect(isTold(Object.keys(chunks), word), word).toBe(true);
      expect(isTold(first, word), word).toBe(false);
    }
  });

  it('[UI96] opens a sheet with few files beyond the first view', () => {
    const chunks = manifest();
    const first = withImports(chunks, 'index.html');
    const sheet = ['ui/sheet/SheetPanel.svelte', 'ui/sheet/text-tools.ts'].flatMap((name) => [
      ...withImports(chunks, name),
    ]);
    expect([...new Set(sheet)].filter((name) => !first.has(name)).length).toBeLessThanOrEqual(6);
    for (const parts of Object.keys(chunks).filter((name) => name.endsWith('-parts.ts'))) {
      const all = [...withImports(chunks, parts)].filter((name) => !first.has(name));
      expect(all.length, parts).toBeLessThanOrEqual(3);
    }
  });
});
