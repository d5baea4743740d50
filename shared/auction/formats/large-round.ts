// The close of a round over very many lots, as a question that any thread can answer from plain texts, and its answer.
// The question holds the frozen book; what it says of a round is what the plain rule says of the same bids.

import type { LotId, TeamId } from '../../kernel/ids.ts';
import type { AuctionOf, Direction } from '../types.ts';
import type { Cell, Column } from './columns.ts';
import type { ResultColumns } from './clock-types.ts';
import type { FlatRound } from './clock-queue.ts';
import { tieKey } from '../ties.ts';
import { closeFlatRound } from './clock-queue.ts';
import { eligibilityAfter } from './clock-round.ts';
import { cellsOf, denseColumn, denseValues, sparseColumn } from './columns.ts';
import { bidsByInstruction, followedInstructions } from './instructions.ts';
import { largePart, lotList } from './large.ts';

/** A frozen book of very many lots. Plain data. */
export interface LargeQuestion {
  /** Names this book among all that the auction ever freezes. */
  readonly digest: string;
  readonly kind: 'clock-round';
  readonly auctionId: string;
  readonly seed: string;
  readonly round: number;
  readonly direction: Direction;
  readonly activityBp: number;
  readonly lotIds: readonly LotId[];
  readonly supplyBlocks: readonly number[];
  readonly pointsPerBlock: readonly number[];
  readonly startMills: Column;
  readonly clockMills: Column;
  /** By team, in order of ids. */
  readonly teams: readonly {
    readonly teamId: TeamId;
    readonly eligibility: number;
    readonly bids: Column;
    readonly demand: Column;
    /** Empty where none is followed. */
    readonly instructions: Column;
  }[];
}

/** What a frozen book gives. */
export interface LargeAnswer {
  readonly digest: string;
  readonly kind: 'clock-round';
  readonly columns: ResultColumns;
  readonly eligibility: Readonly<Record<TeamId, number>>;
  readonly instructed: Readonly<Record<TeamId, Column>>;
  readonly isFinal: boolean;
}

/** Sort key of a team's request for a lot in a tie (AUC12); given in, so that a server may use a faster hash. */
export type TieKey = typeof tieKey;

const NONE: Column = {};

/** The question of a frozen book. */
export const largeQuestion = (auction: AuctionOf<'clock'>, digest: string): LargeQuestion => {
  const { clock, rules, round, auctionId, seed } = auction;
  const large = largePart(auction);
  const demand = clock.results.at(-1)?.columns?.demand ?? {};
  const instructions = followedInstructions(auction);
  const lots = lotList(auction);
  return {
    ...{ digest, kind: 'clock-round', auctionId, seed, round },
    direction: rules.direction,
    activityBp: rules.activityBp,
    lotIds: auction.lotOrder,
    supplyBlocks: lots.map(({ supplyBlocks }) => supplyBlocks),
    pointsPerBlock: lots.map(({ pointsPerBlock }) => pointsPerBlock),
    startMills: large.startMills,
    clockMills: large.clockMills,
    teams: Object.keys(clock.eligibility)
      .sort()
      .map((teamId) => ({
        teamId,
        eligibility: clock.eligibility[teamId] ?? 0,
        bids: large.book[teamId]?.cells ?? NONE,
        demand: demand[teamId] ?? NONE,
        instructions: instructions[teamId] ?? NONE,
      })),
  };
};

interface Prices {
  readonly startMills: Float64Array;
  readonly clockMills: Float64Array;
}

const isEmpty = (column: Column): boolean => Object.keys(column).length === 0;

/** Bids of teams by instruction, beside those that they made themselves. */
const instructedCells = (question: LargeQuestion, prices: Prices) =>
  question.teams.map(({ bids, instructions, eligibility }): readonly Cell[] => {
    if (isEmpty(instructions)) return [];
    const own = cellsOf(bids);
    const places = new Set(own.map(({ place }) => place));
    const used = own.reduce(
      (sum, { place, quantityBlocks }) =>
        sum + quantityBlocks * (question.pointsPerBlock[place] ?? 0),
      0,
    );
    const round = {
      ...prices,
      isForward: question.direction === 'forward',
      pointsPerBlock: question.pointsPerBlock,
    };
    return bidsByInstruction(instructions, round, {
      hasBid: (place) => places.has(place),
      freePoints: eligibility - used,
    });
  });

