// Rows of lots as a table in text: comma-separated files, and what a spreadsheet puts on the clipboard.

import Papa from 'papaparse';
import type { LotColumn, LotRow } from './lot-rows.ts';
import { LOT_COLUMNS } from './lot-rows.ts';

/** A heading is taken for a column by any of these words, in small letters without punctuation. */
const HEADINGS: Readonly<Record<LotColumn, readonly string[]>> = {
  id: ['id', 'lot', 'lot id'],
  name: ['name', 'lot name'],
  facility: ['facility'],
  opens: ['opens', 'window opens', 'from'],
  closes: ['closes', 'window closes', 'to', 'until'],
  zone: ['zone', 'time zone', 'timezone'],
  service: ['service'],
  blocks: ['blocks', 'supply', 'supply blocks'],
  opening: ['opening', 'opening price', 'ceiling', 'ceiling price'],
  reserve: ['reserve', 'hidden reserve', 'reserve price'],
  points: ['points', 'points a block', 'points per block'],
  cap: ['cap', 'cap blocks', 'cap a bidder'],
  tick: ['tick', 'price tick'],
  minimum: ['minimum', 'minimum blocks', 'least'],
  region: ['region', 'state', 'market'],
  multiple: ['multiple', 'multiple blocks', 'step of blocks'],
};

const columnOf = (heading: string): LotColumn | undefined => {
  const words = heading
    .trim()
    .toLowerCase()
    .replaceAll(/[^a-z]+/g, ' ')
    .trim();
  return LOT_COLUMNS.find((column) => HEADINGS[column].includes(words));
};

/** A cell that a spreadsheet would run is written with an apostrophe before it, and read without. */
const GUARDED = /^'(?=[=+\-@\t\r])/;

export interface LotTable {
  readonly rows: readonly LotRow[];
  /** Headings that name no column; their cells are passed over. */
  readonly unknown: readonly string[];
}

/**
 * Reads a table of lots (rule LOT2): comma, semicolon or tab between cells, quotes where needed. A first row in which a
 * heading is known names the columns; without one they come in the order of LOT_COLUMNS.
 */
export const parseLotTable = (text: string): LotTable => {
  const { data } = Papa.parse<string[]>(text.replace(/^\uFEFF/, '').trim(), {
    skipEmptyLines: 'greedy',
    delimitersToGuess: ['\t', ',', ';'],
  });
  const [first = [], ...rest] = data;
  const named = first.map(columnOf);
  const hasHeadings = named.filter((column) => column !== undefined).length >= 2;
  const columns = hasHeadings ? named : LOT_COLUMNS;
  const rows = (hasHeadings ? rest : data).map((cells) => {
    const row: Partial<Record<LotColumn, string>> = {};
    for (const [place, cell] of cells.entries()) {
      const column = columns[place];
      if (column) row[column] = cell.replace(GUARDED, '');
    }
    return row;
  });
  const unknown = hasHeadings ? first.filter((_, place) => named[place] === undefined) : [];
  return { rows, unknown };
};

/** Writes rows as a comma-separated table with headings; `parseLotTable` reads it back unchanged. */
export const writeLotTable = (rows: readonly LotRow[]): string =>
  Papa.unparse(
    { fields: [...LOT_COLUMNS], data: rows.map((row) => LOT_COLUMNS.map((c) => row[c] ?? '')) },
    { escapeFormulae: true, newline: '\n' },
  );
