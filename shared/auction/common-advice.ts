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
