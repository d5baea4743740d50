// Shows in a clause which words are commented on, and tells which words are selected. Places come from Yjs ids, so they
// are looked up again after each change, once the change is in the document.

import type { Node } from 'prosemirror-model';
import type { EditorState } from 'prosemirror-state';
import { Plugin, PluginKey } from 'prosemirror-state';
import type { EditorView } from 'prosemirror-view';
import { Decoration, DecorationSet } from 'prosemirror-view';
import type * as Y from 'yjs';
import type { CommentScope, Passage } from '../../../shared/sheet/comments/types.ts';
import type { ClauseWords, PassageState } from '../../../shared/sheet/comments/passages.ts';
import {
  anchorAt,
  neighboursIn,
  passageNow,
  wordsOf,
} from '../../../shared/sheet/comments/passages.ts';
import { authoredClause } from '../../../shared/sheet/redline/authored.ts';
import { isMereFrame } from '../../../shared/sheet/text-form.ts';

export interface MarkedComment {
  readonly id: string;
  readonly passage: Passage;
  readonly scope: CommentScope;
  /** What a pointer and a screen reader are told of it. */
  readonly label: string;
}

/** What an editor needs of the comments on its clause. */
export interface ClauseComments {
  readonly marks: readonly MarkedComment[];
  readonly openId: string | undefined;
  readonly placed: (states: ReadonlyMap<string, PassageState>) => void;
  readonly selected: (passage: Passage | undefined) => void;
  readonly open: (commentId: string) => void;
  /** Leads to the thread in the list. */
  readonly goTo: (commentId: string) => void;
  /** The writer asks for a comment by key. */
  readonly begin: () => void;
}

const KEY = new PluginKey<DecorationSet>('comments');

/** The place of each unit of a clause's words (passages.ts) in the editor's document. */
const placesIn = (doc: Node): readonly number[] => {
  const places: number[] = [];
  doc.descendants((node, at) => {
    if (node.isText) for (let unit = 0; unit < node.nodeSize; unit += 1) places.push(at + unit);
    else if (!isMereFrame(node.type.name)) places.push(at);
  });
  return places;
};

/** Words and places, where the editor shows what the document says; they part only for a moment. */
const standing = (
  doc: Node,
  fragment: Y.XmlFragment,
): { readonly words: ClauseWords; readonly places: readonly number[] } | undefined => {
  const words = wordsOf(authoredClause(fragment));
  const places = placesIn(doc);
  return places.length === words.text.length ? { words, places } : undefined;
};

const marksIn = (
  doc: Node,
  fragment: Y.XmlFragment,
  { marks, openId, placed }: ClauseComments,
): DecorationSet | undefined => {
  const found = standing(doc, fragment);
  if (!found || !fragment.doc) return undefined;
  const { words, places } = found;
  const neighbour = neighboursIn(fragment.doc);
  const states = new Map<string, PassageState>();
  const shown = marks.flatMap(({ id, passage, scope, label }) => {
    const { state, from, to } = passageNow(words, passage, neighbour);
    states.set(id, state);
    const [first, last] = [places[from ?? -1], places[(to ?? 0) - 1]];
    if (first === undefined || last === undefined) return [];
    const look = `commented ${scope}${id === openId ? ' open' : ''}`;
    return [
      Decoration.inline(first, last + 1, {
        ...{ nodeName: 'mark', class: look, title: label, 'data-comment': id },
      }),
    ];
  });
  // State of the page must not be written while ProseMirror dispatches.
  queueMicrotask(() => {
    placed(states);
  });
  return DecorationSet.create(doc, shown);
};

const selectedIn = (
  { doc, selection }: EditorState,
  fragment: Y.XmlFragment,
): Passage | undefined => {
  if (selection.empty) return undefined;
  const found = standing(doc, fragment);
  if (!found) return undefined;
  const before = (end: number): number => found.places.filter((place) => place < end).length;
  return anchorAt(found.words, before(selection.from), before(selection.to));
};

/** Has the marks of an editor looked up again. */
export const refreshComments = (
  view: EditorView,
  fragment: Y.XmlFragment,
  comments: ClauseComments,
): void => {
  // Most clauses have no comments, and news of others cost them nothing.
  const isBare = comments.marks.length === 0 && KEY.getState(view.state) === DecorationSet.empty;
  if (view.isDestroyed || isBare) return;
  const marks = marksIn(view.state.doc, fragment, comments);
  if (marks) view.dispatch(view.state.tr.setMeta(KEY, marks));
};

/** `comments` is asked anew each time. */
export const commentMarks = (
  fragment: Y.XmlFragment,
  comments: () => ClauseComments | undefined,
): Plugin<DecorationSet> =>
  new Plugin<DecorationSet>({
    key: KEY,
    state: {
      init: () => DecorationSet.empty,
      apply: (transaction, shown) =>
        (transaction.getMeta(KEY) as DecorationSet | undefined) ??
        shown.map(transaction.mapping, transaction.doc),
    },
    props: {
      decorations: (state) => KEY.getState(state),
      handleClick: (view, place) => {
        const id = idAt(view, place);
        if (id !== undefined) comments()?.open(id);
        return false;
      },
      handleKeyDown: (view, event) => {
        const isAsked = event.altKey && (event.ctrlKey || event.metaKey) && event.code === 'KeyM';
        const now = isAsked ? comments() : undefined;
        // The last step of the selection may not have been told yet.
        now?.selected(selectedIn(view.state, fragment));
        now?.begin();
        return isAsked;
      },
    },
    view: () => ({
      update: (view, before) => {
        const now = comments();
        if (!now) return;
        const isNew = !view.state.doc.eq(before.doc);
        if (isNew && now.marks.length > 0) {
          queueMicrotask(() => {
            refreshComments(view, fragment, now);
          });
        }
        if (isNew || !view.state.selection.eq(before.selection)) {
          const passage = selectedIn(view.state, fragment);
          queueMicrotask(() => {
            now.selected(passage);
          });
        }
      },
    }),
  });

/** The comment whose mark is shown at a place. */
const idAt = (view: EditorView, place: number): string | undefined => {
  const { node } = view.domAtPos(place);
  const element = node instanceof HTMLElement ? node : node.parentElement;
  return element?.closest<HTMLElement>('[data-comment]')?.dataset['comment'];
};
