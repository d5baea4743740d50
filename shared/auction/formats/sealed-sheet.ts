// Sealed rounds in sentences, from the rules alone.

import type { Scoring, SealedRules } from './sealed-types.ts';
import { demandSentence, dollars, roundsSentence } from '../sentences.ts';
import { shareSentences } from '../unlikely-share.ts';

const pricingSentence = ({ pricing, direction }: SealedRules): string => {
  const isForward = direction === 'forward';
  const [pays, lowest, highest, floor] = isForward
    ? ['pays', 'lowest', 'highest', 'the opening price or the hidden reserve, whichever is higher']
    : [
        'is paid',
        'highest',
        'lowest',
        'the ceiling price or the hidden reserve, whichever is lower',
      ];
  switch (pricing) {
    case 'pay-as-bid':
      return `Pay as bid: each winner ${pays} its own price for each block.`;
    case 'uniform-lowest-accepted':
      return `One price a lot: every winner ${pays} the ${lowest} price that got something.`;
    case 'uniform-highest-rejected':
      return `One price a lot: every winner ${pays} the ${highest} price that got nothing, but ${isForward ? 'no more' : 'no less'} than the ${lowest} one that got something; where nothing was turned away, ${floor}.`;
    case 'vickrey':
      return `Vickrey: for its blocks a winner ${pays} the ${highest} prices of others that got nothing because of it; where there are too few, ${floor}. Bidding what a block is worth to you is the best you can do.`;
  }
};

const tieSentence = ({ ties }: SealedRules): string => {
  switch (ties) {
    case 'pro-rata':
      return 'Equal offers at the margin share what is left pro rata: the share is what is left divided by what they offer, rounded up to the next 0.01 %; each part is rounded up to the lot’s step and is at least its minimum. By this rounding a little more than the supply may be awarded.';
    case 'earliest':
      return 'Of equal offers at the margin the earlier one goes first; a part that would leave a team below the lot’s minimum is not given.';
    case 'seed':
      return 'Equal offers at the margin go in the order of a seed whose hash is published before round 1; a part that would leave a team below the lot’s minimum is not given.';
  }
};

const scoringSentence = (
  { attributes, millsPerPoint }: Scoring,
  direction: SealedRules['direction'],
): string => {
  const list = attributes.map(({ name, options }) => {
    const points = options.map((option) => `${option.name} ${String(option.points)}`);
    return `${name} (${points.join(', ')})`;
  });
  const how = direction === 'forward' ? 'added to' : 'taken from';
  return `Offers are compared by score: each point counts ${dollars(millsPerPoint)} a piece and is ${how} the price. Points: ${list.join('; ')}. You see the score of your own offers.`;
};

const roundSentences = (rules: SealedRules): readonly string[] => {
  const { roundCount, bidsStand } = rules;
  if (roundCount === 1) return [roundsSentence(rules)];
  return [
    `There are ${String(roundCount)} rounds; the last one counts.`,
    roundsSentence(rules),
    bidsStand
      ? 'Best and final: what you offered in a round stands in the next one unless you replace it or take it back.'
      : 'Each round begins without offers: who does not bid in it gets nothing.',
  ];
};

/** How sealed rounds go, in sentences. */
export const sealedSheet = (rules: SealedRules): readonly string[] => {
  const { maximumSteps, information, scoring, direction } = rules;
  const isForward = direction === 'forward';
  return [
    isForward
      ? 'Sealed bids: the carrier sells capacity; nobody sees your offer before the cut-off, not even the moderator.'
      : 'Sealed bids: the shipper buys capacity; nobody sees your offer before the cut-off, not even the moderator.',
    maximumSteps === 1
      ? `An offer for a lot is a quantity and a price, at least as good as its ${isForward ? 'opening' : 'ceiling'} price.`
      : `An offer for a lot is a schedule of up to ${String(maximumSteps)} steps, each so many further blocks at a worse price, all at least as good as its ${isForward ? 'opening' : 'ceiling'} price.`,
    'You can replace an offer, or take it back, until the cut-off. The cut-off is not extended.',
    ...roundSentences(rules),
    ...shareSentences(
      rules.unlikelyBp,
      `A price that is ${isForward ? 'above' : 'below'} the ${isForward ? 'opening' : 'ceiling'} price`,
    ),
    ...(scoring ? [scoringSentence(scoring, direction)] : []),
    `The best offers get what they ask until nothing is left. An offer ${isForward ? 'below' : 'above'} a lot’s hidden reserve gets nothing.`,
    tieSentence(rules),
    pricingSentence(rules),
    demandSentence(information.demand),
    information.showsPrices
      ? 'After each round everybody sees the price of each lot.'
      : 'The prices of lots are not shown to bidders; winners see their own.',
    ...(information.showsOwnResult && rules.roundCount > 1
      ? ['After each round you see what you would get.']
      : []),
  ];
};
