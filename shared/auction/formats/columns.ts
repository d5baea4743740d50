// How a sale of very many lots keeps a number or a bid a lot: as short texts of 256 lots each, by place in the list of
// lots. One changed lot makes one new text and leaves all others the same, in state, snapshot, view and patch alike.

import type { LotId } from '../../kernel/ids.ts';

/** Lots that share one text. */
export const CHUNK_LOTS = 256;

/**
 * Texts by number of chunk (`place / 256`, rounded down). A dense column has a number for every lot, separated by
 * commas. A sparse one has `offset:quantity`, or `offset:quantity:price`, for the lots it speaks of, in order and
 * separated by spaces; offsets count from the chunk's first lot, and chunks without any are absent.
 */
export type Column = Readonly<Record<string, string>>;

/** What a sparse column says of one lot. `priceMills` is absent where the column has quantities only. */
export interface Cell {
  readonly place: number;
  readonly quantityBlocks: number;
  readonly priceMills?: number;
  /** More numbers, such as what an instruction does beyond its limit. */
  readonly more?: number;
}

/** A dense column of numbers by place. */
export const denseColumn = (values: ArrayLike<number>): Column => {
  const column: Record<string, string> = {};
  const list = Array.from(values);
  for (let first = 0, chunk = 0; first < list.length; first += CHUNK_LOTS, chunk += 1) {
    column[chunk] = list.slice(first, first + CHUNK_LOTS).join(',');
  }
  return column;
};

/** The numbers of a dense column; `length` lots. Lots that the column lacks are 0. */
export const denseValues = (column: Column, length: number): Float64Array => {
  const values = new Float64Array(length);
  for (const [chunk, text] of Object.entries(column)) {
    let place = Number(chunk) * CHUNK_LOTS;
    for (const value of text.split(',')) {
      if (place < length) values[place] = Number(value);
      place += 1;
    }
  }
  return values;
};

const cellText = ({ place, quantityBlocks, priceMills, more }: Cell): string => {
  const offset = String(place % CHUNK_LOTS);
  const price = priceMills === undefined ? '' : `:${String(priceMills)}`;
  return `${offset}:${String(quantityBlocks)}${price}${more === undefined ? '' : `:${String(more)}`}`;
};

const chunkCells = (chunk: string, text: string): Cell[] => {
  const first = Number(chunk) * CHUNK_LOTS;
  return text.split(' ').map((cell) => {
    const [offset = '0', quantity = '0', price, more] = cell.split(':');
    return {
      place: first + Number(offset),
      quantityBlocks: Number(quantity),
      ...(price !== undefined && { priceMills: Number(price) }),
      ...(more !== undefined && { more: Number(more) }),
    };
  });
};

/** The cells of a sparse column, in order of places. */
export const cellsOf = (column: Column): Cell[] =>
  Object.entries(column).flatMap(([chunk, text]) => chunkCells(chunk, text));

/** The cells of a sparse column by their places. */
export const cellsByPlace = (column: Column): ReadonlyMap<number, Cell> =>
  new Map(cellsOf(column).map((cell) => [cell.place, cell]));

/** What a sparse column says of one lot. */
export const cellAt = (column: Column, place: number): Cell | undefined => {
  const chunk = String(Math.floor(place / CHUNK_LOTS));
  const text = column[chunk];
  return text === undefined
    ? undefined
    : chunkCells(chunk, text).find((cell) => cell.place === place);
};

/** A sparse column of cells in order of places. */
export const sparseColumn = (cells: Iterable<Cell>): Column => {
  const parts = new Map<number, string[]>();
  for (const cell of cells) {
    const chunk = Math.floor(cell.place / CHUNK_LOTS);
    const texts = parts.get(chunk);
    if (texts) texts.push(cellText(cell));
    else parts.set(chunk, [cellText(cell)]);
  }
  return Object.fromEntries([...parts].map(([chunk, texts]) => [String(chunk), texts.join(' ')]));
};

/** A sparse column with some lots' cells put in place of what it said of them; other chunks keep their texts. */
export const withCells = (column: Column, cells: readonly Cell[]): Column => {
  const byChunk = new Map<string, Cell[]>();
  for (const cell of cells) {
    const chunk = String(Math.floor(cell.place / CHUNK_LOTS));
    const list = byChunk.get(chunk);
    if (list) list.push(cell);
    else byChunk.set(chunk, [cell]);
  }
  const next: Record<string, string> = { ...column };
  for (const [chunk, fresh] of byChunk) {
    const text = column[chunk];
    const places = new Map<number, Cell>();
    if (text !== undefined)
      for (const cell of chunkCells(chunk, text)) places.set(cell.place, cell);
    for (const cell of fresh) places.set(cell.place, cell);
    const sorted = [...places.values()].sort((a, b) => a.place - b.place);
    next[chunk] = sorted.map(cellText).join(' ');
  }
  return next;
};

/** A sparse column without some lots; chunks that are left empty are gone. */
export const withoutPlaces = (column: Column, places: ReadonlySet<number>): Column =>
  sparseColumn(cellsOf(column).filter(({ place }) => !places.has(place)));

const PLACES = new WeakMap<readonly LotId[], ReadonlyMap<LotId, number>>();

/** Places of lots in a list that is never changed; made once for each list. */
export const placesOf = (lotOrder: readonly LotId[]): ReadonlyMap<LotId, number> => {
  const known = PLACES.get(lotOrder);
  if (known) return known;
  const places = new Map(lotOrder.map((lotId, place) => [lotId, place]));
  PLACES.set(lotOrder, places);
  return places;
};
