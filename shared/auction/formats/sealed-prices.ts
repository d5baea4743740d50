// What winners of a sealed round pay, by the pricing that the rules name (rule SLD5). Pure arithmetic on whole mills.

import type { TeamId } from '../../kernel/ids.ts';
import type { Mills } from '../../kernel/units.ts';
import type { AwardPart } from '../types.ts';
import type { Allocation, LotBook, Piece } from './sealed-opening.ts';
import type { SealedLotResult, SealedShare } from './sealed-types.ts';
import { mergedParts } from '../award-parts.ts';
import { better, worse } from '../price-direction.ts';
import { allocate } from './sealed-opening.ts';

/** The price below which nothing is sold: the opening price, or the hidden reserve where that is better. */
const floorOf = ({ lot, rules, reserveMills }: LotBook): Mills =>
  better(rules.direction, lot.openingPriceMills, reserveMills ?? lot.openingPriceMills);

const worstTaken = ({ rules }: LotBook, pieces: readonly Piece[]): Mills | null =>
  pieces
    .filter(({ takenBlocks }) => takenBlocks > 0)
    .reduce<Mills | null>(
      (worst, { priceMills }) =>
        worst === null ? priceMills : worse(rules.direction, worst, priceMills),
      null,
    );

/** What was not taken, the best first; of everybody, or of all but one team. */
const rejectedParts = (pieces: readonly Piece[], except?: TeamId): readonly AwardPart[] =>
  pieces
    .filter(({ teamId }) => teamId !== except)
    .map(({ quantityBlocks, takenBlocks, priceMills }) => ({
      quantityBlocks: quantityBlocks - takenBlocks,
      priceMills,
    }))
    .filter(({ quantityBlocks }) => quantityBlocks > 0);

const takenParts = (pieces: readonly Piece[], teamId: TeamId): readonly AwardPart[] =>
  pieces
    .filter((piece) => piece.teamId === teamId && piece.takenBlocks > 0)
    .map(({ takenBlocks, priceMills }) => ({ quantityBlocks: takenBlocks, priceMills }));

/**
 * The highest price that was turned away, never more than what every winner bid; without one the floor. A margin that
 * was cut pro rata was turned away in part, whatever rounding up made of it.
 */
const highestRejected = (
  book: LotBook,
  { pieces, marginShareBp }: Allocation,
  lowest: Mills,
): Mills => {
  if (marginShareBp !== undefined) return lowest;
  const [first] = rejectedParts(pieces);
  return first ? worse(book.rules.direction, first.priceMills, lowest) : floorOf(book);
};

/**
 * The best blocks of others that got nothing, as many as the team took, the floor where there are too few. Block by
 * block no worse for the team than its own bid.
 */
const displaced = (
  book: LotBook,
  pieces: readonly Piece[],
  teamId: TeamId,
): readonly AwardPart[] => {
  const queue = rejectedParts(pieces, teamId).map((part) => ({ ...part }));
  const floor = floorOf(book);
  const paid: AwardPart[] = [];
  for (const own of takenParts(pieces, teamId)) {
    let open = own.quantityBlocks;
    while (open > 0) {
      const [next] = queue;
      const blocks = next ? Math.min(open, next.quantityBlocks) : open;
      const price = next ? next.priceMills : floor;
      paid.push({
        quantityBlocks: blocks,
        priceMills: worse(book.rules.direction, price, own.priceMills),
      });
      open -= blocks;
      if (!next) continue;
      next.quantityBlocks -= blocks;
      if (next.quantityBlocks === 0) queue.shift();
    }
  }
  return paid;
};

const uniformPrice = (book: LotBook, allocation: Allocation, lowest: Mills): Mills | undefined => {
  switch (book.rules.pricing) {
    case 'uniform-lowest-accepted':
      return lowest;
    case 'uniform-highest-rejected':
      return highestRejected(book, allocation, lowest);
    case 'pay-as-bid':
    case 'vickrey':
      return undefined;
  }
};

const sharesOf = (
  book: LotBook,
  { pieces }: Allocation,
  uniform: Mills | undefined,
): readonly SealedShare[] => {
  const winners = new Set(
    pieces.filter(({ takenBlocks }) => takenBlocks > 0).map(({ teamId }) => teamId),
  );
  return [...winners].sort().map((teamId) => {
    const taken = takenParts(pieces, teamId);
    const paid =
      uniform !== undefined
        ? taken.map((part) => ({ ...part, priceMills: uniform }))
        : book.rules.pricing === 'vickrey'
          ? displaced(book, pieces, teamId)
          : taken;
    return { teamId, parts: mergedParts(paid) };
  });
};

/** Opens one lot: who gets how much, and at which prices. */
export const openLot = (book: LotBook): SealedLotResult => {
  const allocation = allocate(book);
  const { pieces, marginShareBp } = allocation;
  const lowest = worstTaken(book, pieces);
  const uniform = lowest === null ? undefined : uniformPrice(book, allocation, lowest);
  const demandBlocks = book.bids
    .flatMap(([, { steps }]) => steps)
    .reduce((sum, { quantityBlocks }) => sum + quantityBlocks, 0);
  return {
    lotId: book.lot.id,
    demandBlocks,
    supplyBlocks: book.lot.supplyBlocks,
    priceMills: uniform ?? lowest,
    ...(marginShareBp !== undefined && { marginShareBp }),
    shares: sharesOf(book, allocation, uniform),
  };
};
