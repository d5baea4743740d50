// Typing, deleting and moving in and around a table: a cell is never parted or joined with its neighbour, and what is
// typed over several cells empties them and leaves the shape.

import { GapCursor } from 'prosemirror-gapcursor';
import type { Command, EditorState, Transaction } from 'prosemirror-state';
import { Selection, TextSelection } from 'prosemirror-state';
import { clauseSchema } from '../../../shared/sheet/text-schema.ts';
import type { CellPlace } from './table-acts.ts';
import { cellAt, startOfCell } from './table-acts.ts';

const { table, table_cell: cell, hard_break: lineBreak } = clauseSchema.nodes;

/** What of the selection is to be deleted: text of cells, and whatever stands out of the tables at its ends. */
const emptiedRanges = (state: EditorState): readonly (readonly [number, number])[] => {
  const { $from, $to } = state.selection;
  const ends = [cellAt($from), cellAt($to)].flatMap((place) => (place ? [place.at] : []));
  const ranges: (readonly [number, number])[] = [];
  /** Where what stands out of tables begins. */
  let begun: number | undefined = cellAt($from) ? undefined : $from.pos;
  const endBefore = (at: number): void => {
    if (begun !== undefined && begun < at) ranges.push([begun, at]);
    begun = undefined;
  };
  state.doc.nodesBetween($from.pos, $to.pos, (node, at, parent) => {
    if (parent === state.doc && ends.includes(at)) endBefore(at);
    else if (parent === state.doc) begun ??= at;
    if (node.type !== cell || !ends.includes(state.doc.resolve(at).before(1))) return;
    const [from, to] = [Math.max(at + 1, $from.pos), Math.min(at + node.nodeSize - 1, $to.pos)];
    if (from < to) ranges.push([from, to]);
  });
  endBefore($to.pos);
  return ranges;
};

/** Empties what is selected where the selection reaches over the edge of a cell; undefined where it does not. */
export const emptied = (state: EditorState): Transaction | undefined => {
  const { selection } = state;
  const { $from, $to } = selection;
  if (!(selection instanceof TextSelection) || $from.sameParent($to)) return undefined;
  if (!cellAt($from) && !cellAt($to)) return undefined;
  const transaction = state.tr;
  for (const [from, to] of emptiedRanges(state).toReversed()) transaction.delete(from, to);
  return transaction
    .setSelection(Selection.near(transaction.doc.resolve($from.pos)))
    .scrollIntoView();
};

/** Writes over what is selected across cells. */
export const typeOver =
  (text: string): Command =>
  (state, dispatch) => {
    const transaction = emptied(state);
    if (transaction) dispatch?.(transaction.insertText(text));
    return transaction !== undefined;
  };

/** In a cell: a line break. */
export const breakInCell: Command = (state, dispatch) => {
  const transaction = emptied(state);
  if (!transaction && !cellAt(state.selection.$from)) return false;
  dispatch?.((transaction ?? state.tr).replaceSelectionWith(lineBreak.create()).scrollIntoView());
  return true;
};

/** The caret goes into the table that stands beside it, and nothing is deleted. */
const stepInto = (state: EditorState, at: number, step: 1 | -1): Transaction =>
  state.tr.setSelection(Selection.near(state.doc.resolve(at), step)).scrollIntoView();

/** Deleting towards a side: over several cells it empties them, at the edge of a cell or of a table it stops. */
export const deleteTowards =
  (side: 'start' | 'end'): Command =>
  (state, dispatch) => {
    const gone = emptied(state);
    if (gone) dispatch?.(gone);
    if (gone) return true;
    const { $from, empty: isEmpty } = state.selection;
    const isStart = side === 'start';
    if (!isEmpty || !$from.parent.isTextblock) return false;
    if ($from.parentOffset !== (isStart ? 0 : $from.parent.content.size)) return false;
    if (cellAt($from)) return true;
    // An empty paragraph beside a table goes, as elsewhere.
    if ($from.depth === 1 && $from.parent.content.size === 0) return false;
    const edge = isStart ? $from.before(1) : $from.after(1);
    const isAtEdge = $from.pos === edge + (isStart ? $from.depth : -$from.depth);
    const $edge = state.doc.resolve(edge);
    const beside = isStart ? $edge.nodeBefore : $edge.nodeAfter;
    if (!isAtEdge || beside?.type !== table) return false;
    dispatch?.(stepInto(state, edge, isStart ? -1 : 1));
    return true;
  };

export type Direction = 'up' | 'down' | 'left' | 'right';

/** The cell that a step leads to; undefined where it leads out of the table. */
const neighbour = (
  { table: node, row, column }: CellPlace,
  direction: Direction,
): readonly [number, number] | undefined => {
  const step = direction === 'up' || direction === 'left' ? -1 : 1;
  const isAlong = direction === 'left' || direction === 'right';
  if (isAlong && node.child(row).maybeChild(column + step)) return [row, column + step];
  const other = node.maybeChild(row + step);
  if (!other) return undefined;
  if (!isAlong) return [row + step, Math.min(column, other.childCount - 1)];
  return [row + step, step === 1 ? 0 : other.childCount - 1];
};

/** The caret beside a table: in the text there, or, where none is, between the table and the edge of the clause. */
const beside = (state: EditorState, { at, table: node }: CellPlace, step: 1 | -1): Selection => {
  const $edge = state.doc.resolve(step === 1 ? at + node.nodeSize : at);
  const next = step === 1 ? $edge.nodeAfter : $edge.nodeBefore;
  const found = next && next.type !== table ? Selection.findFrom($edge, step, true) : null;
  return found ?? new GapCursor($edge);
};

/** Along a line the place in the text says it; up and down only the page knows. */
const isAtEdge = ({ $head }: Selection, direction: Direction): boolean => {
  if (direction === 'left') return $head.parentOffset === 0;
  return direction !== 'right' || $head.parentOffset === $head.parent.content.size;
};

/** The caret in the cell that a step led to: at its near end along the row, else as far in as it was. */
const inCell = (
  { doc, selection }: EditorState,
  place: CellPlace,
  [next, direction]: readonly [next: readonly [number, number], direction: Direction],
): Selection => {
  const { size } = place.table.child(next[0]).child(next[1]).content;
  const offsets = { left: size, right: 0, up: selection.$head.parentOffset };
  const offset = offsets[direction === 'down' ? 'up' : direction];
  return TextSelection.create(doc, startOfCell(place, next) + Math.min(offset, size));
};

/** An arrow key at the edge of a cell's text leads to the next cell, or out of the table. */
export const moveTowards =
  (direction: Direction): Command =>
  (state, dispatch, view) => {
    const { selection } = state;
    const place = cellAt(selection.$head);
    if (!place || !selection.empty) return false;
    if (!isAtEdge(selection, direction) || (view && !view.endOfTextblock(direction))) return false;
    const step = direction === 'up' || direction === 'left' ? -1 : 1;
    const next = neighbour(place, direction);
    const to = next ? inCell(state, place, [next, direction]) : beside(state, place, step);
    dispatch?.(state.tr.setSelection(to).scrollIntoView());
    return true;
  };
