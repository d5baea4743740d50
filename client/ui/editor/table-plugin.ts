// Hands what happens in an editor to the rules for tables: paste, cut, drop, and typing that comes by no key, as on a
// phone or with an input method.

import type { Slice } from 'prosemirror-model';
import { Plugin } from 'prosemirror-state';
import type { EditorView } from 'prosemirror-view';
import { wordsOfBlocks } from '../../../shared/sheet/text-words.ts';
import type { ClauseNode } from '../../../shared/sheet/clause-hash.ts';
import { clipboardParser } from './table-parser.ts';
import { dropped, pasted } from './table-paste.ts';
import { deleteTowards, emptied, typeOver } from './table-typing.ts';

const cut = (view: EditorView, event: ClipboardEvent): boolean => {
  const gone = view.editable ? emptied(view.state) : undefined;
  if (!gone || !event.clipboardData) return false;
  const { dom, text } = view.serializeForClipboard(view.state.selection.content());
  event.preventDefault();
  event.clipboardData.clearData();
  event.clipboardData.setData('text/html', dom.innerHTML);
  event.clipboardData.setData('text/plain', text);
  view.dispatch(gone.setMeta('uiEvent', 'cut'));
  return true;
};

/** What is to be deleted or written over reaches over a cell: the browser must not join cells by itself. */
const beforeInput = (view: EditorView, { inputType }: InputEvent): boolean => {
  if (!inputType.startsWith('delete')) return false;
  const side = inputType.endsWith('Forward') ? 'end' : 'start';
  return deleteTowards(side)(view.state, view.dispatch.bind(view));
};

/** Before an input method writes over several cells they are emptied. */
const beginComposition = (view: EditorView): boolean => {
  const gone = emptied(view.state);
  if (gone) view.dispatch(gone);
  return false;
};

const drop = (view: EditorView, event: DragEvent, [slice, isMove]: [Slice, boolean]): boolean => {
  const place = view.posAtCoords({ left: event.clientX, top: event.clientY });
  const done = place && dropped(view.state, slice, { at: place.pos, isMove });
  if (!done) return false;
  view.focus();
  view.dispatch(done.setMeta('uiEvent', 'drop'));
  return true;
};

/** Tables of a clause as text: rows are lines, cells parted by tabs (TXT19), so that a spreadsheet takes them. */
const asText = ({ content }: Slice): string =>
  wordsOfBlocks((content.toJSON() ?? []) as readonly ClauseNode[]);

export const tableTyping = (): Plugin =>
  new Plugin({
    props: {
      clipboardParser,
      clipboardTextSerializer: asText,
      handleTextInput: (view, _from, _to, text) =>
        typeOver(text)(view.state, view.dispatch.bind(view)),
      handlePaste: (view, _event, slice) => {
        const done = pasted(view.state, slice);
        if (done) view.dispatch(done.setMeta('paste', true).setMeta('uiEvent', 'paste'));
        return done !== undefined;
      },
      handleDrop: (view, event, slice, isMove) => drop(view, event, [slice, isMove]),
      handleDOMEvents: {
        cut,
        compositionstart: beginComposition,
        beforeinput: (view, event) => {
          const isDone = event.cancelable && beforeInput(view, event);
          if (isDone) event.preventDefault();
          return isDone;
        },
      },
    },
  });
