// A stock client without a screen: ProseMirror commands on a clause, written to a Y.Doc by y-prosemirror, with undo,
// offline times and reloads. Whatever it sends is honest by construction.

import type { Command } from 'prosemirror-state';
import { splitBlock, toggleMark, wrapIn } from 'prosemirror-commands';
import { liftListItem, sinkListItem, splitListItem } from 'prosemirror-schema-list';
import { EditorState, TextSelection } from 'prosemirror-state';
import { initProseMirrorDoc, updateYFragment } from 'y-prosemirror';
import * as Y from 'yjs';
import type { TermId } from '../../shared/kernel/ids.ts';
import { keepAsWritten } from '../../shared/sheet/as-written.ts';
import { clauseSchema } from '../../shared/sheet/text-schema.ts';
import { CLAUSES_ROOT } from '../../shared/sheet/text-seed.ts';
import { clauseOf, CLAUSES } from './sheet-fixture.ts';

/** One thing a person does. `from` and `to` are shares of the clause, from 0 to 1. */
export interface Deed {
  readonly clause: TermId;
  readonly kind:
    | 'type'
    | 'delete'
    | 'strong'
    | 'em'
    | 'split'
    | 'break'
    | 'bullets'
    | 'numbers'
    | 'item'
    | 'sink'
    | 'lift'
    | 'paste'
    | 'table'
    | 'undo'
    | 'redo';
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

const { nodes, marks } = clauseSchema;

const put =
  (text: string): Command =>
  (state, dispatch) => {
    dispatch?.(state.tr.insertText(text));
    return true;
  };

const putBreak: Command = (state, dispatch) => {
  dispatch?.(state.tr.replaceSelectionWith(nodes.hard_break.create()));
  return true;
};

const paste =
  (text: string): Command =>
  (state, dispatch) => {
    const pasted = ['', text, ''].map((line) =>
      nodes.paragraph.create(null, line === '' ? [] : [clauseSchema.text(line)]),
    );
    dispatch?.(
      state.tr.replaceSelectionWith(
        nodes.bullet_list.create(null, nodes.list_item.create(null, pasted)),
      ),
    );
    return true;
  };

const pasteTable =
  (text: string): Command =>
  (state, dispatch) => {
    const cell = (words: string) =>
      nodes.table_cell.create(null, words === '' ? [] : [clauseSchema.text(words)]);
    const rows = [
      [text, ''],
      ['', text],
    ].map((cells) => nodes.table_row.create(null, cells.map(cell)));
    dispatch?.(state.tr.replaceSelectionWith(nodes.table.create(null, rows)));
    return true;
  };

const cut: Command = (state, dispatch) => {
  dispatch?.(state.tr.deleteSelection());
  return true;
};

const commandOf = ({ kind, text }: Deed): Command | undefined => {
  switch (kind) {
    case 'type':
      return put(text);
    case 'delete':
      return cut;
    case 'strong':
    case 'em':
      return toggleMark(marks[kind]);
    case 'split':
      return splitBlock;
    case 'break':
      return putBreak;
    case 'bullets':
      return wrapIn(nodes.bullet_list);
    case 'numbers':
      return wrapIn(nodes.ordered_list);
    case 'item':
      return splitListItem(nodes.list_item);
    case 'sink':
      return sinkListItem(nodes.list_item);
    case 'lift':
      return liftListItem(nodes.list_item);
    case 'paste':
      return paste(text);
    case 'table':
      return pasteTable(text);
    case 'undo':
    case 'redo':
      return undefined;
  }
};

export class HonestClient {
  doc: Y.Doc;
  /** Updates made and not sent yet, in order. */
  outbox: Uint8Array[] = [];
  readonly #isStock: boolean;
  #undo: Y.UndoManager;

  /** A stock client lets Yjs tidy up formatting by itself, our page does not. */
  constructor(state: Uint8Array, clientId: number, isStock: boolean) {
    this.#isStock = isStock;
    [this.doc, this.#undo] = this.#open(state, clientId);
  }

  receive(update: Uint8Array): void {
    Y.applyUpdate(this.doc, update, 'server');
  }

  /** Starts again from what the browser kept, under a new client id. */
  reload(clientId: number): void {
    const kept = Y.encodeStateAsUpdate(this.doc);
    this.doc.destroy();
    [this.doc, this.#undo] = this.#open(kept, clientId);
  }

  do(deed: Deed): void {
    if (deed.kind === 'undo') this.#undo.undo();
    if (deed.kind === 'redo') this.#undo.redo();
    const command = commandOf(deed);
    if (!command) return;
    const fragment = clauseOf(this.doc, deed.clause);
    const { doc, meta } = initProseMirrorDoc(fragment, clauseSchema);
    if (doc.childCount === 0) return;
    const state = EditorState.create({ doc });
    const place = (share: number) => {
      const at = Math.floor(share * doc.content.size);
      // No browser puts the caret inside a character.
      const isInside = /[\ud800-\udbff]/.test(doc.textBetween(Math.max(0, at - 1), at));
      return doc.resolve(isInside ? at - 1 : at);
    };
    const selection = TextSelection.between(place(deed.from), place(deed.to));
    command(state.apply(state.tr.setSelection(selection)), (change) => {
      this.doc.transact(() => {
        updateYFragment(this.doc, fragment, change.doc, meta);
      }, this);
    });
  }

  #open(state: Uint8Array, clientId: number): [Y.Doc, Y.UndoManager] {
    const doc = new Y.Doc();
    if (!this.#isStock) keepAsWritten(doc);
    doc.clientID = clientId;
    doc.getMap(CLAUSES_ROOT);
    Y.applyUpdate(doc, state, 'server');
    doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin !== 'server') this.outbox.push(update);
    });
    const undo = new Y.UndoManager(
      CLAUSES.map((termId) => clauseOf(doc, termId)),
      { captureTimeout: 0, trackedOrigins: new Set([this]) },
    );
    return [doc, undo];
  }
}
