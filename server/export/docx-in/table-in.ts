// One table of a Word file while it is read: either the fields that an export wrote, known by their bookmarks, or a table
// of text. The grid of that one is flattened: a merged cell stands where it begins, followed by empty ones; what is
// nested in a cell is lines of it.

import { MAX_COLUMNS } from '../../../shared/sheet/redline/table-parts.ts';
import type { IncomingParagraph, IncomingRow } from '../../../shared/sheet/incoming/types.ts';
import { isFieldBookmark } from '../../../shared/sheet/paper/bookmarks.ts';
import type { RichNode } from '../../../shared/sheet/redline/types.ts';
import { CELL_STYLE, NO_CELL_STYLE } from '../docx/styles.ts';

/** A paragraph of a cell. */
export interface CellLine {
  readonly content: readonly RichNode[];
  readonly bookmarks: readonly string[];
  readonly style: string;
  /** Of an item of a list, as Word shows it. */
  readonly sign: string;
}

interface Cell {
  readonly lines: CellLine[];
  span: number;
  isGone: boolean;
}

interface Row {
  readonly cells: Cell[];
  before: number;
  isGone: boolean;
}

const columnsIn = (value: string): number => Math.min(Math.max(Number(value) || 0, 0), MAX_COLUMNS);

const emptyCells = (count: number): readonly RichNode[] =>
  Array.from({ length: count }, () => ({ type: 'table_cell' }));

const isEmpty = ({ content }: CellLine): boolean => content.length === 0;

const textOf = ({ content }: CellLine): string =>
  content
    .map(({ text }) => text ?? ' ')
    .join('')
    .trim();

const cellNode = ({ lines }: Cell): RichNode => {
  // Behind a nested table Word has an empty paragraph, whether anybody wants it or not.
  const last = lines.findLastIndex((line) => !isEmpty(line) || line.sign !== '');
  const content = lines
    .slice(0, last + 1)
    .flatMap(({ content: words, sign }, index) => [
      ...(index === 0 ? [] : [{ type: 'hard_break' }]),
      ...(sign === '' ? [] : [{ type: 'text', text: `${sign} ` }]),
      ...words,
    ]);
  return { type: 'table_cell', ...(content.length > 0 && { content }) };
};

/** A cell that an export put where a row is shorter than others, and that nobody wrote in. */
const isNoCell = ({ lines, span }: Cell): boolean =>
  span <= 1 && lines.every((line) => isEmpty(line) && line.style === NO_CELL_STYLE);

const rowNode = ({ cells, before }: Row): RichNode => {
  const there = cells.filter(({ isGone }) => !isGone);
  const end = there.findLastIndex((cell) => !isNoCell(cell)) + 1;
  const content = there
    .slice(0, end)
    .flatMap((cell) => [cellNode(cell), ...emptyCells(cell.span - 1)]);
  return { type: 'table_row', content: [...emptyCells(before), ...content] };
};

const bookmarkIn = ({ cells: [head] }: Row): string | undefined =>
  head?.lines.flatMap(({ bookmarks }) => bookmarks).find(isFieldBookmark);

/** Collects what stands in the outermost table. `count` is told of every cell that is kept, and takes them back. */
export class TableIn {
  readonly #count: (cells: number) => void;
  readonly #rows: Row[] = [];
  readonly #fields: IncomingRow[] = [];
  #row: Row = { cells: [], before: 0, isGone: false };

  constructor(count: (cells: number) => void) {
    this.#count = count;
  }

  beginRow(): void {
    this.#row = { cells: [], before: 0, isGone: false };
  }

  beginCell(): void {
    this.#row.cells.push({ lines: [], span: 1, isGone: false });
    this.#count(1);
  }

  /** What the properties of a row or cell say of it. */
  property(name: string, value: string): void {
    const cell = this.#row.cells.at(-1);
    if (name === 'w:gridBefore') this.#count((this.#row.before = columnsIn(value)));
    else if (name === 'w:del' || name === 'w:moveFrom') this.#row.isGone = true;
    else if (name === 'w:cellDel' && cell) cell.isGone = true;
    else if (name === 'w:gridSpan' && cell) {
      cell.span = Math.max(1, columnsIn(value));
      this.#count(cell.span - 1);
    }
  }

  line(line: CellLine): void {
    this.#row.cells.at(-1)?.lines.push(line);
  }

  endRow(): void {
    const { cells, isGone } = this.#row;
    const bookmark = bookmarkIn(this.#row);
    if (!isGone && bookmark === undefined) {
      this.#rows.push(this.#row);
      return;
    }
    this.#count(-cells.reduce((sum, { span }) => sum + span, 0));
    if (isGone || bookmark === undefined) return;
    const texts = cells.slice(1).flatMap(({ lines }) => lines.map(textOf));
    this.#fields.push({ bookmark, text: texts.filter(Boolean).join('\n') });
  }

  /** The rows of fields, if it is a table of them. */
  get fields(): readonly IncomingRow[] {
    return this.#fields;
  }

  /** The table as text of a clause; undefined for one of fields, and where nothing of it is left. */
  get paragraph(): IncomingParagraph | undefined {
    const content = this.#rows.map(rowNode).filter((row) => row.content?.length !== 0);
    if (this.#fields.length > 0 || content.length === 0) return undefined;
    const lines = this.#rows.flatMap(({ cells }) => cells.flatMap((cell) => cell.lines));
    const written = lines.filter((line) => !isEmpty(line));
    const isOfFields = written.length > 0 && written.every(({ style }) => style === CELL_STYLE);
    return {
      ...{ content: [], bookmarks: [], table: { type: 'table', content } },
      ...(isOfFields && { isLoose: true }),
    };
  }
}
