// Refusals that only a Dutch auction knows.

import { blocks } from '../../format/amounts.ts';
import { BID_STANDS } from './refusal-words.ts';
import type { Words } from './refusal-words.ts';

export const DUTCH_REFUSALS: Words = {
  'bid/short-of-clock': (of) =>
    `The clock stands at ${of.price('clockPriceMills')}: it was set back before your bid came, and you are not held to a price you did not name. ${BID_STANDS}`,
  'bid/above-remaining': (of) =>
    `Only ${of.has('remainingBlocks') ? blocks(of.number('remainingBlocks')) : 'fewer blocks'} of this lot are left. ${BID_STANDS}`,
};
