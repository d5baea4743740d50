// Builds the page and runs the tests.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import type { Plugin } from 'vite';
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
];

const isCommon = (id: string): boolean => COMMON.some((part) => id.includes(part));

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
          groups: [{ name: 'common', test: isCommon, minShareCount: 2 }],
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
  },
});
