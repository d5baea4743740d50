// Values of fields in words and figures, for the page, the terminal and exports. Reads values that have been checked.

import type { TenderWindow } from '../auction/types.ts';
import type {
  FieldOption,
  FieldType,
  FieldValue,
  PriceGrid,
  ScalarType,
  ScalarValue,
  TableRow,
  TypeOf,
} from './field-types.ts';
import type { TierTable } from './derive/tiers.ts';
import {
  formatCount,
  formatCounted,
  formatHundredths,
  formatMills,
  formatThousandths,
} from '../kernel/amount-text.ts';

const NO_BREAK = '\u00a0';
const days = new Intl.DateTimeFormat('en-US', { dateStyle: 'medium', timeZone: 'UTC' });

const withUnit = (value: string, unit: string): string =>
  unit === '' ? value : `${value}${NO_BREAK}${unit}`;

const dateText = (value: string): string => {
  const at = Date.parse(`${value}T00:00:00Z`);
  return Number.isNaN(at) ? value : days.format(at);
};

const labelOf = (options: readonly FieldOption[], id: string): string =>
  options.find((option) => option.id === id)?.label ?? id;

const windowText = ({ opens, closes, zone }: TenderWindow): string => `${opens}–${closes} ${zone}`;

/** A value of a scalar type as it is read: `$2.31`, `95 %`, `4.225 lb`, `05:00–07:00 America/New_York`. */
export const scalarText = (type: ScalarType, value: ScalarValue): string => {
  if (typeof value === 'object') return windowText(value);
  if (typeof value === 'string') {
    if (type.kind === 'date') return dateText(value);
    return type.kind === 'choice' ? labelOf(type.options, value) : value;
  }
  switch (type.kind) {
    case 'money':
      return formatMills(value);
    case 'percent':
      return withUnit(formatHundredths(value), '%');
    case 'weight':
      return withUnit(formatThousandths(value), 'lb');
    case 'quantity':
      return withUnit(formatCount(value), type.unit);
    default:
      return String(value);
  }
};

const priceRange = (prices: readonly number[]): string => {
  const [low, high] = [Math.min(...prices), Math.max(...prices)];
  return low === high ? formatMills(low) : `${formatMills(low)} to ${formatMills(high)}`;
};

const gridText = (grid: PriceGrid): string => {
  const prices = Object.values(grid).flatMap((row) => Object.values(row));
  return `${formatCounted(prices.length, 'price')}, ${priceRange(prices)}`;
};

/** Names of the two ways to use a tier table. */
export const TIER_MODES: Readonly<Record<TierTable['mode'], string>> = {
  incremental: 'each piece at its tier',
  'all-units': 'all pieces at the tier reached',
};

const tiersText = ({ mode, tiers }: TierTable): string =>
  `${tiers.map(({ from, priceMills }) => `${formatMills(priceMills)} from ${formatCount(from)}`).join(', ')}; ${TIER_MODES[mode]}`;

const rowText = ({ columns }: TypeOf<'table'>, row: TableRow): string =>
  columns
    .flatMap(({ id, type }) => {
      const value = row[id];
      return value === undefined ? [] : [scalarText(type, value)];
    })
    .join(' · ');

/** A value in a few words: what has many parts is counted. */
export const fieldSummary = (type: FieldType, value: FieldValue): string => {
  switch (type.kind) {
    case 'tiers': {
      const { tiers } = value as TierTable;
      const prices = tiers.map(({ priceMills }) => priceMills);
      return `${formatCounted(tiers.length, 'tier')}, ${priceRange(prices)}`;
    }
    case 'table':
      return formatCounted((value as readonly TableRow[]).length, 'row');
    default:
      return formatFieldValue(type, value);
  }
};

/** Any value on one line. Of a table all rows, so that nothing is lost; of a price grid the range. */
export const formatFieldValue = (type: FieldType, value: FieldValue): string => {
  switch (type.kind) {
    case 'choices':
      return (value as readonly string[]).map((id) => labelOf(type.options, id)).join(', ');
    case 'list':
      return (value as readonly string[]).join('; ');
    case 'price-grid':
      return gridText(value as PriceGrid);
    case 'tiers':
      return tiersText(value as TierTable);
    case 'table':
      return (value as readonly TableRow[]).map((row) => rowText(type, row)).join('; ');
    default:
      return scalarText(type, value as ScalarValue);
  }
};

/** A value laid out in cells; numbers of the first column are heads of rows where `hasRowHeads`. */
export interface FieldCells {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly hasRowHeads: boolean;
}

const gridCells = ({ rows, steps }: TypeOf<'price-grid'>, grid: PriceGrid): FieldCells => ({
  head: ['', ...steps.map(({ label }) => label)],
  rows: rows
    .filter(({ id }) => grid[id] !== undefined)
    .map(({ id, label }) => [
      label,
      ...steps.map((step) => {
        const price = grid[id]?.[step.id];
        return price === undefined ? '' : formatMills(price);
      }),
    ]),
  hasRowHeads: true,
});

/** The cells of a grid, tier table or table; undefined for types that one line shows whole. */
export const fieldCells = (type: FieldType, value: FieldValue): FieldCells | undefined => {
  switch (type.kind) {
    case 'price-grid':
      return gridCells(type, value as PriceGrid);
    case 'tiers':
      return {
        head: [`from (${type.volumeUnit})`, type.priceUnit],
        rows: (value as TierTable).tiers.map(({ from, priceMills }) => [
          formatCount(from),
          formatMills(priceMills),
        ]),
        hasRowHeads: false,
      };
    case 'table':
      return {
        head: type.columns.map(({ label }) => label),
        rows: (value as readonly TableRow[]).map((row) =>
          type.columns.map((column) => {
            const cell = row[column.id];
            return cell === undefined ? '' : scalarText(column.type, cell);
          }),
        ),
        hasRowHeads: false,
      };
    default:
      return undefined;
  }
};
