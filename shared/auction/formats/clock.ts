// The clock: several lots, several units, one price a lot that moves from round to round (rules CLK1 to CLK7).

import type { LotId } from '../../kernel/ids.ts';
import type { EpochMs, Mills } from '../../kernel/units.ts';
import type { AuctionOf, Award, EventOf, QuantityBid, RoundOpened } from '../types.ts';
import type { Format, Outcome } from './format.ts';
import { reject } from '../../kernel/rejection.ts';
import { after, mills } from '../../kernel/units.ts';
import { refuseQuanta } from '../lot-quanta.ts';
import { tieKey } from '../ties.ts';
import { actInClock } from './clock-acts.ts';
import { clockAdvice } from './clock-advice.ts';
import { checkClockBid } from './clock-bid.ts';
import { committedInClock } from './clock-committed.ts';
import { beginClock, evolveClock } from './clock-evolve.ts';
import { nextClockPrice } from './clock-prices.ts';
import { closeClockRound } from './clock-round.ts';
import { checkClockRules, clockSheet } from './clock-sheet.ts';
import { clockPart, knownClockPart, ownClockPart } from './clock-view.ts';
import { smallInstructed } from './small-instructed.ts';
import { freeze, largeAnswered, largeAsks, largeAwards, openLarge } from './large-clock.ts';

type Clock = AuctionOf<'clock'>;

/** Posted prices that the next round starts from. */
const postedPrices = (auction: Clock): Readonly<Record<LotId, Mills>> => {
  const last = auction.clock.results.at(-1);
  return Object.fromEntries(
    auction.lotOrder.map((lotId) => [
      lotId,
      last?.lots[lotId]?.postedPriceMills ?? (auction.lots[lotId]?.openingPriceMills as Mills),
    ]),
  );
};

const open = (auction: Clock, round: number, at: EpochMs): RoundOpened<'clock'> => {
  if (auction.clock.large) return openLarge(auction, round, at);
  const startPricesMills = postedPrices(auction);
  const { direction, incrementBp, roundMs } = auction.rules;
  const clockPricesMills =
    round === 1
      ? startPricesMills
      : Object.fromEntries(
          Object.entries(startPricesMills).map(([lotId, start]) => {
            const lot = auction.lots[lotId];
            return [lotId, lot ? nextClockPrice(lot, direction, start, incrementBp) : start];
          }),
        );
  const closesAtMs = after(at, roundMs);
  return { type: 'RoundOpened', round, closesAtMs, startPricesMills, clockPricesMills };
};

const elapse = (auction: Clock, at: EpochMs): readonly EventOf<'clock'>[] => {
  const { clock, rules, round } = auction;
  if (clock.large) return clock.large.frozen ? [] : freeze(auction, at);
  const { bids, columns } = smallInstructed(auction);
  const place = { seed: auction.seed, auctionId: auction.auctionId, round };
  const closed = closeClockRound({
    round,
    direction: rules.direction,
    activityBp: rules.activityBp,
    lots: auction.lotOrder.flatMap((lotId) => auction.lots[lotId] ?? []),
    teams: Object.keys(clock.eligibility).sort(),
    startPricesMills: clock.startPricesMills,
    clockPricesMills: clock.clockPricesMills,
    bids,
    demand: clock.results.at(-1)?.demand ?? {},
    eligibility: clock.eligibility,
    tieKey: (teamId, lotId) => tieKey(place, teamId, lotId),
  });
  const result = columns ? { ...closed, instructed: columns } : closed;
  const isTimed = !result.isFinal && rules.rounds === 'automatic';
  return [{ type: 'RoundClosed', result, nextRoundAtMs: isTimed ? after(at, rules.gapMs) : null }];
};

/** A lot whose posted price does not reach its hidden reserve is not sold (CLK7). */
const isBelowReserve = (auction: Clock, lotId: LotId, priceMills: Mills): boolean => {
  const reserve = auction.reservesMills[lotId];
  if (reserve === undefined) return false;
  return auction.rules.direction === 'forward' ? priceMills < reserve : priceMills > reserve;
};

const awards = (auction: Clock): Outcome => {
  if (auction.clock.large) {
    return largeAwards(auction, (lotId, price) => isBelowReserve(auction, lotId, mills(price)));
  }
  const last = auction.clock.results.at(-1);
  const demand = last?.demand ?? {};
  const given: Award[] = [];
  const unsoldLots: LotId[] = [];
  for (const lotId of auction.lotOrder) {
    const priceMills = last?.lots[lotId]?.postedPriceMills;
    const before = given.length;
    if (priceMills !== undefined && !isBelowReserve(auction, lotId, priceMills)) {
      for (const teamId of Object.keys(demand).sort()) {
        const quantityBlocks = demand[teamId]?.[lotId] ?? 0;
        if (quantityBlocks > 0) given.push({ lotId, teamId, quantityBlocks, priceMills });
      }
    }
    if (given.length === before) unsoldLots.push(lotId);
  }
  return { awards: given, unsoldLots };
};

/** The clock as a format. Bids are judged against the whole round and bring nothing about before its close. */
export const clock: Format<'clock'> = {
  usesEligibility: true,
  checkRules: (rules, lots) => checkClockRules(rules) ?? refuseQuanta(lots),
  advise: clockAdvice,
  sheet: clockSheet,
  begin: beginClock,
  open,
  takes: (bid): bid is QuantityBid => 'quantityBlocks' in bid && 'priceMills' in bid,
  judge: checkClockBid,
  retract: ({ clock: { large }, round }) =>
    large?.frozen ? reject('retract/closed', { round }) : [],
  committed: committedInClock,
  follow: () => [],
  act: actInClock,
  wakeAt: ({ closesAtMs, clock: { large } }) =>
    large?.frozen ? undefined : (closesAtMs ?? undefined),
  elapse,
  asks: largeAsks,
  answered: largeAnswered,
  checkExtension: ({ clock: { large } }) =>
    large?.frozen ? reject('auction/no-open-round') : undefined,
  results: (auction) => auction.clock.results,
  awards,
  evolve: evolveClock,
  part: clockPart,
  ownPart: ownClockPart,
  knownPart: knownClockPart,
};
