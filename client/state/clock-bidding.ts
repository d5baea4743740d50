// What a bidder in a clock may do now, worked out from the view alone: valid prices, points, quick bids.
// The server decides; this only spares a bidder a refusal that can be foreseen.

import type { LotId } from '../../shared/kernel/ids.ts';
import type { BidderView, ClockView, LotPriceView, LotView } from '../../shared/room/view-types.ts';
import { blocks, count } from '../format/amounts.ts';
import { formatMills, formatMillsBare } from '../format/money.ts';
import type { Bounds } from '../words/why-not.ts';
import { lotsInOrder } from './bidding.ts';

export interface PriceRange {
  readonly minimumMills: number;
  readonly maximumMills: number;
}

/** Prices a bid may name in the round; one price only in round 1. */
export const priceRange = ({ startPriceMills, clockPriceMills }: LotPriceView): PriceRange => ({
  minimumMills: Math.min(startPriceMills, clockPriceMills),
  maximumMills: Math.max(startPriceMills, clockPriceMills),
});

/** Points that the current bids of the round use, with `typed` in place of the bid on its lot. */
export const pointsUsed = (
  auction: Pick<ClockView, 'lots'>,
  mine: Pick<BidderView, 'bids'>,
  typed?: { readonly lotId: LotId; readonly quantityBlocks: number },
): number =>
  lotsInOrder(auction).reduce((sum, { id, pointsPerBlock }) => {
    const quantity =
      typed?.lotId === id ? typed.quantityBlocks : (mine.bids[id]?.quantityBlocks ?? 0);
    return sum + quantity * pointsPerBlock;
  }, 0);

/** What is wrong with a price for this lot in this round, or undefined. */
export const whyNotPrice = (
  lot: Pick<LotView, 'tickMills'>,
  price: LotPriceView,
  priceMills: number,
): string | undefined => {
  const { minimumMills, maximumMills } = priceRange(price);
  if (priceMills < minimumMills || priceMills > maximumMills) {
    return minimumMills === maximumMills
      ? `The price of this round is ${formatMills(minimumMills)}.`
      : `Name a price from ${formatMills(minimumMills)} to ${formatMills(maximumMills)}.`;
  }
  return priceMills % lot.tickMills === 0
    ? undefined
    : `Prices of this lot go in steps of ${formatMills(lot.tickMills)}.`;
};

/** What is wrong with a quantity, given the points that all bids would use; undefined when nothing is. */
export const whyNotQuantity = (
  lot: Pick<LotView, 'capBlocks'>,
  quantityBlocks: number,
  points: { readonly used: number; readonly eligibility: number },
): string | undefined => {
  if (lot.capBlocks !== undefined && quantityBlocks > lot.capBlocks) {
    return `At most ${blocks(lot.capBlocks)} a bidder in this lot.`;
  }
  return points.used > points.eligibility
    ? `Your bids would use ${count(points.used)} of ${count(points.eligibility)} points.`
    : undefined;
};

export interface QuickBid {
  readonly label: string;
  readonly quantityBlocks: number;
  readonly priceMills: number;
}

/** The bids most likely meant next: keep, one less, drop; in round 1 as much as eligibility allows, or none. */
export const quickBids = (auction: ClockView, mine: BidderView, lot: LotView): QuickBid[] => {
  const price = auction.prices[lot.id];
  if (!price) return [];
  const { startPriceMills: start, clockPriceMills: clock } = price;
  const quick = (verb: string, quantityBlocks: number, priceMills: number): QuickBid => ({
    label: `${verb}${count(quantityBlocks)} at ${formatMillsBare(priceMills)}`,
    quantityBlocks,
    priceMills,
  });
  if (auction.round <= 1) {
    const most = mostBlocks(auction, mine, lot);
    return most > 0 ? [quick('all ', most, clock), quick('', 0, clock)] : [quick('', 0, clock)];
  }
  const held = mine.demand[lot.id] ?? 0;
  if (held === 0) return [];
  return [
    quick('keep ', held, clock),
    ...(held > 1 ? [quick('', held - 1, clock)] : []),
    quick('', 0, start),
  ];
};

