// What is pasted or dropped where tables are: cells fill cells, blocks become lines of a cell, and a table that cannot
// stand where it is put becomes text. Nothing is lost.

import type { Node } from 'prosemirror-model';
import { Fragment, Slice } from 'prosemirror-model';
import type { EditorState, Transaction } from 'prosemirror-state';
import { Selection, TextSelection } from 'prosemirror-state';
import { clauseSchema } from '../../../shared/sheet/text-schema.ts';
import type { CellPlace } from './table-acts.ts';
import { cellAt, emptyCells, startOfCell, widthOf } from './table-acts.ts';
import { emptied } from './table-typing.ts';

const { table, table_row: row, table_cell: cell, paragraph, list_item: item } = clauseSchema.nodes;
const { hard_break: lineBreak } = clauseSchema.nodes;

/** Contents of cells, row by row. */
type Grid = readonly (readonly Fragment[])[];

const joined = (parts: readonly Fragment[], between: () => Node): Fragment =>
  parts.reduce(
    (all, part, at) => (at === 0 ? part : all.addToEnd(between()).append(part)),
    Fragment.empty,
  );

const isInline = (content: Fragment): boolean => content.firstChild?.isInline ?? false;

/** The lines of some blocks: paragraphs, items, rows with their cells parted by tabs. */
const linesOf = (content: Fragment): readonly Fragment[] => {
  if (isInline(content)) return [content];
  return content.content.flatMap((node): readonly Fragment[] => {
    if (node.isTextblock) return [node.content];
    if (node.type !== row) return linesOf(node.content);
    return [joined(node.children.map(asInline), () => clauseSchema.text('\t'))];
  });
};

/** What a line of text or a cell can hold of some blocks. */
export const asInline = ({ content }: { readonly content: Fragment }): Fragment =>
  joined(linesOf(content), () => lineBreak.create());

const isEmptyParagraph = (node: Node): boolean =>
  node.type === paragraph && node.content.size === 0;

/** Text of a spreadsheet, whose cells are parted by tabs. */
const gridOfText = (blocks: readonly Node[]): Grid | undefined => {
  const isText = blocks.every(
    ({ type, children }) => type === paragraph && children.every(({ isText: is }) => is),
  );
  if (!isText || !blocks.some(({ textContent }) => textContent.includes('\t'))) return undefined;
  return blocks.map(({ textContent }) =>
    textContent
      .split('\t')
      .map((words) => Fragment.from(words === '' ? null : clauseSchema.text(words))),
  );
};

/** The cells of a slice that is one table of several, or text of a spreadsheet. */
const gridOf = ({ content }: Slice): Grid | undefined => {
  const blocks = content.content.filter((node) => !isEmptyParagraph(node));
  const [only] = blocks;
  if (only?.type !== table || blocks.length > 1) return gridOfText(blocks);
  const isOneCell = only.childCount === 1 && only.child(0).childCount === 1;
  return isOneCell ? undefined : only.children.map(({ children }) => children.map(asInline));
};

/** The row of a table with some cells filled, and as long as the table is. */
const filled = (
  was: Node | undefined,
  [contents, from, width]: readonly [readonly Fragment[], number, number],
): Node => {
  const cells = [...(was?.children ?? []), ...emptyCells(width - (was?.childCount ?? 0))];
  contents.forEach((content, at) => {
    cells[from + at] = cell.create(null, content);
  });
  return row.create(null, cells);
};

