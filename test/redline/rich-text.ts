// Random rich text and random edits of it, for laws of redlines: paragraphs, lists in lists, tables, marks with and
// without attributes, line breaks, letters outside the basic plane.

import { fc } from '../support/fast-check.ts';
import type { RichMark, RichNode } from '../../shared/sheet/redline/types.ts';

const WORDS = ['shall', 'not', 'tender', 'by', '05:00', '$2.32', 'days', 'carrier’s', '🚚', 'é'];
const MARKS: readonly RichMark[] = [
  'strong',
  'em',
  { type: 'link', attrs: { href: 'a' } },
  { type: 'link', attrs: { href: 'b' } },
];

const marks = fc.subarray([...MARKS], { maxLength: 2 });
const sentence = fc
  .array(fc.tuple(fc.constantFrom(...WORDS), fc.constantFrom(' ', ', ', '  ', '')), {
    minLength: 1,
    maxLength: 6,
  })
  .map((parts) => parts.flat().join(''));

const run: fc.Arbitrary<RichNode> = fc
  .tuple(sentence, marks)
  .map(([text, held]) => ({ type: 'text', text, ...(held.length > 0 && { marks: held }) }));
const hardBreak: fc.Arbitrary<RichNode> = marks.map((held) => ({
  type: 'hard_break',
  ...(held.length > 0 && { marks: held }),
}));
const inline = fc.oneof({ arbitrary: run, weight: 6 }, { arbitrary: hardBreak, weight: 1 });

const paragraph: fc.Arbitrary<RichNode> = fc
  .tuple(fc.array(inline, { maxLength: 4 }), fc.option(fc.constantFrom('left', 'right')))
  .map(([content, align]) => ({
    type: 'paragraph',
    ...(align !== null && { attrs: { align } }),
    content,
  }));

/** A block of a schema that is richer than today's. */
const block = fc.letrec<{ block: RichNode; list: RichNode; table: RichNode }>((tie) => ({
  block: fc.oneof(
    { maxDepth: 3 },
    { arbitrary: paragraph, weight: 6 },
    { arbitrary: tie('list'), weight: 1 },
    { arbitrary: tie('table'), weight: 1 },
  ),
  list: fc
    .tuple(
      fc.constantFrom('bullet_list', 'ordered_list'),
      fc.array(fc.array(tie('block'), { maxLength: 2 }), { minLength: 1, maxLength: 2 }),
    )
    .map(([type, items]) => ({
      type,
      content: items.map((content) => ({ type: 'list_item', content })),
    })),
  table: fc.array(tie('block'), { minLength: 1, maxLength: 2 }).map((cells) => ({
    type: 'table',
    content: [
      {
        type: 'table_row',
        content: cells.map((cell, index) => ({
          type: 'table_cell',
          attrs: { span: index },
          content: [cell],
        })),
      },
    ],
  })),
})).block;

/** A table as clauses hold them: cells of text, rows that may differ in length. */
const textTable: fc.Arbitrary<RichNode> = fc
  .array(fc.array(fc.array(inline, { maxLength: 2 }), { minLength: 1, maxLength: 3 }), {
    minLength: 1,
    maxLength: 3,
  })
  .map((rows) => ({
    type: 'table',
    content: rows.map((cells) => ({
      type: 'table_row',
      content: cells.map((content) => ({ type: 'table_cell', content })),
    })),
  }));

export const richText: fc.Arbitrary<readonly RichNode[]> = fc.array(
  fc.oneof({ arbitrary: block, weight: 4 }, { arbitrary: textTable, weight: 1 }),
  { maxLength: 3 },
);

type Change = (nodes: readonly RichNode[]) => readonly RichNode[];

const countOf = (nodes: readonly RichNode[]): number =>
  nodes.reduce((count, { content }) => count + 1 + countOf(content ?? []), 0);

/** Changes one node, found by counting, in depth-first order. */
const atNode = (place: number, change: (node: RichNode) => readonly RichNode[]): Change => {
  return (nodes) => {
    let left = place % Math.max(1, countOf(nodes));
    const visit = (node: RichNode): readonly RichNode[] => {
      left -= 1;
      if (left === -1) return change(node);
      return [node.content ? { ...node, content: node.content.flatMap(visit) } : node];
    };
    return nodes.flatMap(visit);
  };
};

const halves = (node: RichNode): readonly RichNode[] => {
  const { content, text } = node;
  if (text !== undefined) {
    // Between letters: half of one outside the basic plane is no text, and comes over no line as it was.
    const letters = [...text];
    const middle = letters.length >> 1;
    return [letters.slice(0, middle), letters.slice(middle)].map((part) => ({
      ...node,
      text: part.join(''),
    }));
  }
  if (!content) return [node];
  const middle = content.length >> 1;
  return [
    { ...node, content: content.slice(0, middle) },
    { ...node, content: content.slice(middle) },
  ];
};

const holdsBlocks = ({ content = [] }: RichNode): boolean =>
  !content.some(({ type }) => type === 'text' || type === 'hard_break');

