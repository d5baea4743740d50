// Whether a bid may stand on an open lot of an English auction (rules ENG1, ENG2, ENG4).

import type { Rejection } from '../../kernel/rejection.ts';
import type { Mills } from '../../kernel/units.ts';
import type { AuctionOf, Lot } from '../types.ts';
import type { EnglishLot, LimitBid, PriceBid } from './english-types.ts';
import type { Offer } from './format.ts';
import { reject } from '../../kernel/rejection.ts';
import { moved, reaches } from '../price-direction.ts';
import { nextPrice } from './english-lead.ts';

type English = AuctionOf<'english'>;
type EnglishBid = PriceBid | LimitBid;

/** How far a bid goes: the price it names or the limit it leaves. */
export const amountOf = (bid: EnglishBid): Mills =>
  'limitMills' in bid ? bid.limitMills : bid.priceMills;

const checkLot = (auction: English, { bid, at }: Offer<EnglishBid>): Rejection | undefined => {
  const { lotId } = bid;
  if (!auction.lots[lotId]) return reject('bid/unknown-lot', { lotId });
  const lot = auction.english.lots[lotId];
  if (lot?.isClosed) {
    const { round, closesAtMs } = lot;
    return reject('bid/late', { round, lotId, atMs: at, closedAtMs: closesAtMs });
  }
  return lot ? undefined : reject('bid/lot-not-open', { lotId });
};

/** A leader betters its own limit without moving the price; everybody else must reach the next price (ENG2). */
const checkReach = (
  { rules }: English,
  open: EnglishLot,
  lot: Lot,
  { teamId, bid }: Offer<EnglishBid>,
): Rejection | undefined => {
  const own = open.offers[teamId];
  if ('limitMills' in bid && own && open.first[0] === teamId) {
    const isBetter =
      bid.limitMills !== own.limitMills && reaches(rules.direction, bid.limitMills, own.limitMills);
    return isBetter ? undefined : reject('bid/own-limit', { limitMills: own.limitMills });
  }
  const nextMills = nextPrice(rules, lot, open.leadPriceMills);
  const hasRoom = open.leadPriceMills === null || nextMills !== open.leadPriceMills;
  if (hasRoom && reaches(rules.direction, amountOf(bid), nextMills)) return undefined;
  return reject('bid/short-of-next', { nextMills });
};

/** A named price may not jump further than the rules allow (ENG1); a limit is no price yet. */
const checkStep = (
  { rules }: English,
  open: EnglishLot,
  lot: Lot,
  bid: EnglishBid,
): Rejection | undefined => {
  if ('limitMills' in bid || rules.maximumStepMills === undefined) return undefined;
  const from = open.leadPriceMills ?? lot.openingPriceMills;
  const furthestMills = moved(rules.direction, from, rules.maximumStepMills);
  return reaches(rules.direction, furthestMills, bid.priceMills)
    ? undefined
    : reject('bid/beyond-step', { furthestMills });
};

/** The rule a bid breaks, or undefined when it may stand. */
export const checkEnglishBid = (
  auction: English,
  offer: Offer<EnglishBid>,
): Rejection | undefined => {
  const { bid } = offer;
  const early = checkLot(auction, offer);
  if (early) return early;
  const lot = auction.lots[bid.lotId] as Lot;
  const open = auction.english.lots[bid.lotId] as EnglishLot;
  if ('limitMills' in bid && !auction.rules.allowsLimits) return reject('bid/no-limits');
  if (amountOf(bid) % lot.tickMills !== 0) {
    return reject('bid/off-tick', { tickMills: lot.tickMills });
  }
  return checkReach(auction, open, lot, offer) ?? checkStep(auction, open, lot, bid);
};
