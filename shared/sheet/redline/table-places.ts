// Where the cells of a redline stand when both wordings are drawn as one table: rows and columns that stayed are one,
// those that came or went stand between them (RED9).

import type { CellOfWording } from './table-counter.ts';
import { TableCounter } from './table-counter.ts';
import type { RedlineRow } from './types.ts';

/** A place in a table of a redline, counted from 0 over what stands, came and went. */
export interface CellPlace {
  /** Which table of the redline, in order. */
  readonly table: number;
  readonly row: number;
  /** Rows that do not have a column have no cell at its place. */
  readonly column: number;
}

/** Where a line stands in each of both wordings. */
interface Line {
  readonly was?: CellOfWording;
  readonly now?: CellOfWording;
}

/** Where each line of a redline stands in both wordings; absent where it is in no table. */
const linesOf = (rows: readonly RedlineRow[]): readonly (Line | undefined)[] => {
  const [before, after] = [new TableCounter(), new TableCounter()];
  return rows.map(({ kind, frame, was: former }) => {
    const was = kind === 'added' ? undefined : before.next(former ?? frame);
    const now = kind === 'removed' ? undefined : after.next(frame);
    return was || now ? { ...(was && { was }), ...(now && { now }) } : undefined;
  });
};

type Pair = readonly [was: number, now: number];

/** Pairs that keep the order, the frequent ones first. */
const inOrder = (found: readonly Pair[]): readonly Pair[] => {
  const counts = new Map<string, { readonly pair: Pair; count: number }>();
  for (const pair of found) {
    const known = counts.get(pair.join());
    if (known) known.count += 1;
    else counts.set(pair.join(), { pair, count: 1 });
  }
  // Taken ones rise in both wordings, so that only the neighbours of a new one can be in its way.
  const taken: Pair[] = [];
  for (const { pair } of [...counts.values()].toSorted((x, y) => y.count - x.count)) {
    const [was, now] = pair;
    const at = placeIn(taken, was);
    const [before, after] = [taken[at - 1], taken[at]];
    const isFree = (!before || before[1] < now) && (!after || (was < after[0] && now < after[1]));
    if (isFree) taken.splice(at, 0, pair);
  }
  return taken;
};

/** How many pairs begin before a place; they are in order. */
const placeIn = (taken: readonly Pair[], was: number): number => {
  let [from, to] = [0, taken.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((taken[middle]?.[0] ?? 0) < was) from = middle + 1;
    else to = middle;
  }
  return from;
};

/** The order of what stood and what stands as one: what went comes before what came in its place. */
interface Merged {
  readonly was: readonly number[];
  readonly now: readonly number[];
}

const merged = ([wasCount, nowCount]: Pair, pairs: readonly Pair[]): Merged => {
  const [was, now]: [number[], number[]] = [[], []];
  let count = 0;
  const ends: readonly Pair[] = [
    ...pairs.toSorted(([a], [b]) => a - b),
    [wasCount, nowCount] as const,
  ];
  for (const [wasEnd, nowEnd] of ends) {
    while (was.length < wasEnd) was.push(count++);
    while (now.length < nowEnd) now.push(count++);
    was.push(count);
    now.push(count);
    count += 1;
  }
  return { was, now };
};

const most = (numbers: readonly (number | undefined)[]): number =>
  numbers.reduce<number>((highest, one) => Math.max(highest, one ?? -1), -1) + 1;

const pairsOf = (lines: readonly Line[], of: 'table' | 'row' | 'column'): readonly Pair[] =>
  inOrder(lines.flatMap(({ was, now }) => (was && now ? [[was[of], now[of]] as const] : [])));

const mergeOf = (lines: readonly Line[], of: 'row' | 'column'): Merged =>
  merged(
    [most(lines.map(({ was }) => was?.[of])), most(lines.map(({ now }) => now?.[of]))],
    pairsOf(lines, of),
  );

/** By the number of each table, in the wording that stands or else in the former one: the number that both share. */
const tableNumbers = (lines: readonly (Line | undefined)[]): readonly (number | undefined)[] => {
  const inside = lines.filter((line) => line !== undefined);
  const links = new Map(pairsOf(inside, 'table'));
  const numbers = new Map<string, number>();
  return lines.map((line) => {
    if (!line) return undefined;
    const now = line.now?.table ?? links.get(line.was?.table ?? -1);
    const key = now === undefined ? `was ${String(line.was?.table)}` : `now ${String(now)}`;
    const known = numbers.get(key) ?? numbers.size;
    numbers.set(key, known);
    return known;
  });
};

/** The place of each line of a redline in the tables as they are drawn; absent where it is in no table. */
export const placesOf = (rows: readonly RedlineRow[]): readonly (CellPlace | undefined)[] => {
  const lines = linesOf(rows);
  const tables = tableNumbers(lines);
  const places: (CellPlace | undefined)[] = lines.map(() => undefined);
  const inside = lines.flatMap((line, at) => (line ? [{ line, at }] : []));
  for (const [table, own] of Map.groupBy(inside, ({ at }) => tables[at])) {
    if (table === undefined) continue;
    const cells = own.map(({ line }) => line);
    const [inRows, inColumns] = [mergeOf(cells, 'row'), mergeOf(cells, 'column')];
    for (const { line, at } of own) {
      const of = (order: Merged, which: 'row' | 'column'): number =>
        (line.now ? order.now[line.now[which]] : order.was[line.was?.[which] ?? 0]) ?? 0;
      places[at] = { table, row: of(inRows, 'row'), column: of(inColumns, 'column') };
    }
  }
  return places;
};

/**
 * The lines of a redline in the order in which they are read, as places in the redline: those of a table together, row by
 * row, where the first of them stands in the new wording, or else where it stood.
 */
export const readingOrder = (
  rows: readonly RedlineRow[],
  places: readonly (CellPlace | undefined)[],
): readonly number[] => {
  const tables = new Map<number, number[]>();
  places.forEach((place, at) => {
    if (!place) return;
    const lines = tables.get(place.table) ?? [];
    lines.push(at);
    tables.set(place.table, lines);
  });
  const compare = (a: number, b: number): number => {
    const [x, y] = [places[a], places[b]];
    return (x?.row ?? 0) - (y?.row ?? 0) || (x?.column ?? 0) - (y?.column ?? 0) || a - b;
  };
  const begins = new Map(
    [...tables.values()].map((lines) => [
      lines.find((at) => rows[at]?.kind !== 'removed') ?? lines[0],
      lines.toSorted(compare),
    ]),
  );
  return places.flatMap((place, at) => (place ? (begins.get(at) ?? []) : [at]));
};
