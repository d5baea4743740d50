// What is allowed and yet unwise: the rules check before an auction opens. Never refuses; each piece of advice carries
// the numbers that it follows from, and the page puts it into words.

import type { LotId } from '../kernel/ids.ts';
import type { Mills } from '../kernel/units.ts';
import type { Lot, Rules } from './types.ts';
import { clockAdvice } from './formats/clock-advice.ts';

/** An auction as it is about to open. */
export interface Setup<R extends Rules = Rules> {
  readonly rules: R;
  readonly lots: readonly Lot[];
  /** As far as whoever asks may know them. */
  readonly reservesMills: Readonly<Record<LotId, Mills>>;
  /** Points of each team that may bid, in any order; 0 for one that has none yet. */
  readonly eligibility: readonly number[];
}

/** One remark: a code and the numbers behind it. Shares in basis points, money in mills, times in milliseconds. */
export interface Advice {
  readonly code: `advice/${string}`;
  readonly lotId?: LotId;
  readonly [param: string]: string | number | undefined;
}

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
