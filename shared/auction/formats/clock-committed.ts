// What a team has bid in a clock, as blocks × mills a piece (rule GRD2): of the open round, then what it holds. Sums over
// columns are kept beside the texts they came of, as views ask for them again and again.

import type { LotId, TeamId } from '../../kernel/ids.ts';
import type { AuctionOf, BidRequest, QuantityBid } from '../types.ts';
import type { Column } from './columns.ts';
import { cellsByPlace, cellsOf, placesOf } from './columns.ts';
import { valuesOf } from './large.ts';

type Clock = AuctionOf<'clock'>;

const valueOf = ({
  quantityBlocks,
  priceMills,
}: Pick<QuantityBid, 'quantityBlocks' | 'priceMills'>) => quantityBlocks * priceMills;

const inClock = (bids: readonly BidRequest[]): readonly QuantityBid[] =>
  bids.filter((bid): bid is QuantityBid => 'quantityBlocks' in bid);

const BID_SUMS = new WeakMap<Column, number>();

const sumOfBids = (cells: Column): number => {
  const known = BID_SUMS.get(cells);
  if (known !== undefined) return known;
  const sum = cellsOf(cells).reduce(
    (so, { quantityBlocks, priceMills }) => so + quantityBlocks * (priceMills ?? 0),
    0,
  );
  BID_SUMS.set(cells, sum);
  return sum;
};

const largeBids = (auction: Clock, teamId: TeamId, bids: readonly QuantityBid[]): number => {
  const cells = auction.clock.large?.book[teamId]?.cells ?? {};
  if (bids.length === 0) return sumOfBids(cells);
  const places = placesOf(auction.lotOrder);
  const standing = cellsByPlace(cells);
  return bids.reduce((sum, bid) => {
    const before = standing.get(places.get(bid.lotId) ?? -1);
    const replaced = before ? before.quantityBlocks * (before.priceMills ?? 0) : 0;
    return sum + valueOf(bid) - replaced;
  }, sumOfBids(cells));
};

const HELD_SUMS = new WeakMap<Column, number>();

const largeHeld = ({ clock, lotOrder }: Clock, teamId: TeamId): number => {
  const columns = clock.results.at(-1)?.columns;
  const held = columns?.demand[teamId];
  if (!columns || !held) return 0;
  const known = HELD_SUMS.get(held);
  if (known !== undefined) return known;
  const posted = valuesOf(columns.postedMills, lotOrder.length);
  const sum = cellsOf(held).reduce(
    (so, { place, quantityBlocks }) => so + quantityBlocks * (posted[place] ?? 0),
    0,
  );
  HELD_SUMS.set(held, sum);
  return sum;
};

/** What it holds after the last closed round, at posted prices. */
const held = (auction: Clock, teamId: TeamId): number => {
  if (auction.clock.large) return largeHeld(auction, teamId);
  const last = auction.clock.results.at(-1);
  return Object.entries(last?.demand[teamId] ?? {}).reduce(
    (sum, [lotId, blocks]) => sum + blocks * (last?.lots[lotId]?.postedPriceMills ?? 0),
    0,
  );
};

/** What a team has bid in the open round, or holds after it, with bids in the place of others for their lots. */
export const committedInClock = (
  auction: Clock,
  teamId: TeamId,
  more: readonly BidRequest[],
): number => {
  const { stage, clock } = auction;
  if (stage !== 'bidding') return held(auction, teamId);
  const bids = inClock(more);
  if (clock.large) return largeBids(auction, teamId, bids);
  const all: Record<LotId, Pick<QuantityBid, 'quantityBlocks' | 'priceMills'>> = {
    ...clock.book[teamId],
  };
  for (const bid of bids) all[bid.lotId] = bid;
  return Object.values(all).reduce((sum, bid) => sum + valueOf(bid), 0);
};
