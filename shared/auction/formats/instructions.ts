// Standing instructions of a clock: what a team wants done with a lot for as long as it says nothing else. From the
// instructions and the prices of a round alone, the same everywhere (rules STI1 to STI6).

import type { LotId, TeamId } from '../../kernel/ids.ts';
import type { Rejection } from '../../kernel/rejection.ts';
import type { AuctionOf } from '../types.ts';
import type { Cell, Column } from './columns.ts';
import { reject } from '../../kernel/rejection.ts';
import { cellsOf, placesOf, withCells, withoutPlaces } from './columns.ts';

/** What a team wants of one lot: so many blocks up to a price, and so many beyond it. */
export interface Instruction {
  readonly lotId: LotId;
  readonly quantityBlocks: number;
  /** The furthest clock price at which the quantity is kept. */
  readonly limitMills: number;
  /** What is asked for beyond the limit: 0 leaves the lot. At most `quantityBlocks`. */
  readonly thenBlocks: number;
}

/** Prices and points of a round by place, as far as instructions need them. */
export interface InstructedRound {
  readonly isForward: boolean;
  readonly startMills: ArrayLike<number>;
  readonly clockMills: ArrayLike<number>;
  readonly pointsPerBlock: ArrayLike<number>;
}

/** The bid that an instruction makes at the prices of a round (STI2). */
const bidOf = (
  { place, quantityBlocks, priceMills: limit = 0, more = 0 }: Cell,
  round: InstructedRound,
): Cell => {
  const [start = 0, clock = 0] = [round.startMills[place], round.clockMills[place]];
  const isWithin = round.isForward ? clock <= limit : clock >= limit;
  if (isWithin) return { place, quantityBlocks, priceMills: clock };
  const isPassed = round.isForward ? start >= limit : start <= limit;
  // Leaving at the limit where it lies within the round's prices, else at once.
  return { place, quantityBlocks: more, priceMills: isPassed ? start : limit };
};

/**
 * Bids by instruction, for lots on which the team has no bid of its own in the round, in the order of lots and as far as
 * the points that its own bids leave go (STI2 to STI4).
 */
export const bidsByInstruction = (
  instructions: Column,
  round: InstructedRound,
  own: { readonly hasBid: (place: number) => boolean; readonly freePoints: number },
): readonly Cell[] => {
  let free = own.freePoints;
  const bids: Cell[] = [];
  for (const cell of cellsOf(instructions)) {
    if (own.hasBid(cell.place)) continue;
    const bid = bidOf(cell, round);
    const points = round.pointsPerBlock[cell.place] ?? 1;
    const quantityBlocks = Math.min(bid.quantityBlocks, Math.max(0, Math.floor(free / points)));
    free -= quantityBlocks * points;
    bids.push({ ...bid, quantityBlocks });
  }
  return bids;
};

/** Whether a team's instructions are followed now: it takes part, and has accepted the rules as they are (STI6). */
const areFollowed = (auction: AuctionOf<'clock'>, teamId: TeamId): boolean =>
  auction.excluded[teamId] === undefined && auction.accepted[teamId] === auction.rulesHash;

/** Instructions of teams whose instructions are followed. */
export const followedInstructions = (
  auction: AuctionOf<'clock'>,
): Readonly<Record<TeamId, Column>> =>
  Object.fromEntries(
    Object.entries(auction.clock.instructions ?? {}).filter(([teamId]) =>
      areFollowed(auction, teamId),
    ),
  );

/** The first instruction that cannot be taken, or undefined (STI1). */
export const checkInstructions = (
  { lots }: AuctionOf<'clock'>,
  instructions: readonly Instruction[],
): Rejection | undefined => {
  const seen = new Set<LotId>();
  for (const { lotId, quantityBlocks, limitMills, thenBlocks } of instructions) {
    const lot = lots[lotId];
    if (!lot) return reject('bid/unknown-lot', { lotId });
    if (seen.has(lotId)) return reject('bid/lot-twice', { lotId });
    seen.add(lotId);
    const { capBlocks, tickMills } = lot;
    if (capBlocks !== undefined && quantityBlocks > capBlocks) {
      return reject('bid/above-cap', { lotId, capBlocks });
    }
    if (limitMills % tickMills !== 0) return reject('bid/off-tick', { lotId, tickMills });
    if (thenBlocks > quantityBlocks) {
      return reject('instruction/more-beyond', { lotId, quantityBlocks });
    }
  }
  return undefined;
};

/** One line an instruction; without blocks it takes back what stood. */
export const instructionLines = (instructions: readonly Instruction[]): string =>
  instructions
    .map(({ lotId, quantityBlocks, limitMills, thenBlocks }) =>
      [lotId, quantityBlocks, limitMills, thenBlocks].join(' '),
    )
    .join('\n');

/** The instructions that lines say. */
export const instructionsIn = (lines: string): readonly Instruction[] =>
  (lines === '' ? [] : lines.split('\n')).map((line) => {
    const [lotId = '', quantity, limit, then] = line.split(' ');
    return {
      lotId,
      quantityBlocks: Number(quantity),
      limitMills: Number(limit),
      thenBlocks: Number(then),
    };
  });

/** A team's column with some instructions put in place; those without blocks are taken out. */
export const withInstructions = (
  before: Column,
  lotOrder: readonly LotId[],
  instructions: readonly Instruction[],
): Column => {
  const places = placesOf(lotOrder);
  const removed = new Set<number>();
  const cells: Cell[] = [];
  for (const { lotId, quantityBlocks, limitMills, thenBlocks } of instructions) {
    const place = places.get(lotId);
    if (place === undefined) continue;
    if (quantityBlocks === 0) removed.add(place);
    else cells.push({ place, quantityBlocks, priceMills: limitMills, more: thenBlocks });
  }
  const next = withCells(before, cells);
  return removed.size > 0 ? withoutPlaces(next, removed) : next;
};
