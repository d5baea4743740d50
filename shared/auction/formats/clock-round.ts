// Closes a round of the clock from the frozen book alone (rules CLK3 to CLK7). Pure, and without an order of
// arrival: the same book in any order gives the same result.

import type { LotId, TeamId } from '../../kernel/ids.ts';
import type { BasisPoints, Mills } from '../../kernel/units.ts';
import type { Direction, Lot } from '../types.ts';
import type { Bid, LotResult, RoundResult } from './clock-types.ts';
import type { PricePoint } from './clock-prices.ts';
import { comparePricePoints, pricePoint } from './clock-prices.ts';
import { PlaceQueue } from './place-queue.ts';

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

/** A wish to change one team's demand for one lot, as far as it is not met yet. */
interface Request {
  readonly teamId: TeamId;
  readonly lot: Lot;
  readonly priceMills: Mills;
  readonly point: PricePoint;
  /** Computed when it is first needed. */
  tie?: string;
  /** Blocks still to add (positive) or to release (negative). */
  openBlocks: number;
}

/** Demand while a round is being computed; lives only inside `closeClockRound`. */
class Demand {
  readonly #byTeam: Map<TeamId, Map<LotId, number>>;
  readonly #total = new Map<LotId, number>();
  readonly #points = new Map<TeamId, number>();

  constructor(book: RoundBook, lots: ReadonlyMap<LotId, Lot>) {
    this.#byTeam = new Map(book.teams.map((teamId) => [teamId, new Map<LotId, number>()]));
    for (const teamId of book.teams) {
      for (const [lotId, blocks] of Object.entries(book.demand[teamId] ?? {})) {
        const lot = lots.get(lotId);
        if (lot) this.add(teamId, lot, blocks);
      }
    }
  }

  add(teamId: TeamId, lot: Lot, blocks: number): void {
    const own = this.#byTeam.get(teamId);
    own?.set(lot.id, (own.get(lot.id) ?? 0) + blocks);
    this.#total.set(lot.id, this.total(lot.id) + blocks);
    this.#points.set(teamId, this.points(teamId) + blocks * lot.pointsPerBlock);
  }

  of(teamId: TeamId, lotId: LotId): number {
    return this.#byTeam.get(teamId)?.get(lotId) ?? 0;
  }

  total(lotId: LotId): number {
    return this.#total.get(lotId) ?? 0;
  }

  points(teamId: TeamId): number {
    return this.#points.get(teamId) ?? 0;
  }

