// Whether a value of several parts fits its field: choices, lists, price grids, tier tables, tables. A refusal names
// the part by a path (`at`), such as `ddu.5` or `2.zip`; rows count from 1 as people count them.

import type { Rejection } from '../kernel/rejection.ts';
import type { ColumnTemplate, TypeOf } from './field-types.ts';
import { reject } from '../kernel/rejection.ts';
import { checkScalar } from './scalar-fields.ts';

type Found = Rejection | undefined;
type Part = readonly [at: string, found: Found];

/** More pieces a year than there will ever be. */
const MAX_FROM = 1_000_000_000_000;

const wrongType = (expected: string): Rejection => reject('field/type', { expected });

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The first fault of several parts, with its place. Parts are looked at one by one and only as far as needed. */
const firstOf = (parts: Iterable<Part>): Found => {
  for (const [at, found] of parts) {
    if (found) return { ...found, at: 'at' in found ? `${at}.${String(found['at'])}` : at };
  }
  return undefined;
};

const strangeKey = (value: object, allowed: readonly string[]): Found => {
  const strange = Object.keys(value).find((key) => !allowed.includes(key));
  return strange === undefined ? undefined : reject('field/unknown-part', { at: strange, allowed });
};

/** An array of 1 to `maximum` parts, or why it is none. */
const rowsOf = (value: unknown, maximum: number): readonly unknown[] | Rejection => {
  if (!Array.isArray(value)) return wrongType('list');
  if (value.length === 0) return reject('field/empty');
  return value.length > maximum ? reject('field/too-many', { maximum }) : (value as unknown[]);
};

const isRejection = (value: readonly unknown[] | Rejection): value is Rejection => 'code' in value;

/** Why a value is not some of the options in their order, each once. */
export const checkChoices = ({ options }: TypeOf<'choices'>, value: unknown): Found => {
  const rows = rowsOf(value, options.length);
  if (isRejection(rows)) return rows;
  const allowed = options.map(({ id }) => id);
  const places = rows.map((id) => allowed.indexOf(id as string));
  if (places.includes(-1)) return reject('field/choice', { allowed });
  const isInOrder = places.every((place, index) => index === 0 || place > (places[index - 1] ?? 0));
  return isInOrder ? undefined : reject('field/order', { allowed });
};

/** Why a value is not a list of different texts. */
export const checkList = ({ itemLength, maxItems }: TypeOf<'list'>, value: unknown): Found => {
  const rows = rowsOf(value, maxItems);
  if (isRejection(rows)) return rows;
  const type = { kind: 'text', maxLength: itemLength } as const;
  return firstOf(
    rows.map((item, index): Part => {
      const isDouble = rows.indexOf(item) < index;
      return [String(index + 1), isDouble ? reject('field/double') : checkScalar(type, item)];
    }),
  );
};

/** Why a value is not a grid of prices with at least one cell. */
export const checkGrid = ({ rows, steps, unit }: TypeOf<'price-grid'>, value: unknown): Found => {
  if (!isObject(value)) return wrongType('price grid');
  const rowIds = rows.map(({ id }) => id);
  const stepIds = steps.map(({ id }) => id);
  const checkRow = (row: unknown): Found => {
    if (!isObject(row)) return wrongType('row of prices');
    if (Object.keys(row).length === 0) return reject('field/empty');
    return (
      strangeKey(row, stepIds) ??
      firstOf(
        Object.entries(row).map(([id, cell]) => [id, checkScalar({ kind: 'money', unit }, cell)]),
      )
    );
  };
  if (Object.keys(value).length === 0) return reject('field/empty');
  return (
    strangeKey(value, rowIds) ??
    firstOf(Object.entries(value).map(([id, row]) => [id, checkRow(row)]))
  );
};

/** Why a value is not a table of tiers that begins at 0 and rises. */
export const checkTiers = (
  { priceUnit, volumeUnit, maxTiers }: TypeOf<'tiers'>,
  value: unknown,
): Found => {
  if (!isObject(value)) return wrongType('tier table');
  const modes = ['incremental', 'all-units'];
  const { mode, tiers } = value;
  const strange = strangeKey(value, ['mode', 'tiers']);
  if (strange) return strange;
  if (!modes.includes(mode as string))
    return reject('field/choice', { at: 'mode', allowed: modes });
  const rows = rowsOf(tiers, maxTiers);
  if (isRejection(rows)) return { ...rows, at: 'tiers' };
  let least = 0;
  const checkTier = (tier: unknown, index: number): Found => {
    if (!isObject(tier)) return wrongType('tier');
    const { from, priceMills } = tier;
    // Only the first begins at 0, every other one above the one before.
    const [min, max] = [least, index === 0 ? 0 : MAX_FROM];
    least = Number(from) + 1;
    return (
      strangeKey(tier, ['from', 'priceMills']) ??
      firstOf([
        ['from', checkScalar({ kind: 'quantity', unit: volumeUnit, min, max }, from)],
        ['priceMills', checkScalar({ kind: 'money', unit: priceUnit }, priceMills)],
      ])
    );
  };
  return firstOf(rows.map((tier, index) => [String(index + 1), checkTier(tier, index)]));
};

const checkRow = (columns: readonly ColumnTemplate[], row: unknown): Found => {
  if (!isObject(row)) return wrongType('row');
  const checkCell = ({ id, type, isRequired }: ColumnTemplate): Found => {
    const cell = Object.hasOwn(row, id) ? row[id] : undefined;
    if (cell === undefined) return isRequired ? reject('field/missing') : undefined;
    return checkScalar(type, cell);
  };
  return (
    strangeKey(
      row,
      columns.map(({ id }) => id),
    ) ?? firstOf(columns.map((column) => [column.id, checkCell(column)]))
  );
};

/** Why a value is not rows of the columns, each with what it must have and with something in it. */
export const checkTable = ({ columns, maxRows }: TypeOf<'table'>, value: unknown): Found => {
  const rows = rowsOf(value, maxRows);
  if (isRejection(rows)) return rows;
  return firstOf(
    rows.map((row, index): Part => {
      const isEmpty = isObject(row) && Object.keys(row).length === 0;
      const found = isEmpty ? reject('field/empty') : checkRow(columns, row);
      return [String(index + 1), found];
    }),
  );
};
