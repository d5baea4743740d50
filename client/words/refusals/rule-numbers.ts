// Which numbered rule stands behind a refusal of a bid, and what it is about: those of all formats, then each format's.

import type { FormatId } from '../../../shared/auction/types.ts';

interface NumberedRule {
  readonly number: string;
  readonly about: string;
}
type Numbers = Readonly<Record<string, readonly [number: string, about: string]>>;

const COMMON: Numbers = {
  'bid/late': ['AUC6', 'the close of a round'],
  'bid/rules-not-accepted': ['AUC4', 'acceptance of the rules'],
  'bid/paused': ['AUC8', 'pauses'],
  'bid/not-running': ['AUC2', 'the life of the auction'],
  'bid/excluded': ['AUC10', 'exclusion'],
};

const OF_FORMAT: { readonly [F in FormatId]?: Numbers } = {
  clock: {
    'bid/outside-range': ['CLK3', 'the price range of the round'],
    'bid/off-tick': ['CLK3', 'price steps'],
    'bid/above-cap': ['CLK3', 'the cap a bidder'],
    'bid/over-eligibility': ['CLK3', 'eligibility'],
    'bid/unknown-lot': ['CLK3', 'lots of the auction'],
    'bid/round-not-open': ['CLK3', 'the open round'],
  },
};

/** The rule behind a refusal code; undefined for a code nobody has filed. */
export const ruleBehind = (format: FormatId, code: string): NumberedRule | undefined => {
  const found = OF_FORMAT[format]?.[code] ?? COMMON[code];
  return found && { number: found[0], about: found[1] };
};
