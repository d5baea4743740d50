// Refusals that only a clock knows.

import { blocks } from '../../format/amounts.ts';
import { BID_STANDS } from './refusal-words.ts';
import type { Words } from './refusal-words.ts';

export const CLOCK_REFUSALS: Words = {
  'bid/over-eligibility': (of) =>
    `This would use ${of.count('points')} points, and you have ${of.count('eligibility')}. ${BID_STANDS} ${
      of.has('maximumBlocks')
        ? `At most ${blocks(of.number('maximumBlocks'))} fit here beside your other bids.`
        : 'Bid fewer blocks here, or fewer on another lot first.'
    }`,
  'bids/over-eligibility': (of) =>
    `Together with your other bids these would use ${of.count('points')} points, and you have ${of.count('eligibility')}. None of them was taken; your earlier bids stand.`,
  'instruction/more-beyond': (of) =>
    `Beyond its limit an instruction cannot ask for more than within it, here ${blocks(of.number('quantityBlocks'))}. Nothing was changed.`,
  'instruction/closing': (of) =>
    `Round ${of.count('round')} is being closed. Nothing was changed; set it again in a moment.`,
  'bid/outside-range': (of) =>
    of.number('minimumMills') === of.number('maximumMills')
      ? `The price must be exactly ${of.price('minimumMills')} in this round. ${BID_STANDS}`
      : `The price must be between ${of.price('minimumMills')} and ${of.price('maximumMills')} in this round. ${BID_STANDS}`,
  'bid/above-cap': (of) =>
    `One bidder may ask for at most ${of.has('capBlocks') ? blocks(of.number('capBlocks')) : 'the cap'} of this lot. ${BID_STANDS}`,
};
