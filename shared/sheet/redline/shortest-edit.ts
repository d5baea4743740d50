// The shortest edit between two rows of words (Myers, "An O(ND) Difference Algorithm and Its Variations", 1986), on
// whole numbers and typed arrays. Libraries that do this cannot be bounded by count, or make an object a step and are
// ten times slower on rewritten text.

/** A stretch of both rows: equal words, or what stands on each side instead. */
export interface Stretch {
  readonly isKept: boolean;
  readonly aFrom: number;
  readonly aTo: number;
  readonly bFrom: number;
  readonly bTo: number;
}

/** Where two rows stop being equal from the beginning, and from where on they are equal to the end. */
interface Middle {
  readonly start: number;
  readonly aEnd: number;
  readonly bEnd: number;
}

const middleOf = (a: Int32Array, b: Int32Array): Middle => {
  let start = 0;
  const shorter = Math.min(a.length, b.length);
  while (start < shorter && a[start] === b[start]) start += 1;
  let [aEnd, bEnd] = [a.length, b.length];
  while (aEnd > start && bEnd > start && a[aEnd - 1] === b[bEnd - 1]) {
    aEnd -= 1;
    bEnd -= 1;
  }
  return { start, aEnd, bEnd };
};

/**
 * Stretches that cover both rows from the beginning to the end, two of one kind never side by side; undefined when
 * between what both begin with and what both end with words come as well as go, and more than `maxEdits` of them. Time
 * and memory grow with the square of the edits, and with the length only once.
 */
export const shortestEdit = (
  a: Int32Array,
  b: Int32Array,
  maxEdits: number,
): readonly Stretch[] | undefined => {
  const middle = middleOf(a, b);
  const { start, aEnd, bEnd } = middle;
  const isOneSided = start === aEnd || start === bEnd;
  const kept = isOneSided
    ? []
    : keptPairs(a.subarray(start, aEnd), b.subarray(start, bEnd), maxEdits);
  return kept && covered(a, b, middle, kept);
};

/** As `shortestEdit`, but keeps nothing between what both begin with and what both end with. */
export const equalEnds = (a: Int32Array, b: Int32Array): readonly Stretch[] =>
  covered(a, b, middleOf(a, b), []);

const covered = (
  a: Int32Array,
  b: Int32Array,
  { start, aEnd, bEnd }: Middle,
  kept: readonly Run[],
): readonly Stretch[] => {
  const pairs = new StretchList();
  pairs.keep(0, 0, start);
  for (const { a: aAt, b: bAt, length } of kept) pairs.keep(start + aAt, start + bAt, length);
  pairs.keep(aEnd, bEnd, a.length - aEnd);
  return pairs.upTo(a.length, b.length);
};

interface Run {
  readonly a: number;
  readonly b: number;
  readonly length: number;
}

/** Runs of equal words, in order. */
const keptPairs = (a: Int32Array, b: Int32Array, maxEdits: number): readonly Run[] | undefined => {
  const limit = Math.min(maxEdits, a.length + b.length);
  // How far along `a` each diagonal has come, and the same after each number of edits.
  const reach = new Int32Array(2 * limit + 3);
  const history: Int32Array[] = [];
  const middle = limit + 1;
  for (let edits = 0; edits <= limit; edits += 1) {
    for (let diagonal = -edits; diagonal <= edits; diagonal += 2) {
      const [below, above] = [reach[middle + diagonal - 1] ?? 0, reach[middle + diagonal + 1] ?? 0];
      const isAddition = diagonal === -edits || (diagonal !== edits && below < above);
      let aAt = isAddition ? above : below + 1;
      while (aAt < a.length && aAt - diagonal < b.length && a[aAt] === b[aAt - diagonal]) aAt += 1;
      reach[middle + diagonal] = aAt;
      if (aAt >= a.length && aAt - diagonal >= b.length) return backtrack(history, a, b);
    }
    history.push(reach.slice(middle - edits, middle + edits + 1));
  }
  return undefined;
};

/** Walks back from the end; `history[n]` holds how far each diagonal was after n edits. */
const backtrack = (
  history: readonly Int32Array[],
  a: Int32Array,
  b: Int32Array,
): readonly Run[] => {
  const runs: Run[] = [];
  let [aAt, bAt] = [a.length, b.length];
  for (let edits = history.length; edits > 0; edits -= 1) {
    const before = history[edits - 1] ?? new Int32Array();
    const middle = edits - 1;
    const diagonal = aAt - bAt;
    const [below, above] = [
      before[middle + diagonal - 1] ?? -1,
      before[middle + diagonal + 1] ?? -1,
    ];
    const isAddition = diagonal === -edits || (diagonal !== edits && below < above);
    const aBefore = isAddition ? above : below;
    const bBefore = aBefore - (isAddition ? diagonal + 1 : diagonal - 1);
    const aStart = isAddition ? aBefore : aBefore + 1;
    const bStart = isAddition ? bBefore + 1 : bBefore;
    if (aAt > aStart) runs.push({ a: aStart, b: bStart, length: aAt - aStart });
    [aAt, bAt] = [aBefore, bBefore];
  }
  if (aAt > 0) runs.push({ a: 0, b: 0, length: aAt });
  return runs.reverse();
};

/** Stretches in order; what is not said to be kept has changed. */
class StretchList {
  readonly #stretches: Stretch[] = [];
  #a = 0;
  #b = 0;

  keep(aFrom: number, bFrom: number, length: number): void {
    if (length === 0) return;
    this.#changeUpTo(aFrom, bFrom);
    const [aTo, bTo] = [aFrom + length, bFrom + length];
    const last = this.#stretches.at(-1);
    if (last?.isKept) this.#stretches[this.#stretches.length - 1] = { ...last, aTo, bTo };
    else this.#stretches.push({ isKept: true, aFrom, aTo, bFrom, bTo });
    [this.#a, this.#b] = [aTo, bTo];
  }

  upTo(aTo: number, bTo: number): readonly Stretch[] {
    this.#changeUpTo(aTo, bTo);
    return this.#stretches;
  }

  #changeUpTo(aTo: number, bTo: number): void {
    if (aTo === this.#a && bTo === this.#b) return;
    this.#stretches.push({ isKept: false, aFrom: this.#a, aTo, bFrom: this.#b, bTo });
    [this.#a, this.#b] = [aTo, bTo];
  }
}
