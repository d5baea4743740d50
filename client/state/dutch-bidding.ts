// What a bidder in a Dutch auction may do now, worked out from the view alone: the clock that runs, how much may be
// taken, what is worth a button. The server decides; this only spares a bidder a refusal that can be foreseen.

import type { LotId } from '../../shared/kernel/ids.ts';
import { minimumOf, multipleOf } from '../../shared/auction/lot-quanta.ts';
import type { DutchLotView } from '../../shared/auction/formats/dutch-view-types.ts';
import type { AuctionViewOf, LotView } from '../../shared/room/view-types.ts';
import { blocks } from '../format/amounts.ts';
import { formatMills } from '../format/money.ts';
import { countdown } from '../format/times.ts';

type DutchView = AuctionViewOf<'dutch'>;
type Mine = NonNullable<DutchView['mine']>;

/** The lot whose clock runs; undefined between lots. */
export const runningLot = (
  auction: Pick<DutchView, 'lots' | 'prices'>,
): { readonly lot: LotView; readonly clock: DutchLotView } | undefined =>
  Object.values(auction.lots).flatMap((lot) => {
    const clock = auction.prices[lot.id];
    return clock?.state === 'open' ? [{ lot, clock }] : [];
  })[0];

/** The most blocks a team may take of the lot now: what is left, within its cap. */
export const mostBlocks = (
  lot: LotView,
  { remainingBlocks = 0 }: DutchLotView,
  mine: Mine,
): number => {
  const held = mine.blocks[lot.id] ?? 0;
  return Math.min(remainingBlocks, Math.max(0, (lot.capBlocks ?? Number.POSITIVE_INFINITY) - held));
};

/** What a quantity must keep to, for the card of a refusal. */
export const takeBounds = (lot: LotView, clock: DutchLotView, mine: Mine) => ({
  maximumBlocks: mostBlocks(lot, clock, mine),
  minimumBlocks: minimumOf(lot),
  multipleBlocks: multipleOf(lot),
  ...(clock.remainingBlocks !== undefined && { wholeBlocks: clock.remainingBlocks }),
});

/** Why a quantity cannot be taken, in words; undefined when it can. All that is left may always be taken. */
export const whyNotBlocks = (
  lot: LotView,
  clock: DutchLotView,
  mine: Mine,
  quantityBlocks: number,
): string | undefined => {
  const { remainingBlocks = 0 } = clock;
  const most = mostBlocks(lot, clock, mine);
  if (quantityBlocks > remainingBlocks) return `Only ${blocks(remainingBlocks)} are left.`;
  if (quantityBlocks > most) return `Your team may take ${blocks(most)} more of this lot.`;
  if (quantityBlocks === remainingBlocks && quantityBlocks > 0) return undefined;
  const minimum = Math.max(1, minimumOf(lot));
  if (quantityBlocks < minimum) return `Take at least ${blocks(minimum)}, or all that is left.`;
  return quantityBlocks % multipleOf(lot) === 0
    ? undefined
    : `Take in steps of ${blocks(multipleOf(lot))}, or all that is left.`;
};

/** Quantities worth a button: the least, half and all of what may be taken. */
export const quickBlocks = (lot: LotView, clock: DutchLotView, mine: Mine): readonly number[] => {
  const most = mostBlocks(lot, clock, mine);
  const multiple = multipleOf(lot);
  const half = Math.ceil(most / 2 / multiple) * multiple;
  const all = [Math.max(1, minimumOf(lot)), half, most];
  return [...new Set(all)].filter(
    (quantity) => whyNotBlocks(lot, clock, mine, quantity) === undefined,
  );
};

/** Time left until the price moves; undefined while it is not known or does not run. */
export const stepLeftMs = (
  { stepAtMs, stepRemainingMs }: DutchLotView,
  serverNow: number,
): number | undefined => {
  if (stepRemainingMs !== undefined) return stepRemainingMs;
  return stepAtMs === undefined || serverNow === 0 ? undefined : Math.max(0, stepAtMs - serverNow);
};

/** The price after the next step; undefined where the lot ends instead. A hidden reserve may end it earlier. */
export const priceAfter = (
  { rules }: Pick<DutchView, 'rules'>,
  priceMills: number,
): number | undefined => {
  const { direction, stepMills, lastPriceMills } = rules;
  const next = direction === 'forward' ? priceMills - stepMills : priceMills + stepMills;
  const isPast = direction === 'forward' ? next < lastPriceMills : next > lastPriceMills;
  return isPast ? undefined : next;
};

/** Stops of a lot in the order they came, the team's own marked. */
export const stopsOf = (auction: DutchView, lotId: LotId) => {
  const own = auction.mine?.stops[lotId] ?? {};
  return Object.entries(auction.prices[lotId]?.stops ?? {})
    .sort(([a], [b]) => Number(a) - Number(b))
    .map(([place, stop]) => ({ place, ...stop, isOwn: own[place] !== undefined }));
};

/** What a take costs now, and when the clock, left alone, comes to the bidder's walk-away price. */
export const dutchPadRows = (
  { rules }: Pick<DutchView, 'rules'>,
  { priceMills }: Pick<DutchLotView, 'priceMills'>,
  known: { readonly left: number | undefined; readonly walkAwayMills: number | undefined },
): readonly { readonly label: string; readonly value: string }[] => {
  if (priceMills === undefined) return [];
  const { left, walkAwayMills } = known;
  const row = (value: string) => ({ label: 'Your walk-away price', value });
  return [
    { label: 'Taken now at', value: formatMills(priceMills) },
    ...(walkAwayMills === undefined || left === undefined
      ? []
      : [row(whenReached(rules, { priceMills, walkAwayMills, leftMs: left }))]),
  ];
};

const whenReached = (
  { direction, stepMills, stepMs, lastPriceMills }: DutchView['rules'],
  at: { readonly priceMills: number; readonly walkAwayMills: number; readonly leftMs: number },
): string => {
  const { priceMills, walkAwayMills, leftMs } = at;
  const sign = direction === 'forward' ? 1 : -1;
  const away = sign * (priceMills - walkAwayMills);
  if (away <= 0) return 'is reached';
  const steps = Math.ceil(away / stepMills);
  const price = priceMills - sign * steps * stepMills;
  if (sign * (price - lastPriceMills) < 0) return 'lies beyond the last price';
  return `is reached at ${formatMills(price)} in ${countdown(leftMs + (steps - 1) * stepMs)}`;
};
