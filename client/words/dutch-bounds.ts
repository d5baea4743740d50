// Refusals of Dutch bids with their numbers as bounds, which the card of a refused bid knows.

import type { Direction } from '../../shared/auction/types.ts';
import type { Rejection } from '../../shared/kernel/rejection.ts';

/**
 * What is left bounds the quantity, where anything may be taken at all; a clock that was set back bounds the price from
 * its near side.
 */
export const dutchInBounds = (direction: Direction, rejection: Rejection): Rejection => {
  const { remainingBlocks, maximumBlocks, clockPriceMills, ...rest } = rejection;
  const most = remainingBlocks ?? maximumBlocks;
  const near = direction === 'forward' ? 'minimumMills' : 'maximumMills';
  const { capBlocks, ...others } = rest;
  // A team that has all it may take is helped by no other quantity.
  const isFull = maximumBlocks === 0;
  return {
    ...others,
    ...(!isFull && typeof most === 'number' && { maximumBlocks: most }),
    ...(typeof remainingBlocks === 'number' && { wholeBlocks: remainingBlocks }),
    ...(!isFull && most === undefined && typeof capBlocks === 'number' && { capBlocks }),
    ...(typeof clockPriceMills === 'number' && { [near]: clockPriceMills }),
  };
};
