// Offers: made, countered, rejected, withdrawn, seen. What an acceptance brings about is in accept.ts. Whose side a seat
// may speak for is asked of room/seats.ts before.

import type { DecideContext, Decision } from '../../kernel/decider.ts';
import type { OfferId, TermId } from '../../kernel/ids.ts';
import type { Rejection } from '../../kernel/rejection.ts';
import type { Side } from '../../room/types.ts';
import type { PositionValue, SheetEvent, SheetState } from '../types.ts';
import type { Offer, OfferCommand, OfferedValue, OfferItem } from './types.ts';
import { accept, refuse } from '../../kernel/decider.ts';
import { hashOf } from '../../kernel/hash.ts';
import { canonicalJson } from '../../kernel/json.ts';
import { reject } from '../../kernel/rejection.ts';
import { epochMs } from '../../kernel/units.ts';
import { checkFieldValue } from '../fields.ts';
import { unexplainedItem } from '../off-award.ts';
import { openingOf } from '../opening.ts';
import { isKnownTo, speakersOf, termOf } from '../positions.ts';
import { termTemplate } from '../template.ts';
import { keepWording, wordingOf } from '../wordings.ts';
import { groundOf } from './ground.ts';
import { checkWording } from './wording.ts';

/** Terms of one offer. */
export const MAX_ITEMS = 60;
/** Open offers of one side. */
export const MAX_OPEN_OFFERS = 20;
/** Characters of the canonical form of an offer's values, wordings as their hashes. */
const MAX_OFFER_SIZE = 32_000;
/** An offer that expires is open for at least so long, or nobody could read it. */
const MIN_OPEN_MS = 10_000;

type Deciding = Decision<SheetEvent>;
export type OfferCommandOf<Type extends OfferCommand['type']> = OfferCommand & {
  readonly type: Type;
};

const no = (code: Rejection['code'], params: Parameters<typeof reject>[1] = {}): Deciding =>
  refuse<SheetEvent>(reject(code, params));

/** An offer by its id. */
export const offerOf = ({ offers }: SheetState, offerId: OfferId): Offer | undefined =>
  offers && Object.hasOwn(offers.byId, offerId) ? offers.byId[offerId] : undefined;

/** Why nobody can act on an offer, or undefined while it is open (OFR3, OFR5). */
const whyNotOpen = (
  offer: Offer | undefined,
  offerId: OfferId,
  at: number,
): Rejection | undefined => {
  if (!offer) return reject('offer/unknown', { offerId });
  const { status, expiresAtMs } = offer;
  const isLate = expiresAtMs !== null && at >= expiresAtMs;
  if (status === 'expired' || (status === 'open' && isLate)) {
    return reject('offer/expired', { offerId, expiresAtMs });
  }
  return status === 'open' ? undefined : reject('offer/ended', { offerId, status });
};

/** An open offer that the other side made, or why it cannot be answered. */
export const answerable = (
  state: SheetState,
  { offerId, side }: { readonly offerId: OfferId; readonly side: Side },
  at: number,
): { readonly offer: Offer } | Rejection => {
  const offer = offerOf(state, offerId);
  const closed = whyNotOpen(offer, offerId, at);
  if (closed || !offer) return closed ?? reject('offer/unknown', { offerId });
  return offer.side === side ? reject('offer/own', { offerId }) : { offer };
};

/** What one offered value is as a position, with what must be remembered of it. */
interface Offered {
  readonly value: PositionValue;
  readonly kept: readonly SheetEvent[];
}

const offeredWording = (
  state: SheetState,
  termId: TermId,
  blocks: Extract<OfferedValue, { kind: 'wording' }>['blocks'],
  context: DecideContext,
): Offered | Rejection => {
  const checked = checkWording(blocks);
  if ('code' in checked) return checked;
  const hash = hashOf(checked.blocks);
  const value = { kind: 'clause', hash } as const;
  if (context.clauseHash?.(termId) === hash) {
    return { value, kept: keepWording(state, { termId, hash }, context) };
  }
  if (wordingOf(state, termId, hash)) return { value, kept: [] };
  const kept = { type: 'WordingKept', termId, hash, blocks: checked.blocks, runs: [] } as const;
  return { value, kept: [{ ...kept, isOffered: true }] };
};

/** A wording by its hash: the text that stands, one that is remembered, that of the template or its fallback. */
const knownWording = (
  state: SheetState,
  { termId, hash }: { readonly termId: TermId; readonly hash: string },
  context: DecideContext,
): Offered | Rejection => {
  const value = { kind: 'clause', hash } as const;
  if (context.clauseHash?.(termId) === hash) {
    return { value, kept: keepWording(state, { termId, hash }, context) };
  }
  if (wordingOf(state, termId, hash)) return { value, kept: [] };
  for (const which of ['template', 'fallback'] as const) {
    const opening = state.template ? openingOf(state.template, which).get(termId) : undefined;
    if (opening && hashOf(opening.blocks) === hash) {
      return { value, kept: [{ type: 'WordingKept', termId, hash, ...opening }] };
    }
  }
  return reject('offer/unknown-wording', { termId });
};

const offered = (
  state: SheetState,
  termId: TermId,
  { side, value, context }: { side: Side; value: OfferedValue; context: DecideContext },
): Offered | Rejection => {
  const term = termOf(state, termId);
  const template = state.template && termTemplate(state.template, termId);
  if (!term || !template || !isKnownTo(state, termId, side)) {
    return reject('sheet/unknown-term', { termId });
  }
  // Where one side alone speaks there is nothing that the other could accept.
  if (speakersOf(state, template).length < 2) return reject('offer/one-sided', { termId });
  const expected = template.kind;
  if ((value.kind === 'field') !== (expected === 'field')) {
    return reject('position/kind', { expected });
  }
  if (value.kind === 'wording') return offeredWording(state, termId, value.blocks, context);
  if (value.kind === 'clause') return knownWording(state, { termId, hash: value.hash }, context);
  const wrong = template.kind === 'field' && checkFieldValue(template.type, value.value);
  return wrong ? { ...wrong, termId } : { value, kept: [] };
};

