// The heart of a clock's close: requests in price order, met as far as demand, supply and points allow (rule CLK4), on
// flat arrays, so that 18,000 lots and 200 teams take a second or two. What it says of a round is exactly what the
// plain rule says; a test holds the two together.

import { comparePricePoints } from './clock-prices.ts';
import { PlaceQueue } from './place-queue.ts';

/** A round as arrays: lots and teams are numbers; a row is a team and a lot that it has, or asks for. */
export interface FlatRound {
  readonly round: number;
  readonly supply: ArrayLike<number>;
  readonly pointsPerBlock: ArrayLike<number>;
  readonly startMills: ArrayLike<number>;
  readonly clockMills: ArrayLike<number>;
  /** Points a team may use, by team. */
  readonly eligibility: ArrayLike<number>;
  readonly rowTeam: ArrayLike<number>;
  readonly rowLot: ArrayLike<number>;
  /** Blocks that the team had after the round before, and those it asks for now at which price. */
  readonly rowHeld: ArrayLike<number>;
  readonly rowAsked: ArrayLike<number>;
  readonly rowMills: ArrayLike<number>;
  /** Sort key of a row in a tie, as hexadecimal digits (AUC12); asked for only where a tie is. */
  readonly tieOf: (row: number) => string;
}

export interface FlatResult {
  /** Blocks that each row has now. */
  readonly rowBlocks: Float64Array;
  /** Aggregate demand by lot. */
  readonly demand: Float64Array;
  /** The price of the last reduction that brought a lot to exactly its supply; −1 where none did. */
  readonly clearedMills: Float64Array;
  /** Points in use by team. */
  readonly points: Float64Array;
}

const at = (list: ArrayLike<number>, place: number): number => list[place] ?? 0;

/** Digits of a tie key that fit into a number exactly; keys that agree in all of these are compared whole. */
const KEY_DIGITS = 13;

/** Rows of one price point in the order of their tie keys. */
const byTies = (rows: readonly number[], { tieOf }: FlatRound): readonly number[] => {
  if (rows.length < 2) return rows;
  const keyed = rows.map((row) => {
    const key = tieOf(row);
    return { row, key, number: Number.parseInt(key.slice(0, KEY_DIGITS), 16) };
  });
  keyed.sort((a, b) => a.number - b.number || (a.key < b.key ? -1 : 1));
  return keyed.map(({ row }) => row);
};

/** Rows that ask for a change, in the order in which they are met: price point, then tie (CLK4). */
const inOrder = (flat: FlatRound): readonly number[] => {
  const atStart: number[] = [];
  const between: number[] = [];
  const atClock: number[] = [];
  const point = (row: number) => {
    const lot = at(flat.rowLot, row);
    const start = at(flat.startMills, lot);
    const range = Math.abs(at(flat.clockMills, lot) - start);
    return { movedMills: Math.abs(at(flat.rowMills, row) - start), rangeMills: range };
  };
  for (let row = 0; row < flat.rowLot.length; row += 1) {
    if (at(flat.rowAsked, row) === at(flat.rowHeld, row)) continue;
    const { movedMills, rangeMills } = point(row);
    // A range of 0 has the one point 0.
    if (rangeMills === 0 || movedMills === 0) atStart.push(row);
    else if (movedMills === rangeMills) atClock.push(row);
    else between.push(row);
  }
  const points = new Map(between.map((row) => [row, point(row)]));
  const compare = (a: number, b: number): number => {
    const [left, right] = [points.get(a), points.get(b)];
    return left && right ? comparePricePoints(left, right) : 0;
  };
  between.sort(compare);
  const ordered = [...byTies(atStart, flat)];
  for (let first = 0; first < between.length;) {
    let end = first + 1;
    while (end < between.length && compare(between[first] ?? 0, between[end] ?? 0) === 0) end += 1;
    for (const row of byTies(between.slice(first, end), flat)) ordered.push(row);
    first = end;
  }
  for (const row of byTies(atClock, flat)) ordered.push(row);
  return ordered;
};

/** Demand and points while a round is computed. */
class Standing {
  readonly rowBlocks: Float64Array;
  readonly demand: Float64Array;
  readonly clearedMills: Float64Array;
  readonly points: Float64Array;
  readonly #flat: FlatRound;

