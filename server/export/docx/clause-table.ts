// A table of a clause as a table of a Word document: rows that came or went are tracked as rows, with the words in them
// tracked too. A word processor tracks no cells that came or went, so a row that has another number of them is two
// rows: the old one, removed, and the new one (redline/table-parts.ts).

import type { ParagraphChild } from 'docx';
import { Paragraph, Table, TableCell, TableRow, WidthType } from 'docx';
import type { TableRowPart } from '../../../shared/sheet/redline/table-parts.ts';
import type { RedlineRow } from '../../../shared/sheet/redline/types.ts';
import { columnWidths } from '../table-widths.ts';
import type { Marks } from './marks.ts';
import { CLAUSE_CELL_STYLE, LINE_TWIPS, NO_CELL_STYLE, TABLE_BORDERS } from './styles.ts';

/** In twips, at the size of the text. */
const MEASURES = { letter: 125, around: 260, all: LINE_TWIPS } as const;

const cellOf = (style: string, width: number, children: readonly ParagraphChild[]): TableCell =>
  new TableCell({
    width: { size: width, type: WidthType.DXA },
    children: [new Paragraph({ style, children })],
  });

/** `contentOf` writes the words of a cell; it is called once for each, in order. */
export const clauseTable = (
  rows: readonly TableRowPart[],
  marks: Marks,
  contentOf: (cell: RedlineRow) => readonly ParagraphChild[],
): Table => {
  const widths = columnWidths(rows, MEASURES);
  return new Table({
    borders: TABLE_BORDERS,
    columnWidths: widths,
    width: { size: widths.reduce((sum, width) => sum + width, 0), type: WidthType.DXA },
    rows: rows.map(
      ({ kind, by, cells }) =>
        new TableRow({
          cantSplit: true,
          ...(kind === 'added' && { insertion: marks.by(by) }),
          ...(kind === 'removed' && { deletion: marks.by(by) }),
          children: widths.map((width, column) => {
            const cell = cells[column];
            return cell
              ? cellOf(CLAUSE_CELL_STYLE, width, contentOf(cell))
              : cellOf(NO_CELL_STYLE, width, []);
          }),
        }),
    ),
  });
};
