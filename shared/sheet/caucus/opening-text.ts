// The text of a draft as it began: the first update of its part of the caucus's document, made once by the server.

import { fromBase64, toBase64 } from 'lib0/buffer';
import * as Y from 'yjs';
import type { ClauseNode } from '../clause-hash.ts';
import type { AuthoredClause } from '../redline/authored.ts';
import type { Draft, DraftId } from './types.ts';
import { rewriteClause } from '../offers/put-text.ts';
import { authoredClause } from '../redline/authored.ts';
import { CLAUSES_ROOT } from '../text-seed.ts';

/** The update (base64) that adds a draft with this wording, a canonical value, to a document. */
export const openingUpdate = (
  draftId: DraftId,
  blocks: readonly ClauseNode[],
  clientId: number,
): string => {
  const doc = new Y.Doc({ guid: '' });
  doc.clientID = clientId;
  const root = doc.getMap<Y.XmlFragment>(CLAUSES_ROOT);
  doc.transact(() => {
    const fragment = new Y.XmlFragment();
    root.set(draftId, fragment);
    rewriteClause(fragment, blocks);
  });
  const update = Y.encodeStateAsUpdate(doc);
  doc.destroy();
  return toBase64(update);
};

/** What a draft began with, with the ids of every character. */
export const openingOfDraft = (draftId: DraftId, { opening }: Draft): AuthoredClause => {
  const doc = new Y.Doc();
  const root = doc.getMap<Y.XmlFragment>(CLAUSES_ROOT);
  Y.applyUpdate(doc, fromBase64(opening.update));
  const fragment = root.get(draftId);
  if (!fragment) throw new Error(`${draftId} is not in its own opening`);
  const clause = authoredClause(fragment);
  doc.destroy();
  return clause;
};