/** A column more, or one less. */
const recolumned =
  (text: string, at: number) =>
  (node: RichNode): readonly RichNode[] => {
    if (node.type !== 'table') return [node];
    const cell: RichNode = { type: 'table_cell', content: [{ type: 'text', text }] };
    const column = at >> 1;
    const rows = (node.content ?? []).map((row) => {
      const cells = row.content ?? [];
      return {
        ...row,
        content: at % 2 === 0 ? cells.toSpliced(column, 1) : cells.toSpliced(column, 0, cell),
      };
    });
    return [{ ...node, content: rows }];
  };

const edit: fc.Arbitrary<Change> = fc
  .tuple(fc.nat(60), fc.nat(8), sentence, marks)
  .map(([place, kind, text, held]): Change => {
    const remarked = (node: RichNode): readonly RichNode[] =>
      node.text === undefined ? [node] : [{ ...node, marks: held }];
    const rewritten = (node: RichNode): readonly RichNode[] =>
      node.text === undefined ? [node] : [{ ...node, text: node.text.replace(/ .*/u, text) }];
    const changes: readonly ((node: RichNode) => readonly RichNode[])[] = [
      () => [],
      (node) => [node, node],
      halves,
      remarked,
      rewritten,
      (node) => (node.content ? [{ ...node, attrs: { align: text } }] : [node]),
      (node) => (holdsBlocks(node) ? (node.content ?? []) : [node]),
      (node) =>
        node.type === 'paragraph'
          ? [{ type: 'bullet_list', content: [{ type: 'list_item', content: [node] }] }]
          : [node],
      recolumned(text, place % 6),
    ];
    return atNode(place, changes[kind] ?? (() => []));
  });

const edited = (wording: fc.Arbitrary<readonly RichNode[]>) =>
  fc
    .tuple(wording, fc.array(edit, { minLength: 1, maxLength: 4 }))
    .map(([base, edits]) => ({ base, text: edits.reduce((text, change) => change(text), base) }));

/** A wording, and what some edits made of it. */
export const editedText = edited(richText);

/** The same of wordings that are tables for the most part. */
export const editedTables = edited(
  fc.array(fc.oneof({ arbitrary: textTable, weight: 2 }, { arbitrary: paragraph, weight: 1 }), {
    minLength: 1,
    maxLength: 3,
  }),
);

/** A table as clauses have them: cells of text, rows that may differ in length. */
const plainCell: fc.Arbitrary<RichNode> = fc
  .array(inline, { maxLength: 2 })
  .map((content) => ({ type: 'table_cell', ...(content.length > 0 && { content }) }));
const plainRow: fc.Arbitrary<RichNode> = fc
  .array(plainCell, { minLength: 1, maxLength: 4 })
  .map((content) => ({ type: 'table_row', content }));
const plainTable: fc.Arbitrary<RichNode> = fc
  .array(plainRow, { minLength: 1, maxLength: 4 })
  .map((content) => ({ type: 'table', content }));
const plainParagraph = paragraph.map(({ type, content = [] }): RichNode => ({ type, content }));

/** Wordings of paragraphs and tables, with nothing that a clause cannot hold. */
export const tableText: fc.Arbitrary<readonly RichNode[]> = fc.array(
  fc.oneof({ arbitrary: plainParagraph, weight: 1 }, { arbitrary: plainTable, weight: 2 }),
  { minLength: 1, maxLength: 4 },
);

type Rows = readonly (readonly RichNode[])[];

const rowsOf = ({ content = [] }: RichNode): Rows => content.map((row) => row.content ?? []);
const tableOf = (rows: Rows): readonly RichNode[] => {
  const whole = rows.filter(({ length }) => length > 0);
  if (whole.length === 0) return [];
  return [{ type: 'table', content: whole.map((content) => ({ type: 'table_row', content })) }];
};

/** What people do to tables: rows and columns come, go and change places, cells are written anew. */
const tableEdit: fc.Arbitrary<Change> = fc
  .tuple(fc.nat(20), fc.nat(5), fc.nat(5), fc.nat(7), plainRow, plainCell)
  .map(([which, at, column, kind, row, cell]): Change => {
    const changes: readonly ((rows: Rows) => Rows)[] = [
      (rows) => rows.toSpliced(at, 0, row.content ?? []),
      (rows) => rows.toSpliced(at % rows.length, 1),
      (rows) => rows.map((cells) => cells.toSpliced(column, 0, cell)),
      (rows) => rows.map((cells) => cells.toSpliced(column % 3, 1)),
      (rows) =>
        rows.map((cells, index) => (index === at ? cells.toSpliced(column, 1, cell) : cells)),
      (rows) => rows.map((cells, index) => (index === at ? [...cells, cell] : cells)),
      (rows) => rows.toReversed(),
      () => [],
    ];
    return (nodes) => {
      const tables = nodes.filter(({ type }) => type === 'table');
      const chosen = tables[which % Math.max(1, tables.length)];
      return nodes.flatMap((node) =>
        node === chosen ? tableOf((changes[kind] ?? ((rows) => rows))(rowsOf(node))) : [node],
      );
    };
  });

/** A wording with tables, and what people made of it. */
export const workedTables = fc
  .tuple(tableText, fc.array(fc.oneof(tableEdit, tableEdit, edit), { minLength: 1, maxLength: 4 }))
  .map(([base, edits]) => ({ base, text: edits.reduce((text, change) => change(text), base) }));
