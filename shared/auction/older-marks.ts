// Marks what was bid for an older text of the agreed terms (TRM6), in what a viewer sees of a team anyway: a bid that is
// not there has no mark, so that marks hide and show with the bids themselves.

import type { NamedTerms } from './terms-types.ts';
import type { AuctionState } from './types.ts';
import { formatOf } from './formats/all.ts';
import { isForOlder, isRoundForOlder } from './terms.ts';

type Part = Readonly<Record<string, unknown>>;

const isPart = (value: unknown): value is Part =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

class Marker {
  hasMarked = false;
  readonly #terms: NamedTerms;

  constructor(terms: NamedTerms) {
    this.#terms = terms;
  }

  /** A copy in which everything with an instant of its own says when it is of an older text. */
  mark(part: Part): Part {
    const marked = Object.entries(part).map(([name, value]) => [
      name,
      isPart(value) ? this.mark(value) : value,
    ]);
    const { atMs } = part;
    const isOlder = typeof atMs === 'number' && isForOlder(this.#terms, atMs);
    if (isOlder) this.hasMarked = true;
    return { ...(Object.fromEntries(marked) as Part), ...(isOlder && { olderText: true }) };
  }
}

const isFilled = (value: unknown): boolean => isPart(value) && Object.keys(value).length > 0;

/** Demand, and bids in columns, have no instant of their own: they are of the text of their round. */
const standsOfOlder = (auction: AuctionState, terms: NamedTerms, part: Part): boolean => {
  const sale = isPart(part['sale']) ? part['sale'] : {};
  const closed = formatOf(auction.rules).results(auction).length;
  const stands = isFilled(part['demand']) || isFilled(sale['demand']);
  return (
    (stands && isRoundForOlder(terms, closed)) ||
    (isFilled(sale['bids']) && isRoundForOlder(terms, auction.round))
  );
};

/** What is seen of a team, with its bids marked; the very same where no text but one was ever meant. */
export const withOlderMarks = <View extends object>(auction: AuctionState, view: View): View => {
  const { terms } = auction;
  if (!terms || terms.texts.every(({ hash }) => hash === terms.now)) return view;
  const marker = new Marker(terms);
  const part = marker.mark(view as Part);
  const isOlder = marker.hasMarked || standsOfOlder(auction, terms, view as Part);
  // The same form with marks in it, which the type of a walk cannot say.
  return { ...part, ...(isOlder && { olderText: true }) } as unknown as View;
};
