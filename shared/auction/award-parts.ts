// One award made of parts at different prices: what is paid stays exact to the mill, whatever a single price says.

import type { LotId, TeamId } from '../kernel/ids.ts';
import type { Mills } from '../kernel/units.ts';
import type { Award, AwardPart } from './types.ts';
import { mills } from '../kernel/units.ts';

/** Blocks of all parts together. */
export const blocksOf = (parts: readonly AwardPart[]): number =>
  parts.reduce((sum, { quantityBlocks }) => sum + quantityBlocks, 0);

/** What all parts together cost for one piece of each block, in mills: Σ quantity × price, exactly. */
export const paymentOf = (parts: readonly AwardPart[]): number =>
  parts.reduce((sum, { quantityBlocks, priceMills }) => sum + quantityBlocks * priceMills, 0);

/** Parts of equal price as one, in the order in which each price first comes. */
export const mergedParts = (parts: readonly AwardPart[]): readonly AwardPart[] => {
  const byPrice = new Map<Mills, number>();
  for (const { quantityBlocks, priceMills } of parts) {
    if (quantityBlocks > 0) {
      byPrice.set(priceMills, (byPrice.get(priceMills) ?? 0) + quantityBlocks);
    }
  }
  return [...byPrice].map(([priceMills, quantityBlocks]) => ({ quantityBlocks, priceMills }));
};

/** The average price a piece, rounded half up to the mill. Needs at least one block. */
const averagePrice = (parts: readonly AwardPart[]): Mills => {
  const blocks = blocksOf(parts);
  return mills(Math.floor((2 * paymentOf(parts) + blocks) / (2 * blocks)));
};

/**
 * An award of parts (AUC18): with one price it is a plain award, with several its price is their average and `parts`
 * says what is paid. Undefined without a block.
 */
export const awardOfParts = (
  lotId: LotId,
  teamId: TeamId,
  given: readonly AwardPart[],
): Award | undefined => {
  const parts = mergedParts(given);
  if (parts.length === 0) return undefined;
  const award = { lotId, teamId, quantityBlocks: blocksOf(parts), priceMills: averagePrice(parts) };
  return parts.length === 1 ? award : { ...award, parts };
};
