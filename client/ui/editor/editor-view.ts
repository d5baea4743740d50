// One ProseMirror editor a clause, bound to its Yjs fragment. Plain functions; the Svelte component only mounts it.

import { baseKeymap, chainCommands, exitCode, toggleMark } from 'prosemirror-commands';
import { gapCursor } from 'prosemirror-gapcursor';
import { inputRules, wrappingInputRule } from 'prosemirror-inputrules';
import { keymap } from 'prosemirror-keymap';
import { liftListItem, sinkListItem, splitListItem } from 'prosemirror-schema-list';
import type { Command } from 'prosemirror-state';
import { EditorState, Plugin } from 'prosemirror-state';
import { EditorView } from 'prosemirror-view';
import {
  initProseMirrorDoc,
  redo,
  undo,
  yCursorPlugin,
  ySyncPlugin,
  yUndoPlugin,
} from 'y-prosemirror';
import type { Awareness } from 'y-protocols/awareness';
import type * as Y from 'yjs';
import { clauseSchema } from '../../../shared/sheet/text-schema.ts';
import { caretsIn } from './clause-carets.ts';
import type { ClauseComments } from './comment-marks.ts';
import { commentMarks } from './comment-marks.ts';
import { referenceWords } from './reference-words.ts';
import { toCell } from './table-acts.ts';
import { tableTyping } from './table-plugin.ts';
import { breakInCell, deleteTowards, moveTowards } from './table-typing.ts';

export interface ClauseEditorOptions {
  readonly mount: HTMLElement;
  readonly fragment: Y.XmlFragment;
  readonly awareness: Awareness;
  /** Side of the viewer; colours other people's carets as ours or theirs. */
  readonly side: string | undefined;
  readonly label: string;
  readonly isEditable: () => boolean;
  /** References in a text as the words of today. */
  readonly resolve: (text: string) => string;
  /** Called after the person typed, outside of the dispatch. */
  readonly typed: () => void;
  /** Called after each change of text or selection, outside of the dispatch. */
  readonly moved: () => void;
  /** The comments on the clause; asked anew each time. */
  readonly comments: () => ClauseComments | undefined;
}

/** Name and side of a caret, as the server put them together. */
interface CaretUser {
  readonly name?: string;
  readonly side?: string;
}

const breakLine: Command = (state, dispatch) => {
  const type = clauseSchema.nodes['hard_break'];
  if (!type) return false;
  dispatch?.(state.tr.replaceSelectionWith(type.create()).scrollIntoView());
  return true;
};

const tableKeys = (): Record<string, Command> => {
  const [back, forth] = [deleteTowards('start'), deleteTowards('end')];
  return {
    ...{ Backspace: back, 'Mod-Backspace': back, 'Alt-Backspace': back, 'Shift-Backspace': back },
    ...{ Delete: forth, 'Mod-Delete': forth, 'Alt-Delete': forth },
    ArrowUp: moveTowards('up'),
    ArrowDown: moveTowards('down'),
    ArrowLeft: moveTowards('left'),
    ArrowRight: moveTowards('right'),
  };
};

const keys = (): Record<string, Command> => {
  const { strong, em } = clauseSchema.marks;
  const { list_item: item } = clauseSchema.nodes;
  return {
    'Mod-z': undo,
    'Mod-y': redo,
    'Mod-Shift-z': redo,
    'Shift-Enter': chainCommands(breakInCell, exitCode, breakLine),
    ...(strong && { 'Mod-b': toggleMark(strong) }),
    ...(em && { 'Mod-i': toggleMark(em) }),
    ...(item && {
      Enter: chainCommands(breakInCell, splitListItem(item)),
      Tab: chainCommands(toCell(1), sinkListItem(item)),
      'Shift-Tab': chainCommands(toCell(-1), liftListItem(item)),
    }),
    ...tableKeys(),
  };
};

const rules = () => {
  const { bullet_list: bullets, ordered_list: numbers } = clauseSchema.nodes;
  return inputRules({
    rules: [
      ...(bullets ? [wrappingInputRule(/^\s*-\s$/, bullets)] : []),
      ...(numbers ? [wrappingInputRule(/^1\.\s$/, numbers)] : []),
    ],
  });
};

/** A caret of somebody else: a thin line with a name. Classes only: inline styles would break the page's CSP. */
const caret =
  (side: string | undefined) =>
  (user: CaretUser): HTMLElement => {
    const element = document.createElement('span');
    element.className = `caret ${user.side === side ? 'ours' : 'theirs'}`;
    const name = document.createElement('b');
    name.textContent = user.name ?? '';
    element.append(name);
    return element;
  };

/** Whether this person's caret is in the editor. */
const isThere = ({ mount, isEditable }: ClauseEditorOptions): boolean =>
  isEditable() && mount.contains(document.activeElement);

/** Mounts the editor; the returned view is destroyed by the caller. */
export const mountClauseEditor = (options: ClauseEditorOptions): EditorView => {
  const { fragment, awareness, side } = options;
  const { doc, mapping } = initProseMirrorDoc(fragment, clauseSchema);
  const notice = new Plugin({
    view: () => ({
      update: (view, before) => {
        // Svelte state must not be written while ProseMirror dispatches.
        const { state } = view;
        const isTyped = !state.doc.eq(before.doc);
        if (isTyped) queueMicrotask(options.typed);
        const hasMoved = isTyped || !state.selection.eq(before.selection);
        if (hasMoved || state.storedMarks !== before.storedMarks) queueMicrotask(options.moved);
      },
    }),
  });
  // Drawn off the page: an element of the page that becomes editable has the browser lay out everything at once, and
  // that once an editor.
  const view = new EditorView(null, {
    state: EditorState.create({
      doc,
      plugins: [
        ySyncPlugin(fragment, { mapping }),
        yCursorPlugin(caretsIn(awareness, fragment), {
          cursorBuilder: caret(side),
          selectionBuilder: (user: CaretUser) => ({
            class: `selected ${user.side === side ? 'ours' : 'theirs'}`,
          }),
        }),
        yUndoPlugin(),
        rules(),
        keymap(keys()),
        keymap(baseKeymap),
        tableTyping(),
        gapCursor(),
        referenceWords(options.resolve, () => isThere(options)),
        commentMarks(fragment, options.comments),
        notice,
      ],
    }),
    editable: options.isEditable,
    // y-prosemirror still sends news of carets on the next timer turn, when the view may be gone.
    dispatchTransaction(this: EditorView, transaction) {
      if (!this.isDestroyed) this.updateState(this.state.apply(transaction));
    },
    attributes: { 'aria-label': options.label, 'aria-multiline': 'true', role: 'textbox' },
  });
  options.mount.append(view.dom);
  return view;
};
