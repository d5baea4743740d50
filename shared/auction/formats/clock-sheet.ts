// The rules of a clock: whether they can work, and how they read.

import type { Rejection } from '../../kernel/rejection.ts';
import type { ClockRules } from './clock-types.ts';
import { MIN_ROUND_MS, outside } from '../rule-bounds.ts';
import { demandSentence, percent, roundsSentence } from '../sentences.ts';

/** The first thing wrong with the rules of a clock, or undefined (AUC1). */
export const checkClockRules = (rules: ClockRules): Rejection | undefined => {
  const { roundMs, incrementBp, activityBp } = rules;
  if (roundMs < MIN_ROUND_MS) return outside('roundMs', roundMs, MIN_ROUND_MS);
  if (incrementBp < 1) return outside('incrementBp', incrementBp, 1);
  // A falling clock that takes off all of the price has no second round.
  if (rules.direction === 'descending' && incrementBp > 9_999) {
    return outside('incrementBp', incrementBp, 1, 9_999);
  }
  if (activityBp < 1 || activityBp > 10_000) return outside('activityBp', activityBp, 1, 10_000);
  return undefined;
};

/** How a clock goes, in sentences. */
export const clockSheet = (rules: ClockRules): readonly string[] => {
  const isForward = rules.direction === 'forward';
  const [moves, start, pays] = isForward
    ? ['rises', 'opening', 'pays']
    : ['falls', 'ceiling', 'is paid'];
  return [
    isForward
      ? 'Forward clock: the carrier sells capacity and the price rises until demand meets supply.'
      : 'Descending clock: the shipper buys capacity and the price falls until offers meet the need.',
    `In round 1 you name a quantity for each lot at its ${start} price. In each later round the clock price ${moves} by ${percent(rules.incrementBp)}, rounded half up to the lot’s tick.`,
    'A bid names a quantity and a price between the start and the clock price of the round. Your last bid for a lot in the round counts. A lot without a bid counts as a wish to fall to zero at the start price.',
    `When the round closes, changes are made in order of their price. A reduction is met only as far as ${isForward ? 'demand stays at or above supply' : 'offers stay at or above the need'}, an increase only as far as your eligibility allows; both may be met in part. Ties are broken by a seed whose hash is published before round 1.`,
    `Activity: you must use at least ${percent(rules.activityBp)} of your eligibility in each round, or it shrinks to what you used, divided by that share. It never grows.`,
    `The auction ends after the first round in which no lot has more ${isForward ? 'demand than supply' : 'offers than needed'}. All lots close together, and everybody in a lot ${pays} its posted price.`,
    `A lot whose posted price is ${isForward ? 'below' : 'above'} its hidden reserve is not sold.`,
    'Prices are bounded by the round, so none is asked about as unlikely.',
    roundsSentence(rules),
    demandSentence(rules.information.demand),
  ];
};