  constructor(flat: FlatRound) {
    this.#flat = flat;
    this.rowBlocks = new Float64Array(flat.rowLot.length);
    this.demand = new Float64Array(flat.supply.length);
    this.clearedMills = new Float64Array(flat.supply.length).fill(-1);
    this.points = new Float64Array(flat.eligibility.length);
    for (let row = 0; row < flat.rowLot.length; row += 1) this.add(row, at(flat.rowHeld, row));
  }

  add(row: number, blocks: number): void {
    const [lot, team] = [at(this.#flat.rowLot, row), at(this.#flat.rowTeam, row)];
    this.rowBlocks[row] = at(this.rowBlocks, row) + blocks;
    this.demand[lot] = at(this.demand, lot) + blocks;
    this.points[team] = at(this.points, team) + blocks * at(this.#flat.pointsPerBlock, lot);
  }

  freePoints(team: number): number {
    return at(this.#flat.eligibility, team) - at(this.points, team);
  }

  excess(lot: number): number {
    return at(this.demand, lot) - at(this.#flat.supply, lot);
  }

  /** What is still asked for: positive to add, negative to release. */
  open(row: number): number {
    return at(this.#flat.rowAsked, row) - at(this.rowBlocks, row);
  }

  /** How many blocks of a row can be met now: never below supply, never above eligibility. */
  possible(row: number): number {
    const open = this.open(row);
    const lot = at(this.#flat.rowLot, row);
    if (open < 0) return -Math.min(-open, Math.max(0, this.excess(lot)));
    const free = this.freePoints(at(this.#flat.rowTeam, row));
    return Math.min(open, Math.max(0, Math.floor(free / at(this.#flat.pointsPerBlock, lot))));
  }
}

/** Places that wait, and the first of them on demand. */
class Waiting {
  readonly #queues = new Map<number, PlaceQueue>();

  add(key: number, place: number): void {
    const queue = this.#queues.get(key) ?? new PlaceQueue(0);
    this.#queues.set(key, queue);
    queue.add(place);
  }

  take(key: number): number | undefined {
    return this.#queues.get(key)?.take();
  }
}

/**
 * Meets requests from the head of the queue, walking it again after each change (CLK4). What cannot be met waits: a
 * reduction for its lot to have excess, an increase for its team to have points for one block of it. Of those that wait
 * for the same the first goes first, and while it cannot be met none can; so only the first is looked at again.
 */
const meet = (flat: FlatRound, standing: Standing): void => {
  const order = inOrder(flat);
  const places = new PlaceQueue(order.length);
  const inLot = new Waiting();
  /** By team, for each number of points a block that its waiting increases have. */
  const forPoints = new Map<number, Map<number, PlaceQueue>>();
  const wake = (team: number, lot: number): void => {
    if (standing.excess(lot) > 0) {
      const place = inLot.take(lot);
      if (place !== undefined) places.add(place);
    }
    const free = standing.freePoints(team);
    for (const [points, queue] of forPoints.get(team) ?? []) {
      const place = free >= points ? queue.take() : undefined;
      if (place !== undefined) places.add(place);
    }
  };
  for (let place = places.take(); place !== undefined; place = places.take()) {
    const row = order[place];
    if (row === undefined) break;
    const [lot, team] = [at(flat.rowLot, row), at(flat.rowTeam, row)];
    const blocks = standing.possible(row);
    if (blocks !== 0) {
      standing.add(row, blocks);
      if (blocks < 0 && standing.excess(lot) === 0) {
        standing.clearedMills[lot] = at(flat.rowMills, row);
      }
    }
    const open = standing.open(row);
    if (open < 0) inLot.add(lot, place);
    else if (open > 0) {
      const points = at(flat.pointsPerBlock, lot);
      const own = forPoints.get(team) ?? new Map<number, PlaceQueue>();
      forPoints.set(team, own);
      const queue = own.get(points) ?? new PlaceQueue(0);
      own.set(points, queue);
      queue.add(place);
    }
    wake(team, lot);
  }
};

/** Computes what each row has after the round, and what that makes of lots and teams. */
export const closeFlatRound = (flat: FlatRound): FlatResult => {
  const standing = new Standing(flat);
  if (flat.round === 1) {
    // Round 1 takes the quantities as bid (CLK4).
    for (let row = 0; row < flat.rowLot.length; row += 1) standing.add(row, standing.open(row));
  } else meet(flat, standing);
  return standing;
};
