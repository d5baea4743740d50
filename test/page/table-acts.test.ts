// Tables in a clause, on documents of their own: what the bar and the keys make of them, and that no cell is ever parted
// or joined with its neighbour.

import { Node } from 'prosemirror-model';
import type { Command } from 'prosemirror-state';
import { AllSelection, EditorState, TextSelection } from 'prosemirror-state';
import { GapCursor } from 'prosemirror-gapcursor';
import { describe, expect, it } from 'vitest';
import {
  addColumn,
  addRow,
  cellAt,
  insertTable,
  isInTable,
  removeColumn,
  removeRow,
  removeTable,
  startOfCell,
  toCell,
} from '../../client/ui/editor/table-acts.ts';
import {
  breakInCell,
  deleteTowards,
  emptied,
  moveTowards,
  typeOver,
} from '../../client/ui/editor/table-typing.ts';
import { clauseSchema } from '../../shared/sheet/text-schema.ts';

const textOf = (words: string) => (words === '' ? [] : [{ type: 'text', text: words }]);
const paragraph = (words: string) => ({ type: 'paragraph', content: textOf(words) });
const table = (...rows: readonly string[]) => ({
  type: 'table',
  content: rows.map((row) => ({
    type: 'table_row',
    content: row.split('|').map((words) => ({ type: 'table_cell', content: textOf(words) })),
  })),
});

/** Rows of the first table, cells parted by a bar, line breaks as a slash. */
const rowsOf = ({ doc }: EditorState): readonly string[] => {
  const found = doc.children.find(({ type }) => type.name === 'table');
  return (found?.children ?? []).map(({ children }) =>
    children.map((cell) => cell.textBetween(0, cell.content.size, '', '/')).join('|'),
  );
};
const blocksOf = ({ doc }: EditorState): readonly string[] =>
  doc.children.map(({ type, textContent }) =>
    type.name === 'paragraph' ? textContent : type.name,
  );

type Place = readonly [row: number, column: number, offset?: number];

const clause = (...content: readonly object[]): EditorState => {
  const doc = Node.fromJSON(clauseSchema, { type: 'doc', content });
  doc.check();
  return EditorState.create({ doc });
};

/** The position in a cell of the first table. */
const at = ({ doc }: EditorState, [row, column, offset = 0]: Place): number => {
  let place = -1;
  doc.forEach((node, position) => {
    if (place === -1 && node.type.name === 'table') place = position;
  });
  const found = doc.nodeAt(place);
  if (!found) throw new Error('there is no table');
  return startOfCell({ table: found, at: place }, [row, column]) + offset;
};

const select = (state: EditorState, from: number, to = from): EditorState =>
  state.apply(state.tr.setSelection(TextSelection.create(state.doc, from, to)));
const inCells = (state: EditorState, from: Place, to = from): EditorState =>
  select(state, at(state, from), at(state, to));

const after = (state: EditorState, ...commands: readonly Command[]): EditorState =>
  commands.reduce((now, command) => {
    let next = now;
    let steps = 0;
    const isDone = command(now, (transaction) => {
      steps += 1;
      next = now.apply(transaction);
    });
    expect([isDone, steps <= 1]).toEqual([true, true]);
    next.doc.check();
    return next;
  }, state);
const caretOf = ({ selection }: EditorState): readonly (number | undefined)[] => {
  const place = cellAt(selection.$head);
  return [place?.row, place?.column, selection.$head.parentOffset];
};

const DAYS = table('Days|Share', '30|2 %', '60|1 %');
const days = (): EditorState => clause(paragraph('Paid late'), DAYS, paragraph('of it'));

