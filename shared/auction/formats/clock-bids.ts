// Several bids of one team at once, all or none: how they are written in the record, and what is wrong with each
// (rules FIL1, FIL2).

import type { LotId, TeamId } from '../../kernel/ids.ts';
import type { Rejection } from '../../kernel/rejection.ts';
import type { AuctionOf, QuantityBid } from '../types.ts';
import { reject } from '../../kernel/rejection.ts';
import { mills } from '../../kernel/units.ts';
import { checkAlone } from './clock-bid.ts';
import { cellsOf, placesOf } from './columns.ts';

/** One line a bid: lot id, blocks and price in mills, with spaces between. Ids hold no space. */
export const bidLines = (bids: readonly QuantityBid[]): string =>
  bids
    .map(
      ({ lotId, quantityBlocks, priceMills }) =>
        `${lotId} ${String(quantityBlocks)} ${String(priceMills)}`,
    )
    .join('\n');

/** The bids that lines say. */
export const bidsIn = (lines: string): readonly QuantityBid[] =>
  (lines === '' ? [] : lines.split('\n')).map((line) => {
    const [lotId = '', quantity, price] = line.split(' ');
    return { lotId, quantityBlocks: Number(quantity), priceMills: mills(Number(price)) };
  });

/** What is wrong with one of several bids, by its place among them; without a place, with all of them together. */
export interface BidProblem {
  readonly row?: number;
  readonly rejection: Rejection;
}

/** Blocks that a team bids now, by lot. */
const standingBlocks = (
  auction: AuctionOf<'clock'>,
  teamId: TeamId,
): ReadonlyMap<LotId, number> => {
  const { large, book } = auction.clock;
  if (!large) {
    const own = Object.entries(book[teamId] ?? {});
    return new Map(own.map(([lotId, { quantityBlocks }]) => [lotId, quantityBlocks]));
  }
  return new Map(
    cellsOf(large.book[teamId]?.cells ?? {}).map(({ place, quantityBlocks }) => [
      auction.lotOrder[place] ?? '',
      quantityBlocks,
    ]),
  );
};

/** Points that a team's bids use with these in place of what stood for their lots. */
export const pointsWithBids = (
  auction: AuctionOf<'clock'>,
  teamId: TeamId,
  bids: readonly QuantityBid[],
): number => {
  const blocks = new Map(standingBlocks(auction, teamId));
  for (const { lotId, quantityBlocks } of bids) blocks.set(lotId, quantityBlocks);
  let points = 0;
  for (const [lotId, quantity] of blocks) {
    points += quantity * (auction.lots[lotId]?.pointsPerBlock ?? 0);
  }
  return points;
};

/** Everything that is wrong with several bids together (FIL2): each row by itself, then the points of all. */
export const problemsOfBids = (
  auction: AuctionOf<'clock'>,
  teamId: TeamId,
  bids: readonly QuantityBid[],
): readonly BidProblem[] => {
  const problems: BidProblem[] = [];
  const places = placesOf(auction.lotOrder);
  const seen = new Set<number>();
  for (const [row, bid] of bids.entries()) {
    const place = places.get(bid.lotId);
    const isTwice = place !== undefined && seen.has(place);
    const wrong = isTwice ? reject('bid/lot-twice') : checkAlone(auction, bid);
    if (wrong) problems.push({ row, rejection: { ...wrong, lotId: bid.lotId } });
    if (place !== undefined) seen.add(place);
  }
  const points = pointsWithBids(auction, teamId, bids);
  const eligibility = auction.clock.eligibility[teamId] ?? 0;
  if (points > eligibility) {
    problems.push({ rejection: reject('bids/over-eligibility', { points, eligibility }) });
  }
  return problems;
};
