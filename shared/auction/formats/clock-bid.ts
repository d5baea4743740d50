// Whether a bid may stand in the open round of a clock. Says no with the numbers that would have been accepted.

import type { TeamId } from '../../kernel/ids.ts';
import type { Rejection } from '../../kernel/rejection.ts';
import type { AuctionOf, QuantityBid } from '../types.ts';
import type { Offer } from './format.ts';
import { reject } from '../../kernel/rejection.ts';
import { priceRange } from './clock-prices.ts';

/** Points that a team's bids of the open round use, with one bid replaced by another. */
export const pointsWith = (
  auction: AuctionOf<'clock'>,
  teamId: TeamId,
  bid?: QuantityBid,
): number => {
  let points = 0;
  const own = auction.clock.book[teamId] ?? {};
  for (const [lotId, standing] of Object.entries(own)) {
    if (lotId === bid?.lotId) continue;
    points += standing.quantityBlocks * (auction.lots[lotId]?.pointsPerBlock ?? 0);
  }
  const lot = bid && auction.lots[bid.lotId];
  return lot ? points + bid.quantityBlocks * lot.pointsPerBlock : points;
};

/** The rule a bid breaks, or undefined when it may stand (CLK2, CLK3). */
export const checkClockBid = (
  auction: AuctionOf<'clock'>,
  { teamId, bid }: Offer<QuantityBid>,
): Rejection | undefined => {
  const lot = auction.lots[bid.lotId];
  if (!lot) return reject('bid/unknown-lot', { lotId: bid.lotId });
  const start = auction.clock.startPricesMills[lot.id] ?? lot.openingPriceMills;
  const clock = auction.clock.clockPricesMills[lot.id] ?? lot.openingPriceMills;
  const { minimum, maximum } = priceRange(start, clock);
  if (bid.priceMills < minimum || bid.priceMills > maximum) {
    return reject('bid/outside-range', { minimumMills: minimum, maximumMills: maximum });
  }
  if (bid.priceMills % lot.tickMills !== 0) {
    return reject('bid/off-tick', { tickMills: lot.tickMills });
  }
  if (lot.capBlocks !== undefined && bid.quantityBlocks > lot.capBlocks) {
    return reject('bid/above-cap', { capBlocks: lot.capBlocks });
  }
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
