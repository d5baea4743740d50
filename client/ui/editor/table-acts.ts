// Tables in a clause: made, widened, shortened and walked through. Commands of ProseMirror, each one step to undo. Rows
// may differ in length, since two people can add a row and a column at once: columns are counted from the left, and what
// a short row does not have is made up when its column is touched.

import type { Node, ResolvedPos } from 'prosemirror-model';
import type { Command, EditorState, Transaction } from 'prosemirror-state';
import { Selection, TextSelection } from 'prosemirror-state';
import { clauseSchema } from '../../../shared/sheet/text-schema.ts';

const { table, table_row: row, table_cell: cell, paragraph } = clauseSchema.nodes;

export interface CellPlace {
  readonly table: Node;
  /** The position before the table. */
  readonly at: number;
  readonly row: number;
  readonly column: number;
}

/** The cell that a position is in. Tables stand at the top of a clause alone. */
export const cellAt = ($pos: ResolvedPos): CellPlace | undefined => {
  if ($pos.depth < 3 || $pos.node(1).type !== table) return undefined;
  const [rowIndex, column] = [$pos.index(1), $pos.index(2)];
  return { table: $pos.node(1), at: $pos.before(1), row: rowIndex, column };
};

/** Whether the selection begins in a table. */
export const isInTable = ({ selection }: EditorState): boolean =>
  cellAt(selection.$from) !== undefined;

/** Cells of the longest row. */
export const widthOf = (node: Node): number =>
  node.children.reduce((widest, { childCount }) => Math.max(widest, childCount), 0);

export const emptyCells = (count: number): readonly Node[] =>
  Array.from({ length: Math.max(0, count) }, () => cell.create());

/** The position before a row, or after the last one. */
const rowAt = ({ table: node, at }: Pick<CellPlace, 'table' | 'at'>, index: number): number =>
  node.children.slice(0, index).reduce((end, { nodeSize }) => end + nodeSize, at + 1);

/** The position before a cell, or after the last one of its row. */
const beforeCell = (
  place: Pick<CellPlace, 'table' | 'at'>,
  index: number,
  column: number,
): number =>
  (place.table.maybeChild(index)?.children ?? [])
    .slice(0, column)
    .reduce((end, { nodeSize }) => end + nodeSize, rowAt(place, index) + 1);

/** The position at the beginning of a cell's text. */
export const startOfCell = (
  place: Pick<CellPlace, 'table' | 'at'>,
  [index, column]: readonly [number, number],
): number => beforeCell(place, index, column) + 1;

/** Puts the caret into a cell, or into the nearest there is. */
const enter = (
  transaction: Transaction,
  at: number,
  [index, column]: readonly [number, number],
): Transaction => {
  const node = transaction.doc.nodeAt(at);
  if (!node) return transaction;
  const inRow = Math.min(index, node.childCount - 1);
  const inColumn = Math.min(column, node.child(inRow).childCount - 1);
  const place = startOfCell({ table: node, at }, [inRow, inColumn]);
  return transaction.setSelection(TextSelection.create(transaction.doc, place));
};

/** The cells at both ends of the selection; the first alone where the other end is out of the table. */
const spanOf = ({ selection: { $from, $to } }: EditorState) => {
  const first = cellAt($from);
  const last = cellAt($to);
  return first && { first, last: last?.at === first.at ? last : first };
};

/** A new table below the block with the caret, or in the place of an empty paragraph. */
export const insertTable =
  (rows: number, columns: number): Command =>
  (state, dispatch) => {
    const { $to } = state.selection;
    if (isInTable(state) || cellAt($to)) return false;
    const made = table.create(
      null,
      Array.from({ length: rows }, () => row.create(null, emptyCells(columns))),
    );
    const block = $to.depth === 0 ? undefined : $to.node(1);
    const isEmpty = block?.type === paragraph && block.content.size === 0;
    const to = block ? $to.after(1) : $to.pos;
    const from = isEmpty ? $to.before(1) : to;
    dispatch?.(enter(state.tr.replaceWith(from, to, made), from, [0, 0]).scrollIntoView());
    return true;
  };

/** A row above or below what is selected, as long as the longest. */
export const addRow =
  (side: 'above' | 'below'): Command =>
  (state, dispatch) => {
    const span = spanOf(state);
    if (!span) return false;
    const { first, last } = span;
    const index = side === 'above' ? first.row : last.row + 1;
    const made = row.create(null, emptyCells(widthOf(first.table)));
    const transaction = state.tr.insert(rowAt(first, index), made);
    dispatch?.(enter(transaction, first.at, [index, first.column]).scrollIntoView());
    return true;
  };

