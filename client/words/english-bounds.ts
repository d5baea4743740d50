// Refusals of English bids with their numbers as bounds, which the card of a refused bid knows.

import type { Direction } from '../../shared/auction/types.ts';
import type { Rejection } from '../../shared/kernel/rejection.ts';

/** The next price bounds from the near side, the furthest from the far one; a limit of one's own must be bettered. */
export const englishInBounds = (
  direction: Direction,
  rejection: Rejection,
  tickMills: number,
): Rejection => {
  const isForward = direction === 'forward';
  const { nextMills, limitMills, furthestMills } = rejection;
  const better = isForward ? tickMills : -tickMills;
  const least = typeof limitMills === 'number' ? limitMills + better : nextMills;
  const [near, far] = isForward
    ? (['minimumMills', 'maximumMills'] as const)
    : (['maximumMills', 'minimumMills'] as const);
  return {
    ...rejection,
    ...(typeof least === 'number' && { [near]: least }),
    ...(typeof furthestMills === 'number' && { [far]: furthestMills }),
  };
};
