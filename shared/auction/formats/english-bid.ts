// Whether a bid may stand on an open lot of an English auction (rules ENG1, ENG2, ENG4).

import type { Rejection } from '../../kernel/rejection.ts';
import type { LotId, TeamId } from '../../kernel/ids.ts';
import type { Mills } from '../../kernel/units.ts';
import type { AuctionOf, BidRequest, Lot } from '../types.ts';
import type { EnglishLot, LimitBid, PriceBid } from './english-types.ts';
import type { Offer } from './format.ts';
import { reject } from '../../kernel/rejection.ts';
import { mills } from '../../kernel/units.ts';
import { moved, reaches } from '../price-direction.ts';
import { incrementAt, nextPrice } from './english-lead.ts';

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

/** How far the team is bound on a lot: as far as it goes where it leads, by the price where it won (ENG2, ENG6). */
const boundOn = (lot: EnglishLot, teamId: TeamId): number => {
  if (lot.first[0] !== teamId) return 0;
  return lot.isClosed ? (lot.leadPriceMills ?? 0) : (lot.offers[teamId]?.limitMills ?? 0);
};

/** Lots that a team leads or won, as far as it goes on each, with more bids (GRD2). A beaten bid binds nobody. */
export const committedInEnglish = (
  { english, lots }: English,
  teamId: TeamId,
  more: readonly BidRequest[],
): number => {
  const named: Record<LotId, number> = {};
  for (const bid of more) {
    if (!('items' in bid) && !('steps' in bid)) named[bid.lotId] = amountOf(bid);
  }
  const lotIds = new Set([...Object.keys(english.lots), ...Object.keys(named)]);
  return [...lotIds].reduce((sum, lotId) => {
    const open = english.lots[lotId];
    const price = Math.max(named[lotId] ?? 0, open ? boundOn(open, teamId) : 0);
    return sum + (lots[lotId]?.supplyBlocks ?? 0) * price;
  }, 0);
};

/** A price or limit so many increments beyond the next price is asked about (GRD1). */
export const unlikelyInEnglish = (
  { rules, lots, english }: English,
  { bid }: Offer<BidRequest>,
): Readonly<Record<string, number>> | undefined => {
  if (rules.unlikelySteps === undefined || 'items' in bid || 'steps' in bid) return undefined;
  const lot = lots[bid.lotId];
  const open = english.lots[bid.lotId];
  if (!lot || !open) return undefined;
  const nextMills = nextPrice(rules, lot, open.leadPriceMills);
  const stepMills = incrementAt(rules.increments, open.leadPriceMills ?? nextMills);
  const byMills = mills(stepMills * rules.unlikelySteps);
  const furthestMills = moved(rules.direction, nextMills, byMills);
  return reaches(rules.direction, furthestMills, amountOf(bid))
    ? undefined
    : { nextMills, furthestMills };
};
