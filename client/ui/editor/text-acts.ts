// What the bar of an editor does with the text: bold and italic, lists, references. Commands of ProseMirror, so that
// each is one step to undo and goes the way of all typing.

import { toggleMark } from 'prosemirror-commands';
import type { NodeType } from 'prosemirror-model';
import { liftListItem, wrapInList } from 'prosemirror-schema-list';
import type { Command, EditorState } from 'prosemirror-state';
import { clauseSchema } from '../../../shared/sheet/text-schema.ts';

export type ListKind = 'bullet_list' | 'ordered_list';
export type MarkKind = 'strong' | 'em';

/** The innermost list around the selection, with the place where it begins. */
const listAround = ({
  selection: { $from },
}: EditorState): { readonly type: NodeType; readonly at: number } | undefined => {
  for (let depth = $from.depth; depth > 0; depth -= 1) {
    const { type } = $from.node(depth);
    if (type.name.endsWith('_list')) return { type, at: $from.before(depth) };
  }
  return undefined;
};

/** Whether the selection is in a list of this kind. */
export const isInList = (state: EditorState, kind: ListKind): boolean =>
  listAround(state)?.type.name === kind;

/** Makes a list, turns one into the other kind, or takes the item out of a list of this kind. */
export const toggleList =
  (kind: ListKind): Command =>
  (state, dispatch) => {
    const { list_item: item } = clauseSchema.nodes;
    const wanted = clauseSchema.nodes[kind];
    if (!item || !wanted) return false;
    const around = listAround(state);
    if (!around) return wrapInList(wanted)(state, dispatch);
    if (around.type === wanted) return liftListItem(item)(state, dispatch);
    dispatch?.(state.tr.setNodeMarkup(around.at, wanted));
    return true;
  };

/** Whether what is selected, or typed next, has the mark. */
export const hasMark = ({ selection, storedMarks, doc }: EditorState, kind: MarkKind): boolean => {
  const mark = clauseSchema.marks[kind];
  if (!mark) return false;
  if (!selection.empty) return doc.rangeHasMark(selection.from, selection.to, mark);
  return Boolean(mark.isInSet(storedMarks ?? selection.$from.marks()));
};

/** Sets a mark, or takes it away. */
export const toggleTextMark = (kind: MarkKind): Command => {
  const mark = clauseSchema.marks[kind];
  return mark ? toggleMark(mark) : () => false;
};

/** Writes a reference in place of the selection; it is read with the number of the day. */
export const insertReference =
  (id: string): Command =>
  (state, dispatch) => {
    dispatch?.(state.tr.insertText(`{ref:${id}}`).scrollIntoView());
    return true;
  };
