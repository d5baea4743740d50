// Lots as people keep them, in rows of a spreadsheet, and back. A row is read whole or refused with every cell that
// is wrong; nothing is guessed. Where the text comes from (a file, a paste, a form) is not known here.

import type { LotId } from '../kernel/ids.ts';
import type { Mills } from '../kernel/units.ts';
import type { Lot } from './types.ts';
import { ID_PATTERN } from '../kernel/ids.ts';
import { isZone } from '../kernel/zones.ts';

/** The columns of a lot, in the order in which they are written. */
export const LOT_COLUMNS = [
  'id',
  'name',
  'facility',
  'opens',
  'closes',
  'zone',
  'service',
  'blocks',
  'opening',
  'reserve',
  'points',
  'cap',
  'tick',
  'minimum',
  'multiple',
  'region',
] as const;
export type LotColumn = (typeof LOT_COLUMNS)[number];

/** The cells of one lot as typed; a missing one counts as empty. */
export type LotRow = Readonly<Partial<Record<LotColumn, string>>>;

/** Why a cell cannot stand. `allowed` says what can, in words that a person can act on. */
export interface CellProblem {
  /** Counted from 0 over the rows given. */
  readonly row: number;
  readonly column: LotColumn;
  readonly typed: string;
  readonly allowed: string;
}

export interface ReadLots {
  readonly lots: readonly Lot[];
  readonly reservesMills: Readonly<Record<LotId, Mills>>;
  /** In order of rows, then columns; empty when all rows are whole. */
  readonly problems: readonly CellProblem[];
}

const MAX_COUNT = 1_000_000;
const MAX_POINTS = 1_000;
const MAX_MILLS = 1_000_000_000;
const MAX_NAME = 120;
const DEFAULT_TICK = '0.01';
const TIME = /^([01]?\d|2[0-3]):([0-5]\d)$/;
const AMOUNT = /^\$?\s*(\d+|\d{1,3}(?:,\d{3})+)(?:\.(\d{1,3})0*)?$/;

/** Reads the cells of one row and keeps what is wrong with them. */
class Reader {
  readonly problems: CellProblem[] = [];
  readonly #cells: LotRow;
  readonly #row: number;

  constructor(cells: LotRow, row: number) {
    this.#cells = cells;
    this.#row = row;
  }

