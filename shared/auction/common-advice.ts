// Remarks of the rules check that several formats share.

import type { Advice, Setup } from './advice.ts';
import type { Lot } from './types.ts';
import { reaches } from './price-direction.ts';

/** Hidden reserves that the opening price meets already, so that they do nothing. */
export const reserveAdvice = ({ rules, lots, reservesMills }: Setup): readonly Advice[] =>
  lots.flatMap(({ id, openingPriceMills }): Advice[] => {
    const reserveMills = reservesMills[id];
    return reserveMills !== undefined && reaches(rules.direction, openingPriceMills, reserveMills)
      ? [{ code: 'advice/reserve-idle', lotId: id, reserveMills, openingPriceMills }]
      : [];
  });

/** Caps that let one bidder take all. */
export const capAdvice = (lots: readonly Lot[]): readonly Advice[] =>
  lots.flatMap(({ id, capBlocks, supplyBlocks }): Advice[] =>
    capBlocks !== undefined && capBlocks >= supplyBlocks
      ? [{ code: 'advice/cap-idle', lotId: id, capBlocks, supplyBlocks }]
      : [],
  );

/** Lots in which nobody competes: what all bidders may have together is no more than there is. */
export const plentyAdvice = ({ lots, eligibility }: Setup): readonly Advice[] => {
  const bidders = eligibility.length;
  return lots.flatMap(({ id, capBlocks, supplyBlocks }): Advice[] =>
    capBlocks !== undefined && bidders > 1 && capBlocks * bidders <= supplyBlocks
      ? [{ code: 'advice/nobody-competes', lotId: id, capBlocks, bidders, supplyBlocks }]
      : [],
  );
};

/** Where winners pay what others would have paid and there are only two, the one other may have asked for little. */
export const secondPriceAdvice = (
  isSecondPrice: boolean,
  { eligibility }: Setup,
): readonly Advice[] =>
  isSecondPrice && eligibility.length === 2
    ? [{ code: 'advice/second-price-few', bidders: 2 }]
    : [];
