// What events about offers and targets make of a sheet. Never fails on an event that was once decided.

import type { EventContext } from '../../kernel/decider.ts';
import type { OfferId } from '../../kernel/ids.ts';
import type { SheetState } from '../types.ts';
import type { Offer, OfferBook, OfferEvent, OfferStatus, Target } from './types.ts';
import { unreachable } from '../../kernel/decider.ts';

/** Offers that ended and are remembered; older ones stay in the journal alone. */
export const MAX_ENDED_OFFERS = 40;

const NO_OFFERS: OfferBook = { next: 1, byId: {} };

const momentOf = ({ at, by }: EventContext) => ({
  atMs: at,
  bySeatId: by.kind === 'seat' ? by.seatId : null,
});

const numberOf = (offerId: OfferId): number => Number(offerId.slice(1));

/** Of those that ended the newest stay. */
const withoutOldest = (byId: OfferBook['byId']): OfferBook['byId'] => {
  const ended = Object.values(byId)
    .filter(({ status }) => status !== 'open')
    .sort((a, b) => numberOf(a.id) - numberOf(b.id));
  const surplus = new Set(
    ended.slice(0, Math.max(0, ended.length - MAX_ENDED_OFFERS)).map(({ id }) => id),
  );
  return Object.fromEntries(Object.entries(byId).filter(([id]) => !surplus.has(id)));
};

const withOffer = (state: SheetState, offerId: OfferId, change: Partial<Offer>): SheetState => {
  const book = state.offers ?? NO_OFFERS;
  const offer = book.byId[offerId];
  if (!offer) return state;
  const byId = { ...book.byId, [offerId]: { ...offer, ...change } };
  return { ...state, offers: { ...book, byId: withoutOldest(byId) } };
};

const made = (
  state: SheetState,
  event: OfferEvent & { readonly type: 'OfferMade' },
  context: EventContext,
): SheetState => {
  const { offerId, side, items, reason, expiresAtMs, answers } = event;
  const countered =
    answers === null
      ? state
      : withOffer(state, answers, {
          status: 'countered',
          ended: { ...momentOf(context), reason: null },
        });
  const book = countered.offers ?? NO_OFFERS;
  const offer: Offer = {
    ...{ id: offerId, side, ...momentOf(context), items, reason, expiresAtMs, answers },
    status: 'open',
  };
  return {
    ...countered,
    offers: { next: numberOf(offerId) + 1, byId: { ...book.byId, [offerId]: offer } },
  };
};

const targetSet = (
  state: SheetState,
  { side, termId, target, walkAway }: OfferEvent & { readonly type: 'TargetSet' },
): SheetState => {
  const others = Object.fromEntries(
    Object.entries(state.targets?.[side] ?? {}).filter(([id]) => id !== termId),
  );
  const now: Target = {
    ...(target !== null && { target }),
    ...(walkAway !== null && { walkAway }),
  };
  const own = target === null && walkAway === null ? others : { ...others, [termId]: now };
  return { ...state, targets: { ...state.targets, [side]: own } };
};

/** The state after one more event about an offer or a target. */
export const evolveOffer = (
  state: SheetState,
  event: OfferEvent,
  context: EventContext,
): SheetState => {
  const end = (status: OfferStatus, reason: string | null): SheetState => {
    const { offerId } = event as { readonly offerId: OfferId };
    return withOffer(state, offerId, { status, ended: { ...momentOf(context), reason } });
  };
  switch (event.type) {
    case 'OfferMade':
      return made(state, event, context);
    case 'OfferAccepted':
      return end('accepted', null);
    case 'OfferRejected':
      return end('rejected', event.reason);
    case 'OfferWithdrawn':
      return end('withdrawn', event.reason);
    case 'OfferExpired':
      return end('expired', null);
    case 'OfferSeen':
      return withOffer(state, event.offerId, { seen: momentOf(context) });
    case 'TextPut': {
      const author = state.offers?.byId[event.offerId]?.bySeatId;
      if (author === undefined || author === null) return state;
      return { ...state, clients: { [String(event.clientId)]: author, ...state.clients } };
    }
    case 'TargetSet':
      return targetSet(state, event);
    default:
      return unreachable(event);
  }
};
