// How far two positions are apart, in the field's own terms.

import type {
  FieldType,
  FieldValue,
  PriceGrid,
  ScalarType,
  TableRow,
} from '../../shared/sheet/field-types.ts';
import type { TierTable } from '../../shared/sheet/derive/tiers.ts';
import { formatCount } from '../../shared/kernel/amount-text.ts';
import { canonicalJson } from '../../shared/kernel/json.ts';
import { scalarText } from '../../shared/sheet/field-text.ts';

/** A gap of this share of the higher value fills the bar: closer is where negotiators look for detail. */
const FULL_BAR_SHARE = 0.1;
const DAY_MS = 86_400_000;
const YEAR_DAYS = 365;

export interface FieldGap {
  /** The distance in the field's own terms. */
  readonly text: string;
  /** Length of the bar, 0 to 1; absent where a distance cannot be measured. */
  readonly bar?: number;
}

const isSame = (a: unknown, b: unknown): boolean => canonicalJson(a) === canonicalJson(b);

const numberGap = (type: ScalarType, a: number, b: number): FieldGap => {
  const distance = Math.abs(a - b);
  const higher = Math.max(Math.abs(a), Math.abs(b));
  return {
    text: scalarText(type, distance),
    bar: higher === 0 ? 0 : Math.min(1, distance / higher / FULL_BAR_SHARE),
  };
};

const dayGap = (a: string, b: string): FieldGap => {
  const distance = Math.round(Math.abs(Date.parse(a) - Date.parse(b)) / DAY_MS);
  const text = distance === 1 ? '1 day' : `${formatCount(distance)} days`;
  return { text, bar: Math.min(1, distance / YEAR_DAYS) };
};

/** Parts of a value by their place, so that two values can be compared part by part. */
const partsOf = (type: FieldType, value: FieldValue): ReadonlyMap<string, unknown> => {
  switch (type.kind) {
    case 'price-grid':
      return new Map(
        Object.entries(value as PriceGrid).flatMap(([row, cells]) =>
          Object.entries(cells).map(([step, price]) => [`${row} ${step}`, price] as const),
        ),
      );
    case 'tiers': {
      const { mode, tiers } = value as TierTable;
      return new Map<string, unknown>([
        ['mode', mode],
        ...tiers.map((tier, place) => [String(place), tier] as const),
      ]);
    }
    case 'table':
      return new Map((value as readonly TableRow[]).map((row, place) => [String(place), row]));
    default:
      return new Map((value as readonly string[]).map((item) => [item, true]));
  }
};

const WORDS = {
  'price-grid': ['price', 'prices'],
  tiers: ['part', 'parts'],
  table: ['row', 'rows'],
  list: ['entry', 'entries'],
  choices: ['choice', 'choices'],
} as const;

const partGap = (type: FieldType & { kind: keyof typeof WORDS }, a: FieldValue, b: FieldValue) => {
  const [mine, other] = [partsOf(type, a), partsOf(type, b)];
  const places = new Set([...mine.keys(), ...other.keys()]);
  const count = [...places].filter(
    (place) => canonicalJson(mine.get(place) ?? null) !== canonicalJson(other.get(place) ?? null),
  ).length;
  const word = WORDS[type.kind][count === 1 ? 0 : 1];
  return {
    text: `${formatCount(count)} ${word} ${count === 1 ? 'differs' : 'differ'}`,
    bar: count / places.size,
  };
};

/** How far two positions are apart; undefined while one is missing. */
export const gapOf = (
  type: FieldType,
  a: FieldValue | undefined,
  b: FieldValue | undefined,
): FieldGap | undefined => {
  if (a === undefined || b === undefined) return undefined;
  if (isSame(a, b)) return { text: 'none', bar: 0 };
  switch (type.kind) {
    case 'choices':
    case 'list':
    case 'price-grid':
    case 'tiers':
    case 'table':
      return partGap(type, a, b);
    case 'date':
      return dayGap(a as string, b as string);
    default:
      return typeof a === 'number' && typeof b === 'number'
        ? numberGap(type, a, b)
        : { text: 'differ' };
  }
};
