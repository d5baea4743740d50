// What is unwise in a clock, with the numbers: steps that need too many rounds, points that end it at once.

import type { Mills } from '../../kernel/units.ts';
import type { Lot } from '../types.ts';
import type { Advice, Setup } from '../advice.ts';
import type { ClockRules } from './clock-types.ts';
import { capAdvice, reserveAdvice } from '../common-advice.ts';
import { nextClockPrice } from './clock-prices.ts';

/** Rounds that people sit through in one morning. */
const MANY_ROUNDS = 10;
/** Beyond this nobody waits; counting stops. */
const MOST_ROUNDS = 1_000;
/** Time that a person needs to look at a lot and bid. */
const MS_A_LOT = 5_000;
const LOW_ACTIVITY_BP = 5_000;

/**
 * The first round whose clock price reaches the reserve if the price moves on in each round; undefined when none of
 * the first 1,000 does.
 */
export const roundsToReserve = (
  lot: Lot,
  reserveMills: Mills,
  rules: Pick<ClockRules, 'direction' | 'incrementBp'>,
): number | undefined => {
  const isForward = rules.direction === 'forward';
  let price = lot.openingPriceMills;
  for (let round = 1; round <= MOST_ROUNDS; round += 1) {
    if (isForward ? price >= reserveMills : price <= reserveMills) return round;
    price = nextClockPrice(lot, rules.direction, price, rules.incrementBp);
  }
  return undefined;
};

const lotAdvice = (
  lot: Lot,
  { rules, reservesMills, eligibility }: Setup<ClockRules>,
): readonly Advice[] => {
  const advice: Advice[] = [];
  const lotId = lot.id;
  const reserveMills = reservesMills[lotId];
  if (reserveMills !== undefined) {
    const rounds = roundsToReserve(lot, reserveMills, rules);
    const { incrementBp } = rules;
    if (rounds === undefined)
      advice.push({ code: 'advice/reserve-out-of-reach', lotId, reserveMills });
    else if (rounds > MANY_ROUNDS) {
      advice.push({ code: 'advice/reserve-far', lotId, reserveMills, rounds, incrementBp });
    }
  }
  const { supplyBlocks } = lot;
  const supplyPoints = supplyBlocks * lot.pointsPerBlock;
  const eligiblePoints = eligibility.reduce((sum, points) => sum + points, 0);
  if (eligiblePoints > 0 && eligiblePoints <= supplyPoints) {
    // Demand can never be above supply, so the price stays where it opens.
    advice.push({ code: 'advice/no-excess-possible', lotId, eligiblePoints, supplyPoints });
  }
  return advice;
};

/** What is worth saying about a clock that is about to open. */
export const clockAdvice = (setup: Setup<ClockRules>): readonly Advice[] => {
  const { rules, lots, eligibility } = setup;
  const advice: Advice[] = [];
  if (rules.information.demand === 'total' && eligibility.length === 2) {
    // With two bidders the total less one's own is the other's.
    advice.push({ code: 'advice/demand-tells-rival', bidders: 2 });
  }
  if (rules.outageMs * 2 > rules.roundMs) {
    advice.push({ code: 'advice/outage-long', outageMs: rules.outageMs, roundMs: rules.roundMs });
  }
  const without = eligibility.filter((points) => points === 0).length;
  if (without > 0) advice.push({ code: 'advice/without-points', teams: without });
  const neededMs = lots.length * MS_A_LOT;
  if (rules.roundMs < neededMs) {
    advice.push({
      code: 'advice/round-short',
      roundMs: rules.roundMs,
      neededMs,
      lots: lots.length,
    });
  }
  if (rules.activityBp < LOW_ACTIVITY_BP) {
    advice.push({ code: 'advice/activity-low', activityBp: rules.activityBp });
  }
  return [
    ...advice,
    ...reserveAdvice(setup),
    ...capAdvice(lots),
    ...lots.flatMap((lot) => lotAdvice(lot, setup)),
  ];
};