/** The rows of the book: lots that a team has or asks for, in order. Scratch lists by lot are cleared after each team. */
const rowsOf = (
  question: LargeQuestion,
  prices: Prices,
  instructed: readonly (readonly Cell[])[],
) => {
  const rows = {
    rowTeam: [] as number[],
    rowLot: [] as number[],
    rowHeld: [] as number[],
    rowAsked: [] as number[],
    rowMills: [] as number[],
  };
  const rowAt = new Int32Array(question.lotIds.length).fill(-1);
  for (const [team, { bids, demand }] of question.teams.entries()) {
    const first = rows.rowLot.length;
    const rowOf = (place: number): number => {
      const known = rowAt[place] ?? -1;
      if (known >= 0) return known;
      const row = rows.rowLot.length;
      rowAt[place] = row;
      rows.rowTeam.push(team);
      rows.rowLot.push(place);
      rows.rowHeld.push(0);
      // A lot without a bid asks for nothing, at the start price (CLK2).
      rows.rowAsked.push(0);
      rows.rowMills.push(prices.startMills[place] ?? 0);
      return row;
    };
    for (const { place, quantityBlocks } of cellsOf(demand)) {
      rows.rowHeld[rowOf(place)] = quantityBlocks;
    }
    for (const cells of [cellsOf(bids), instructed[team] ?? []]) {
      for (const { place, quantityBlocks, priceMills = 0 } of cells) {
        const row = rowOf(place);
        rows.rowAsked[row] = quantityBlocks;
        rows.rowMills[row] = priceMills;
      }
    }
    for (let row = first; row < rows.rowLot.length; row += 1) rowAt[rows.rowLot[row] ?? 0] = -1;
  }
  return rows;
};

/** Processed demand by team, without zeros and in the order of lots. */
const demandColumns = (
  { teams }: LargeQuestion,
  { rowTeam, rowLot }: Pick<FlatRound, 'rowTeam' | 'rowLot'>,
  rowBlocks: Float64Array,
): Readonly<Record<TeamId, Column>> => {
  const cells = teams.map((): Cell[] => []);
  for (let row = 0; row < rowLot.length; row += 1) {
    const quantityBlocks = rowBlocks[row] ?? 0;
    if (quantityBlocks > 0)
      cells[rowTeam[row] ?? 0]?.push({ place: rowLot[row] ?? 0, quantityBlocks });
  }
  return Object.fromEntries(
    teams.map(({ teamId }, team) => [
      teamId,
      sparseColumn((cells[team] ?? []).sort((a, b) => a.place - b.place)),
    ]),
  );
};

/** Answers a frozen book. Long, and pure. */
export const answerLarge = (question: LargeQuestion, tie: TieKey = tieKey): LargeAnswer => {
  const { lotIds, teams, supplyBlocks, activityBp, digest } = question;
  const prices = {
    startMills: denseValues(question.startMills, lotIds.length),
    clockMills: denseValues(question.clockMills, lotIds.length),
  };
  const instructed = instructedCells(question, prices);
  const rows = rowsOf(question, prices, instructed);
  const { rowBlocks, demand, clearedMills, points } = closeFlatRound({
    round: question.round,
    supply: supplyBlocks,
    pointsPerBlock: question.pointsPerBlock,
    ...prices,
    eligibility: teams.map(({ eligibility }) => eligibility),
    ...rows,
    tieOf: (row) =>
      tie(
        question,
        teams[rows.rowTeam[row] ?? 0]?.teamId ?? '',
        lotIds[rows.rowLot[row] ?? 0] ?? '',
      ),
  });
  const postedMills = supplyBlocks.map((supply, place) => {
    if ((demand[place] ?? 0) > supply) return prices.clockMills[place] ?? 0;
    const cleared = clearedMills[place] ?? -1;
    return cleared < 0 ? (prices.startMills[place] ?? 0) : cleared;
  });
  return {
    digest,
    kind: 'clock-round',
    columns: {
      postedMills: denseColumn(postedMills),
      demandBlocks: denseColumn(demand),
      demand: demandColumns(question, rows, rowBlocks),
    },
    eligibility: Object.fromEntries(
      teams.map(({ teamId, eligibility }, team) => [
        teamId,
        eligibilityAfter(
          eligibility,
          points[team] ?? 0,
          activityBp as Parameters<typeof eligibilityAfter>[2],
        ),
      ]),
    ),
    instructed: Object.fromEntries(
      teams.flatMap(({ teamId }, team) => {
        const cells = instructed[team] ?? [];
        return cells.length > 0 ? [[teamId, sparseColumn(cells)] as const] : [];
      }),
    ),
    isFinal: supplyBlocks.every((supply, place) => (demand[place] ?? 0) <= supply),
  };
};
