// Dutch: a lot is sold block by block at a price that runs against its seller until somebody stops it; the clock then
// restarts for what is left (rules DUT1 to DUT4). A round is a lot.

import type { LotId } from '../../kernel/ids.ts';
import type { EpochMs } from '../../kernel/units.ts';
import type { AuctionOf, EventOf, Lot, QuantityBid, RoundOpened } from '../types.ts';
import type { DutchLot, DutchStop } from './dutch-types.ts';
import type { Format, Moderation, Offer, Outcome } from './format.ts';
import { reject } from '../../kernel/rejection.ts';
import { after } from '../../kernel/units.ts';
import { awardOfParts, blocksOf } from '../award-parts.ts';
import { reaches } from '../price-direction.ts';
import { checkDutchBid, committedInDutch } from './dutch-bid.ts';
import { beginDutch, evolveDutch, openLot } from './dutch-evolve.ts';
import { publicEnd, restartPrice, runOf } from './dutch-prices.ts';
import { checkDutchRules, dutchAdvice, dutchSheet } from './dutch-rules.ts';
import { dutchPart, knownDutchPart, ownDutchPart } from './dutch-view.ts';

type Dutch = AuctionOf<'dutch'>;
type Events = readonly EventOf<'dutch'>[];

const open = (auction: Dutch, round: number, at: EpochMs): RoundOpened<'dutch'> => {
  const { rules, lots, lotOrder } = auction;
  const lotId = lotOrder[round - 1] as LotId;
  const { openingPriceMills: priceMills } = lots[lotId] as Lot;
  const stepAtMs = after(at, rules.stepMs);
  const closesAtMs = publicEnd(rules, { priceMills, stepAtMs });
  return { type: 'RoundOpened', round, closesAtMs, lotId, priceMills, stepAtMs };
};

/** The end of the open lot at `endedAtMs`, decided at `at`: sold out, or the rest withdrawn (DUT4). */
const roundClosed = (
  { rules, round, lotOrder }: Dutch,
  [lotId, lot]: readonly [LotId, DutchLot],
  { endedAtMs, at }: { readonly endedAtMs: EpochMs; readonly at: EpochMs },
): EventOf<'dutch'> => {
  const isFinal = round >= lotOrder.length;
  const soldBlocks = blocksOf(lot.stops);
  const withdrawnBlocks = lot.remainingBlocks;
  return {
    type: 'RoundClosed',
    result: { round, isFinal, lotId, endedAtMs, soldBlocks, withdrawnBlocks },
    nextRoundAtMs: !isFinal && rules.rounds === 'automatic' ? after(at, rules.gapMs) : null,
  };
};

/** A stop ends the lot or restarts its clock (DUT3). */
const follow = (auction: Dutch, { bid, at }: Offer<QuantityBid>): Events => {
  const { rules } = auction;
  const { lotId, quantityBlocks } = bid;
  const lot = auction.dutch.lots[lotId];
  const given = auction.lots[lotId];
  if (!lot || !given) return [];
  const { remainingBlocks, priceMills } = lot;
  const stopped: EventOf<'dutch'> = {
    type: 'ClockStopped',
    lotId,
    priceMills,
    quantityBlocks,
    remainingBlocks,
  };
  if (remainingBlocks === 0) {
    return [stopped, roundClosed(auction, [lotId, lot], { endedAtMs: at, at })];
  }
  const restart = {
    priceMills: restartPrice(rules, given, priceMills),
    stepAtMs: after(at, rules.stepMs),
  };
  const closesAtMs = publicEnd(rules, restart);
  return [stopped, { type: 'PriceMoved', lotId, ...restart, closesAtMs }];
};

const elapse = (auction: Dutch, at: EpochMs): Events => {
  const { rules, reservesMills } = auction;
  const current = openLot(auction);
  if (!current) return [];
  const [lotId, lot] = current;
  const run = runOf(rules, lot, { at, reserveMills: reservesMills[lotId] });
  if (run.kind === 'past') return [roundClosed(auction, current, { endedAtMs: run.atMs, at })];
  const { priceMills, stepAtMs } = run;
  return [{ type: 'PriceMoved', lotId, priceMills, stepAtMs, closesAtMs: publicEnd(rules, run) }];
};

/** Stops count that were made at a price which reaches the reserve, by a team that was not dropped (DUT4, AUC10). */
const counts = (auction: Dutch, lotId: LotId, { teamId, priceMills }: DutchStop): boolean => {
  const reserve = auction.reservesMills[lotId];
  const isSold = reserve === undefined || reaches(auction.rules.direction, priceMills, reserve);
  return isSold && auction.excluded[teamId]?.keepBids !== false;
};

const awards = (auction: Dutch): Outcome => {
  const given = auction.lotOrder.flatMap((lotId) => {
    const all = auction.dutch.lots[lotId]?.stops ?? [];
    const stops = all.filter((stop) => counts(auction, lotId, stop));
    const teams = [...new Set(stops.map(({ teamId }) => teamId))].sort();
    return teams.flatMap((teamId) => {
      const own = stops.filter((stop) => stop.teamId === teamId);
      return awardOfParts(lotId, teamId, own) ?? [];
    });
  });
  const sold = new Set(given.map(({ lotId }) => lotId));
  return { awards: given, unsoldLots: auction.lotOrder.filter((lotId) => !sold.has(lotId)) };
};

/** Amended steps hold from the next one on; the end that they lead to is told at once. */
const settle = (before: Dutch, event: Moderation): Events => {
  const current = openLot(before);
  if (event.type !== 'RulesAmended' || event.rules.format !== 'dutch' || !current) return [];
  const [lotId, { priceMills, stepAtMs }] = current;
  const closesAtMs = publicEnd(event.rules, { priceMills, stepAtMs });
  return closesAtMs === before.closesAtMs
    ? []
    : [{ type: 'PriceMoved', lotId, priceMills, stepAtMs, closesAtMs }];
};

/** Dutch as a format: time moves the price, a bid takes at once. */
export const dutch: Format<'dutch'> = {
  usesEligibility: false,
  checkRules: checkDutchRules,
  advise: dutchAdvice,
  sheet: dutchSheet,
  begin: beginDutch,
  open,
  takes: (bid): bid is QuantityBid => 'quantityBlocks' in bid && 'priceMills' in bid,
  judge: checkDutchBid,
  committed: committedInDutch,
  follow,
  wakeAt: (auction) => openLot(auction)?.[1].stepAtMs,
  elapse,
  results: (auction) => auction.dutch.results,
  awards,
  settle,
  checkExtension: () => reject('auction/no-extension', { format: 'dutch' }),
  evolve: evolveDutch,
  part: dutchPart,
  ownPart: ownDutchPart,
  knownPart: knownDutchPart,
};
