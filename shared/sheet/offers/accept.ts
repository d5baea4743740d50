// What an accepted offer brings about, in one decision: both sides' positions on every item, the offered wording as the
// text, every item agreed and locked. Nothing of it happens unless all of it can.

import type { DecideContext, Decision } from '../../kernel/decider.ts';
import type { TermId } from '../../kernel/ids.ts';
import type { Rejection } from '../../kernel/rejection.ts';
import type { ClauseNode } from '../clause-hash.ts';
import type { Side } from '../../room/types.ts';
import type { SheetEvent, SheetState } from '../types.ts';
import type { Offer, OfferItem } from './types.ts';
import type { OfferCommandOf } from './decide.ts';
import { accept, refuse } from '../../kernel/decider.ts';
import { reject } from '../../kernel/rejection.ts';
import { isSameValue } from '../fields.ts';
import { freshClientId } from '../fresh-client-id.ts';
import { unexplainedItem } from '../off-award.ts';
import { keepWording, wordingOf } from '../wordings.ts';
import { answerable } from './decide.ts';
import { acceptanceHash } from './ground.ts';

const SIDES: readonly Side[] = ['carrier', 'shipper'];

/** Offered wordings that the text does not have. */
const wantedWordings = (
  state: SheetState,
  items: readonly OfferItem[],
  { clauseHash }: DecideContext,
): ReadonlyMap<TermId, readonly ClauseNode[]> | Rejection => {
  const wanted = new Map<TermId, readonly ClauseNode[]>();
  for (const { termId, value } of items) {
    if (value.kind !== 'clause' || clauseHash?.(termId) === value.hash) continue;
    const wording = wordingOf(state, termId, value.hash);
    if (!wording) return reject('offer/unknown-wording', { termId });
    wanted.set(termId, wording.blocks);
  }
  return wanted;
};

/** The offered wordings as the text, and what is remembered of them. */
const textEvents = (
  state: SheetState,
  { id: offerId, items }: Offer,
  context: DecideContext,
): readonly SheetEvent[] | Rejection => {
  const wanted = wantedWordings(state, items, context);
  if ('code' in wanted) return wanted;
  const hashes = new Map(
    items.flatMap(({ termId, value }) => (value.kind === 'clause' ? [[termId, value.hash]] : [])),
  );
  const standing = [...hashes].filter(([termId]) => !wanted.has(termId));
  const kept = standing.flatMap(([termId, hash]) => keepWording(state, { termId, hash }, context));
  if (wanted.size === 0) return kept;
  const clientId = freshClientId(state, context);
  const outcome = context.rewrite?.(wanted, clientId);
  if (!outcome) throw new Error('a sheet without text has no wording to put');
  if (!outcome.ok) return outcome.rejection;
  return [
    { type: 'TextPut', offerId, clientId, update: outcome.update },
    ...kept,
    ...[...outcome.wordings].map(([termId, wording]): SheetEvent => ({
      ...{ type: 'WordingKept', termId, hash: hashes.get(termId) ?? '', ...wording },
    })),
  ];
};

/** What becomes of one term: reopened where another value was agreed, then both positions, then agreed. */
const itemEvents = (
  state: SheetState,
  { id: offerId, reason }: Offer,
  { termId, value }: OfferItem,
): readonly SheetEvent[] => {
  const term = state.terms[termId];
  if (term?.agreed && isSameValue(term.agreed.value, value)) return [];
  const isReopened = Boolean(term?.agreed);
  const taken = SIDES.filter((side) => {
    const own = isReopened ? null : term?.[side];
    return !own || !isSameValue(own.value, value);
  });
  return [
    ...(isReopened
      ? [{ type: 'TermReopened', termId, reason: reason ?? `Offer ${offerId.slice(1)}` } as const]
      : []),
    ...taken.map((side): SheetEvent => ({
      ...{ type: 'PositionTaken', side, termId, value, reason, offerId },
    })),
    { type: 'TermAgreed', termId, value },
  ];
};

/** The other side takes an offer as its reader saw it, all of it (OFR2, OFR6, OFR8). */
export const acceptOffer = (
  state: SheetState,
  { offerId, side, hash }: OfferCommandOf<'AcceptOffer'>,
  context: DecideContext,
): Decision<SheetEvent> => {
  const found = answerable(state, { offerId, side }, context.at);
  if ('code' in found) return refuse<SheetEvent>(found);
  const { offer } = found;
  const now = acceptanceHash(state, offer, context.clauseHash);
  if (hash !== now.hash) {
    const params = { offerId, hash: now.hash, termIds: [...now.touched] };
    const isStale = now.touched.length > 0;
    return refuse<SheetEvent>(
      isStale ? reject('offer/stale', params) : reject('offer/hash', params),
    );
  }
  const unexplained = unexplainedItem(state, offer.items, offer.reason);
  if (unexplained) return refuse<SheetEvent>(unexplained);
  const text = textEvents(state, offer, context);
  if ('code' in text) return refuse<SheetEvent>(text);
  return accept<SheetEvent>(
    { type: 'OfferAccepted', offerId },
    ...text,
    ...offer.items.flatMap((item) => itemEvents(state, offer, item)),
  );
};
