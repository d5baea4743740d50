// Shows references in a clause as the words that they stand for today: `{ref:volume}` reads “section 4”. The text itself
// keeps the id; where the writer's selection touches a reference it stands as it is written.

import type { Node } from 'prosemirror-model';
import type { EditorState } from 'prosemirror-state';
import { Plugin } from 'prosemirror-state';
import { Decoration, DecorationSet } from 'prosemirror-view';
import { referencesIn } from '../../../shared/sheet/references.ts';

const decorationsIn = (
  { doc, selection }: EditorState,
  resolve: (text: string) => string,
  isWriting: boolean,
): DecorationSet => {
  const shown: Decoration[] = [];
  const add = (node: Node, start: number): void => {
    for (const reference of referencesIn(node.text ?? '')) {
      const [from, to] = [start + reference.from, start + reference.to];
      if (isWriting && selection.from <= to && selection.to >= from) continue;
      const written = (node.text ?? '').slice(reference.from, reference.to);
      const words = resolve(written);
      // One that leads nowhere stays as it is written.
      if (words === written) continue;
      shown.push(Decoration.inline(from, to, { class: 'reference', 'data-words': words }));
    }
  };
  doc.descendants((node, start) => {
    if (node.isText) add(node, start);
  });
  return DecorationSet.create(doc, shown);
};

/** `isWriting`: whether the caret is the reader's own. */
export const referenceWords = (
  resolve: (text: string) => string,
  isWriting: () => boolean,
): Plugin =>
  new Plugin({
    props: { decorations: (state) => decorationsIn(state, resolve, isWriting()) },
    // Whether the writer is there shows in no transaction.
    view: (view) => {
      const look = (): void => {
        if (!view.isDestroyed) view.updateState(view.state);
      };
      view.dom.addEventListener('focus', look);
      view.dom.addEventListener('blur', look);
      return {
        destroy: () => {
          view.dom.removeEventListener('focus', look);
          view.dom.removeEventListener('blur', look);
        },
      };
    },
  });
