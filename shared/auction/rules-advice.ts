// What is allowed and yet unwise: the rules check before an auction opens. Never refuses; each piece of advice carries
// the numbers that it follows from, and the page puts it into words.

import type { Advice, Setup } from './advice.ts';
import { clockAdvice } from './formats/clock-advice.ts';

const common = ({ rules, lots, reservesMills, eligibility }: Setup): readonly Advice[] => {
  const advice: Advice[] = [];
  if (eligibility.length < 2)
    advice.push({ code: 'advice/one-bidder', bidders: eligibility.length });
  const isForward = rules.direction === 'forward';
  for (const { id, openingPriceMills } of lots) {
    const reserveMills = reservesMills[id];
    if (reserveMills === undefined) continue;
    const isIdle = isForward
      ? reserveMills <= openingPriceMills
      : reserveMills >= openingPriceMills;
    if (isIdle)
      advice.push({ code: 'advice/reserve-idle', lotId: id, reserveMills, openingPriceMills });
  }
  return advice;
};

/** Everything worth saying before the rules are frozen, in a fixed order (rule ADV1). */
export const adviceOn = (setup: Setup): readonly Advice[] => {
  const { rules } = setup;
  return [...common(setup), ...(rules.format === 'clock' ? clockAdvice({ ...setup, rules }) : [])];
};
