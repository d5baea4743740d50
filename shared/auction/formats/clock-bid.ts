// Whether a bid may stand in the open round of a clock. Says no with the numbers that would have been accepted.

import type { TeamId } from '../../kernel/ids.ts';
import type { Rejection } from '../../kernel/rejection.ts';
import type { EpochMs } from '../../kernel/units.ts';
import type { AuctionState, BidRequest } from '../types.ts';
import { reject } from '../../kernel/rejection.ts';
import { priceRange } from './clock-prices.ts';

/** Points that a team's bids of the open round use, with one bid replaced by another. */
export const pointsWith = (state: AuctionState, teamId: TeamId, bid?: BidRequest): number => {
  let points = 0;
  const own = state.clock.book[teamId] ?? {};
  for (const [lotId, standing] of Object.entries(own)) {
    if (lotId === bid?.lotId) continue;
    points += standing.quantityBlocks * (state.lots[lotId]?.pointsPerBlock ?? 0);
  }
  const lot = bid && state.lots[bid.lotId];
  return lot ? points + bid.quantityBlocks * lot.pointsPerBlock : points;
};

/**
 * Refuses a bid that comes when no bid is taken (CLK3, AUC8). A bid for a round that has closed is late whatever has
 * happened since, and is told both times (AUC6).
 */
const checkMoment = (state: AuctionState, round: number, at: EpochMs): Rejection | undefined => {
  const closed = state.clock.results[round - 1];
  if (closed) return reject('bid/late', { round, atMs: at, closedAtMs: closed.closedAtMs });
  if (state.phase !== 'running') return reject('bid/not-running', { phase: state.phase });
  if (state.pause) return reject('bid/paused', { reason: state.pause.reason });
  if (round !== state.round || state.stage !== 'bidding') {
    return reject('bid/round-not-open', { round, openRound: state.round });
  }
  return undefined;
};

/** Refuses a team that may not bid at all (AUC4, AUC10). */
const checkTeam = (state: AuctionState, teamId: TeamId): Rejection | undefined => {
  const excluded = state.excluded[teamId];
  if (excluded) return reject('bid/excluded', { reason: excluded.reason });
  if (state.accepted[teamId] !== state.rulesHash) {
    return reject('bid/rules-not-accepted', { rulesHash: state.rulesHash });
  }
  return undefined;
};

/** The rule a bid breaks, or undefined when it may stand (CLK2, CLK3). */
export const checkClockBid = (
  state: AuctionState,
  teamId: TeamId,
  request: { readonly round: number; readonly bid: BidRequest; readonly at: EpochMs },
): Rejection | undefined => {
  const { round, bid, at } = request;
  const early = checkMoment(state, round, at) ?? checkTeam(state, teamId);
  if (early) return early;
  const lot = state.lots[bid.lotId];
  if (!lot) return reject('bid/unknown-lot', { lotId: bid.lotId });
  const start = state.clock.startPricesMills[lot.id] ?? lot.openingPriceMills;
  const clock = state.clock.clockPricesMills[lot.id] ?? lot.openingPriceMills;
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
  const points = pointsWith(state, teamId, bid);
  const eligibility = state.clock.eligibility[teamId] ?? 0;
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