/** A column before or after what is selected; rows that do not reach it are made up. */
export const addColumn =
  (side: 'before' | 'after'): Command =>
  (state, dispatch) => {
    const span = spanOf(state);
    if (!span) return false;
    const { first, last } = span;
    const [left, right] = [first.column, last.column].toSorted((a, b) => a - b);
    const column = side === 'before' ? (left ?? 0) : (right ?? 0) + 1;
    const transaction = state.tr;
    // From the end, so that places before stay what they were.
    for (let index = first.table.childCount - 1; index >= 0; index -= 1) {
      const { childCount } = first.table.child(index);
      const missing = Math.max(0, column - childCount);
      transaction.insert(beforeCell(first, index, column), emptyCells(missing + 1));
    }
    dispatch?.(enter(transaction, first.at, [first.row, column]).scrollIntoView());
    return true;
  };

/** Removes the table with all that is in it; a clause of nothing else keeps an empty paragraph. */
export const removeTable: Command = (state, dispatch) => {
  const place = spanOf(state)?.first;
  if (!place) return false;
  const { at, table: node } = place;
  const isAll = state.doc.childCount === 1;
  const transaction = state.tr.replaceWith(
    at,
    at + node.nodeSize,
    isAll ? [paragraph.create()] : [],
  );
  const near = Selection.near(transaction.doc.resolve(Math.min(at, transaction.doc.content.size)));
  dispatch?.(transaction.setSelection(near).scrollIntoView());
  return true;
};

/** Removes the rows that the selection reaches. */
export const removeRow: Command = (state, dispatch) => {
  const span = spanOf(state);
  if (!span) return false;
  const { first, last } = span;
  if (last.row - first.row + 1 === first.table.childCount) return removeTable(state, dispatch);
  const transaction = state.tr.delete(rowAt(first, first.row), rowAt(first, last.row + 1));
  dispatch?.(enter(transaction, first.at, [first.row, first.column]).scrollIntoView());
  return true;
};

/** Removes the columns that the selection reaches; a row that had nothing else goes with them. */
export const removeColumn: Command = (state, dispatch) => {
  const span = spanOf(state);
  if (!span) return false;
  const { first, last } = span;
  const [left = 0, right = 0] = [first.column, last.column].toSorted((a, b) => a - b);
  const rows = first.table.children;
  const isEmptied = ({ childCount }: Node): boolean => left === 0 && childCount <= right + 1;
  if (rows.every(isEmptied)) return removeTable(state, dispatch);
  const transaction = state.tr;
  for (let index = rows.length - 1; index >= 0; index -= 1) {
    const node = rows[index];
    if (!node || node.childCount <= left) continue;
    if (isEmptied(node)) transaction.delete(rowAt(first, index), rowAt(first, index + 1));
    else transaction.delete(beforeCell(first, index, left), beforeCell(first, index, right + 1));
  }
  const goneAbove = rows.slice(0, first.row).filter(isEmptied).length;
  dispatch?.(enter(transaction, first.at, [first.row - goneAbove, left]).scrollIntoView());
  return true;
};

/** The next cell, or the one before, with its content selected; beyond the last cell a new row begins. */
export const toCell =
  (step: 1 | -1): Command =>
  (state, dispatch) => {
    const place = cellAt(state.selection.$head);
    if (!place) return false;
    const { table: node } = place;
    let [index, column] = [place.row, place.column + step];
    if (column < 0 || column >= node.child(index).childCount) {
      index += step;
      column = step === 1 ? 0 : (node.maybeChild(index)?.childCount ?? 0) - 1;
    }
    // Out of the first cell the key leads out of the text, as it does elsewhere.
    if (index < 0) return false;
    if (index >= node.childCount) {
      const made = row.create(null, emptyCells(widthOf(node)));
      const transaction = state.tr.insert(rowAt(place, index), made);
      dispatch?.(enter(transaction, place.at, [index, 0]).scrollIntoView());
      return true;
    }
    const from = startOfCell(place, [index, column]);
    const to = from + node.child(index).child(column).content.size;
    dispatch?.(state.tr.setSelection(TextSelection.create(state.doc, from, to)).scrollIntoView());
    return true;
  };
