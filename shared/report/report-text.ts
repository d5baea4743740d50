// How values of a report are written, the same on the page and on paper. Times are UTC: two readers compare them.

import type { Cell, Measure } from './report-types.ts';
import { formatCount, formatMillsBare } from '../kernel/amount-text.ts';

const BASIS_POINTS_A_PERCENT = 100;

/** `2026-01-05 14:03:22 UTC`. */
export const utcText = (atMs: number): string =>
  `${new Date(atMs).toISOString().slice(0, 19).replace('T', ' ')} UTC`;

/** `1 h 2 min 5 s`, without what is nothing; `0 s` for less than a second. */
export const spanText = (spanMs: number): string => {
  const seconds = Math.floor(Math.max(0, spanMs) / 1000);
  const parts = [
    [Math.floor(seconds / 3600), 'h'],
    [Math.floor(seconds / 60) % 60, 'min'],
    [seconds % 60, 's'],
  ] as const;
  const said = parts
    .filter(([count]) => count > 0)
    .map(([count, unit]) => `${String(count)} ${unit}`);
  return said.length === 0 ? '0 s' : said.join(' ');
};

const written = (value: number, measure: Measure): string => {
  switch (measure) {
    case 'price':
      return `$${formatMillsBare(value)}`;
    case 'value':
      return `$${formatCount(Math.round(value / 1000))}`;
    case 'share':
      return `${formatCount(Math.round(value / BASIS_POINTS_A_PERCENT))} %`;
    case 'time':
      return utcText(value);
    case 'count':
    case 'text':
      return formatCount(value);
  }
};

/** A cell as people read it; nothing is a dash. Shares are basis points, rounded to the percent. */
export const cellWords = (cell: Cell, measure: Measure): string => {
  if (cell === null) return '–';
  return typeof cell === 'string' ? cell : written(cell, measure);
};

/** What is said under a table of which only the first rows are here. */
export const cutWords = (rows: number, more: number): string =>
  `The first ${formatCount(rows)} rows; all ${formatCount(rows + more)} are in the CSV.`;
