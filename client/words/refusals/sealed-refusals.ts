// Refusals of bids in sealed rounds, and of quantities that a lot is not divided into.

import { blocks } from '../../format/amounts.ts';
import { BID_STANDS } from './refusal-words.ts';
import type { Words } from './refusal-words.ts';

export const SEALED_REFUSALS: Words = {
  'bid/above-supply': (of) =>
    `This lot has ${of.has('supplyBlocks') ? blocks(of.number('supplyBlocks')) : 'fewer blocks'} in all. ${BID_STANDS}`,
  'bid/below-minimum': (of) =>
    `Ask for at least ${of.has('minimumBlocks') ? blocks(of.number('minimumBlocks')) : 'the minimum'} of this lot. ${BID_STANDS}`,
  'bid/off-multiple': (of) =>
    `Quantities of this lot go in steps of ${of.has('multipleBlocks') ? blocks(of.number('multipleBlocks')) : 'several blocks'}. ${BID_STANDS}`,
  'bid/too-many-steps': (of) =>
    `An offer has at most ${of.count('maximumSteps')} steps. ${BID_STANDS}`,
  'bid/steps-order': (of) =>
    `Step ${of.count('step')} must have a worse price than the ${of.price('beforeMills')} of the step before. ${BID_STANDS}`,
  'bid/short-of-opening': (of) =>
    `An offer for this lot must reach ${of.price('openingPriceMills')}. ${BID_STANDS}`,
  'bid/attribute': (of) =>
    `Choose one of the options that the rules give for ${of.text('attributeId') || 'each attribute'}. ${BID_STANDS}`,
};