/** Fills cells from one on; the table grows where it is too small. */
const fill = (transaction: Transaction, place: CellPlace, grid: Grid): Transaction => {
  const { table: node, at, row: top, column } = place;
  const reach = column + grid.reduce((widest, { length }) => Math.max(widest, length), 0);
  const width = Math.max(widthOf(node), reach);
  const rows = Array.from({ length: Math.max(node.childCount, top + grid.length) }, (_, index) => {
    const was = node.maybeChild(index) ?? undefined;
    const contents = grid[index - top];
    const isWide = width > widthOf(node);
    return was && !contents && !isWide ? was : filled(was, [contents ?? [], column, width]);
  });
  const made = table.create(null, rows);
  transaction.replaceWith(at, at + node.nodeSize, made);
  const last = [top + grid.length - 1, column + (grid.at(-1)?.length ?? 1) - 1] as const;
  const { size } = made.child(last[0]).child(last[1]).content;
  const end = startOfCell({ table: made, at }, last) + size;
  return transaction.setSelection(TextSelection.create(transaction.doc, end));
};

/** Tables as paragraphs, a row each. */
const withoutTables = (content: Fragment): Fragment =>
  Fragment.from(
    content.content.flatMap((node) =>
      node.type === table
        ? linesOf(Fragment.from(node)).map((line) => paragraph.create(null, line))
        : [node],
    ),
  );

/** A slice whose tables are whole: one that was cut from cells is a smaller table. */
const closedTables = ({ content, openStart, openEnd }: Slice): Slice =>
  new Slice(
    content,
    content.firstChild?.type === table ? 0 : openStart,
    content.lastChild?.type === table ? 0 : openEnd,
  );

const holdsTable = ({ content }: Slice): boolean =>
  content.content.some(({ type }) => type === table);

/** Puts inline content in the place of the selection. */
const putInline = (transaction: Transaction, content: Fragment): Transaction => {
  const { from, to } = transaction.selection;
  transaction.replaceWith(from, to, content);
  const $end = transaction.doc.resolve(from + content.size);
  return transaction.setSelection(Selection.near($end, -1));
};

const isInItem = ({ selection: { $from } }: Transaction): boolean =>
  Array.from({ length: $from.depth }, (_, depth) => $from.node(depth + 1)).some(
    ({ type }) => type === item,
  );

/** Puts a slice in the place of the selection; undefined where nothing about it concerns tables. */
const put = (transaction: Transaction, slice: Slice): Transaction | undefined => {
  const { selection } = transaction;
  const place = cellAt(selection.$from);
  if (place) {
    const grid = gridOf(slice);
    if (grid) return fill(transaction, place, grid);
    return putInline(transaction, asInline(slice));
  }
  if (!holdsTable(slice)) return undefined;
  const [first] = slice.content.content;
  const isOneCell =
    slice.content.childCount === 1 && first?.childCount === 1 && first.child(0).childCount === 1;
  if (isOneCell && selection.$from.parent.isTextblock) {
    return putInline(transaction, asInline(slice));
  }
  const { from, to } = selection;
  const whole = closedTables(slice);
  const fitting = isInItem(transaction) ? new Slice(withoutTables(whole.content), 0, 0) : whole;
  return transaction.replaceRange(from, to, fitting);
};

/** What a paste makes of the text; undefined where it is an ordinary one. */
export const pasted = (state: EditorState, slice: Slice): Transaction | undefined => {
  const gone = emptied(state);
  const done = put(gone ?? state.tr, slice);
  // Over several cells of a selection an ordinary slice is put as well.
  return (done ?? gone?.replaceSelection(slice))?.scrollIntoView();
};

/** What dropping a slice at a position makes of the text; undefined where it is an ordinary drop. */
export const dropped = (
  state: EditorState,
  slice: Slice,
  { at, isMove }: { readonly at: number; readonly isMove: boolean },
): Transaction | undefined => {
  const gone = emptied(state);
  const isOrdinary = !gone && !cellAt(state.doc.resolve(at)) && !holdsTable(slice);
  if (isOrdinary) return undefined;
  const transaction = isMove ? (gone ?? state.tr.deleteSelection()) : state.tr;
  const target = transaction.doc.resolve(transaction.mapping.map(at));
  transaction.setSelection(Selection.near(target));
  return (put(transaction, slice) ?? transaction.replaceSelection(slice)).scrollIntoView();
};