  /** Lots that a team has something of, or had. */
  lotsOf(teamId: TeamId): readonly LotId[] {
    return [...(this.#byTeam.get(teamId)?.keys() ?? [])];
  }

  /**
   * Without zeros: that a team asked in vain must not show, and most teams have nothing of most lots. In the order of
   * the lots, so that nothing tells the order of bids.
   */
  toRecord(places: ReadonlyMap<LotId, number>): RoundResult['demand'] {
    const place = (lotId: LotId): number => places.get(lotId) ?? 0;
    const something = (lots: ReadonlyMap<LotId, number>) =>
      [...lots].filter(([, blocks]) => blocks !== 0).sort(([a], [b]) => place(a) - place(b));
    return Object.fromEntries(
      [...this.#byTeam].map(([teamId, lots]) => [teamId, Object.fromEntries(something(lots))]),
    );
  }
}

const priceOf = (prices: Readonly<Record<LotId, Mills>>, lot: Lot): Mills =>
  prices[lot.id] ?? lot.openingPriceMills;

/** Every difference between what a team asks for and what it has, in price order (CLK4). */
const requestsOf = (book: RoundBook, demand: Demand, lots: ReadonlyMap<LotId, Lot>): Request[] => {
  const requests: Request[] = [];
  for (const teamId of book.teams) {
    const bids = book.bids[teamId] ?? {};
    // Of the very many lots of a large sale a team touches few; only those can differ.
    for (const lotId of new Set([...demand.lotsOf(teamId), ...Object.keys(bids)])) {
      const lot = lots.get(lotId);
      if (!lot) continue;
      const start = priceOf(book.startPricesMills, lot);
      const clock = priceOf(book.clockPricesMills, lot);
      const bid = bids[lotId];
      // A lot without a bid asks for nothing, at the start price (CLK2).
      const openBlocks = (bid?.quantityBlocks ?? 0) - demand.of(teamId, lotId);
      if (openBlocks === 0) continue;
      const priceMills = bid?.priceMills ?? start;
      const point = pricePoint(start, clock, priceMills);
      requests.push({ teamId, lot, priceMills, point, openBlocks });
    }
  }
  const tieOf = (request: Request): string =>
    (request.tie ??= book.tieKey(request.teamId, request.lot.id));
  const byTie = (a: Request, b: Request): number => (tieOf(a) < tieOf(b) ? -1 : 1);
  return requests.sort((a, b) => comparePricePoints(a.point, b.point) || byTie(a, b));
};

/** How many blocks of a request can be met now: never below supply, never above eligibility (CLK4). */
const possibleBlocks = (book: RoundBook, demand: Demand, request: Request): number => {
  const { lot, teamId, openBlocks } = request;
  if (openBlocks < 0) {
    const excess = demand.total(lot.id) - lot.supplyBlocks;
    return -Math.min(-openBlocks, Math.max(0, excess));
  }
  const freePoints = (book.eligibility[teamId] ?? 0) - demand.points(teamId);
  return Math.min(openBlocks, Math.max(0, Math.floor(freePoints / lot.pointsPerBlock)));
};

const listed = (lists: Map<string, number[]>, key: string): number[] => {
  const list = lists.get(key) ?? [];
  lists.set(key, list);
  return list;
};

/**
 * Meets requests from the head of the queue, walking it again after each change (CLK4). What cannot be met waits until
 * its lot gains demand or its team frees points, the only changes that can help it: a walk that skips it meets the
 * same request as one that looks at all.
 */
const processQueue = (
  book: RoundBook,
  demand: Demand,
  queue: readonly Request[],
): Map<LotId, Mills> => {
  const clearedAt = new Map<LotId, Mills>();
  const places = new PlaceQueue(queue.length);
  const waitingInLot = new Map<LotId, number[]>();
  const waitingForPoints = new Map<TeamId, number[]>();
  for (let place = places.take(); place !== undefined; place = places.take()) {
    const request = queue[place];
    if (!request) break;
    const { teamId, lot } = request;
    const blocks = possibleBlocks(book, demand, request);
    if (blocks !== 0) {
      demand.add(teamId, lot, blocks);
      request.openBlocks -= blocks;
      if (blocks < 0 && demand.total(lot.id) === lot.supplyBlocks) {
        clearedAt.set(lot.id, request.priceMills);
      }
      const helped = blocks > 0 ? listed(waitingInLot, lot.id) : listed(waitingForPoints, teamId);
      for (const waiting of helped.splice(0)) places.add(waiting);
    }
    if (request.openBlocks < 0) listed(waitingInLot, lot.id).push(place);
    if (request.openBlocks > 0) listed(waitingForPoints, teamId).push(place);
  }
  return clearedAt;
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

/** Computes what the close of a round gives: processed demand, posted prices, eligibility, and whether it was the last. */
export const closeClockRound = (book: RoundBook): RoundResult => {
  const lotsById = new Map(book.lots.map((lot) => [lot.id, lot]));
  const demand = new Demand(book, lotsById);
  const queue = requestsOf(book, demand, lotsById);
  if (book.round === 1) {
    // Round 1 takes the quantities as bid (CLK4).
    for (const { teamId, lot, openBlocks } of queue) demand.add(teamId, lot, openBlocks);
    queue.length = 0;
  }
  const clearedAt = processQueue(book, demand, queue);
  const lots = Object.fromEntries(
    book.lots.map((lot): [LotId, LotResult] => {
      const startPriceMills = priceOf(book.startPricesMills, lot);
      const clockPriceMills = priceOf(book.clockPricesMills, lot);
      const demandBlocks = demand.total(lot.id);
      const { supplyBlocks } = lot;
      const postedPriceMills =
        demandBlocks > supplyBlocks ? clockPriceMills : (clearedAt.get(lot.id) ?? startPriceMills);
      const prices = { startPriceMills, clockPriceMills, postedPriceMills };
      return [lot.id, { lotId: lot.id, ...prices, demandBlocks, supplyBlocks }];
    }),
  );
  const eligibility = Object.fromEntries(
    book.teams.map((teamId) => [
      teamId,
      eligibilityAfter(book.eligibility[teamId] ?? 0, demand.points(teamId), book.activityBp),
    ]),
  );
  const places = new Map(book.lots.map(({ id }, place) => [id, place]));
  const isFinal = book.lots.every((lot) => demand.total(lot.id) <= lot.supplyBlocks);
  return { round: book.round, lots, demand: demand.toRecord(places), eligibility, isFinal };
};
