// Whether a bid may stand in the open round of a clock. Says no with the numbers that would have been accepted.

import type { TeamId } from '../../kernel/ids.ts';
import type { Rejection } from '../../kernel/rejection.ts';
import type { EpochMs } from '../../kernel/units.ts';
import type { AuctionOf, QuantityBid } from '../types.ts';
import type { Offer } from './format.ts';
import { reject } from '../../kernel/rejection.ts';
import { mills } from '../../kernel/units.ts';
import { priceRange } from './clock-prices.ts';
import { cellAt, placesOf } from './columns.ts';
import { pricesAt } from './large.ts';

/** The same where bids are kept in columns, with what they use together. */
const largePointsWith = (
  auction: AuctionOf<'clock'>,
  teamId: TeamId,
  bid: QuantityBid | undefined,
): number => {
  const book = auction.clock.large?.book[teamId];
  const lot = bid && auction.lots[bid.lotId];
  const place = bid && placesOf(auction.lotOrder).get(bid.lotId);
  if (!bid || !lot || place === undefined) return book?.points ?? 0;
  const before = book && cellAt(book.cells, place)?.quantityBlocks;
  return (book?.points ?? 0) + (bid.quantityBlocks - (before ?? 0)) * lot.pointsPerBlock;
};

/** Points that a team's bids of the open round use, with one bid replaced by another. */
export const pointsWith = (
  auction: AuctionOf<'clock'>,
  teamId: TeamId,
  bid?: QuantityBid,
): number => {
  const { large } = auction.clock;
  if (large) return largePointsWith(auction, teamId, bid);
  let points = 0;
  const own = auction.clock.book[teamId] ?? {};
  for (const [lotId, standing] of Object.entries(own)) {
    if (lotId === bid?.lotId) continue;
    points += standing.quantityBlocks * (auction.lots[lotId]?.pointsPerBlock ?? 0);
  }
  const lot = bid && auction.lots[bid.lotId];
  return lot ? points + bid.quantityBlocks * lot.pointsPerBlock : points;
};

/** The rule a bid breaks by itself, whatever else its team bids (CLK2, CLK3). */
export const checkAlone = (
  auction: AuctionOf<'clock'>,
  bid: QuantityBid,
): Rejection | undefined => {
  const lot = auction.lots[bid.lotId];
  if (!lot) return reject('bid/unknown-lot', { lotId: bid.lotId });
  const { start, clock } = pricesAt(auction, lot);
  const { minimum, maximum } = priceRange(mills(start), mills(clock));
  if (bid.priceMills < minimum || bid.priceMills > maximum) {
    return reject('bid/outside-range', { minimumMills: minimum, maximumMills: maximum });
  }
  if (bid.priceMills % lot.tickMills !== 0) {
    return reject('bid/off-tick', { tickMills: lot.tickMills });
  }
  if (lot.capBlocks !== undefined && bid.quantityBlocks > lot.capBlocks) {
    return reject('bid/above-cap', { capBlocks: lot.capBlocks });
  }
  return undefined;
};

/** Once the book is frozen nothing changes it: what comes then is late (AUC6, BIG2). */
export const checkFrozen = (
  { clock, round }: AuctionOf<'clock'>,
  at: EpochMs,
): Rejection | undefined => {
  const frozen = clock.large?.frozen;
  return frozen ? reject('bid/late', { round, atMs: at, closedAtMs: frozen.atMs }) : undefined;
};

/** The rule a bid breaks, or undefined when it may stand (CLK2, CLK3). */
export const checkClockBid = (
  auction: AuctionOf<'clock'>,
  { teamId, bid, at }: Offer<QuantityBid>,
): Rejection | undefined => {
  const wrong = checkFrozen(auction, at) ?? checkAlone(auction, bid);
  const lot = auction.lots[bid.lotId];
  if (wrong || !lot) return wrong;
  const points = pointsWith(auction, teamId, bid);
  const eligibility = auction.clock.eligibility[teamId] ?? 0;
  if (points > eligibility) {
    const over = points - bid.quantityBlocks * lot.pointsPerBlock;
    return reject('bid/over-eligibility', {
      points,
      eligibility,
      maximumBlocks: Math.max(0, Math.floor((eligibility - over) / lot.pointsPerBlock)),
    });
  }
  return undefined;
};
