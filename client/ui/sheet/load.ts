// The code of an open sheet: the tools for its text, its panel with the editor. Not part of what shows the clock; fetched
// while the line opens and the first view is on its way, so that neither waits for the other. Few files: each one more
// costs the browser some milliseconds, however small it is.

import type RedlineText from './RedlineText.svelte';
import type SheetPanel from './SheetPanel.svelte';
import type { TextTools } from './text-tools.ts';
import type Wording from './Wording.svelte';

export const loadPanel = async (): Promise<typeof SheetPanel> =>
  (await import('./SheetPanel.svelte')).default;

export const loadRedline = async (): Promise<typeof RedlineText> =>
  (await import('./RedlineText.svelte')).default;

export const loadWording = async (): Promise<typeof Wording> =>
  (await import('./Wording.svelte')).default;

export const loadTextTools = async (): Promise<TextTools> =>
  (await import('./text-tools.ts')).textTools;

/** What fails here is asked for again, and told, where it is needed. */
const begin = (...loads: readonly (() => Promise<unknown>)[]): void => {
  for (const load of loads) load().catch(() => undefined);
};

/** Begins to fetch what shows a sheet. */
export const fetchSheetCode = (): void => {
  begin(loadTextTools, loadPanel);
};

/** Begins to fetch what an open sheet will be asked for next. */
export const fetchReadingCode = (): void => {
  begin(loadRedline);
};
