// Whether a bid may stop the clock of a Dutch auction (rules DUT1, DUT3). Says no with what would have been taken.

import type { TeamId } from '../../kernel/ids.ts';
import type { Rejection } from '../../kernel/rejection.ts';
import type { AuctionOf, BidRequest, Lot, QuantityBid } from '../types.ts';
import type { DutchLot } from './dutch-types.ts';
import type { Offer } from './format.ts';
import { reject } from '../../kernel/rejection.ts';
import { blocksOf } from '../award-parts.ts';
import { checkQuantity } from '../lot-quanta.ts';
import { reaches } from '../price-direction.ts';

const checkLot = (
  auction: AuctionOf<'dutch'>,
  { bid: { lotId }, at }: Offer<QuantityBid>,
): Rejection | undefined => {
  if (!auction.lots[lotId]) return reject('bid/unknown-lot', { lotId });
  const open = auction.dutch.lots[lotId];
  if (!open) return reject('bid/lot-not-open', { lotId });
  const { endedAtMs, round } = open;
  return endedAtMs === null
    ? undefined
    : reject('bid/late', { round, lotId, atMs: at, closedAtMs: endedAtMs });
};

/** What is left is taken whole, however little it is; otherwise the lot's minimum and step hold. */
const checkBlocks = (
  lot: Lot,
  { stops, remainingBlocks }: DutchLot,
  { teamId, bid: { quantityBlocks } }: Offer<QuantityBid>,
): Rejection | undefined => {
  if (quantityBlocks > remainingBlocks) return reject('bid/above-remaining', { remainingBlocks });
  const { capBlocks } = lot;
  const held = blocksOf(stops.filter((stop) => stop.teamId === teamId));
  if (capBlocks !== undefined && held + quantityBlocks > capBlocks) {
    return reject('bid/above-cap', { capBlocks, maximumBlocks: Math.max(0, capBlocks - held) });
  }
  return quantityBlocks === remainingBlocks ? undefined : checkQuantity(lot, quantityBlocks);
};

/** The rule a bid breaks, or undefined when it stops the clock. The price it names is one it must not be worse than. */
export const checkDutchBid = (
  auction: AuctionOf<'dutch'>,
  offer: Offer<QuantityBid>,
): Rejection | undefined => {
  const early = checkLot(auction, offer);
  if (early) return early;
  const { lotId, priceMills } = offer.bid;
  const lot = auction.lots[lotId] as Lot;
  const open = auction.dutch.lots[lotId] as DutchLot;
  const { tickMills } = lot;
  if (priceMills % tickMills !== 0) return reject('bid/off-tick', { tickMills });
  if (!reaches(auction.rules.direction, priceMills, open.priceMills)) {
    const { priceMills: clockPriceMills, remainingBlocks } = open;
    return reject('bid/short-of-clock', { clockPriceMills, remainingBlocks });
  }
  return checkBlocks(lot, open, offer);
};

/** What a team took, with more quantities at the price of the clock, which is what it would pay (GRD2). */
export const committedInDutch = (
  { dutch: { lots } }: AuctionOf<'dutch'>,
  teamId: TeamId,
  more: readonly BidRequest[],
): number => {
  const taken = Object.values(lots)
    .flatMap(({ stops }) => stops.filter((stop) => stop.teamId === teamId))
    .reduce((sum, stop) => sum + stop.quantityBlocks * stop.priceMills, 0);
  return more.reduce(
    (sum, bid) =>
      'quantityBlocks' in bid
        ? sum + bid.quantityBlocks * (lots[bid.lotId]?.priceMills ?? bid.priceMills)
        : sum,
    taken,
  );
};