/** The most blocks of this lot that points and cap leave beside the other bids of the round. */
const fittingBlocks = (auction: ClockView, mine: BidderView, lot: LotView): number => {
  const free = mine.eligibility - pointsUsed(auction, mine, { lotId: lot.id, quantityBlocks: 0 });
  const fitting = Math.max(0, Math.floor(free / lot.pointsPerBlock));
  return Math.min(fitting, lot.capBlocks ?? fitting);
};

/** More than there is in the lot is never worth asking for. */
const mostBlocks = (auction: ClockView, mine: BidderView, lot: LotView): number =>
  Math.min(fittingBlocks(auction, mine, lot), lot.supplyBlocks);

/** What a bid on the lot must keep to now. */
export const boundsOf = (auction: ClockView, mine: BidderView, lot: LotView): Bounds => ({
  ...(auction.prices[lot.id] && priceRange(auction.prices[lot.id] as LotPriceView)),
  maximumBlocks: fittingBlocks(auction, mine, lot),
});

/** How a team's own bid on a lot stands: a shape, the blocks, and a word. */
export interface OwnBidState {
  readonly shape: '●' | '○' | '–';
  /** Blocks bid or held; empty where there are none. */
  readonly quantity: string;
  readonly words: string;
  readonly needsCare: boolean;
}

export const ownBidState = (
  auction: ClockView,
  mine: BidderView,
  lotId: LotId,
): OwnBidState | undefined => {
  if (auction.phase === 'draft' || auction.phase === 'scheduled') return undefined;
  const held = mine.demand[lotId] ?? 0;
  if (auction.stage !== 'bidding') {
    return held > 0
      ? { shape: '●', quantity: count(held), words: 'held', needsCare: false }
      : { shape: '–', quantity: '', words: '', needsCare: false };
  }
  const bid = mine.bids[lotId];
  if (bid) {
    const by = bid.isSurrogate ? ', by the moderator' : '';
    const words = `at ${formatMillsBare(bid.priceMills)}${by}`;
    return { shape: '●', quantity: count(bid.quantityBlocks), words, needsCare: false };
  }
  return held > 0
    ? { shape: '○', quantity: '', words: 'no bid yet', needsCare: true }
    : { shape: '○', quantity: '', words: 'no bid', needsCare: false };
};

/**
 * Lots that the team holds but has not bid on in the open round. Without a bid they fall to zero at the start
 * price: nobody should learn that by surprise.
 */
export const fallingLots = (
  auction: ClockView,
  mine: BidderView,
): readonly {
  readonly lot: LotView;
  readonly heldBlocks: number;
  readonly priceMills: number;
}[] =>
  auction.phase !== 'running' || auction.stage !== 'bidding'
    ? []
    : lotsInOrder(auction).flatMap((lot) => {
        const heldBlocks = mine.demand[lot.id] ?? 0;
        const priceMills = auction.prices[lot.id]?.startPriceMills;
        const isFalling = heldBlocks > 0 && !mine.bids[lot.id] && priceMills !== undefined;
        return isFalling ? [{ lot, heldBlocks, priceMills }] : [];
      });

/** What a bidder must bid on a lot of the clock: to be taken, and to keep what it holds. */
export const clockPadRows = (
  auction: ClockView,
  mine: BidderView,
  lotId: LotId,
): readonly { readonly label: string; readonly value: string }[] => {
  const price = auction.prices[lotId];
  if (!price || auction.stage !== 'bidding') return [];
  const { minimumMills, maximumMills } = priceRange(price);
  const held = mine.demand[lotId] ?? 0;
  return [
    {
      label: 'Taken at',
      value:
        minimumMills === maximumMills
          ? formatMills(minimumMills)
          : `${formatMills(minimumMills)} to ${formatMills(maximumMills)}`,
    },
    ...(held > 0
      ? [
          {
            label: 'To keep all that you hold',
            value: `${blocks(held)} at ${formatMills(price.clockPriceMills)}`,
          },
        ]
      : []),
  ];
};
