// The fields of a section as a table of a Word document: values in words and figures, grids and tables in tables of
// their own, what is left out as a black bar with its reason.

import {
  Bookmark,
  Paragraph,
  ShadingType,
  Table,
  TableCell,
  TableRow,
  TextRun,
  WidthType,
} from 'docx';
import { fieldCells, formatFieldValue } from '../../../shared/sheet/field-text.ts';
import type { FieldValue } from '../../../shared/sheet/field-types.ts';
import { bookmarkOf } from '../../../shared/sheet/paper/bookmarks.ts';
import type { PaperField } from '../../../shared/sheet/paper/types.ts';
import { labelText, positionsOf, redactedText } from '../field-words.ts';
import { plainText } from '../plain-text.ts';
import { CELL_STYLE, LINE_TWIPS, TABLE_BORDERS } from './styles.ts';

const LABEL_TWIPS = 3_200;
const VALUE_TWIPS = LINE_TWIPS - LABEL_TWIPS;
const BLACK = '000000';
const WHITE = 'FFFFFF';

const words = (text: string, look: { bold?: boolean } = {}): Paragraph =>
  new Paragraph({ style: CELL_STYLE, children: [new TextRun({ text: plainText(text), ...look })] });

/** What stands where something is left out. */
export const blackBar = (reason: string): TextRun =>
  new TextRun({
    text: plainText(redactedText(reason)),
    color: WHITE,
    shading: { type: ShadingType.CLEAR, fill: BLACK, color: 'auto' },
  });

const innerTable = (cells: NonNullable<ReturnType<typeof fieldCells>>): Table => {
  const width = Math.floor((VALUE_TWIPS - 400) / Math.max(1, cells.head.length));
  const row = (texts: readonly string[], isHead: boolean): TableRow =>
    new TableRow({
      tableHeader: isHead,
      children: texts.map(
        (text, index) =>
          new TableCell({
            width: { size: width, type: WidthType.DXA },
            children: [words(text, { bold: isHead || (cells.hasRowHeads && index === 0) })],
          }),
      ),
    });
  return new Table({
    borders: TABLE_BORDERS,
    columnWidths: cells.head.map(() => width),
    width: { size: width * cells.head.length, type: WidthType.DXA },
    rows: [row(cells.head, true), ...cells.rows.map((texts) => row(texts, false))],
  });
};

const valueBlocks = (
  { type }: PaperField,
  value: FieldValue,
  lead: string,
): readonly (Paragraph | Table)[] => {
  const cells = fieldCells(type, value);
  if (!cells) return [words(`${lead}${formatFieldValue(type, value)}`)];
  const mode =
    type.kind === 'tiers' ? [words(formatFieldValue(type, value).split('; ')[1] ?? '')] : [];
  // Word wants a paragraph behind a table that stands in a cell.
  return [...(lead === '' ? [] : [words(lead)]), ...mode, innerTable(cells), words('')];
};

const valueCell = (field: PaperField): readonly (Paragraph | Table)[] => {
  if (field.redacted !== undefined) {
    return [new Paragraph({ style: CELL_STYLE, children: [blackBar(field.redacted)] })];
  }
  return positionsOf(field).flatMap(({ lead, value }) =>
    value === undefined ? [words(lead)] : valueBlocks(field, value, lead === '' ? '' : `${lead}: `),
  );
};

const fieldRow = (field: PaperField): TableRow =>
  new TableRow({
    cantSplit: true,
    children: [
      new TableCell({
        width: { size: LABEL_TWIPS, type: WidthType.DXA },
        children: [
          new Paragraph({
            style: CELL_STYLE,
            children: [
              new Bookmark({
                id: bookmarkOf('field', field.id),
                children: [new TextRun({ text: plainText(labelText(field)), bold: true })],
              }),
            ],
          }),
        ],
      }),
      new TableCell({
        width: { size: VALUE_TWIPS, type: WidthType.DXA },
        children: valueCell(field),
      }),
    ],
  });

/** The table of these fields. */
export const fieldTable = (fields: readonly PaperField[]): Table =>
  new Table({
    borders: TABLE_BORDERS,
    columnWidths: [LABEL_TWIPS, VALUE_TWIPS],
    width: { size: LABEL_TWIPS + VALUE_TWIPS, type: WidthType.DXA },
    rows: fields.map(fieldRow),
  });
