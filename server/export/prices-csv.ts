// The prices of a sheet as a table: one row a price, with its field, where it stands in it, and who wants what. Awards,
// grids, tiers and single amounts in one form, so that they can be sorted and summed.

import type { FieldType, FieldValue, PriceGrid, TableRow } from '../../shared/sheet/field-types.ts';
import type { TierTable } from '../../shared/sheet/derive/tiers.ts';
import type { Paper, PaperField } from '../../shared/sheet/paper/types.ts';
import type { CsvCell } from '../../shared/kernel/csv.ts';
import { csvText } from '../../shared/kernel/csv.ts';
import { redactedText } from './field-words.ts';

const HEAD = [
  ...['section', 'field', 'id', 'lot', 'row', 'step', 'unit', 'state'],
  ...['agreed', 'carrier', 'shipper', 'award', 'awarded'],
];
const MILLS = 1_000;

/** One price of a value: where it stands in its field, and what it is in dollars. */
interface Price {
  readonly row: string;
  readonly step: string;
  readonly dollars: number;
}

const gridPrices = (type: FieldType & { kind: 'price-grid' }, grid: PriceGrid): readonly Price[] =>
  type.rows.flatMap((row) =>
    type.steps.flatMap((step) => {
      const mills = grid[row.id]?.[step.id];
      if (mills === undefined) return [];
      return [{ row: row.label, step: step.label, dollars: mills / MILLS }];
    }),
  );

const tablePrices = (
  type: FieldType & { kind: 'table' },
  rows: readonly TableRow[],
): readonly Price[] => {
  const money = type.columns.filter((column) => column.type.kind === 'money');
  return rows.flatMap((row, index) =>
    money.flatMap(({ id, label }) => {
      const mills = row[id];
      if (typeof mills !== 'number') return [];
      return [{ row: String(index + 1), step: label, dollars: mills / MILLS }];
    }),
  );
};

const pricesOf = (type: FieldType, value: FieldValue): readonly Price[] => {
  switch (type.kind) {
    case 'money':
      return [{ row: '', step: '', dollars: (value as number) / MILLS }];
    case 'price-grid':
      return gridPrices(type, value as PriceGrid);
    case 'tiers':
      return (value as TierTable).tiers.map(({ from, priceMills }) => ({
        ...{ row: `from ${String(from)} ${type.volumeUnit}`, step: (value as TierTable).mode },
        dollars: priceMills / MILLS,
      }));
    case 'table':
      return tablePrices(type, value as readonly TableRow[]);
    default:
      return [];
  }
};

const unitOf = (type: FieldType): string => {
  if (type.kind === 'tiers') return type.priceUnit;
  return type.kind === 'money' || type.kind === 'price-grid' ? type.unit : '$';
};

const isPriced = ({ kind, ...type }: FieldType): boolean =>
  ['money', 'price-grid', 'tiers'].includes(kind) ||
  ('columns' in type && type.columns.some((column) => column.type.kind === 'money'));

const fieldRows = (section: string, field: PaperField): readonly (readonly CsvCell[])[] => {
  const { id, label, lot, type, state, value, carrier, shipper, isAward, offAward, redacted } =
    field;
  const lead = [section, label, id, lot?.name ?? ''];
  if (redacted !== undefined) {
    return [[...lead, '', '', unitOf(type), state, redactedText(redacted), '', '', '', '']];
  }
  const held = [value, carrier, shipper].map((each) =>
    each === undefined ? [] : pricesOf(type, each),
  );
  const places = new Map(
    held.flat().map(({ row, step }) => [`${row}\n${step}`, { row, step }] as const),
  );
  const origin = offAward ? 'off' : isAward ? 'yes' : '';
  const said = offAward ? pricesOf(type, offAward.said) : [];
  return [...places.values()].map(({ row, step }) => {
    const at = (prices: readonly Price[]): number | undefined =>
      prices.find((each) => each.row === row && each.step === step)?.dollars;
    return [...lead, row, step, unitOf(type), state, ...held.map(at), origin, at(said)];
  });
};

/** The CSV of a paper's prices (EXP9). Amounts are dollars with up to three decimals. */
export const pricesCsv = (paper: Paper): string =>
  csvText([
    HEAD,
    ...paper.sections.flatMap(({ title, items }) =>
      items.flatMap((item) =>
        item.kind === 'field' && isPriced(item.type) ? fieldRows(title, item) : [],
      ),
    ),
  ]);
