// How good any choice can be at most: a price for each row, moved towards the prices at which no row is asked for more
// than there is (a Lagrangian bound by subgradient steps; Held, Wolfe and Crowder 1974). The same numbers everywhere.

import type { Option, Problem } from './package-problem.ts';

export interface Bound {
  /** No choice weighs more. */
  readonly weight: number;
  /** The price of each row at which that holds. */
  readonly prices: readonly number[];
}

/** Steps without a better bound after which they become half as long. */
const PATIENCE = 15;

/** What an option is worth beyond the rows that it uses. */
export const reducedWeight = ({ weight, uses }: Option, prices: readonly number[]): number => {
  let left = weight;
  for (const [row, amount] of uses) left -= (prices[row] ?? 0) * amount;
  return left;
};

interface Look {
  readonly weight: number;
  /** What is left of each row when every group takes what looks best; below 0: asked for too much. */
  readonly slack: readonly number[];
}

const lookAt = ({ capacity, groups }: Problem, prices: readonly number[]): Look => {
  const slack = [...capacity];
  let weight = 0;
  for (const [row, amount] of capacity.entries()) weight += (prices[row] ?? 0) * amount;
  for (const group of groups) {
    let best: Option | undefined;
    let most = 0;
    for (const option of group) {
      const reduced = reducedWeight(option, prices);
      if (reduced > most) [best, most] = [option, reduced];
    }
    weight += most;
    for (const [row, amount] of best?.uses ?? []) slack[row] = (slack[row] ?? 0) - amount;
  }
  return { weight, slack };
};

/** Length of a step: the gap over the squares of what is out of balance; 0 when nothing is. */
const stepOf = (look: Look, prices: readonly number[], target: number): number => {
  let squares = 0;
  for (const [row, left] of look.slack.entries()) {
    if (left < 0 || (prices[row] ?? 0) > 0) squares += left * left;
  }
  return squares === 0 ? 0 : Math.max(look.weight - target, 1) / squares;
};

export interface Tightening {
  readonly from: readonly number[];
  readonly steps: number;
  /** A weight that is known to be possible. */
  readonly target: number;
}

/** The best bound found within so many steps. Stops once it falls below the target: nothing better is there. */
export const tighten = (problem: Problem, { from, steps, target }: Tightening): Bound => {
  let best: Bound = { weight: Number.POSITIVE_INFINITY, prices: from };
  let prices: readonly number[] = from;
  let length = 1;
  let stalled = 0;
  for (let step = 0; step < steps && best.weight >= target; step += 1) {
    const look = lookAt(problem, prices);
    if (look.weight < best.weight) {
      best = { weight: look.weight, prices };
      stalled = 0;
    } else if ((stalled += 1) > PATIENCE) {
      length /= 2;
      stalled = 0;
      prices = best.prices;
      continue;
    }
    const by = length * stepOf(look, prices, target);
    if (by === 0) break;
    const { slack } = look;
    prices = prices.map((price, row) => Math.max(0, price - by * (slack[row] ?? 0)));
  }
  return best;
};
