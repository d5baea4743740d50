// Builds the page and runs the tests.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import type { Plugin, Rolldown } from 'vite';
import { defineConfig } from 'vitest/config';

/** Smaller files fit into one packet as they are. */
const MIN_BYTES = 1_400;

/** Lays a compressed copy beside each text of the built page: made once, so that no request waits for it. */
const compressed = (): Plugin => ({
  name: 'compressed',
  apply: 'build',
  writeBundle: ({ dir = '' }) => {
    for (const name of readdirSync(dir, { recursive: true, encoding: 'utf8' })) {
      if (!/\.(?:js|css|html|svg)$/.test(name)) continue;
      const bytes = readFileSync(join(dir, name));
      if (bytes.length >= MIN_BYTES) {
        writeFileSync(join(dir, `${name}.gz`), gzipSync(bytes, { level: 9 }));
      }
    }
  },
});

/** What most parts of the page use: one file, and not twenty that a browser asks for one by one. */
const COMMON = [
  '/shared/kernel/',
  '/shared/protocol/',
  '/client/format/',
  '/client/net/downloads',
  '/client/ui/FileLink',
  '/client/ui/sheet/StateChip',
  '/client/ui/sheet/ReasonForm',
  '/@lucide/svelte/dist/Icon',
  '/svelte/src/index-client',
  'vite/preload-helper',
];

/** Words for what is wrong with a file that comes in: only those who bring one need them. */
const SELDOM = ['/shared/kernel/form-', '/shared/kernel/json-fault'];

const isCommon = (id: string): boolean =>
  COMMON.some((part) => id.includes(part)) && !SELDOM.some((part) => id.includes(part));

type Modules = Parameters<
  Extract<Rolldown.CodeSplittingGroup['name'], (...args: never) => unknown>
>[1];

/** The parts of the page, each fetched when it is first shown, that a module comes with; the first view is one of them. */
const partsWith = (id: string, modules: Modules, seen = new Set<string>()): readonly string[] => {
  if (seen.has(id)) return [];
  seen.add(id);
  const found = modules.getModuleInfo(id);
  if (!found) return [];
  return [
    ...(found.isEntry || found.dynamicImporters.length > 0 ? [id] : []),
    ...found.importers.flatMap((importer) => partsWith(importer, modules, seen)),
  ];
};

/** Of what several parts share, that which an open sheet or an auction comes with is one file each. */
const sharedWith = (id: string, modules: Modules): string | null => {
  const parts = partsWith(id, modules);
  const has = (...names: readonly string[]): boolean =>
    parts.some((part) => names.some((name) => part.includes(name)));
  if (parts.length < 2 || has('index.html', '/client/main.ts')) return null;
  if (has('/text-tools.ts')) return 'text';
  if (has('/SheetPanel.svelte')) {
    return parts.every((part) => part.includes('/client/ui/sheet/')) ? 'sheet' : 'sheet-model';
  }
  return has('-parts.ts') ? 'auction' : null;
};

export default defineConfig({
  root: 'client',
  plugins: [svelte({ configFile: false }), compressed()],
  build: {
    outDir: '../dist',
    emptyOutDir: true,
    target: 'es2023',
    manifest: true,
    // One style sheet of 19 KB gzipped: forty small ones would each hold up the part of the page that they belong to.
    cssCodeSplit: false,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: 'common', test: isCommon, minShareCount: 2, priority: 1 },
            {
              name: sharedWith,
              debugName: 'shared',
              minShareCount: 2,
              // What these need has a file of its own by the same rule; none of it may leave the first view.
              includeDependenciesRecursively: false,
            },
          ],
        },
      },
    },
  },
  test: {
    root: '.',
    include: ['test/**/*.test.ts'],
    // For what hangs, not for what is slow: how busy a machine is must fail no test.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    // What is polled for is given a second unless said: too little for a page on a busy machine.
    expect: { poll: { timeout: 90_000 } },
  },
});
