// How wide the columns of a clause's table are on paper: as their text wants it, all together no wider than the page.

import type { TableRowPart } from '../../shared/sheet/redline/table-parts.ts';
import type { RedlineRow } from '../../shared/sheet/redline/types.ts';

/** Lengths in the unit of the paper. */
export interface PaperMeasures {
  /** About what a letter takes. */
  readonly letter: number;
  /** Beside the text of a cell: padding and line. */
  readonly around: number;
  /** What all columns together may take. */
  readonly all: number;
}

const [MIN_LETTERS, MAX_LETTERS] = [6, 44];
/** What a column gets of an equal share at least, however much text others have. */
const LEAST_SHARE = 0.7;

const lettersOf = ({ spans }: RedlineRow): number =>
  spans
    .map(({ text }) => text ?? '\n')
    .join('')
    .split('\n')
    .reduce((longest, line) => Math.max(longest, line.length), 0);

/** Widths of the columns with what is around their text. */
export const columnWidths = (
  rows: readonly TableRowPart[],
  { letter, around, all }: PaperMeasures,
): readonly number[] => {
  const letters: number[] = [];
  for (const { cells } of rows) {
    cells.forEach((cell, column) => {
      letters[column] = Math.max(letters[column] ?? MIN_LETTERS, lettersOf(cell));
    });
  }
  const wanted = letters.map((count) => Math.min(count, MAX_LETTERS) * letter + around);
  const sum = wanted.reduce((whole, width) => whole + width, 0);
  if (sum <= all) return wanted.map(Math.floor);
  const least = (all / wanted.length) * LEAST_SHARE;
  const rest = all * (1 - LEAST_SHARE);
  return wanted.map((width) => Math.floor(least + (rest * width) / sum));
};
