// Closes a round of the clock from the frozen book alone (rules CLK3 to CLK7). Pure, and without an order of
// arrival: the same book in any order gives the same result.

import type { LotId, TeamId } from '../../kernel/ids.ts';
import type { BasisPoints, Mills } from '../../kernel/units.ts';
import type { Direction, Lot } from '../types.ts';
import type { Bid, LotResult, RoundResult } from './clock-types.ts';
import { mills } from '../../kernel/units.ts';
import { closeFlatRound } from './clock-queue.ts';

export interface RoundBook {
  readonly round: number;
  readonly direction: Direction;
  readonly activityBp: BasisPoints;
  /** In the order of the auction. */
  readonly lots: readonly Lot[];
  /** Every team that may bid, in any order. */
  readonly teams: readonly TeamId[];
  readonly startPricesMills: Readonly<Record<LotId, Mills>>;
  readonly clockPricesMills: Readonly<Record<LotId, Mills>>;
  readonly bids: Readonly<
    Record<TeamId, Readonly<Record<LotId, Pick<Bid, 'quantityBlocks' | 'priceMills'>>>>
  >;
  /** Processed demand after the round before; empty in round 1. */
  readonly demand: Readonly<Record<TeamId, Readonly<Record<LotId, number>>>>;
  readonly eligibility: Readonly<Record<TeamId, number>>;
  readonly tieKey: (teamId: TeamId, lotId: LotId) => string;
}

const priceOf = (prices: Readonly<Record<LotId, Mills>>, lot: Lot): Mills =>
  prices[lot.id] ?? lot.openingPriceMills;

/** The rows of a book: every team with every lot that it has or bids on, lots by their place. */
const rowsOf = (book: RoundBook, teams: readonly TeamId[]) => {
  const places = new Map(book.lots.map(({ id }, place) => [id, place]));
  const rows = {
    rowTeam: [] as number[],
    rowLot: [] as number[],
    rowHeld: [] as number[],
    rowAsked: [] as number[],
    rowMills: [] as number[],
  };
  for (const [team, teamId] of teams.entries()) {
    const bids = book.bids[teamId] ?? {};
    const demand = book.demand[teamId] ?? {};
    // Of the very many lots of a large sale a team touches few; only those can differ.
    for (const lotId of new Set([...Object.keys(demand), ...Object.keys(bids)])) {
      const place = places.get(lotId);
      const lot = place === undefined ? undefined : book.lots[place];
      if (place === undefined || !lot) continue;
      const bid = bids[lotId];
      rows.rowTeam.push(team);
      rows.rowLot.push(place);
      rows.rowHeld.push(demand[lotId] ?? 0);
      // A lot without a bid asks for nothing, at the start price (CLK2).
      rows.rowAsked.push(bid?.quantityBlocks ?? 0);
      rows.rowMills.push(bid?.priceMills ?? priceOf(book.startPricesMills, lot));
    }
  }
  return rows;
};

const FULL_SHARE_BP = 10_000;

/** Eligibility after a round in points (CLK6): it never rises. */
export const eligibilityAfter = (
  before: number,
  processedPoints: number,
  activityBp: BasisPoints,
): number => {
  const required = Math.ceil((before * activityBp) / FULL_SHARE_BP);
  if (processedPoints >= required) return before;
  return Math.min(before, Math.floor((processedPoints * FULL_SHARE_BP) / activityBp));
};

type Rows = ReturnType<typeof rowsOf>;

/**
 * Demand by team without zeros: that a team asked in vain must not show, and most teams have nothing of most lots. In
 * the order of the lots, so that nothing tells the order of bids.
 */
const demandRecord = (
  { lots }: RoundBook,
  teams: readonly TeamId[],
  { rows, blocks }: { readonly rows: Rows; readonly blocks: ArrayLike<number> },
): RoundResult['demand'] => {
  const byTeam = teams.map((): [number, number][] => []);
  for (const [row, team] of rows.rowTeam.entries()) {
    const has = blocks[row] ?? 0;
    if (has !== 0) byTeam[team]?.push([rows.rowLot[row] ?? 0, has]);
  }
  return Object.fromEntries(
    teams.map((teamId, team) => [
      teamId,
      Object.fromEntries(
        (byTeam[team] ?? []).sort(([a], [b]) => a - b).map(([lot, has]) => [lots[lot]?.id, has]),
      ),
    ]),
  );
};

/** Computes what the close of a round gives: processed demand, posted prices, eligibility, and whether it was the last. */
export const closeClockRound = (book: RoundBook): RoundResult => {
  const teams = [...new Set(book.teams)];
  const rows = rowsOf(book, teams);
  const supply = book.lots.map(({ supplyBlocks }) => supplyBlocks);
  const { rowBlocks, demand, clearedMills, points } = closeFlatRound({
    round: book.round,
    supply,
    pointsPerBlock: book.lots.map(({ pointsPerBlock }) => pointsPerBlock),
    startMills: book.lots.map((lot) => priceOf(book.startPricesMills, lot)),
    clockMills: book.lots.map((lot) => priceOf(book.clockPricesMills, lot)),
    eligibility: teams.map((teamId) => book.eligibility[teamId] ?? 0),
    ...rows,
    tieOf: (row) =>
      book.tieKey(teams[rows.rowTeam[row] ?? 0] ?? '', book.lots[rows.rowLot[row] ?? 0]?.id ?? ''),
  });
  const lots = Object.fromEntries(
    book.lots.map((lot, place): [LotId, LotResult] => {
      const startPriceMills = priceOf(book.startPricesMills, lot);
      const clockPriceMills = priceOf(book.clockPricesMills, lot);
      const [demandBlocks = 0, cleared = -1] = [demand[place], clearedMills[place]];
      const { supplyBlocks } = lot;
      const resting = cleared < 0 ? startPriceMills : mills(cleared);
      const postedPriceMills = demandBlocks > supplyBlocks ? clockPriceMills : resting;
      const prices = { startPriceMills, clockPriceMills, postedPriceMills };
      return [lot.id, { lotId: lot.id, ...prices, demandBlocks, supplyBlocks }];
    }),
  );
  const eligibility = Object.fromEntries(
    teams.map((teamId, team) => [
      teamId,
      eligibilityAfter(book.eligibility[teamId] ?? 0, points[team] ?? 0, book.activityBp),
    ]),
  );
  return {
    round: book.round,
    lots,
    demand: demandRecord(book, teams, { rows, blocks: rowBlocks }),
    eligibility,
    isFinal: supply.every((blocks, place) => (demand[place] ?? 0) <= blocks),
  };
};
