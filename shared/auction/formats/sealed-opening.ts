// Opens a lot of a sealed round: who gets how much, from the frozen book alone (rules SLD3, SLD4). Pure, and without
// an order of arrival unless ties go to the earliest.

import type { TeamId } from '../../kernel/ids.ts';
import type { BasisPoints, Mills } from '../../kernel/units.ts';
import type { Lot } from '../types.ts';
import type { SealedBid, SealedRules } from './sealed-types.ts';
import { basisPoints } from '../../kernel/units.ts';
import { minimumOf, multipleOf } from '../lot-quanta.ts';
import { byBest, reaches } from '../price-direction.ts';
import { scoreOf } from './sealed-score.ts';

const FULL_SHARE_BP = 10_000;

/** What is offered for one lot, and by what it is judged. */
export interface LotBook {
  readonly lot: Lot;
  readonly rules: SealedRules;
  readonly reserveMills: Mills | undefined;
  readonly bids: readonly (readonly [TeamId, SealedBid])[];
  readonly tieKey: (teamId: TeamId) => string;
}

/** One step of one team, and how much of it was taken. */
export interface Piece {
  readonly teamId: TeamId;
  readonly quantityBlocks: number;
  readonly priceMills: Mills;
  readonly score: number;
  readonly order: number;
  readonly tie: string;
  readonly takenBlocks: number;
}

export interface Allocation {
  /** All that reach the reserve, the best first. */
  readonly pieces: readonly Piece[];
  readonly marginShareBp: BasisPoints | undefined;
}

const byTie = (ties: SealedRules['ties'], a: Piece, b: Piece): number =>
  ties === 'earliest' ? a.order - b.order : a.tie < b.tie ? -1 : a.tie > b.tie ? 1 : 0;

/** Steps that reach the hidden reserve, the best first; of equal ones as ties go. */
const piecesOf = ({ rules, reserveMills, bids, tieKey }: LotBook): readonly Piece[] =>
  bids
    .flatMap(([teamId, { steps, attributes, order }]) =>
      steps.map((step): Piece => ({
        ...step,
        teamId,
        order,
        score: scoreOf(rules, step.priceMills, attributes),
        tie: tieKey(teamId),
        takenBlocks: 0,
      })),
    )
    .filter(
      ({ priceMills }) =>
        reserveMills === undefined || reaches(rules.direction, priceMills, reserveMills),
    )
    .sort((a, b) => byBest(rules.direction, a.score, b.score) || byTie(rules.ties, a, b));

const quantityOf = (pieces: readonly Piece[]): number =>
  pieces.reduce((sum, { quantityBlocks }) => sum + quantityBlocks, 0);

const takenBy = (pieces: readonly Piece[], teamId: TeamId): number =>
  pieces.reduce((sum, piece) => sum + (piece.teamId === teamId ? piece.takenBlocks : 0), 0);

/** Remaining ÷ quantity at the margin, rounded up to the next 0.01 % (SLD4). */
export const marginShare = (remainingBlocks: number, quantityBlocks: number): BasisPoints =>
  basisPoints(Math.ceil((remainingBlocks * FULL_SHARE_BP) / quantityBlocks));

/** A step's part of that share, rounded up to the lot's step, at least its minimum, never more than was offered. */
const proRata = (lot: Lot, piece: Piece, shareBp: BasisPoints): Piece => {
  const multiple = multipleOf(lot);
  const part = Math.ceil((piece.quantityBlocks * shareBp) / (FULL_SHARE_BP * multiple)) * multiple;
  const takenBlocks = Math.min(piece.quantityBlocks, Math.max(minimumOf(lot), part));
  return { ...piece, takenBlocks };
};

/** One after the other as far as there is something left; a part that leaves its team below the minimum is passed over. */
const inOrder = (
  lot: Lot,
  before: readonly Piece[],
  level: readonly Piece[],
  remainingBlocks: number,
): readonly Piece[] => {
  let left = remainingBlocks;
  return level.map((piece) => {
    const blocks = Math.min(piece.quantityBlocks, left);
    if (blocks === 0 || takenBy(before, piece.teamId) + blocks < minimumOf(lot)) return piece;
    left -= blocks;
    return { ...piece, takenBlocks: blocks };
  });
};

/** Runs of pieces with the same score, the best first. */
const levelsOf = (pieces: readonly Piece[]): readonly (readonly Piece[])[] => {
  const levels: Piece[][] = [];
  for (const piece of pieces) {
    const last = levels.at(-1);
    if (last?.[0]?.score === piece.score) last.push(piece);
    else levels.push([piece]);
  }
  return levels;
};

/** Gives the best steps what they ask until nothing is left; those at the margin share it as ties go (SLD3, SLD4). */
export const allocate = (book: LotBook): Allocation => {
  const { lot, rules } = book;
  let left = lot.supplyBlocks;
  let marginShareBp: BasisPoints | undefined;
  const done: Piece[] = [];
  for (const level of levelsOf(piecesOf(book))) {
    const isMargin = left > 0 && quantityOf(level) > left;
    if (isMargin && rules.ties === 'pro-rata') {
      const shareBp = marginShare(left, quantityOf(level));
      marginShareBp = shareBp;
      done.push(...level.map((piece) => proRata(lot, piece, shareBp)));
      left = 0;
      continue;
    }
    const given = inOrder(lot, done, level, left);
    left -= given.reduce((sum, { takenBlocks }) => sum + takenBlocks, 0);
    done.push(...given);
  }
  return { pieces: done, marginShareBp };
};
