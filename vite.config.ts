// Builds the page and runs the tests.
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  root: 'client',
  plugins: [svelte({ configFile: false })],
  build: {
    outDir: '../dist',
    emptyOutDir: true,
    target: 'es2023',
    manifest: true,
    // One style sheet of 19 KB gzipped: forty small ones would each hold up the part of the page that they belong to.
    cssCodeSplit: false,
  },
  test: {
    root: '.',
    include: ['test/**/*.test.ts'],
    // For what hangs, not for what is slow: how busy a machine is must fail no test.
    testTimeout: 300_000,
    hookTimeout: 300_000,
  },
});
