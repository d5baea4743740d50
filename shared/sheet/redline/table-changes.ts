// What came or went in the tables of a redline as one thing: a table, a row, a column, or else a cell (RED9). A
// negotiator adds a row, not three cells.

import type { CellPlace } from './table-places.ts';
import type { RedlineRow } from './types.ts';

export type WholeKind = `${'cell' | 'row' | 'column' | 'table'}-${'added' | 'removed'}`;

/** Cells that came or went together. */
export interface Whole {
  readonly kind: WholeKind;
  /** The lines of the redline that belong to it. */
  readonly lines: readonly number[];
  /** Its words: cells parted by ` | `, the rows of a table by a line feed. */
  readonly text: (words: (line: number) => string) => string;
}

/** Whether text of a line that came or went stays: the line was parted from another or joined with it. */
export const isBroken = ({ kind, spans }: RedlineRow): boolean =>
  spans.some((span) => span.kind !== 'removed' && span.kind !== kind);

interface Cell extends CellPlace {
  readonly at: number;
  /** Undefined for a cell that stays, whatever changed in it. */
  readonly deed: 'added' | 'removed' | undefined;
}

const BETWEEN_CELLS = ' | ';

const grouped = (
  cells: readonly Cell[],
  by: 'table' | 'row' | 'column',
): readonly (readonly Cell[])[] => [...Map.groupBy(cells, (cell) => cell[by]).values()];

const deedOf = (cells: readonly Cell[]): Cell['deed'] => {
  const deed = cells[0]?.deed;
  return cells.every((cell) => cell.deed === deed) ? deed : undefined;
};

const rowsInOrder = (cells: readonly Cell[]): readonly (readonly Cell[])[] =>
  grouped(
    cells.toSorted((a, b) => a.row - b.row || a.column - b.column || a.at - b.at),
    'row',
  );

const wholeOf = (
  what: 'cell' | 'row' | 'column' | 'table',
  deed: 'added' | 'removed',
  cells: readonly Cell[],
): Whole => {
  const rows = rowsInOrder(cells);
  return {
    kind: `${what}-${deed}`,
    lines: rows.flat().map(({ at }) => at),
    text: (words) => {
      const texts = rows.map((row) => row.map(({ at }) => words(at)).join(BETWEEN_CELLS));
      return texts.join(what === 'table' ? '\n' : BETWEEN_CELLS);
    },
  };
};

/** Of the cells of one table that are in rows that stay: whole columns, else cells. */
const columnsOf = (rows: readonly (readonly Cell[])[]): readonly Whole[] =>
  grouped(rows.flat(), 'column').flatMap((column): readonly Whole[] => {
    const deed = deedOf(column);
    const isWhole = column.length > 1 || rows.length === 1;
    if (deed && isWhole) return [wholeOf('column', deed, column)];
    return column.flatMap((cell) => (cell.deed ? [wholeOf('cell', cell.deed, [cell])] : []));
  });

const tableWholes = (cells: readonly Cell[]): readonly Whole[] => {
  const deed = deedOf(cells);
  if (deed) return [wholeOf('table', deed, cells)];
  const rows = grouped(cells, 'row');
  return [
    ...rows.flatMap((row) => {
      const done = deedOf(row);
      return done ? [wholeOf('row', done, row)] : [];
    }),
    ...columnsOf(rows.filter((row) => deedOf(row) === undefined)),
  ];
};

/** For each line of a redline what it came or went with; absent out of tables and for what stays. */
export const wholesOf = (
  rows: readonly RedlineRow[],
  places: readonly (CellPlace | undefined)[],
): readonly (Whole | undefined)[] => {
  const cells = places.flatMap((place, at): readonly Cell[] => {
    const row = rows[at];
    if (!place || !row) return [];
    const isWhole = row.kind !== 'kept' && !isBroken(row);
    return [{ ...place, at, deed: isWhole ? row.kind : undefined }];
  });
  const wholes: (Whole | undefined)[] = rows.map(() => undefined);
  for (const table of grouped(cells, 'table')) {
    for (const whole of tableWholes(table)) for (const at of whole.lines) wholes[at] = whole;
  }
  return wholes;
};
