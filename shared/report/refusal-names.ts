// Why bids were refused, in a few words a code: for the feed and for reports. A code without words stands for itself.

const REFUSALS: Readonly<Record<string, string>> = {
  'bid/late': 'after the close',
  'bid/round-not-open': 'that round is not open',
  'bid/over-eligibility': 'not enough eligibility',
  'bid/outside-range': 'price outside the round’s range',
  'bid/wrong-form': 'not the form of this auction',
  'bid/short-of-next': 'short of the next price',
  'bid/beyond-step': 'further than one step may go',
  'bid/own-limit': 'no better than its own limit',
  'bid/no-limits': 'limits are not taken',
  'bid/lot-not-open': 'that lot is not open',
  'bid/off-tick': 'price between two steps',
  'bid/above-cap': 'above the cap of the lot',
  'bid/above-supply': 'more than the lot has',
  'bid/below-minimum': 'less than the lot is divided into',
  'bid/off-multiple': 'quantity between two steps',
  'bid/too-many-steps': 'too many steps',
  'bid/steps-order': 'steps not in order of their price',
  'bid/short-of-opening': 'short of the opening price',
  'bid/total-short': 'less than its blocks at opening prices',
  'bid/lot-twice': 'a lot named twice',
  'bid/no-groups': 'groups are not taken',
  'bid/too-many-packages': 'too many packages',
  'bid/short-of-clock': 'the clock has been set back',
  'bid/above-remaining': 'more than is left',
  'bid/attribute': 'an attribute without one of its options',
  'bid/paused': 'the auction is paused',
  'bid/not-running': 'the auction is not running',
  'bid/rules-not-accepted': 'the rules are not accepted',
  'bid/confirm': 'it was not confirmed yet',
  'bid/two-persons': 'it needs a second person',
  'bid/excluded': 'the team is excluded',
  'bid/unknown-lot': 'no such lot',
};

/** A few words for the code of a refused bid. */
export const refusalName = (code: string): string => REFUSALS[code] ?? code;
