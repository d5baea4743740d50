// Whether the rules of sealed rounds can work, and what is unwise in them.

import type { Rejection } from '../../kernel/rejection.ts';
import type { Advice, Setup } from '../advice.ts';
import type { Lot } from '../types.ts';
import type { Scoring, SealedRules } from './sealed-types.ts';
import { reject } from '../../kernel/rejection.ts';
import { capAdvice, plentyAdvice, reserveAdvice, secondPriceAdvice } from '../common-advice.ts';
import { checkQuanta, multipleOf } from '../lot-quanta.ts';
import { MIN_ROUND_MS, outside } from '../rule-bounds.ts';
import { checkUnlikelyShare } from '../unlikely-share.ts';

export const MAX_STEPS = 20;
export const MAX_SEALED_ROUNDS = 10;
export const MAX_ATTRIBUTES = 20;
export const MAX_OPTIONS = 20;
export const MAX_POINTS = 10_000;

const twice = (ids: readonly string[]): number => ids.findIndex((id, at) => ids.indexOf(id) < at);

const checkScoring = ({ attributes, millsPerPoint }: Scoring): Rejection | undefined => {
  if (attributes.length < 1 || attributes.length > MAX_ATTRIBUTES) {
    return outside('scoring.attributes', attributes.length, 1, MAX_ATTRIBUTES);
  }
  if (millsPerPoint < 1) return outside('scoring.millsPerPoint', millsPerPoint, 1);
  const same = twice(attributes.map(({ id }) => id));
  if (same >= 0) {
    return reject('auction/id-twice', { field: `scoring.attributes.${String(same)}.id` });
  }
  for (const [place, { options }] of attributes.entries()) {
    const field = `scoring.attributes.${String(place)}.options`;
    if (options.length < 1 || options.length > MAX_OPTIONS) {
      return outside(field, options.length, 1, MAX_OPTIONS);
    }
    const again = twice(options.map(({ id }) => id));
    if (again >= 0) return reject('auction/id-twice', { field: `${field}.${String(again)}.id` });
    const wrong = options.findIndex(({ points }) => points < 0 || points > MAX_POINTS);
    const points = options[wrong]?.points;
    if (points !== undefined) {
      return outside(`${field}.${String(wrong)}.points`, points, 0, MAX_POINTS);
    }
  }
  return undefined;
};

/** The first thing wrong with the rules of sealed rounds, by themselves or with the lots (AUC1). */
export const checkSealedRules = (
  rules: SealedRules,
  lots: readonly Lot[],
): Rejection | undefined => {
  const { roundMs, maximumSteps, roundCount, scoring, pricing } = rules;
  if (roundMs < MIN_ROUND_MS) return outside('roundMs', roundMs, MIN_ROUND_MS);
  if (maximumSteps < 1 || maximumSteps > MAX_STEPS) {
    return outside('maximumSteps', maximumSteps, 1, MAX_STEPS);
  }
  if (roundCount < 1 || roundCount > MAX_SEALED_ROUNDS) {
    return outside('roundCount', roundCount, 1, MAX_SEALED_ROUNDS);
  }
  const unlikely = checkUnlikelyShare(rules.unlikelyBp);
  if (unlikely) return unlikely;
  // A price that somebody else's offer sets says nothing about points that came with it.
  if (scoring && pricing !== 'pay-as-bid') {
    return reject('auction/rules-clash', {
      field: 'pricing',
      with: 'scoring',
      allowed: 'pay-as-bid',
    });
  }
  return (scoring && checkScoring(scoring)) ?? checkQuanta(lots);
};

/** What the best options are worth together, in mills a piece. */
const mostPointsMills = ({ attributes, millsPerPoint }: Scoring): number =>
  attributes.reduce(
    (sum, { options }) => sum + Math.max(...options.map(({ points }) => points)),
    0,
  ) * millsPerPoint;

const lotAdvice = (lot: Lot, { rules, eligibility }: Setup<SealedRules>): readonly Advice[] => {
  const advice: Advice[] = [];
  const { id: lotId, openingPriceMills } = lot;
  // Each of the teams at the margin but one may get up to a step more than its share.
  const overBlocks = (eligibility.length - 1) * multipleOf(lot);
  if (rules.ties === 'pro-rata' && overBlocks > 0) {
    advice.push({ code: 'advice/pro-rata-oversells', lotId, overBlocks });
  }
  const pointsMills = rules.scoring ? mostPointsMills(rules.scoring) : 0;
  if (pointsMills >= openingPriceMills) {
    advice.push({ code: 'advice/points-outweigh', lotId, pointsMills, openingPriceMills });
  }
  return advice;
};

/** What is worth saying about sealed rounds that are about to open. */
export const sealedAdvice = (setup: Setup<SealedRules>): readonly Advice[] => {
  const { rules, lots, eligibility } = setup;
  const { demand, showsPrices } = rules.information;
  const advice: Advice[] = [];
  if (rules.outageMs * 2 > rules.roundMs) {
    advice.push({ code: 'advice/outage-long', outageMs: rules.outageMs, roundMs: rules.roundMs });
  }
  const isTold = rules.roundCount > 1 && eligibility.length === 2;
  if (isTold && demand === 'total') advice.push({ code: 'advice/demand-tells-rival', bidders: 2 });
  if (isTold && showsPrices) advice.push({ code: 'advice/price-tells-rival', bidders: 2 });
  return [
    ...advice,
    ...secondPriceAdvice(
      rules.pricing === 'vickrey' || rules.pricing === 'uniform-highest-rejected',
      setup,
    ),
    ...reserveAdvice(setup),
    ...capAdvice(lots),
    ...plentyAdvice(setup),
    ...lots.flatMap((lot) => lotAdvice(lot, setup)),
  ];
};
