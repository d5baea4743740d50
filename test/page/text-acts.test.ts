// What the bar of an editor does with the text, on documents of their own.

import { Node } from 'prosemirror-model';
import type { Command } from 'prosemirror-state';
import { EditorState, TextSelection } from 'prosemirror-state';
import { describe, expect, it } from 'vitest';
import {
  hasMark,
  insertReference,
  isInList,
  toggleList,
  toggleTextMark,
} from '../../client/ui/editor/text-acts.ts';
import { clauseSchema } from '../../shared/sheet/text-schema.ts';

const textOf = (words: string) => ({
  type: 'paragraph',
  ...(words !== '' && { content: [{ type: 'text', text: words }] }),
});

/** A clause of one paragraph with so much of it selected. */
const clause = (words: string, from = 1, to = from): EditorState => {
  const doc = Node.fromJSON(clauseSchema, { type: 'doc', content: [textOf(words)] });
  return EditorState.create({ doc, selection: TextSelection.create(doc, from, to) });
};

const after = (state: EditorState, ...commands: readonly Command[]): EditorState =>
  commands.reduce((now, command) => {
    let next = now;
    const isDone = command(now, (transaction) => {
      next = now.apply(transaction);
    });
    expect(isDone).toBe(true);
    return next;
  }, state);

describe('[UI29] acts on the text of a clause', () => {
  it('make a list, turn it into the other kind, and take it away again', () => {
    const bullets = after(clause('a pallet', 3), toggleList('bullet_list'));
    expect([isInList(bullets, 'bullet_list'), isInList(bullets, 'ordered_list')]).toEqual([
      true,
      false,
    ]);
    const numbers = after(bullets, toggleList('ordered_list'));
    expect(isInList(numbers, 'ordered_list')).toBe(true);
    const plain = after(numbers, toggleList('ordered_list'));
    expect(plain.doc.toString()).toBe(clause('a pallet').doc.toString());
  });

  it('set a mark on what is selected, or on what is typed next', () => {
    const bold = after(clause('a pallet', 3, 9), toggleTextMark('strong'));
    expect([hasMark(bold, 'strong'), hasMark(bold, 'em')]).toEqual([true, false]);
    expect(hasMark(after(bold, toggleTextMark('strong')), 'strong')).toBe(false);
    expect(hasMark(after(clause('a pallet', 3), toggleTextMark('em')), 'em')).toBe(true);
  });

  it('write a reference in place of what is selected', () => {
    const { doc } = after(clause('see there', 5, 10), insertReference('tender-handover'));
    expect(doc.textContent).toBe('see {ref:tender-handover}');
  });
});
