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
  'bid/two-persons': ['GRD3', 'the second person'],
  'bid/confirm': ['GRD1', 'unlikely bids'],
  'bid/unknown-lot': ['AUC3', 'lots of the auction'],
  'bid/round-not-open': ['AUC6', 'the open round'],
};

const OF_FORMAT: { readonly [F in FormatId]?: Numbers } = {
  clock: {
    'bid/wrong-form': ['CLK2', 'the form of bids'],
    'bid/outside-range': ['CLK3', 'the price range of the round'],
    'bid/off-tick': ['CLK3', 'price steps'],
    'bid/above-cap': ['CLK3', 'the cap a bidder'],
    'bid/over-eligibility': ['CLK3', 'eligibility'],
    'bid/unknown-lot': ['CLK3', 'lots of the auction'],
    'bid/round-not-open': ['CLK3', 'the open round'],
  },
  dutch: {
    'bid/wrong-form': ['DUT1', 'the form of bids'],
    'bid/off-tick': ['DUT1', 'price steps'],
    'bid/short-of-clock': ['DUT1', 'the price of the clock'],
    'bid/above-remaining': ['DUT3', 'what is left'],
    'bid/above-cap': ['DUT3', 'the cap a bidder'],
    'bid/below-minimum': ['AUC17', 'the smallest quantity of the lot'],
    'bid/off-multiple': ['AUC17', 'steps of quantities'],
    'bid/lot-not-open': ['DUT4', 'the order of lots'],
  },
  package: {
    'bid/wrong-form': ['PKG1', 'the form of bids'],
    'bid/total-short': ['PKG1', 'opening prices'],
    'bid/lot-twice': ['PKG1', 'lots of a package'],
    'bid/no-groups': ['PKG2', 'groups'],
    'bid/too-many-packages': ['PKG1', 'the number of packages'],
    'bid/above-supply': ['PKG1', 'the supply of the lot'],
    'bid/above-cap': ['PKG1', 'the cap a bidder'],
    'bid/unknown-lot': ['PKG1', 'lots of the auction'],
    'bid/below-minimum': ['AUC17', 'the smallest quantity of the lot'],
    'bid/off-multiple': ['AUC17', 'steps of quantities'],
  },
  sealed: {
    'bid/wrong-form': ['SLD1', 'the form of bids'],
    'bid/off-tick': ['SLD1', 'price steps'],
    'bid/above-cap': ['SLD1', 'the cap a bidder'],
    'bid/above-supply': ['SLD1', 'the supply of the lot'],
    'bid/below-minimum': ['AUC17', 'the smallest quantity of the lot'],
    'bid/off-multiple': ['AUC17', 'steps of quantities'],
    'bid/too-many-steps': ['SLD1', 'steps of an offer'],
    'bid/steps-order': ['SLD1', 'the order of steps'],
    'bid/short-of-opening': ['SLD1', 'the opening price'],
    'bid/attribute': ['SLD6', 'attributes that are scored'],
  },
  english: {
    'bid/short-of-next': ['ENG1', 'the next price'],
    'bid/beyond-step': ['ENG1', 'the maximum step'],
    'bid/off-tick': ['ENG1', 'price steps'],
    'bid/no-limits': ['ENG1', 'the form of bids'],
    'bid/wrong-form': ['ENG1', 'the form of bids'],
    'bid/own-limit': ['ENG2', 'limits'],
    'bid/lot-not-open': ['ENG4', 'the opening of lots'],
    'bid/late': ['ENG4', 'the close of a lot'],
  },
};

/** The rule behind a refusal code; undefined for a code nobody has filed. */
export const ruleBehind = (format: FormatId, code: string): NumberedRule | undefined => {
  const found = OF_FORMAT[format]?.[code] ?? COMMON[code];
  return found && { number: found[0], about: found[1] };
};
