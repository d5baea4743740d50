// What each event makes of a sheet. Never fails on an event that was once decided.

import type { EventContext } from '../kernel/decider.ts';
import type { SeatId } from '../kernel/ids.ts';
import type { Position, SheetEvent, SheetState, TermState } from './types.ts';
import { unreachable } from '../kernel/decider.ts';
import { toldText, withAgreedText } from './agreed-text.ts';
import { evolveComment } from './comments/evolve.ts';
import { withMove } from './moves.ts';
import { isOff } from './off-award.ts';
import { evolveOffer } from './offers/evolve.ts';
import { withVersion } from './offers/versions.ts';
import { evolveSigning } from './signing/evolve.ts';
import { termsOf } from './template.ts';
import { evolveWording } from './wordings.ts';

const EMPTY_TERM: TermState = {
  carrier: null,
  shipper: null,
  agreed: null,
  award: null,
  reopened: null,
};

const seatOf = ({ by }: EventContext): string | null => (by.kind === 'seat' ? by.seatId : null);

/** When and by whom. */
const momentOf = (context: EventContext) => ({ atMs: context.at, bySeatId: seatOf(context) });

const withTerm = (state: SheetState, termId: string, change: Partial<TermState>): SheetState => ({
  ...state,
  terms: { ...state.terms, [termId]: { ...(state.terms[termId] ?? EMPTY_TERM), ...change } },
});

const created = (event: SheetEvent & { readonly type: 'SheetCreated' }): Partial<SheetState> => {
  const { sheetId, roomId, kind, parties, title, template, lots } = event;
  return {
    sheetId,
    roomId,
    kind,
    parties,
    title,
    template,
    lots: Object.fromEntries(lots.map((lot) => [lot.id, lot])),
    lotOrder: lots.map(({ id }) => id),
    terms: Object.fromEntries(termsOf(template, lots).map((termId) => [termId, EMPTY_TERM])),
  };
};

const awarded = (
  state: SheetState,
  { lot, positions, link }: SheetEvent & { readonly type: 'AwardTaken' },
  context: EventContext,
): SheetState => {
  const terms = { ...state.terms };
  for (const [termId, value] of Object.entries(positions)) {
    const position: Position = { value, atMs: context.at, bySeatId: null, reason: null };
    const move = { kind: 'awarded', ...momentOf(context), reason: null } as const;
    terms[termId] = {
      carrier: position,
      shipper: position,
      agreed: { atMs: context.at, value },
      award: link,
      awarded: value,
      reopened: null,
      moves: withMove(terms[termId], move, value),
    };
  }
  if (!lot) return { ...state, terms };
  return {
    ...state,
    terms,
    lots: { ...state.lots, [lot.id]: lot },
    lotOrder: state.lotOrder.includes(lot.id) ? state.lotOrder : [...state.lotOrder, lot.id],
  };
};

/** What an agreement makes of a term. One that took the place of an award still says so (SHT10). */
const agreedTerm = (
  { terms }: SheetState,
  { termId, value }: SheetEvent & { readonly type: 'TermAgreed' },
  context: EventContext,
): Partial<TermState> => {
  const { at } = context;
  const { award = null, reopened = null } = terms[termId] ?? {};
  const off = isOff(terms[termId], value) && ({ isOffAward: true } as const);
  const move = { kind: 'agreed', ...momentOf(context), reason: null, ...off } as const;
  return {
    agreed: { atMs: at, value },
    reopened: award ? reopened : null,
    moves: withMove(terms[termId], move, value),
    ...(value.kind === 'clause' && { agreedHash: value.hash }),
  };
};

/** Takes note of who uses a Yjs client id; the first seat keeps it (SHT13). */
export const evolveClaims = (
  state: SheetState,
  seatId: SeatId,
  clientIds: readonly number[],
): SheetState => {
  const claims = Object.fromEntries(clientIds.map((clientId) => [String(clientId), seatId]));
  return { ...state, clients: { ...claims, ...state.clients } };
};

/** Whose position it is that an accepted offer takes for the side that made it: the offer's. */
const offererOf = (
  { offers }: SheetState,
  { side, offerId }: SheetEvent & { readonly type: 'PositionTaken' },
): { readonly bySeatId?: SeatId | null } => {
  const offer = offerId === undefined ? undefined : offers?.byId[offerId];
  return offer?.side === side ? { bySeatId: offer.bySeatId } : {};
};

/** The state after one more event. */
export const evolveSheet = (
  state: SheetState,
  event: SheetEvent,
  context: EventContext,
): SheetState => withAgreedText(withVersion(evolveTerms(state, event, context), event, context));

const evolveTerms = (state: SheetState, event: SheetEvent, context: EventContext): SheetState => {
  switch (event.type) {
    case 'SheetCreated':
      return { ...state, ...created(event) };
    case 'PositionTaken': {
      const { side, termId, value, reason } = event;
      const moment = { ...momentOf(context), ...offererOf(state, event) };
      const position = { value, ...moment, reason };
      const off = isOff(state.terms[termId], value) && ({ isOffAward: true } as const);
      const move = { kind: 'taken', side, ...moment, reason, ...off } as const;
      const moves = withMove(state.terms[termId], move, value);
      return withTerm(state, termId, { [side]: position, moves });
    }
    case 'WordingKept':
      return evolveWording(state, event, momentOf(context));
    case 'PositionWithdrawn': {
      const { side, termId } = event;
      const move = { kind: 'withdrawn', side, ...momentOf(context), reason: null } as const;
      return withTerm(state, termId, { [side]: null, moves: withMove(state.terms[termId], move) });
    }
    case 'TermAgreed':
      return withTerm(state, event.termId, agreedTerm(state, event, context));
    case 'TermReopened': {
      const { termId, reason, award } = event;
      const moment = { ...momentOf(context), reason };
      const reopened = { ...moment, ...(award && { award }) };
      const moves = withMove(state.terms[termId], { kind: 'reopened', ...moment });
      return withTerm(state, termId, {
        ...{ carrier: null, shipper: null, agreed: null, reopened, moves },
      });
    }
    case 'AgreedTextTold':
      return toldText(state, event.revision);
    case 'AwardTaken':
      return awarded(state, event, context);
    case 'OfferMade':
    case 'OfferAccepted':
    case 'OfferRejected':
    case 'OfferWithdrawn':
    case 'OfferExpired':
    case 'OfferSeen':
    case 'TextPut':
    case 'TargetSet':
      return evolveOffer(state, event, context);
    case 'SheetFrozen':
    case 'SheetReopened':
    case 'SignatureGiven':
    case 'SheetSigned':
    case 'SignerAssigned':
    case 'PasskeyRegistered':
    case 'PasskeyRemoved':
      return evolveSigning(state, event, context);
    case 'CommentMade':
    case 'CommentReplied':
    case 'CommentEdited':
    case 'CommentResolved':
    case 'CommentReopened':
      return evolveComment(state, event, context);
    default:
      return unreachable(event);
  }
};
