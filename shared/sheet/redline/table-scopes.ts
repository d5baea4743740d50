// Which cells of two wordings are the same, found before their words are compared: tables by what they share, rows by
// being equal and then by likeness, columns over all rows at once. A word of a cell can then be the same only as one of
// the same cell, so that a changed number reads as changed, and a row or a column that came or went as one that did.

import { equalEnds, shortestEdit } from './shortest-edit.ts';
import type { CellOfWording } from './table-counter.ts';
import { TableCounter } from './table-counter.ts';
import type { Token } from './tokens.ts';
import { keyOf } from './tokens.ts';

/** Changed rows beyond which they are paired by their place; the cost grows with the square. */
const MAX_EDITS = 200;
/** Pairs that are looked at for their likeness; beyond it what is left is paired by its place. */
const MAX_PAIRS = 4_000;
/** Pairs of cells that are looked at to find out which columns are the same. */
const MAX_CELL_PAIRS = 20_000;
/** How much more a shared letter counts than that two things stand at one place at all. */
const LIKENESS = 8;

/** Tokens of a cell, by their place in the row of all. */
interface Cell {
  readonly from: number;
  to: number;
}
type Row = Cell[];
type Table = Row[];
type Pair = readonly [a: number, b: number];

/** The tables at the outside of some rich text, as ranges of its tokens. */
const tablesOf = (tokens: readonly Token[]): readonly Table[] => {
  const tables: Table[] = [];
  const counter = new TableCounter();
  let place: CellOfWording | undefined;
  let cell: Cell | undefined;
  tokens.forEach((token, at) => {
    const last = place;
    if (token.kind === 'line') place = counter.next(token.frame);
    if (!place) cell = undefined;
    else if (cell && place === last) cell.to = at + 1;
    else {
      cell = { from: at, to: at + 1 };
      ((tables[place.table] ??= [])[place.row] ??= []).push(cell);
    }
  });
  return tables;
};

/** A wording with the words of its cells, each looked up once. */
class Words {
  readonly #tokens: readonly Token[];
  readonly #bags = new Map<Cell, ReadonlyMap<string, number>>();

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  /** The same for cells that read the same. */
  key({ from, to }: Cell): string {
    return this.#tokens.slice(from, to).map(keyOf).join('\0');
  }

  /** Letters by word or sign; spaces say nothing. */
  bag(cell: Cell): ReadonlyMap<string, number> {
    const known = this.#bags.get(cell);
    if (known) return known;
    const bag = new Map<string, number>();
    for (const token of this.#tokens.slice(cell.from, cell.to)) {
      if (token.kind !== 'word' || token.text.trim() === '') continue;
      bag.set(token.text, (bag.get(token.text) ?? 0) + token.text.length);
    }
    this.#bags.set(cell, bag);
    return bag;
  }
}

const sharedLetters = (a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): number => {
  let shared = 0;
  for (const [word, letters] of a) shared += Math.min(letters, b.get(word) ?? 0);
  return shared;
};

const byPlace = (aCount: number, bCount: number): readonly Pair[] =>
  Array.from({ length: Math.min(aCount, bCount) }, (_, at) => [at, at] as const);

/** Pairs in order whose scores are most together, none of them 0; of equal ones those that come first. */
const aligned = (
  aCount: number,
  bCount: number,
  score: (a: number, b: number) => number,
): readonly Pair[] => {
  if (aCount * bCount > MAX_PAIRS) return byPlace(aCount, bCount);
  const width = bCount + 1;
  const scores = new Float64Array(aCount * bCount);
  /** The best from here to the end. */
  const best = new Float64Array((aCount + 1) * width);
  for (let a = aCount - 1; a >= 0; a -= 1) {
    for (let b = bCount - 1; b >= 0; b -= 1) {
      const own = score(a, b);
      scores[a * bCount + b] = own;
      best[a * width + b] = Math.max(
        own + (best[(a + 1) * width + b + 1] ?? 0),
        best[(a + 1) * width + b] ?? 0,
        best[a * width + b + 1] ?? 0,
      );
    }
  }
  const pairs: Pair[] = [];
  for (let [a, b] = [0, 0]; a < aCount && b < bCount;) {
    const here = best[a * width + b] ?? 0;
    const own = scores[a * bCount + b] ?? 0;
    const isPair = own > 0 && here === own + (best[(a + 1) * width + b + 1] ?? 0);
    const isBSkipped = !isPair && here === best[a * width + b + 1];
    if (isPair) pairs.push([a, b]);
    a += isBSkipped ? 0 : 1;
    b += isPair || isBSkipped ? 1 : 0;
  }
  return pairs;
};

/** Finds which cells of two wordings are the same. */
class CellMatch {
  readonly #a: Words;
  readonly #b: Words;

  constructor(a: readonly Token[], b: readonly Token[]) {
    this.#a = new Words(a);
    this.#b = new Words(b);
  }

