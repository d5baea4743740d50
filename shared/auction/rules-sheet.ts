// The rules in plain sentences, made from the very object that is hashed, so that the two cannot differ.

import type { ClockRules, Information, Rules } from './types.ts';

const percent = (basisPoints: number): string => `${String(basisPoints / 100)} %`;

const duration = (ms: number): string => {
  const minutes = Math.floor(ms / 60_000);
  const seconds = (ms % 60_000) / 1_000;
  const parts = [
    ...(minutes > 0 ? [`${String(minutes)} min`] : []),
    ...(seconds > 0 || minutes === 0 ? [`${String(seconds)} s`] : []),
  ];
  return parts.join(' ');
};

const demandSentence = (demand: Information['demand']): string => {
  switch (demand) {
    case 'total':
      return 'After each round everybody sees the total demand for each lot.';
    case 'excess':
      return 'After each round everybody sees by how much demand exceeds supply in each lot.';
    case 'none':
      return 'Demand is not shown to bidders.';
  }
};

const clockSheet = (rules: ClockRules): readonly string[] => {
  const isForward = rules.direction === 'forward';
  const [moves, start, pays, host] = isForward
    ? ['rises', 'opening', 'pays', 'carrier']
    : ['falls', 'ceiling', 'is paid', 'buyer'];
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
    rules.rounds === 'automatic'
      ? `Rounds last ${duration(rules.roundMs)} and follow each other after ${duration(rules.gapMs)}.`
      : `Rounds last ${duration(rules.roundMs)}; the moderator opens each one.`,
    'A bid counts if it is recorded before the round closes, by the server’s clock. A bid at or after the close is late and is refused; both times are in its receipt.',
    `After a pause the exact time that was left runs on, following a countdown of at least ${duration(rules.resumeCountdownMs)}. If the service is away for more than ${duration(rules.outageMs)}, the round comes back paused with the time that was left.`,
    demandSentence(rules.information.demand),
    rules.information.carrierSeesBidders
      ? `The ${host} knows who the bidders are. Bidders never learn of each other.`
      : `Neither the ${host} nor other bidders learn who the bidders are before the award.`,
    rules.information.carrierSeesBids && rules.information.carrierSeesBidders
      ? `The ${host} sees each team’s bids after each round.`
      : `The ${host} sees no team’s bids before the award.`,
    rules.information.moderatorSeesReserves
      ? 'The moderator sees hidden reserves; bidders never do.'
      : 'Neither the moderator nor bidders see hidden reserves.',
    `New prices reach all bidders on one common tick of ${duration(rules.releaseMs)}.`,
    `The value of an award a year is blocks × 100 pieces × ${String(rules.deliveryDays)} delivery days × price.`,
  ];
};

/** The rules in sentences, in the order of the rules book (AUC3). */
export const rulesSheet = (rules: Rules): readonly string[] => clockSheet(rules);
