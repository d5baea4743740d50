// What is allowed and yet unwise: the rules check before an auction opens. Never refuses; each piece of advice carries
// the numbers that it follows from, and the page puts it into words.

import type { Advice, Setup } from './advice.ts';
import { formatOf } from './formats/all.ts';

/** Everything worth saying before the rules are frozen, in a fixed order (rule ADV1). */
export const adviceOn = (setup: Setup): readonly Advice[] => {
  const bidders = setup.eligibility.length;
  return [
    ...(bidders < 2 ? [{ code: 'advice/one-bidder', bidders } as const] : []),
    ...formatOf(setup.rules).advise(setup),
  ];
};