/** All items, or the first refusal. */
const offeredItems = (
  state: SheetState,
  { side, items }: OfferCommandOf<'MakeOffer'>,
  context: DecideContext,
): { readonly items: readonly OfferItem[]; readonly kept: readonly SheetEvent[] } | Rejection => {
  const made: OfferItem[] = [];
  const kept: SheetEvent[] = [];
  for (const { termId, value } of items) {
    if (made.some((item) => item.termId === termId)) return reject('offer/double', { termId });
    const outcome = offered(state, termId, { side, value, context });
    if ('code' in outcome) return outcome;
    const isClause = outcome.value.kind === 'clause';
    const agreed = termOf(state, termId)?.agreed;
    if (agreed && hashOf(agreed.value) === hashOf(outcome.value)) {
      return reject('offer/agreed-so', { termId });
    }
    kept.push(...outcome.kept);
    const ground = groundOf(state, { termId, side, isClause }, context.clauseHash);
    made.push({ termId, value: outcome.value, ground });
  }
  return { items: made, kept };
};

const makeFault = (
  state: SheetState,
  { side, items, expiresAtMs, answers }: OfferCommandOf<'MakeOffer'>,
  { at }: DecideContext,
): Rejection | undefined => {
  if (state.kind === 'common') return reject('offer/one-sided', {});
  if (items.length === 0) return reject('offer/empty');
  if (items.length > MAX_ITEMS) return reject('offer/too-many-items', { maximum: MAX_ITEMS });
  if (expiresAtMs !== undefined && expiresAtMs < at + MIN_OPEN_MS) {
    return reject('offer/expiry', { earliestMs: epochMs(at + MIN_OPEN_MS) });
  }
  const open = Object.values(state.offers?.byId ?? {}).filter(
    (offer) => offer.side === side && offer.status === 'open',
  );
  if (open.length >= MAX_OPEN_OFFERS) return reject('offer/full', { maximum: MAX_OPEN_OFFERS });
  if (answers === undefined) return undefined;
  const answered = answerable(state, { offerId: answers, side }, at);
  return 'code' in answered ? answered : undefined;
};

/** A side puts terms on the table, all or none (OFR1, OFR2); with `answers` in place of an offer of the other (OFR4). */
export const makeOffer = (
  state: SheetState,
  command: OfferCommandOf<'MakeOffer'>,
  context: DecideContext,
): Deciding => {
  const fault = makeFault(state, command, context);
  if (fault) return refuse<SheetEvent>(fault);
  const made = offeredItems(state, command, context);
  if ('code' in made) return refuse<SheetEvent>(made);
  const size = canonicalJson(made.items.map(({ value }) => value)).length;
  if (size > MAX_OFFER_SIZE) return no('offer/too-large', { size, maximum: MAX_OFFER_SIZE });
  const { side, reason, expiresAtMs, answers } = command;
  const unexplained = unexplainedItem(state, made.items, reason ?? null);
  if (unexplained) return refuse<SheetEvent>(unexplained);
  const offerId = `o${String(state.offers?.next ?? 1)}`;
  return accept<SheetEvent>(...made.kept, {
    ...{ type: 'OfferMade', offerId, side, items: made.items, reason: reason ?? null },
    ...{ expiresAtMs: expiresAtMs ?? null, answers: answers ?? null },
  });
};

/** The other side says no, and why (OFR3). */
export const rejectOffer = (
  state: SheetState,
  { offerId, side, reason }: OfferCommandOf<'RejectOffer'>,
  { at }: DecideContext,
): Deciding => {
  const found = answerable(state, { offerId, side }, at);
  if ('code' in found) return refuse<SheetEvent>(found);
  return accept<SheetEvent>({ type: 'OfferRejected', offerId, reason });
};

/** A side takes its own offer back (OFR3). */
export const withdrawOffer = (
  state: SheetState,
  { offerId, side, reason }: OfferCommandOf<'WithdrawOffer'>,
  { at }: DecideContext,
): Deciding => {
  const offer = offerOf(state, offerId);
  const closed = whyNotOpen(offer, offerId, at);
  if (closed || !offer) return closed ? refuse<SheetEvent>(closed) : no('offer/unknown');
  if (offer.side !== side) return no('offer/not-own', { offerId });
  return accept<SheetEvent>({ type: 'OfferWithdrawn', offerId, reason: reason ?? null });
};

/** The first time that somebody of the other side has it on the page (OFR7). */
export const seeOffer = (
  state: SheetState,
  { offerId, side }: OfferCommandOf<'SeeOffer'>,
): Deciding => {
  const offer = offerOf(state, offerId);
  if (!offer) return no('offer/unknown', { offerId });
  if (offer.side === side) return no('offer/own', { offerId });
  if (offer.seen) return no('offer/seen', { offerId });
  return accept<SheetEvent>({ type: 'OfferSeen', offerId });
};

/** What time has ended (OFR5). */
export const expireOffers = ({ offers }: SheetState, at: number): Deciding =>
  accept<SheetEvent>(
    ...Object.values(offers?.byId ?? {})
      .filter(({ status, expiresAtMs }) => {
        return status === 'open' && expiresAtMs !== null && expiresAtMs <= at;
      })
      .map(({ id }): SheetEvent => ({ type: 'OfferExpired', offerId: id })),
  );
