// Reads tables of other programs from the clipboard: Word has paragraphs inside of cells, spreadsheets have headers, and
// both have cells that reach over several. A cell of ours is one text, so paragraphs become lines; what a cell reaches
// over becomes empty cells, so that columns stay columns.

import type { Schema, TagParseRule } from 'prosemirror-model';
import { DOMParser, Fragment } from 'prosemirror-model';
import { clauseSchema } from '../../../shared/sheet/text-schema.ts';
import { asInline } from './table-paste.ts';

/** Columns and rows that one cell may reach over; a page can claim any number. */
const MAX_REACH = 50;

const { table_row: row, table_cell: cell } = clauseSchema.nodes;

const contentOf = (element: Node, schema: Schema): Fragment => {
  // What comes from this editor says so, and has its spaces as they were.
  const isOwn = element instanceof Element && element.closest('[data-pm-slice]') !== null;
  const parsed = DOMParser.fromSchema(schema).parse(element, { preserveWhitespace: isOwn });
  return asInline(parsed);
};

const reachOf = (claimed: number): number => Math.min(Math.max(1, claimed), MAX_REACH);

/** All rows with their cells where they are seen, also those below a cell that reaches down. */
const rowsOf = (element: HTMLTableElement, schema: Schema): Fragment => {
  const rows: (Fragment | undefined)[][] = Array.from(element.rows, () => []);
  Array.from(element.rows).forEach((line, index) => {
    let column = 0;
    for (const each of line.cells) {
      while (rows[index]?.[column]) column += 1;
      const [right, down] = [reachOf(each.colSpan), reachOf(each.rowSpan)];
      rows.slice(index, index + down).forEach((taken) => {
        for (let at = column; at < column + right; at += 1) taken[at] = Fragment.empty;
      });
      const own = rows[index];
      if (own) own[column] = contentOf(each, schema);
      column += right;
    }
  });
  return Fragment.from(
    rows
      .filter(({ length }) => length > 0)
      .map((cells) =>
        row.create(
          null,
          Array.from(cells, (content) => cell.create(null, content)),
        ),
      ),
  );
};

const RULES: readonly TagParseRule[] = [
  {
    tag: 'table',
    node: 'table',
    getAttrs: (element) =>
      element instanceof HTMLTableElement && element.querySelector('td, th') ? null : false,
    getContent: (element, schema) => rowsOf(element as HTMLTableElement, schema),
  },
  { tag: 'td, th', node: 'table_cell', getContent: contentOf },
];

/** What reads the clipboard in an editor of clauses. */
export const clipboardParser: DOMParser = new DOMParser(clauseSchema, [
  ...RULES,
  ...DOMParser.fromSchema(clauseSchema).rules,
]);
