// The next bid that a bot would make in each format, from the view that a bidder has and from what the bot wants.
// Pure: the same view and wishes give the same bids. Every bid that is given here is meant to be taken; one that the
// view already shows as made is not given again.

import type { BidRequest } from '../auction/types.ts';
import type { LotId } from '../kernel/ids.ts';
import type { Mills } from '../kernel/units.ts';
import type { AuctionView, AuctionViewOf, ClockView, EnglishView } from '../room/view-types.ts';
import { mills } from '../kernel/units.ts';
import { reaches } from '../auction/price-direction.ts';
import { unreachable } from '../kernel/decider.ts';
import type { BotStyle } from './bot-kinds.ts';
import { dutchOffers, packageOffers, sealedOffers } from './offers-once.ts';
import type { Wish } from './wishes.ts';

/** A bid, and the lot it is about in the words of a report; of a package its first. */
export interface Offer {
  readonly lotId: LotId;
  readonly bid: BidRequest;
}

const clamp = (value: number, a: number, b: number): Mills =>
  mills(Math.min(Math.max(value, Math.min(a, b)), Math.max(a, b)));

/** How many blocks are still wanted at a price: all of them, or the fewer the nearer the price is to the value. */
const wantedAt = (wish: Wish, view: ClockView, price: number, style: BotStyle): number => {
  if (!reaches(view.rules.direction, wish.valueMills, price)) return 0;
  if (!style.isStepwise) return wish.quantityBlocks;
  const opening = view.lots[wish.lotId]?.openingPriceMills ?? price;
  const whole = Math.abs(wish.valueMills - opening);
  if (whole === 0) return wish.quantityBlocks;
  const left = Math.abs(wish.valueMills - price);
  return Math.min(wish.quantityBlocks, Math.ceil((wish.quantityBlocks * 2 * left) / whole));
};

/** In a clock every lot that is held needs a bid each round; one that is given up is told at the value itself. */
const clockOffers = (
  view: ClockView,
  wishes: readonly Wish[],
  style: BotStyle,
): readonly Offer[] => {
  const { mine, prices, round } = view;
  if (!mine) return [];
  let points = mine.eligibility;
  return wishes.flatMap((wish): Offer[] => {
    const { lotId } = wish;
    const [price, lot, standing] = [prices[lotId], view.lots[lotId], mine.bids[lotId]];
    const held = round === 1 ? wish.quantityBlocks : (mine.demand[lotId] ?? 0);
    if (!price || !lot || held === 0) return [];
    const { startPriceMills, clockPriceMills } = price;
    const wanted = Math.min(wantedAt(wish, view, clockPriceMills, style), held);
    const quantityBlocks = Math.min(wanted, Math.floor(points / lot.pointsPerBlock));
    points -= quantityBlocks * lot.pointsPerBlock;
    const priceMills =
      quantityBlocks > 0
        ? mills(clockPriceMills)
        : clamp(wish.valueMills, startPriceMills, clockPriceMills);
    const isMade =
      standing?.quantityBlocks === quantityBlocks && standing.priceMills === priceMills;
    // What the moderator has entered for the team is left alone.
    if (isMade || standing?.isSurrogate) return [];
    return [{ lotId, bid: { lotId, quantityBlocks, priceMills } }];
  });
};

/** In an English auction a bot acts on lots that it does not lead, as long as the next price is worth it. */
const englishOffers = (
  { mine, prices, rules }: EnglishView,
  wishes: readonly Wish[],
  style: BotStyle,
): readonly Offer[] =>
  wishes.flatMap(({ lotId, valueMills }): Offer[] => {
    const price = prices[lotId];
    if (!mine || price?.state !== 'open' || price.nextPriceMills === undefined) return [];
    if (mine.leads[lotId]) return [];
    if (!reaches(rules.direction, valueMills, price.nextPriceMills)) return [];
    return style.isStepwise || !rules.allowsLimits
      ? [{ lotId, bid: { lotId, priceMills: mills(price.nextPriceMills) } }]
      : [{ lotId, bid: { lotId, limitMills: mills(valueMills) } }];
  });

/** Bids that the bot has yet to make in the open round, the most urgent first. Of one that is not open there are none. */
export const nextOffers = (
  view: AuctionView,
  wishes: readonly Wish[],
  style: BotStyle,
): readonly Offer[] => {
  switch (view.format) {
    case 'clock':
      return clockOffers(view, wishes, style);
    case 'english':
      return englishOffers(view, wishes, style);
    case 'sealed':
      return sealedOffers(view, wishes, style);
    case 'dutch':
      return dutchOffers(view, wishes);
    case 'package':
      return packageOffers(view, wishes, style);
    default:
      return unreachable(view);
  }
};

/** When what is open now ends, by the server's clock: the round, or the lot of an auction with its own closes. */
export const endOf = (view: AuctionView): number | undefined => {
  if (view.format !== 'english') return view.closesAtMs;
  const closes = Object.values(view.prices).flatMap(({ state, closesAtMs }) =>
    state === 'open' && closesAtMs !== undefined ? [closesAtMs] : [],
  );
  return closes.length === 0 ? view.closesAtMs : Math.min(...closes);
};

/** How long what is open lasts by the rules, in milliseconds. */
export const lengthOf = ({
  rules,
}: Pick<AuctionViewOf<AuctionView['format']>, 'rules'>): number => {
  switch (rules.format) {
    case 'clock':
    case 'sealed':
    case 'package':
      return rules.roundMs;
    case 'english':
      return rules.softClose.kind === 'survival'
        ? rules.softClose.standsMs
        : rules.softClose.afterMs;
    case 'dutch':
      return rules.stepMs;
    default:
      return unreachable(rules);
  }
};
