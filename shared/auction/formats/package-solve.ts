// Answers what a frozen book asks: the best choice, the best one without each winner, and what stood nearest to each
// team that gets nothing. Pure, but long: a server runs it beside its event loop, a verifier wherever it likes.

import type { PackageSale } from './package-market.ts';
import type { Option, Problem } from './package-problem.ts';
import type { PackageAnswer } from './package-types.ts';
import { reducedWeight, tighten } from './package-bound.ts';
import { problemOf } from './package-market.ts';
import { without } from './package-problem.ts';
import { bestChoice } from './package-search.ts';

/** Nodes for the award itself; a limit that counts nodes gives the same answer on any machine. */
export const MAX_NODES = 60_000;
/** Nodes for each question about it. */
const MAX_SIDE_NODES = 6_000;
const NEAREST_STEPS = 200;

/** What is asked: the award of a frozen book, and whose digest the answer carries. */
export interface PackageQuestion {
  readonly digest: string;
  readonly sale: PackageSale;
}

const idsOf = (options: readonly Option[]): readonly string[] => options.map(({ id }) => id).sort();

const withoutOwner = ({ capacity, groups }: Problem, owner: string): Problem => ({
  capacity,
  groups: groups.map((group) => group.filter((option) => option.owner !== owner)),
});

/** What is left to choose when an option is taken. */
const beside = ({ capacity, groups }: Problem, taken: Option): Problem => ({
  capacity: without(capacity, taken),
  groups: groups.filter((group) => !group.includes(taken)),
});

/** The option of an owner that came nearest, by what it is worth at the prices of the rows. */
const nearestOf = (options: readonly Option[], prices: readonly number[]): Option | undefined =>
  [...options].sort(
    (a, b) => reducedWeight(b, prices) - reducedWeight(a, prices) || (a.key < b.key ? -1 : 1),
  )[0];

/** Everything that an award and its reasons need to be known (PKG4, PKG6). */
export const answerTo = ({ digest, sale }: PackageQuestion): PackageAnswer => ({
  digest,
  ...solutionOf(problemOf(sale)),
});

/** The same of a choice that is there already. */
export const solutionOf = (problem: Problem): Omit<PackageAnswer, 'digest'> => {
  const best = bestChoice(problem, MAX_NODES);
  const winners = [...new Set(best.options.map(({ owner }) => owner))].sort();
  const all = problem.groups.flat();
  const losers = [...new Set(all.map(({ owner }) => owner))]
    .filter((owner) => !winners.includes(owner))
    .sort();
  const { prices } = tighten(problem, {
    from: problem.capacity.map(() => 0),
    steps: NEAREST_STEPS,
    target: best.weight,
  });
  return {
    chosen: idsOf(best.options),
    isProved: best.isProved,
    withoutWinner: Object.fromEntries(
      winners.map((owner) => [
        owner,
        idsOf(bestChoice(withoutOwner(problem, owner), MAX_SIDE_NODES).options),
      ]),
    ),
    losers: Object.fromEntries(
      losers.flatMap((owner) => {
        const nearest = nearestOf(
          all.filter((option) => option.owner === owner),
          prices,
        );
        if (!nearest) return [];
        const { options } = bestChoice(beside(problem, nearest), MAX_SIDE_NODES);
        return [[owner, { nearest: nearest.id, beside: idsOf(options) }]];
      }),
    ),
  };
};
