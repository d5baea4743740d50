// Quantities with their prices in words: steps of an offer, parts of an award, what a team took.

import { count } from './amounts.ts';
import { formatMillsBare } from './money.ts';

/** `4 at 2.60, 2 at 2.50`. */
export const partsInWords = (
  parts: readonly { readonly quantityBlocks: number; readonly priceMills: number }[],
): string =>
  parts
    .map(
      ({ quantityBlocks, priceMills }) =>
        `${count(quantityBlocks)} at ${formatMillsBare(priceMills)}`,
    )
    .join(', ');
