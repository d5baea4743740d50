// What a bot wants: blocks of some lots and the price at which each stops being worth it. Drawn from its seed before
// the first bid, as a buyer comes to a sale with a budget; nothing that others do changes it.

import type { LotId } from '../kernel/ids.ts';
import type { Random } from '../kernel/random.ts';
import type { AuctionView, LotView } from '../room/view-types.ts';
import { minimumOf, multipleOf } from '../auction/lot-quanta.ts';
import type { BotStyle } from './bot-kinds.ts';

/** What one lot is to a bot. */
export interface Wish {
  readonly lotId: LotId;
  /** As much as it wants at the opening price: within cap, minimum and step of the lot. */
  readonly quantityBlocks: number;
  /** The last price a piece at which it wants any, on the lot's tick. */
  readonly valueMills: number;
}

/** A person looks after so many lots; a bot that took thousands would only wait for its own rate limit. */
const MAX_WISHES = 24;
const PER_MILLE = 1_000;

/** A price on the lot's tick, no better for the seller than the one given, and at least one tick. */
export const onTick = ({ tickMills }: LotView, price: number): number =>
  Math.max(tickMills, Math.floor(price / tickMills) * tickMills);

/** How far from the opening price the value lies, in thousandths; negative is below it. */
const spreadOf = (view: AuctionView, random: Random): number => {
  // A Dutch clock begins where nobody buys; all others begin where everybody does.
  if (view.format === 'dutch')
    return view.rules.direction === 'forward' ? -random.between(50, 450) : random.between(50, 450);
  const away = random.between(60, 620);
  return view.rules.direction === 'forward' ? away : -Math.min(away, 450);
};

/** A quantity the lot can be had in, near to what is wanted. */
export const fitting = (lot: LotView, wanted: number): number => {
  const multiple = multipleOf(lot);
  const most = Math.min(lot.supplyBlocks, lot.capBlocks ?? lot.supplyBlocks);
  const asked = Math.min(most, Math.max(minimumOf(lot), wanted));
  return Math.floor(asked / multiple) * multiple;
};

const pointsLeft = (view: AuctionView): number =>
  view.format === 'clock' ? (view.mine?.initialEligibility ?? 0) : Number.POSITIVE_INFINITY;

/** What a bot wants of an auction; `pairPlace` is its place within a pair that shares the lots. */
export const drawWishes = (
  view: AuctionView,
  { random, style, pairPlace }: { random: Random; style: BotStyle; pairPlace: number },
): readonly Wish[] => {
  const lots = Object.values(view.lots).sort((a, b) => a.order - b.order);
  const open = style.sharesLots ? lots.filter(({ order }) => order % 2 === pairPlace) : lots;
  const chosen = open.length > MAX_WISHES ? random.shuffled(open).slice(0, MAX_WISHES) : open;
  let points = pointsLeft(view);
  const wishes: Wish[] = [];
  for (const lot of random.shuffled(chosen)) {
    const share = random.between(200, 700);
    const value = (lot.openingPriceMills * (PER_MILLE + spreadOf(view, random))) / PER_MILLE;
    const wanted = fitting(lot, Math.ceil((lot.supplyBlocks * share) / PER_MILLE));
    const affordable = Math.floor(points / lot.pointsPerBlock);
    const quantityBlocks = Math.min(wanted, affordable);
    if (quantityBlocks < 1) continue;
    points -= quantityBlocks * lot.pointsPerBlock;
    wishes.push({ lotId: lot.id, quantityBlocks, valueMills: reachOf(view, lot, value, style) });
  }
  return wishes;
};

/** A bot that shades stays away from its value, on the side of the opening price (of a Dutch clock, beyond it). */
const reachOf = (
  view: AuctionView,
  lot: LotView,
  valueMills: number,
  { reachPerMille }: BotStyle,
): number => {
  const opening = view.format === 'dutch' ? valueMills : lot.openingPriceMills;
  const distance = ((valueMills - opening) * reachPerMille) / PER_MILLE;
  const isForward = view.rules.direction === 'forward';
  const dutch = isForward
    ? (valueMills * reachPerMille) / PER_MILLE
    : (valueMills * PER_MILLE) / reachPerMille;
  return onTick(lot, view.format === 'dutch' ? dutch : opening + distance);
};