  /** Likeness of two groups of cells: 0 where both have words and share none, so that they are strangers. */
  #likeness(a: readonly Cell[], b: readonly Cell[]): number {
    const joined = (words: Words, cells: readonly Cell[]): ReadonlyMap<string, number> => {
      const bag = new Map<string, number>();
      for (const cell of cells) {
        for (const [word, letters] of words.bag(cell)) {
          bag.set(word, (bag.get(word) ?? 0) + letters);
        }
      }
      return bag;
    };
    const [was, now] = [joined(this.#a, a), joined(this.#b, b)];
    const shared = sharedLetters(was, now);
    return shared === 0 && was.size > 0 && now.size > 0 ? 0 : 1 + LIKENESS * shared;
  }

  tables(a: readonly Table[], b: readonly Table[]): readonly Pair[] {
    return aligned(a.length, b.length, (i, j) =>
      this.#likeness((a[i] ?? []).flat(), (b[j] ?? []).flat()),
    );
  }

  /** Rows that are equal first, then what is left between them by likeness. */
  rows(a: Table, b: Table): readonly Pair[] {
    const numbers = new Map<string, number>();
    const keysOf = (table: Table, words: Words): Int32Array =>
      Int32Array.from(table, (row) => {
        const key = row.map((cell) => words.key(cell)).join('\x01');
        if (!numbers.has(key)) numbers.set(key, numbers.size);
        return numbers.get(key) ?? 0;
      });
    const [was, now] = [keysOf(a, this.#a), keysOf(b, this.#b)];
    const stretches = shortestEdit(was, now, MAX_EDITS) ?? equalEnds(was, now);
    return stretches.flatMap(({ isKept, aFrom, aTo, bFrom, bTo }): readonly Pair[] => {
      const [aCount, bCount] = [aTo - aFrom, bTo - bFrom];
      const pairs = isKept
        ? byPlace(aCount, bCount)
        : aligned(aCount, bCount, (i, j) => this.#likeness(a[aFrom + i] ?? [], b[bFrom + j] ?? []));
      return pairs.map(([i, j]) => [aFrom + i, bFrom + j]);
    });
  }

  /** Columns that are the same over the rows that are. */
  columns(a: Table, b: Table, rows: readonly Pair[]): readonly Pair[] {
    const widthOf = (table: Table): number =>
      table.reduce((widest, { length }) => Math.max(widest, length), 0);
    const [aWidth, bWidth] = [widthOf(a), widthOf(b)];
    const pairs = rows.map(([i, j]) => [a[i] ?? [], b[j] ?? []] as const);
    const isSameRow = ([x, y]: readonly [Row, Row]): boolean =>
      x.length === aWidth &&
      y.length === bWidth &&
      x.every((cell, at) => y[at] && this.#a.key(cell) === this.#b.key(y[at]));
    if (aWidth === bWidth && pairs.some(isSameRow)) return byPlace(aWidth, bWidth);
    const looked = pairs.slice(0, Math.ceil(MAX_CELL_PAIRS / Math.max(1, aWidth * bWidth)));
    return aligned(aWidth, bWidth, (i, j) =>
      looked.reduce((score, [x, y]) => {
        const [cell, other] = [x[i], y[j]];
        return cell && other ? score + this.#cellLikeness(cell, other) : score;
      }, 1),
    );
  }

  #cellLikeness(a: Cell, b: Cell): number {
    const isEqual = this.#a.key(a) === this.#b.key(b);
    return LIKENESS * sharedLetters(this.#a.bag(a), this.#b.bag(b)) + (isEqual ? LIKENESS : 0);
  }
}

/** Gives every cell a number, the same one to cells that are the same. */
class Scopes {
  readonly #scoped: readonly Token[][];
  #last = 0;

  constructor(a: readonly Token[], b: readonly Token[]) {
    this.#scoped = [[...a], [...b]];
  }

  give(...cells: readonly (Cell | undefined)[]): void {
    this.#last += 1;
    cells.forEach((cell, side) => {
      const tokens = this.#scoped[side];
      for (let at = cell?.from ?? 0; tokens && cell && at < cell.to; at += 1) {
        const token = tokens[at];
        if (token) tokens[at] = { ...token, scope: this.#last };
      }
    });
  }

  get both(): readonly [readonly Token[], readonly Token[]] {
    return [this.#scoped[0] ?? [], this.#scoped[1] ?? []];
  }
}

/** What is paired of two rows of things, each with its partner or without. */
const partnered = (
  [aCount, bCount]: readonly [number, number],
  pairs: readonly Pair[],
): readonly (readonly [number | undefined, number | undefined])[] => {
  const [as, bs] = [new Set(pairs.map(([a]) => a)), new Set(pairs.map(([, b]) => b))];
  const alone = (count: number, taken: ReadonlySet<number>): readonly number[] =>
    Array.from({ length: count }, (_, at) => at).filter((at) => !taken.has(at));
  return [
    ...pairs,
    ...alone(aCount, as).map((a) => [a, undefined] as const),
    ...alone(bCount, bs).map((b) => [undefined, b] as const),
  ];
};

/** Numbers the cells of two tables, of which one may be absent. */
const scopeTable = (scopes: Scopes, match: CellMatch, [a, b]: readonly [Table, Table]): void => {
  const rows = match.rows(a, b);
  const columns = match.columns(a, b, rows);
  for (const [i, j] of partnered([a.length, b.length], rows)) {
    const [x, y] = [a[i ?? -1] ?? [], b[j ?? -1] ?? []];
    const both = columns.filter(([left, right]) => left < x.length && right < y.length);
    for (const [left, right] of partnered([x.length, y.length], both)) {
      scopes.give(x[left ?? -1], y[right ?? -1]);
    }
  }
};

/**
 * The tokens of two wordings, those in tables with the number of their cell: cells with the same number are the same cell.
 * Tokens of wordings without tables come back as they are.
 */
export const scopeTables = (
  a: readonly Token[],
  b: readonly Token[],
): readonly [readonly Token[], readonly Token[]] => {
  const [aTables, bTables] = [tablesOf(a), tablesOf(b)];
  if (aTables.length === 0 && bTables.length === 0) return [a, b];
  const match = new CellMatch(a, b);
  const scopes = new Scopes(a, b);
  const pairs = match.tables(aTables, bTables);
  for (const [i, j] of partnered([aTables.length, bTables.length], pairs)) {
    scopeTable(scopes, match, [aTables[i ?? -1] ?? [], bTables[j ?? -1] ?? []]);
  }
  return scopes.both;
};
