// Values of several parts as people type them: a price grid, a tier table and a table are all a sheet of cells, with
// fixed heads of rows or with rows that come and go. Keeps what was typed as text until the whole is read.

import type { TierTable } from '../../shared/sheet/derive/tiers.ts';
import type {
  ColumnTemplate,
  FieldType,
  FieldValue,
  PriceGrid,
  ScalarValue,
  TableRow,
  TypeOf,
} from '../../shared/sheet/field-types.ts';
import { checkFieldValue } from '../../shared/sheet/fields.ts';
import { editableScalar, parseScalar } from './field-value.ts';

export type CellType = TypeOf<'price-grid'> | TypeOf<'tiers'> | TypeOf<'table'>;

/** What the cells are: columns, and heads of rows where the rows are fixed. */
export interface CellForm {
  readonly columns: readonly ColumnTemplate[];
  readonly rowHeads: readonly string[] | undefined;
  readonly maxRows: number;
}

/** Texts of all cells, row by row. */
export type Cells = readonly (readonly string[])[];

export interface CellFault {
  /** Row and column from 0; absent where the whole is meant. */
  readonly row?: number;
  readonly column?: number;
  readonly message: string;
}

export type CellReading =
  | { readonly ok: true; readonly value: FieldValue }
  | { readonly ok: false; readonly fault: CellFault };

const MAX_FROM = 1_000_000_000_000;

/** True for types that are edited as cells. */
export const isCellType = (type: FieldType): type is CellType =>
  type.kind === 'price-grid' || type.kind === 'tiers' || type.kind === 'table';

/** Columns and rows of the cells of a type. */
export const cellForm = (type: CellType): CellForm => {
  switch (type.kind) {
    case 'price-grid':
      return {
        columns: type.steps.map(({ id, label }) => ({
          id,
          label,
          type: { kind: 'money', unit: type.unit },
          isRequired: false,
        })),
        rowHeads: type.rows.map(({ label }) => label),
        maxRows: type.rows.length,
      };
    case 'tiers':
      return {
        columns: [
          {
            id: 'from',
            label: `From (${type.volumeUnit})`,
            type: { kind: 'quantity', unit: '', min: 0, max: MAX_FROM },
            isRequired: true,
          },
          {
            id: 'priceMills',
            label: `Price (${type.priceUnit})`,
            type: { kind: 'money', unit: type.priceUnit },
            isRequired: true,
          },
        ],
        rowHeads: undefined,
        maxRows: type.maxTiers,
      };
    case 'table':
      return { columns: type.columns, rowHeads: undefined, maxRows: type.maxRows };
  }
};

const rowOf = (
  { columns }: CellForm,
  valueIn: (columnId: string) => ScalarValue | undefined,
): readonly string[] =>
  columns.map(({ id, type }) => {
    const value = valueIn(id);
    return value === undefined ? '' : editableScalar(type, value);
  });

/** An empty row. */
export const emptyRow = ({ columns }: CellForm): readonly string[] => columns.map(() => '');

/** The cells of a value; without one the fixed rows, or one empty row. */
export const cellsOf = (type: CellType, value: FieldValue | undefined): Cells => {
  const form = cellForm(type);
  switch (type.kind) {
    case 'price-grid': {
      const grid = (value ?? {}) as PriceGrid;
      return type.rows.map(({ id }) => rowOf(form, (step) => grid[id]?.[step]));
    }
    case 'tiers': {
      const tiers = (value as TierTable | undefined)?.tiers ?? [];
      if (tiers.length === 0) return [['0', '']];
      return tiers.map((tier) => rowOf(form, (id) => tier[id as keyof typeof tier]));
    }
    case 'table': {
      const rows = (value ?? []) as readonly TableRow[];
      return rows.length === 0 ? [emptyRow(form)] : rows.map((row) => rowOf(form, (id) => row[id]));
    }
  }
};

type Read =
  { readonly ok: true; readonly row: TableRow } | { readonly ok: false; readonly fault: CellFault };

const readRow = ({ columns }: CellForm, cells: readonly string[], row: number): Read => {
  const values: Record<string, ScalarValue> = {};
  for (const [column, { id, label, type, isRequired }] of columns.entries()) {
    const typed = (cells[column] ?? '').trim();
    if (typed === '' && !isRequired) continue;
    const parsed = parseScalar(type, typed);
    if (!parsed.ok) {
      return { ok: false, fault: { row, column, message: `${label}: ${parsed.message}` } };
    }
    values[id] = parsed.value;
  }
  return { ok: true, row: values };
};

/** Rows that have something in them, with their places; the first fault otherwise. */
const readRows = (form: CellForm, cells: Cells) => {
  const rows: { readonly place: number; readonly row: TableRow }[] = [];
  for (const [place, texts] of cells.entries()) {
    if (texts.every((text) => text.trim() === '')) continue;
    const read = readRow(form, texts, place);
    if (!read.ok) return read;
    rows.push({ place, row: read.row });
  }
  return { ok: true as const, rows };
};

const assemble = (
  type: CellType,
  rows: readonly { readonly place: number; readonly row: TableRow }[],
  mode: TierTable['mode'],
): FieldValue => {
  switch (type.kind) {
    case 'price-grid':
      return Object.fromEntries(
        rows.map(({ place, row }) => [type.rows[place]?.id ?? '', row] as const),
      ) as PriceGrid;
    case 'tiers':
      return { mode, tiers: rows.map(({ row }) => row) as unknown as TierTable['tiers'] };
    case 'table':
      return rows.map(({ row }) => row);
  }
};

const TIER_RULE = 'The first tier begins at 0, and each begins above the one before.';

/** Reads all cells; empty rows are left out. The fault says what would be accepted, and where. */
export const readCells = (
  type: CellType,
  cells: Cells,
  mode: TierTable['mode'] = 'incremental',
): CellReading => {
  const read = readRows(cellForm(type), cells);
  if (!read.ok) return read;
  if (read.rows.length === 0) return { ok: false, fault: { message: 'Fill at least one row.' } };
  const value = assemble(type, read.rows, mode);
  const found = checkFieldValue(type, value);
  if (!found) return { ok: true, value };
  // Each cell fits by itself, so what is left is the order of tiers or too many rows.
  const [row] = String(found['at'] ?? '').split('.');
  const place = read.rows[Number(row) - 1]?.place;
  const message = type.kind === 'tiers' && place !== undefined ? TIER_RULE : 'These are too many.';
  return { ok: false, fault: { message, ...(place !== undefined && { row: place, column: 0 }) } };
};

/** Cells with a block from a spreadsheet (tabs and line feeds) put in at a place; rows are added as far as allowed. */
export const pasteCells = (
  type: CellType,
  cells: Cells,
  { text, row, column }: { readonly text: string; readonly row: number; readonly column: number },
): Cells => {
  const form = cellForm(type);
  const block = text
    .replace(/\r/g, '')
    .replace(/\n$/, '')
    .split('\n')
    .map((line) => line.split('\t'));
  const count = Math.min(form.maxRows, Math.max(cells.length, row + block.length));
  return Array.from({ length: count }, (_, place) => {
    const old = cells[place] ?? emptyRow(form);
    const pasted = block[place - row];
    return old.map((cell, at) => (pasted?.[at - column] ?? cell).trim());
  });
};