  text(column: LotColumn): string {
    return (this.#cells[column] ?? '').trim();
  }

  refuse(column: LotColumn, allowed: string): undefined {
    this.problems.push({ row: this.#row, column, typed: this.text(column), allowed });
    return undefined;
  }

  name(column: LotColumn): string {
    const text = this.text(column);
    if (text === '' || text.length > MAX_NAME) {
      this.refuse(column, `1 to ${String(MAX_NAME)} characters`);
    }
    return text;
  }

  count(column: LotColumn, max: number): number {
    const digits = this.text(column).replaceAll(',', '');
    const value = /^\d{1,9}$/.test(digits) ? Number(digits) : 0;
    if (value < 1 || value > max) this.refuse(column, `a whole number from 1 to ${String(max)}`);
    return value;
  }

  /** Dollars as whole mills, read digit by digit. */
  amount(column: LotColumn, typed = this.text(column)): Mills {
    const match = AMOUNT.exec(typed);
    const whole = (match?.[1] ?? '').replaceAll(',', '');
    const value = match ? Number(whole + (match[2] ?? '').padEnd(3, '0')) : 0;
    if (value < 1 || value > MAX_MILLS) {
      this.refuse(column, 'dollars above 0 with at most three decimals, such as 2.40');
    }
    return value as Mills;
  }

  time(column: LotColumn): string {
    const match = TIME.exec(this.text(column));
    if (!match) this.refuse(column, 'a time of day such as 05:00');
    return `${(match?.[1] ?? '').padStart(2, '0')}:${match?.[2] ?? ''}`;
  }
}

const readRow = (reader: Reader): { readonly lot: Lot; readonly reserve: Mills | undefined } => {
  const id = reader.text('id').toLowerCase();
  if (!ID_PATTERN.test(id)) reader.refuse('id', '1 to 64 of a–z, 0–9, dot and dash');
  const [name, facility] = [reader.name('name'), reader.name('facility')];
  const window = {
    opens: reader.time('opens'),
    closes: reader.time('closes'),
    zone: reader.text('zone'),
  };
  if (!isZone(window.zone)) reader.refuse('zone', 'an IANA zone such as America/New_York');
  const service = reader
    .text('service')
    .toLowerCase()
    .replaceAll(/[\s_]+/g, '-');
  if (service !== 'same-day' && service !== 'next-day') {
    reader.refuse('service', 'same-day or next-day');
  }
  const tickMills = reader.amount('tick', reader.text('tick') || DEFAULT_TICK);
  const onTick = (column: 'opening' | 'reserve'): Mills => {
    const value = reader.amount(column);
    if (tickMills > 0 && value % tickMills !== 0) {
      reader.refuse(column, `a multiple of the tick, $${String(tickMills / 1000)}`);
    }
    return value;
  };
  const region = reader.text('region');
  if (region.length > MAX_NAME) reader.refuse('region', `at most ${String(MAX_NAME)} characters`);
  const lot: Lot = {
    id,
    name,
    facility,
    ...(region !== '' && { region }),
    window,
    service: service === 'next-day' ? 'next-day' : 'same-day',
    supplyBlocks: reader.count('blocks', MAX_COUNT),
    openingPriceMills: onTick('opening'),
    pointsPerBlock: reader.text('points') === '' ? 1 : reader.count('points', MAX_POINTS),
    ...(reader.text('cap') !== '' && { capBlocks: reader.count('cap', MAX_COUNT) }),
    ...(reader.text('minimum') !== '' && { minimumBlocks: reader.count('minimum', MAX_COUNT) }),
    ...(reader.text('multiple') !== '' && { multipleBlocks: reader.count('multiple', MAX_COUNT) }),
    tickMills,
  };
  return { lot, reserve: reader.text('reserve') === '' ? undefined : onTick('reserve') };
};

/**
 * Reads rows into lots (rule LOT1). Rows in which every cell is empty are passed over. Left empty, points are 1, the
 * tick is $0.01, and there is neither a cap nor a reserve. Lots are given only when no row has a problem.
 */
export const readLotRows = (rows: readonly LotRow[]): ReadLots => {
  const lots: Lot[] = [];
  const reserves: Record<LotId, Mills> = {};
  const problems: CellProblem[] = [];
  const seen = new Set<LotId>();
  for (const [index, cells] of rows.entries()) {
    if (Object.values(cells).every((cell) => cell.trim() === '')) continue;
    const reader = new Reader(cells, index);
    const { lot, reserve } = readRow(reader);
    if (seen.has(lot.id)) reader.refuse('id', 'an id that no other lot has');
    seen.add(lot.id);
    lots.push(lot);
    if (reserve !== undefined) reserves[lot.id] = reserve;
    problems.push(...reader.problems);
  }
  return problems.length > 0
    ? { lots: [], reservesMills: {}, problems }
    : { lots, reservesMills: reserves, problems };
};

const dollars = (mills: number): string => {
  const fraction = String(mills % 1000).padStart(3, '0');
  return `${String(Math.floor(mills / 1000))}.${fraction.endsWith('0') ? fraction.slice(0, 2) : fraction}`;
};

/** One lot as the cells that read back to it; `reserve` is left empty where there is none or it is not known. */
export const lotRow = (lot: Lot, reserveMills: number | undefined): Required<LotRow> => ({
  id: lot.id,
  name: lot.name,
  facility: lot.facility,
  opens: lot.window.opens,
  closes: lot.window.closes,
  zone: lot.window.zone,
  service: lot.service,
  blocks: String(lot.supplyBlocks),
  opening: dollars(lot.openingPriceMills),
  reserve: reserveMills === undefined ? '' : dollars(reserveMills),
  points: String(lot.pointsPerBlock),
  cap: lot.capBlocks === undefined ? '' : String(lot.capBlocks),
  tick: dollars(lot.tickMills),
  minimum: lot.minimumBlocks === undefined ? '' : String(lot.minimumBlocks),
  multiple: lot.multipleBlocks === undefined ? '' : String(lot.multipleBlocks),
  region: lot.region ?? '',
});
