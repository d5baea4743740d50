// The agreed text of the common sheet, as one hash: what everybody in the room can name when the terms of the auction are
// meant. Nobody signs that sheet; what is agreed on it stands by its publication.

import type { DecideContext, Decision, Delivery } from '../kernel/decider.ts';
import type { AgreedText } from './agreed-text-types.ts';
import type { SheetCommand, SheetEvent, SheetState } from './types.ts';
import { accept, refuse } from '../kernel/decider.ts';
import { roomStream } from '../kernel/ids.ts';
import { reject } from '../kernel/rejection.ts';
import { hashOfState } from './signing/frozen-form.ts';
import { missingTerms } from './signing/standing.ts';

/**
 * The hash of the agreed terms (TRM1), made as that of a sheet for signature (SIG2): 64 hexadecimal digits. Undefined on a
 * bilateral sheet, and while a required term is open.
 */
export const agreedTextHash = (state: SheetState): string | undefined =>
  state.kind === 'common' && state.template && missingTerms(state).length === 0
    ? hashOfState(state)
    : undefined;

const NOT_YET: AgreedText = { hash: null, revision: 0, toldRevision: 0 };

/** Counts a change of the agreed text, where the last event made one. */
export const withAgreedText = (state: SheetState): SheetState => {
  if (state.kind !== 'common') return state;
  const { hash: before, ...known } = state.agreedText ?? NOT_YET;
  const hash = agreedTextHash(state) ?? null;
  if (hash === before) return state;
  return { ...state, agreedText: { ...known, hash, revision: known.revision + 1 } };
};

const deliveryId = (revision: number): string => `agreed-${String(revision)}`;

/** What a common sheet still has to tell its room: the agreed text as it is now (TRM3). */
export const owedText = ({ agreedText, sheetId, roomId }: SheetState): readonly Delivery[] => {
  if (!agreedText || agreedText.toldRevision === agreedText.revision) return [];
  const { hash, revision } = agreedText;
  const command = { type: 'TakeAgreedTerms', sheetId, hash, revision };
  return [{ id: deliveryId(revision), stream: roomStream(roomId), command }];
};

/** Notes that the room has heard; of a revision that was overtaken meanwhile there is nothing to note. */
export const settleText = (
  { agreedText }: SheetState,
  { deliveryId: id }: SheetCommand & { readonly type: 'SettleDelivery' },
  { by }: Pick<DecideContext, 'by'>,
): Decision<SheetEvent> => {
  if (by.kind !== 'system') return refuse<SheetEvent>(reject('sheet/not-allowed'));
  const { revision = 0, toldRevision = 0 } = agreedText ?? {};
  if (toldRevision === revision || id !== deliveryId(revision)) return accept<SheetEvent>();
  return accept<SheetEvent>({ type: 'AgreedTextTold', revision });
};

/** The state once the room has heard of a revision. */
export const toldText = (state: SheetState, revision: number): SheetState =>
  state.agreedText
    ? { ...state, agreedText: { ...state.agreedText, toldRevision: revision } }
    : state;
