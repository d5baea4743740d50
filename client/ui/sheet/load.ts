// The code of an open sheet: the tools for its text, its panel, the editor. Not part of what shows the clock; fetched
// while the line opens and the first view is on its way, so that neither waits for the other.

import type * as NetSheetText from '../../net/sheet-text.ts';
import type ClauseEditor from '../editor/ClauseEditor.svelte';
import type * as ClauseText from './clause-text.ts';
import type RedlineText from './RedlineText.svelte';
import type SheetPanel from './SheetPanel.svelte';

export type TextTools = typeof ClauseText & typeof NetSheetText;

export const loadPanel = async (): Promise<typeof SheetPanel> =>
  (await import('./SheetPanel.svelte')).default;

export const loadEditor = async (): Promise<typeof ClauseEditor> =>
  (await import('../editor/ClauseEditor.svelte')).default;

export const loadRedline = async (): Promise<typeof RedlineText> =>
  (await import('./RedlineText.svelte')).default;

export const loadTextTools = async (): Promise<TextTools> => {
  const [clauseText, sheetText] = await Promise.all([
    import('./clause-text.ts'),
    import('../../net/sheet-text.ts'),
  ]);
  return { ...clauseText, ...sheetText };
};

/** What fails here is asked for again, and told, where it is needed. */
const begin = (...loads: readonly (() => Promise<unknown>)[]): void => {
  for (const load of loads) load().catch(() => undefined);
};

/** Begins to fetch what shows a sheet. */
export const fetchSheetCode = (): void => {
  begin(loadTextTools, loadPanel, loadEditor);
};

/** Begins to fetch what an open sheet will be asked for next. */
export const fetchReadingCode = (): void => {
  begin(loadRedline);
};
