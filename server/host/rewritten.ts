// Wording that somebody else than an editor writes, such as that of an accepted offer: made in a copy of the document, so
// that nothing is changed before it is durable.

import * as Y from 'yjs';
import type { TermId } from '../../shared/kernel/ids.ts';
import type { ClauseNode } from '../../shared/sheet/clause-hash.ts';
import type { AuthoredClause } from '../../shared/sheet/redline/authored.ts';
import { keepAsWritten } from '../../shared/sheet/as-written.ts';
import { rewriteClause } from '../../shared/sheet/offers/put-text.ts';
import { authoredClause } from '../../shared/sheet/redline/authored.ts';
import { CLAUSES_ROOT } from '../../shared/sheet/text-seed.ts';

/** An update that brings about wordings, and how their clauses will read. */
export interface Rewritten {
  readonly update: Uint8Array;
  readonly clauses: ReadonlyMap<TermId, AuthoredClause>;
}

/** Of an encoded document. Throws Error for a clause that it does not have. */
export const rewritten = (
  document: Uint8Array,
  wordings: ReadonlyMap<TermId, readonly ClauseNode[]>,
  clientId: number,
): Rewritten => {
  const doc = new Y.Doc({ gc: true });
  keepAsWritten(doc);
  const root = doc.getMap<Y.XmlFragment>(CLAUSES_ROOT);
  Y.applyUpdate(doc, document);
  doc.clientID = clientId;
  let update: Uint8Array = new Uint8Array([0, 0]);
  doc.on('update', (made: Uint8Array) => {
    update = made;
  });
  const fragments = [...wordings].map(([termId, blocks]) => {
    const fragment = root.get(termId);
    if (!fragment) throw new Error(`no clause ${termId}`);
    return { termId, blocks, fragment };
  });
  doc.transact(() => {
    for (const { fragment, blocks } of fragments) rewriteClause(fragment, blocks);
  });
  const clauses = new Map(
    fragments.map(({ termId, fragment }) => [termId, authoredClause(fragment)]),
  );
  doc.destroy();
  return { update, clauses };
};
