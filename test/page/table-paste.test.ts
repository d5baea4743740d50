// What is pasted or dropped where tables are: cells fill cells, blocks become lines, and a table that cannot stand where
// it is put becomes text.

import { Node, Slice } from 'prosemirror-model';
import { EditorState, TextSelection } from 'prosemirror-state';
import { describe, expect, it } from 'vitest';
import { startOfCell } from '../../client/ui/editor/table-acts.ts';
import { dropped, pasted } from '../../client/ui/editor/table-paste.ts';
import { clauseSchema } from '../../shared/sheet/text-schema.ts';

const textOf = (words: string) => (words === '' ? [] : [{ type: 'text', text: words }]);
const paragraph = (words: string) => ({ type: 'paragraph', content: textOf(words) });
const list = (...items: readonly string[]) => ({
  type: 'bullet_list',
  content: items.map((words) => ({ type: 'list_item', content: [paragraph(words)] })),
});
const table = (...rows: readonly string[]) => ({
  type: 'table',
  content: rows.map((row) => ({
    type: 'table_row',
    content: row.split('|').map((words) => ({ type: 'table_cell', content: textOf(words) })),
  })),
});
const docOf = (...content: readonly object[]): Node =>
  Node.fromJSON(clauseSchema, { type: 'doc', content });
const sliceOf = (...content: readonly object[]): Slice =>
  new Slice(docOf(...content).content, 0, 0);

const wordsOf = (node: Node): string => {
  if (node.isTextblock) return node.textBetween(0, node.content.size, '', '/');
  if (node.type.name === 'table_row') return node.children.map(wordsOf).join('|');
  return node.children.map(wordsOf).join(node.type.name === 'table' ? ' # ' : ' • ');
};
const shown = (doc: Node | undefined): readonly string[] | undefined =>
  doc?.children.map((node) => `${node.type.name.slice(0, 3)} ${wordsOf(node)}`.trim());

/** A clause with the caret in a cell of its first block, which is a table, or so far in. */
const clause = (
  place: number | readonly [number, number],
  ...content: readonly object[]
): EditorState => {
  const doc = docOf(...content);
  const at = typeof place === 'number' ? place : startOfCell({ table: doc.child(0), at: 0 }, place);
  return EditorState.create({ doc, selection: TextSelection.create(doc, at) });
};

const afterPaste = (state: EditorState, slice: Slice): readonly string[] | undefined => {
  const done = pasted(state, slice);
  done?.doc.check();
  return shown(done?.doc);
};

const GRID = table('a|b', 'c|d');

describe('[TBL4] pasting into a cell', () => {
  it('cells fill cells from the caret on, and the table grows where it is too small', () => {
    const state = clause([1, 1], GRID, paragraph('end'));
    expect(afterPaste(state, sliceOf(table('1|2', '3|4')))).toEqual([
      'tab a|b| # c|1|2 # |3|4',
      'par end',
    ]);
    expect(afterPaste(clause([0, 0], GRID), sliceOf(table('1', '2'), paragraph('')))).toEqual([
      'tab 1|b # 2|d',
    ]);
  });

  it('lines of a spreadsheet, parted by tabs, are cells too', () => {
    const text = sliceOf(paragraph('1\t2'), paragraph('\t4'));
    expect(afterPaste(clause([0, 0], GRID), text)).toEqual(['tab 1|2 # |4']);
  });

  it('one cell, paragraphs and lists become lines of the cell', () => {
    const state = clause([1, 0], GRID);
    expect(afterPaste(state, sliceOf(table('x')))).toEqual(['tab a|b # xc|d']);
    const blocks = sliceOf(paragraph('one'), list('two', 'three'));
    expect(afterPaste(state, blocks)).toEqual(['tab a|b # one/two/threec|d']);
    const mixed = sliceOf(paragraph('one'), table('x|y', 'z'));
    expect(afterPaste(state, mixed)).toEqual(['tab a|b # one/x\ty/zc|d']);
  });

  it('over a selection of several cells they are emptied first', () => {
    const base = clause([0, 0], GRID);
    const [from, to] = [startOfCell({ table: base.doc.child(0), at: 0 }, [0, 1]), 14];
    const over = base.apply(base.tr.setSelection(TextSelection.create(base.doc, from, to)));
    expect(afterPaste(over, sliceOf(paragraph('x')))).toEqual(['tab a|x # |d']);
  });
});

describe('[TBL4] pasting a table elsewhere', () => {
  it('parts the paragraph that the caret is in, or takes the place of an empty one', () => {
    expect(afterPaste(clause(3, paragraph('late')), sliceOf(GRID))).toEqual([
      'par la',
      'tab a|b # c|d',
      'par te',
    ]);
    expect(afterPaste(clause(1, paragraph('')), sliceOf(GRID))).toEqual(['tab a|b # c|d']);
  });

  it('is whole also when it was cut out of cells, and text when it was one cell', () => {
    const doc = docOf(GRID);
    const cut = doc.slice(3, doc.content.size - 3, true);
    expect(cut.openStart).toBeGreaterThan(0);
    expect(afterPaste(clause(1, paragraph('')), cut)).toEqual(['tab a|b # c|d']);
    const inside = docOf(table('abc|d')).slice(4, 5, true);
    expect(afterPaste(clause(3, paragraph('late')), inside)).toEqual(['par labte']);
  });

  it('becomes text in a list', () => {
    const state = clause(5, list('item'));
    const words = afterPaste(state, sliceOf(GRID));
    expect(words?.join()).toContain('a\tb');
    expect(words?.join()).toContain('c\td');
    expect(words?.join()).not.toContain('tab');
    expect(words?.join().replaceAll(/[^a-z]/g, '')).toMatch(/^bulit.*em$/);
  });

  it('all else is pasted as ever', () => {
    expect(pasted(clause(3, paragraph('late')), sliceOf(paragraph('x')))).toBeUndefined();
  });
});

describe('[TBL4] dropping', () => {
  it('what is dropped into a cell goes from where it was; cells keep their shape', () => {
    const state = clause([0, 0], GRID, paragraph('end'));
    const from = state.doc.content.size - 4;
    const taken = state.apply(
      state.tr.setSelection(TextSelection.create(state.doc, from, from + 3)),
    );
    const slice = taken.selection.content();
    const into = startOfCell({ table: state.doc.child(0), at: 0 }, [1, 1]);
    const moved = dropped(taken, slice, { at: into, isMove: true });
    expect(shown(moved?.doc)).toEqual(['tab a|b # c|endd', 'par']);
    const copied = dropped(taken, slice, { at: into, isMove: false });
    expect(shown(copied?.doc)).toEqual(['tab a|b # c|endd', 'par end']);
    expect(dropped(taken, slice, { at: state.doc.content.size - 1, isMove: true })).toBeUndefined();
  });

  it('cells that are dragged out leave empty ones', () => {
    const base = clause([0, 0], GRID, paragraph('end'));
    const start = startOfCell({ table: base.doc.child(0), at: 0 }, [0, 0]);
    const end = startOfCell({ table: base.doc.child(0), at: 0 }, [0, 1]) + 1;
    const taken = base.apply(base.tr.setSelection(TextSelection.create(base.doc, start, end)));
    const moved = dropped(taken, taken.selection.content(), {
      at: base.doc.content.size - 1,
      isMove: true,
    });
    expect(shown(moved?.doc)?.[0]).toBe('tab | # c|d');
    expect(shown(moved?.doc)?.join()).toContain('tab a|b');
  });
});
