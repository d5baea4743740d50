// The form of a clause's text: paragraphs, lists, tables and line breaks with bold and italic, and nothing else.
// No node has attributes (the text check refuses them). The one thing Yjs can hold that this schema cannot is a list,
// list item, table or row left empty by two deletions at once; pages delete those when they see them.
// A cell holds text itself, so that it is whole when it is empty. Rows may differ in length: two people can add a row
// and a column at once.

import type { MarkSpec, NodeSpec } from 'prosemirror-model';
import { Schema } from 'prosemirror-model';

const nodes = {
  doc: { content: '(block | table)+' },
  paragraph: {
    group: 'block',
    content: 'inline*',
    parseDOM: [{ tag: 'p' }],
    toDOM: () => ['p', 0],
  },
  bullet_list: {
    group: 'block',
    content: 'list_item+',
    parseDOM: [{ tag: 'ul' }],
    toDOM: () => ['ul', 0],
  },
  ordered_list: {
    group: 'block',
    content: 'list_item+',
    parseDOM: [{ tag: 'ol' }],
    toDOM: () => ['ol', 0],
  },
  list_item: {
    content: 'block+',
    defining: true,
    parseDOM: [{ tag: 'li' }],
    toDOM: () => ['li', 0],
  },
  table: {
    content: 'table_row+',
    isolating: true,
    parseDOM: [{ tag: 'table' }],
    toDOM: () => ['table', ['tbody', 0]],
  },
  table_row: {
    content: 'table_cell+',
    // Neither a row nor a cell is taken by itself, and no caret stands between two cells: a cell that came or went alone
    // would part its row from the others.
    selectable: false,
    allowGapCursor: false,
    parseDOM: [{ tag: 'tr' }],
    toDOM: () => ['tr', 0],
  },
  table_cell: {
    content: 'inline*',
    isolating: true,
    selectable: false,
    parseDOM: [{ tag: 'td' }, { tag: 'th' }],
    toDOM: () => ['td', 0],
  },
  text: { group: 'inline' },
  hard_break: {
    group: 'inline',
    inline: true,
    selectable: false,
    leafText: () => '\n',
    parseDOM: [{ tag: 'br' }],
    toDOM: () => ['br'],
  },
} as const satisfies Record<string, NodeSpec>;

const marks = {
  em: {
    parseDOM: [{ tag: 'i' }, { tag: 'em' }, { style: 'font-style=italic' }],
    toDOM: () => ['em', 0],
  },
  strong: {
    parseDOM: [{ tag: 'b' }, { tag: 'strong' }, { style: 'font-weight=bold' }],
    toDOM: () => ['strong', 0],
  },
} as const satisfies Record<string, MarkSpec>;

/** The ProseMirror schema of every clause; `text-form.ts` says the same for Yjs, and a test holds both together. */
export const clauseSchema: Schema<keyof typeof nodes, keyof typeof marks> = new Schema({
  nodes,
  marks,
});
