// What an offer was made on, and what of that has changed since. An acceptance carries a hash of what its reader saw:
// of the offer alone while none of its terms has changed, else of the offer and how its terms stand now.

import type { TermId } from '../../kernel/ids.ts';
import type { Side } from '../../room/types.ts';
import type { PositionValue, SheetState } from '../types.ts';
import type { Ground, Offer, OfferItem } from './types.ts';
import { hashOf } from '../../kernel/hash.ts';

/** Hash of a clause's text as it stands; undefined where nobody looks at texts. */
export type TextHash = ((termId: TermId) => string | undefined) | undefined;

const hashOrNull = (value: PositionValue | undefined): string | null =>
  value ? hashOf(value) : null;

/** How a term stands, to the side that makes an offer about it. */
export const groundOf = (
  { terms }: SheetState,
  { termId, side, isClause }: { termId: TermId; side: Side; isClause: boolean },
  textHash: TextHash,
): Ground => ({
  agreed: hashOrNull(terms[termId]?.agreed?.value),
  own: hashOrNull(terms[termId]?.[side]?.value),
  text: isClause ? (textHash?.(termId) ?? null) : null,
});

const isTouched = (offered: OfferItem, now: Ground, knowsText: boolean): boolean => {
  const { value, ground } = offered;
  const wanted = hashOf(value);
  const hasMoved = (was: string | null, is: string | null): boolean => was !== is && is !== wanted;
  const text = value.kind === 'clause' ? value.hash : null;
  return (
    hasMoved(ground.agreed, now.agreed) ||
    hasMoved(ground.own, now.own) ||
    (knowsText && ground.text !== now.text && now.text !== text)
  );
};

/** Terms of an offer that have changed since it was made, in its order (OFR6). */
export const touchedBy = (
  state: SheetState,
  { items, side }: Offer,
  textHash: TextHash,
): readonly TermId[] =>
  items
    .filter((item) => {
      const { termId, value } = item;
      const now = groundOf(state, { termId, side, isClause: value.kind === 'clause' }, textHash);
      return isTouched(item, now, textHash !== undefined);
    })
    .map(({ termId }) => termId);

/** What stands in an offer, whatever became of its terms. */
export const offerHash = ({ id, side, items, reason, expiresAtMs }: Offer): string =>
  hashOf({
    ...{ id, side, reason, expiresAtMs },
    items: items.map(({ termId, value }) => ({ termId, value })),
  });

/** What an acceptance must carry now (OFR6). */
export const acceptanceHash = (
  state: SheetState,
  offer: Offer,
  textHash: TextHash,
): { readonly hash: string; readonly touched: readonly TermId[] } => {
  const touched = touchedBy(state, offer, textHash);
  if (touched.length === 0) return { hash: offerHash(offer), touched };
  const { side, items } = offer;
  const now = items
    .filter(({ termId }) => touched.includes(termId))
    .map(({ termId, value: { kind } }) =>
      groundOf(state, { termId, side, isClause: kind === 'clause' }, textHash),
    );
  return { hash: hashOf([offerHash(offer), now.map((ground) => ({ ...ground }))]), touched };
};