describe('[TBL1] a table is made, widened and shortened', () => {
  it('below the paragraph with the caret, or in the place of an empty one', () => {
    const below = after(select(clause(paragraph('a pallet')), 3), insertTable(2, 3));
    expect([blocksOf(below), rowsOf(below)]).toEqual([
      ['a pallet', 'table'],
      ['||', '||'],
    ]);
    expect(caretOf(below)).toEqual([0, 0, 0]);
    const instead = after(select(clause(paragraph('')), 1), insertTable(1, 2));
    expect(blocksOf(instead)).toEqual(['table']);
    expect([isInTable(instead), insertTable(1, 1)(instead)]).toEqual([true, false]);
  });

  it('out of a list it stands below the list', () => {
    const list = {
      type: 'bullet_list',
      content: [{ type: 'list_item', content: [paragraph('item')] }],
    };
    const made = after(select(clause(list, paragraph('end')), 4), insertTable(1, 1));
    expect(blocksOf(made)).toEqual(['bullet_list', 'table', 'end']);
  });

  it('by rows above and below and columns before and after, the caret in what is new', () => {
    const state = inCells(days(), [1, 1]);
    const above = after(state, addRow('above'));
    expect([rowsOf(above), caretOf(above)]).toEqual([
      ['Days|Share', '|', '30|2 %', '60|1 %'],
      [1, 1, 0],
    ]);
    expect(rowsOf(after(state, addRow('below')))).toEqual(['Days|Share', '30|2 %', '|', '60|1 %']);
    const between = after(state, addColumn('before'));
    expect([rowsOf(between), caretOf(between)]).toEqual([
      ['Days||Share', '30||2 %', '60||1 %'],
      [1, 1, 0],
    ]);
    expect(rowsOf(after(state, addColumn('after')))).toEqual(['Days|Share|', '30|2 %|', '60|1 %|']);
  });

  it('by what the selection reaches, and nothing is left of what has no cells', () => {
    const state = inCells(days(), [0, 0], [1, 1]);
    expect(rowsOf(after(state, removeRow))).toEqual(['60|1 %']);
    expect(blocksOf(after(state, removeColumn))).toEqual(['Paid late', 'of it']);
    expect(blocksOf(after(state, removeTable))).toEqual(['Paid late', 'of it']);
    const one = inCells(days(), [2, 0]);
    expect(rowsOf(after(one, removeColumn))).toEqual(['Share', '2 %', '1 %']);
    const last = after(one, removeRow);
    expect([rowsOf(last), caretOf(last).slice(0, 2)]).toEqual([
      ['Days|Share', '30|2 %'],
      [1, 0],
    ]);
    const alone = after(inCells(clause(table('a')), [0, 0]), removeRow);
    expect([blocksOf(alone), alone.selection.$head.parent.type.name]).toEqual([[''], 'paragraph']);
  });

  it('rows that differ in length keep their text, and are made up where a column is added', () => {
    const ragged = clause(table('a|b|c', 'd', 'e|f'));
    expect(rowsOf(after(inCells(ragged, [0, 2]), addColumn('before')))).toEqual([
      'a|b||c',
      'd||',
      'e|f|',
    ]);
    expect(rowsOf(after(inCells(ragged, [0, 2]), addRow('below')))[1]).toBe('||');
    expect(rowsOf(after(inCells(ragged, [0, 1]), removeColumn))).toEqual(['a|c', 'd', 'e']);
    const gone = after(inCells(ragged, [2, 0]), removeColumn);
    expect([rowsOf(gone), caretOf(gone)]).toEqual([
      ['b|c', 'f'],
      [1, 0, 0],
    ]);
  });

  it('out of a table none of this is offered', () => {
    const state = select(days(), 2);
    for (const act of [addRow('above'), addColumn('after'), removeRow, removeColumn, removeTable]) {
      expect(act(state)).toBe(false);
    }
  });
});

