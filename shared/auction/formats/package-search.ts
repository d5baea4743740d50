// The best choice among packages: branch and bound over groups, each node bounded by row prices, options that cannot be
// part of anything as good taken out by their reduced weight. Exact and the same everywhere: whole numbers are compared,
// ties are broken by rule, and the limit counts nodes, not time.

import type { Choice, Option, Problem } from './package-problem.ts';
import { reducedWeight, tighten } from './package-bound.ts';
import { fits, isBetter, without } from './package-problem.ts';

/** Bounds are sums of fractions; what is this near counts as reached. */
const NEAR = 1e-3;
const ROOT_STEPS = 300;
const NODE_STEPS = 12;
const LEAF_STEPS = 6;
const FEW_GROUPS = 3;

interface Taken {
  readonly options: readonly Option[];
  readonly weight: number;
}

interface Ranked {
  readonly option: Option | undefined;
  readonly reduced: number;
}

const NOTHING: Taken = { options: [], weight: 0 };

const takeOne = ({ options, weight }: Taken, option: Option | undefined): Taken =>
  option ? { options: [...options, option], weight: weight + option.weight } : { options, weight };

/** Takes what looks best for its rows, as long as it fits: a first choice to beat. */
const greedy = ({ capacity, groups }: Problem, prices: readonly number[]): Taken => {
  const ranked = groups
    .flatMap((group, place) =>
      group.map((option) => ({ place, option, reduced: reducedWeight(option, prices) })),
    )
    .sort((a, b) => b.reduced - a.reduced || (a.option.key < b.option.key ? -1 : 1));
  const done = new Set<number>();
  let left = capacity;
  let taken = NOTHING;
  for (const { place, option } of ranked) {
    if (done.has(place) || !fits(option, left)) continue;
    done.add(place);
    left = without(left, option);
    taken = takeOne(taken, option);
  }
  return taken;
};

class Search {
  best: Taken = NOTHING;
  nodes = 0;
  readonly #maximumNodes: number;

  constructor(maximumNodes: number) {
    this.#maximumNodes = maximumNodes;
  }

  get isCut(): boolean {
    return this.nodes >= this.#maximumNodes;
  }

  offer(taken: Taken): void {
    if (isBetter(taken, this.best)) this.best = taken;
  }

  /** The best of everything that begins with `taken`. */
  below(problem: Problem, taken: Taken, prices: readonly number[]): void {
    if (this.isCut) return;
    this.nodes += 1;
    const { capacity } = problem;
    const groups = problem.groups
      .map((group) => group.filter((option) => fits(option, capacity)))
      .filter((group) => group.length > 0);
    if (groups.length === 0) {
      this.offer(taken);
      return;
    }
    const target = this.best.weight - taken.weight;
    const steps =
      taken.options.length === 0
        ? ROOT_STEPS
        : groups.length > FEW_GROUPS
          ? NODE_STEPS
          : LEAF_STEPS;
    const bound = tighten({ capacity, groups }, { from: prices, steps, target });
    if (taken.weight + bound.weight + NEAR < this.best.weight) return;
    this.#branch({ capacity, groups }, taken, bound);
  }

  /** Branches on the group with the fewest options left, the most promising first. */
  #branch(
    problem: Problem,
    taken: Taken,
    bound: { weight: number; prices: readonly number[] },
  ): void {
    const slack = taken.weight + bound.weight + NEAR - this.best.weight;
    const ranked = problem.groups.map((group) => promising(group, bound.prices, slack));
    const place = ranked.reduce(
      (least, each, at) => (each.length < (ranked[least]?.length ?? 0) ? at : least),
      0,
    );
    const [first] = ranked[place] ?? [];
    const others = ranked
      .filter((_, at) => at !== place)
      .map((group) => group.flatMap(({ option }) => option ?? []))
      .filter((group) => group.length > 0);
    for (const { option, reduced } of ranked[place] ?? []) {
      const lost = (first?.reduced ?? 0) - reduced;
      if (taken.weight + bound.weight - lost + NEAR < this.best.weight) break;
      const capacity = option ? without(problem.capacity, option) : problem.capacity;
      this.below({ capacity, groups: others }, takeOne(taken, option), bound.prices);
    }
  }
}

/** Options of a group, and taking none, that can be part of something as good as the best so far. */
const promising = (
  group: readonly Option[],
  prices: readonly number[],
  slack: number,
): readonly Ranked[] => {
  const all: Ranked[] = [
    { option: undefined, reduced: 0 },
    ...group.map((option) => ({ option, reduced: reducedWeight(option, prices) })),
  ];
  const most = Math.max(...all.map(({ reduced }) => reduced));
  return all
    .filter(({ reduced }) => most - reduced <= slack)
    .sort(
      (a, b) => b.reduced - a.reduced || ((a.option?.key ?? '') < (b.option?.key ?? '') ? -1 : 1),
    );
};

/** The best choice, or the best one found within so many nodes (PKG4). */
export const bestChoice = (problem: Problem, maximumNodes: number): Choice => {
  const search = new Search(maximumNodes);
  const free = problem.capacity.map(() => 0);
  search.offer(greedy(problem, free));
  const { prices } = tighten(problem, {
    from: free,
    steps: ROOT_STEPS,
    target: search.best.weight,
  });
  search.offer(greedy(problem, prices));
  search.below(problem, NOTHING, prices);
  const { options, weight } = search.best;
  return { options, weight, isProved: !search.isCut, nodes: search.nodes };
};
