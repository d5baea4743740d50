// What time alone brings about: starts, closes, next rounds, resumes. Commands never wait for it: whoever decides
// after a deadline decides on the state after it.

import type { DecideContext } from '../kernel/decider.ts';
import type { EpochMs } from '../kernel/units.ts';
import type { AuctionEvent, AuctionState, Award, RoundResult } from './types.ts';
import { after } from '../kernel/units.ts';
import { auctionWakeAt, evolveAuction, postedPrices } from './evolve.ts';
import { nextClockPrice } from './formats/clock-prices.ts';
import { closeClockRound } from './formats/clock-round.ts';
import { tieKey } from './ties.ts';

/** Transitions that one instant can bring: resume, close, end, open. */
const MAX_STEPS = 8;

/** The event that opens round `round`, its length counted from `at` (CLK1). */
export const roundOpening = (state: AuctionState, round: number, at: EpochMs): AuctionEvent => {
  const startPricesMills = postedPrices(state);
  const { direction, incrementBp, roundMs } = state.rules;
  const clockPricesMills =
    round === 1
      ? startPricesMills
      : Object.fromEntries(
          Object.entries(startPricesMills).map(([lotId, start]) => {
            const lot = state.lots[lotId];
            return [lotId, lot ? nextClockPrice(lot, direction, start, incrementBp) : start];
          }),
        );
  const closesAtMs = after(at, roundMs);
  return { type: 'RoundOpened', round, closesAtMs, startPricesMills, clockPricesMills };
};

/** Who gets what after the last round (CLK7), in lot order, then by team id. */
export const awardsOf = (
  state: AuctionState,
  result: RoundResult,
): { readonly awards: readonly Award[]; readonly unsoldLots: readonly string[] } => {
  const awards: Award[] = [];
  const unsoldLots: string[] = [];
  for (const lotId of state.lotOrder) {
    const priceMills = result.lots[lotId]?.postedPriceMills;
    const reserve = state.reservesMills[lotId];
    const isForward = state.rules.direction === 'forward';
    const isBelow =
      priceMills !== undefined &&
      reserve !== undefined &&
      (isForward ? priceMills < reserve : priceMills > reserve);
    const before = awards.length;
    if (priceMills !== undefined && !isBelow) {
      for (const teamId of Object.keys(result.demand).sort()) {
        const quantityBlocks = result.demand[teamId]?.[lotId] ?? 0;
        if (quantityBlocks > 0) awards.push({ lotId, teamId, quantityBlocks, priceMills });
      }
    }
    if (awards.length === before) unsoldLots.push(lotId);
  }
  return { awards, unsoldLots };
};

const closing = (state: AuctionState, at: EpochMs): readonly AuctionEvent[] => {
  const { clock, rules, round } = state;
  const place = { seed: state.seed, auctionId: state.auctionId, round };
  const result = closeClockRound({
    round,
    direction: rules.direction,
    activityBp: rules.activityBp,
    lots: state.lotOrder.flatMap((lotId) => state.lots[lotId] ?? []),
    teams: Object.keys(clock.eligibility).sort(),
    startPricesMills: clock.startPricesMills,
    clockPricesMills: clock.clockPricesMills,
    bids: clock.book,
    demand: clock.results.at(-1)?.demand ?? {},
    eligibility: clock.eligibility,
    tieKey: (teamId, lotId) => tieKey(place, teamId, lotId),
  });
  const isTimed = !result.isFinal && rules.rounds === 'automatic';
  const nextRoundAtMs = isTimed ? after(at, rules.gapMs) : null;
  const closed: AuctionEvent = { type: 'RoundClosed', result, nextRoundAtMs };
  if (!result.isFinal) return [closed];
  return [closed, { type: 'AuctionEnded', ...awardsOf(state, result), seed: state.seed }];
};

const dueOnce = (state: AuctionState, at: EpochMs): readonly AuctionEvent[] => {
  const due = auctionWakeAt(state);
  if (due === undefined || due > at) return [];
  if (state.phase === 'scheduled') return [roundOpening(state, 1, at)];
  if (state.pause) {
    return [{ type: 'AuctionResumed', dueAtMs: after(at, state.pause.remainingMs) }];
  }
  if (state.stage === 'bidding') return closing(state, at);
  return [roundOpening(state, state.round + 1, at)];
};

export interface Elapsed {
  readonly state: AuctionState;
  readonly events: readonly AuctionEvent[];
}

/** Everything that is due at the time of the decision, in order, and the state after it (AUC7). */
export const elapse = (state: AuctionState, context: DecideContext): Elapsed => {
  const events: AuctionEvent[] = [];
  let current = state;
  for (let step = 0; step < MAX_STEPS; step += 1) {
    const due = dueOnce(current, context.at);
    if (due.length === 0) break;
    for (const event of due) current = evolveAuction(current, event, context);
    events.push(...due);
  }
  return { state: current, events };
};
