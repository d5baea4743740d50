// A choice among packages as the solver sees it: groups of which at most one option each is taken, and rows that they
// use up. Weights are whole numbers; nothing here knows of money, teams or lots.

/** One thing that can be taken. */
export interface Option {
  /** Tells options apart. */
  readonly id: string;
  /** Breaks ties: of equal choices the one with the smaller keys is better. */
  readonly key: string;
  /** Whose it is; of equal choices the one with fewer owners is better. */
  readonly owner: string;
  /** More than 0, a whole number. */
  readonly weight: number;
  /** Pairs of a row and how much of it is used. */
  readonly uses: readonly (readonly [row: number, amount: number])[];
}

export interface Problem {
  /** How much there is of each row. */
  readonly capacity: readonly number[];
  readonly groups: readonly (readonly Option[])[];
}

/** What is taken. */
export interface Choice {
  readonly options: readonly Option[];
  readonly weight: number;
  /** Whether nothing better exists; false when the search came to its limit first. */
  readonly isProved: boolean;
  /** Nodes that the search looked at. */
  readonly nodes: number;
}

/** Whether an option fits into what is left. */
export const fits = (option: Option, left: readonly number[]): boolean =>
  option.uses.every(([row, amount]) => amount <= (left[row] ?? 0));

/** What is left after an option is taken. */
export const without = (left: readonly number[], option: Option): readonly number[] => {
  const next = [...left];
  for (const [row, amount] of option.uses) next[row] = (next[row] ?? 0) - amount;
  return next;
};

const ownersOf = (options: readonly Option[]): number =>
  new Set(options.map(({ owner }) => owner)).size;

/** Whether one choice is better than another: more weight, then fewer owners, then smaller keys (PKG4). */
export const isBetter = (
  a: { readonly options: readonly Option[]; readonly weight: number },
  b: { readonly options: readonly Option[]; readonly weight: number },
): boolean => {
  if (a.weight !== b.weight) return a.weight > b.weight;
  const owners = ownersOf(a.options) - ownersOf(b.options);
  if (owners !== 0) return owners < 0;
  const keysOf = (options: readonly Option[]): string =>
    options
      .map(({ key }) => key)
      .sort()
      .join(' ');
  return keysOf(a.options) < keysOf(b.options);
};