describe('[TBL2] keys in a table', () => {
  it('Tab goes from cell to cell with their text selected, and makes a row after the last', () => {
    const next = after(inCells(days(), [1, 0]), toCell(1));
    expect([caretOf(next), next.selection.empty]).toEqual([[1, 1, 3], false]);
    expect(caretOf(after(next, toCell(1))).slice(0, 2)).toEqual([2, 0]);
    expect(caretOf(after(next, toCell(-1), toCell(-1))).slice(0, 2)).toEqual([0, 1]);
    const grown = after(inCells(days(), [2, 1]), toCell(1));
    expect([rowsOf(grown).at(-1), caretOf(grown)]).toEqual(['|', [3, 0, 0]]);
    expect(toCell(-1)(inCells(days(), [0, 0]))).toBe(false);
    expect(toCell(1)(select(days(), 2))).toBe(false);
  });

  it('Enter is a line break', () => {
    expect(rowsOf(after(inCells(days(), [1, 1, 1]), breakInCell))[1]).toBe('30|2/ %');
    expect(breakInCell(select(days(), 2))).toBe(false);
  });

  it('deleting at the edge of a cell does nothing, within it what it always does', () => {
    for (const [side, place] of [
      ['start', [1, 1, 0]],
      ['end', [1, 0, 2]],
      ['start', [0, 0, 0]],
      ['end', [2, 1, 3]],
    ] as const) {
      const state = inCells(days(), place);
      let isChanged = false;
      const isDone = deleteTowards(side)(state, () => {
        isChanged = true;
      });
      expect([isDone, isChanged]).toEqual([true, false]);
    }
    expect(deleteTowards('start')(inCells(days(), [1, 1, 1]))).toBe(false);
  });

  it('deleting from beside a table leads into it, and an empty paragraph goes as elsewhere', () => {
    const state = days();
    const below = after(select(state, state.doc.content.size - 6), deleteTowards('start'));
    expect([below.doc.eq(state.doc), caretOf(below)]).toEqual([true, [2, 1, 3]]);
    const above = after(select(state, 10), deleteTowards('end'));
    expect([above.doc.eq(state.doc), caretOf(above)]).toEqual([true, [0, 0, 0]]);
    const empty = clause(DAYS, paragraph(''));
    expect(deleteTowards('start')(select(empty, empty.doc.content.size - 1))).toBe(false);
    expect(deleteTowards('start')(select(state, 5))).toBe(false);
  });

  it('arrows lead from cell to cell and out of the table', () => {
    const right = after(inCells(days(), [0, 1, 5]), moveTowards('right'));
    expect(caretOf(right)).toEqual([1, 0, 0]);
    expect(caretOf(after(right, moveTowards('left')))).toEqual([0, 1, 5]);
    expect(caretOf(after(right, moveTowards('up')))).toEqual([0, 0, 0]);
    expect(caretOf(after(inCells(days(), [0, 1, 5]), moveTowards('down')))).toEqual([1, 1, 3]);
    const out = after(inCells(days(), [2, 0]), moveTowards('down'));
    expect(out.selection.$head.parent.textContent).toBe('of it');
    const before = after(inCells(days(), [0, 0]), moveTowards('left'));
    expect(before.selection.$head.parent.textContent).toBe('Paid late');
    expect(moveTowards('right')(inCells(days(), [0, 0, 1]))).toBe(false);
  });

  it('where no text is beside the table the caret stands at the edge itself', () => {
    const alone = clause(DAYS);
    const down = after(inCells(alone, [2, 0]), moveTowards('down'));
    expect([down.selection instanceof GapCursor, down.selection.head]).toEqual([
      true,
      alone.doc.content.size,
    ]);
    expect(after(inCells(alone, [0, 0]), moveTowards('up')).selection.head).toBe(0);
    const two = after(inCells(clause(DAYS, DAYS), [2, 1]), moveTowards('down'));
    expect(two.selection instanceof GapCursor).toBe(true);
    const written = down.apply(down.tr.insertText('x'));
    expect(blocksOf(written)).toEqual(['table', 'x']);
  });
});

describe('[TBL3] what is typed or deleted over several cells leaves the shape', () => {
  const typed = (state: EditorState, words = 'x'): EditorState => after(state, typeOver(words));

  it('in one table', () => {
    const state = inCells(days(), [1, 0, 1], [2, 1, 1]);
    expect(rowsOf(after(state, deleteTowards('start')))).toEqual(['Days|Share', '3|', '| %']);
    const written = typed(state, '45');
    expect([rowsOf(written)[1], caretOf(written)]).toEqual(['345|', [1, 0, 3]]);
    expect(rowsOf(after(state, breakInCell))[1]).toBe('3/|');
    expect(emptied(inCells(days(), [1, 1, 0], [1, 1, 2]))).toBeUndefined();
  });

  it('from text into a table, and from a table into text', () => {
    const into = select(days(), 6, at(days(), [1, 0, 1]));
    expect([blocksOf(typed(into)), rowsOf(typed(into))]).toEqual([
      ['Paid x', 'table', 'of it'],
      ['|', '0|2 %', '60|1 %'],
    ]);
    const state = days();
    const out = select(state, at(state, [2, 0, 1]), state.doc.content.size - 3);
    expect([blocksOf(typed(out)), rowsOf(typed(out))]).toEqual([
      ['Paid late', 'table', 'it'],
      ['Days|Share', '30|2 %', '6x|'],
    ]);
  });

  it('across two tables, with what stands between them', () => {
    const state = clause(table('a|b'), paragraph('between'), paragraph('too'), table('c|d'));
    const second = state.doc.content.size - 3;
    const gone = typed(select(state, at(state, [0, 1]), second), '!');
    expect(gone.doc.children.map(({ textContent }) => textContent)).toEqual(['a!', '']);
  });

  it('from text to text beyond, tables go as all that is selected', () => {
    const state = days();
    const all = select(state, 5, state.doc.content.size - 3);
    expect(emptied(all)).toBeUndefined();
    const everything = state.apply(state.tr.setSelection(new AllSelection(state.doc)));
    expect(emptied(everything)).toBeUndefined();
  });
});
