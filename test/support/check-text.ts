// What the check of text says to an edit of one clause, on a state that a test made.

import * as Y from 'yjs';
import type { SheetState } from '../../shared/sheet/types.ts';
import { CLAUSES_ROOT } from '../../shared/sheet/text-seed.ts';
import type { SheetStream } from './offers.ts';

interface Edit {
  readonly termId: string;
  readonly edit: (fragment: Y.XmlFragment) => void;
}

/** The code of the refusal; undefined when the edit would be taken. Nothing is applied. */
export const checkText = (
  { text }: SheetStream,
  state: SheetState,
  { termId, edit }: Edit,
): string | undefined => {
  if (!text) throw new Error('this sheet has no text');
  const doc = new Y.Doc();
  Y.applyUpdate(doc, text.encode(), 'server');
  const updates: Uint8Array[] = [];
  doc.on('update', (update: Uint8Array) => updates.push(update));
  const fragment = doc.getMap<Y.XmlFragment>(CLAUSES_ROOT).get(termId);
  if (!fragment) throw new Error(`no clause ${termId}`);
  edit(fragment);
  const [update] = updates;
  if (!update) throw new Error('nothing was edited');
  const check = text.check(state, 'harbor-lead', update);
  text.discard();
  return check.ok ? undefined : check.rejection.code;
};
