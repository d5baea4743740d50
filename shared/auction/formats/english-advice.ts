// What is unwise in an English auction, with the numbers: closes that nobody can answer, steps that never get there.

import type { Advice, Setup } from '../advice.ts';
import type { EnglishRules } from './english-types.ts';
import { reserveAdvice } from '../common-advice.ts';

/** Time that a person needs to see that it was outbid, and to answer. */
const ANSWER_MS = 30_000;
/** Until a line that drops is noticed and is back, seldom longer. */
const RECONNECT_MS = 15_000;
/** Bids that people make on one lot in one sitting. */
const MANY_BIDS = 50;

const closeAdvice = ({ softClose, hardStopMs, outageMs }: EnglishRules): readonly Advice[] => {
  const isSurvival = softClose.kind === 'survival';
  const answerMs = isSurvival ? softClose.standsMs : softClose.extensionMs;
  const advice: Advice[] = [];
  if (!isSurvival && softClose.windowMs === 0) advice.push({ code: 'advice/no-window' });
  else if (answerMs < RECONNECT_MS) {
    advice.push({ code: 'advice/answer-reconnect', answerMs, neededMs: RECONNECT_MS });
  } else if (answerMs < ANSWER_MS) {
    advice.push({ code: 'advice/answer-short', answerMs, neededMs: ANSWER_MS });
  }
  if (outageMs * 2 > answerMs) advice.push({ code: 'advice/outage-hides-bid', outageMs, answerMs });
  if (isSurvival && hardStopMs === undefined) {
    advice.push({ code: 'advice/endless', standsMs: softClose.standsMs });
  }
  const openMs = isSurvival ? softClose.standsMs : softClose.afterMs + softClose.extensionMs;
  if (hardStopMs !== undefined && hardStopMs < openMs) {
    advice.push({ code: 'advice/hard-stop-early', hardStopMs, openMs });
  }
  return advice;
};

/** A place says how many bid at least, and the last one how many in all: whoever bids is not told that otherwise. */
const rankAdvice = ({ rules, eligibility }: Setup<EnglishRules>): readonly Advice[] =>
  rules.information.showsRank && eligibility.length > 1
    ? [{ code: 'advice/rank-tells-count', bidders: eligibility.length }]
    : [];

/** Lots whose hidden reserve lies more bids away than anybody makes, where every price must be named. */
const stepAdvice = ({ rules, lots, reservesMills }: Setup<EnglishRules>): readonly Advice[] => {
  const { maximumStepMills, allowsLimits } = rules;
  if (maximumStepMills === undefined || allowsLimits) return [];
  return lots.flatMap(({ id, openingPriceMills }): Advice[] => {
    const reserveMills = reservesMills[id] ?? openingPriceMills;
    const bids = Math.ceil(Math.abs(reserveMills - openingPriceMills) / maximumStepMills);
    return bids > MANY_BIDS
      ? [{ code: 'advice/reserve-many-bids', lotId: id, reserveMills, maximumStepMills, bids }]
      : [];
  });
};

/** What is worth saying about an English auction that is about to open. */
export const englishAdvice = (setup: Setup<EnglishRules>): readonly Advice[] => [
  ...closeAdvice(setup.rules),
  ...rankAdvice(setup),
  ...reserveAdvice(setup),
  ...stepAdvice(setup),
];
