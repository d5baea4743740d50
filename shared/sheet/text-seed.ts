// The first update of a sheet's document, made once by the server when it creates the sheet, and the plain text of
// a clause. Two clients that each seed an empty document would double it, so nobody else may.

import * as Y from 'yjs';
import type { TermId } from '../kernel/ids.ts';
import { partingOf } from './text-form.ts';

/** Yjs client id of all opening wording; belongs to no seat. */
export const SEED_CLIENT_ID = 1;

/** Name of the one root of a sheet's document: a map of term id to the Y.XmlFragment of its clause. */
export const CLAUSES_ROOT = 'clauses';

export interface SeedClause {
  readonly id: TermId;
  /** An empty paragraph is allowed; no paragraphs at all give one empty paragraph. */
  readonly paragraphs: readonly string[];
}

/** A Yjs update (version 1) that holds the opening wording; the same clauses always give the same bytes. */
export const seedUpdate = (clauses: readonly SeedClause[]): Uint8Array => {
  const doc = new Y.Doc({ guid: '' });
  doc.clientID = SEED_CLIENT_ID;
  const root = doc.getMap<Y.XmlFragment>(CLAUSES_ROOT);
  doc.transact(() => {
    for (const { id, paragraphs } of clauses) {
      const fragment = new Y.XmlFragment();
      root.set(id, fragment);
      fragment.insert(0, (paragraphs.length > 0 ? paragraphs : ['']).map(paragraph));
    }
  });
  const update = Y.encodeStateAsUpdate(doc);
  doc.destroy();
  return update;
};

const paragraph = (text: string): Y.XmlElement => {
  const element = new Y.XmlElement('paragraph');
  if (text !== '') element.insert(0, [new Y.XmlText(text)]);
  return element;
};

/** Plain text of a clause: blocks parted by an empty line, list items, rows and line breaks by a line feed. */
export const clauseText = (fragment: Y.XmlFragment): string =>
  fragment.toArray().map(blockText).join('\n\n');

/** Plain text of one block of a clause: list items, rows and line breaks by a line feed, cells by a tab. */
export const blockText = (node: Y.XmlElement | Y.XmlText | Y.XmlHook): string => {
  if (node instanceof Y.XmlText) {
    const runs = node.toDelta() as readonly { readonly insert?: unknown }[];
    return runs.map(({ insert }) => (typeof insert === 'string' ? insert : '')).join('');
  }
  if (node instanceof Y.XmlHook) return '';
  if (node.nodeName === 'hard_break') return '\n';
  return node.toArray().map(blockText).join(partingOf(node.nodeName));
};
