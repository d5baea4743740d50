// A small sheet for text tests: two open clauses, one agreed, and seats that may write.

import * as Y from 'yjs';
import type { SheetState, TermState } from '../../shared/sheet/types.ts';
import type { SeatId, TermId } from '../../shared/kernel/ids.ts';
import type { TextPart } from '../../server/host/types.ts';
import type { TextPartOptions } from '../../server/host/text.ts';
import { createTextPart } from '../../server/host/text.ts';
import { epochMs } from '../../shared/kernel/units.ts';
import { CLAUSES_ROOT, seedUpdate } from '../../shared/sheet/text-seed.ts';

export const SEATS = ['carrier', 'shipper'] as const;
export const CLAUSES = ['scope', 'payment', 'liability'] as const;

export const SEED = seedUpdate([
  { id: 'scope', paragraphs: ['The carrier delivers.', 'Every day but Sunday 🚚.'] },
  { id: 'payment', paragraphs: ['Within 30 days.', ''] },
  { id: 'liability', paragraphs: ['Limited to 🚚🚚 the fee.'] },
]);

const OPEN: TermState = {
  carrier: null,
  shipper: null,
  agreed: null,
  award: null,
  reopened: null,
};
const AGREED: TermState = {
  ...OPEN,
  agreed: { atMs: epochMs(1), value: { kind: 'clause', hash: '' } },
};

export interface SheetNow {
  readonly locked?: readonly TermId[];
  readonly clients?: Readonly<Record<string, SeatId>>;
}

/** The state of a sheet, as far as text depends on it. */
export const sheetState = ({ locked = [], clients = {} }: SheetNow = {}): SheetState => ({
  sheetId: 'sheet-1',
  roomId: 'room-1',
  kind: 'bilateral',
  parties: { carrierTeamId: 'carrier', shipperTeamId: 'shipper' },
  title: 'Terms',
  template: null,
  lots: {},
  lotOrder: [],
  terms: Object.fromEntries(
    CLAUSES.map((termId) => [termId, locked.includes(termId) ? AGREED : OPEN]),
  ),
  wordings: {},
  clients,
});

/** A text part that holds the opening wording. */
export const seededPart = (options: TextPartOptions = {}): TextPart => {
  const part = createTextPart(options);
  part.load(undefined);
  part.apply([SEED]);
  return part;
};

/** A document that holds what a part holds, with a client id of its own. */
export const forkOf = (part: TextPart, clientId: number): Y.Doc => {
  const doc = new Y.Doc();
  doc.clientID = clientId;
  doc.getMap(CLAUSES_ROOT);
  Y.applyUpdate(doc, part.encode(), 'server');
  return doc;
};

export const clauseOf = (doc: Y.Doc, termId: TermId): Y.XmlFragment => {
  const fragment = doc.getMap<Y.XmlFragment>(CLAUSES_ROOT).get(termId);
  if (!fragment) throw new Error(`no clause ${termId}`);
  return fragment;
};

/** The first text of a clause. */
export const textOf = (doc: Y.Doc, termId: TermId): Y.XmlText => {
  const paragraph = clauseOf(doc, termId).get(0);
  const text = paragraph instanceof Y.XmlElement ? paragraph.get(0) : undefined;
  if (!(text instanceof Y.XmlText)) throw new Error(`no text in ${termId}`);
  return text;
};

/** What one edit of a document sends. */
export const editOf = (doc: Y.Doc, edit: () => void): Uint8Array => {
  const updates: Uint8Array[] = [];
  const note = (update: Uint8Array): void => {
    updates.push(update);
  };
  doc.on('update', note);
  doc.transact(edit);
  doc.off('update', note);
  return updates.length === 1 && updates[0] ? updates[0] : Y.mergeUpdates(updates);
};

/** The rejection code of a check, or `ok`, or `nothing` when it brings nothing new. */
export const outcome = (
  part: TextPart,
  update: Uint8Array,
  { by = 'carrier', now = {} }: { by?: SeatId; now?: SheetNow } = {},
): string => {
  const check = part.check(sheetState(now), by, update);
  if (!check.ok) return check.rejection.code;
  return check.changes ? 'ok' : 'nothing';
};
