// The types a field of a sheet can have, and what a value of each looks like. Numbers are whole: mills, basis points,
// thousandths of a pound, pieces; so that equal values are equal bytes.

import type { TenderWindow } from '../auction/types.ts';
import type { TierTable } from './derive/tiers.ts';

/** One of several; the id is the value. */
export interface FieldOption {
  readonly id: string;
  readonly label: string;
}

/** Types whose value is one thing. They can also be the columns of a table. */
export type ScalarType =
  /** Whole mills. */
  | { readonly kind: 'money'; readonly unit: string }
  /** Whole basis points from `min` (0 if absent) to `max` (100,000 if absent); `min` may be negative. */
  | { readonly kind: 'percent'; readonly min?: number; readonly max?: number }
  /** A whole number. */
  | { readonly kind: 'quantity'; readonly unit: string; readonly min: number; readonly max: number }
  /** Whole thousandths of a pound, up to `max`. */
  | { readonly kind: 'weight'; readonly max: number }
  /** YYYY-MM-DD. */
  | { readonly kind: 'date' }
  /** HH:MM, local to the facility. */
  | { readonly kind: 'time' }
  | { readonly kind: 'window' }
  | { readonly kind: 'choice'; readonly options: readonly FieldOption[] }
  | { readonly kind: 'text'; readonly maxLength: number };

/** A step of a price grid: weights up to its end that are above the end of the step before. */
export interface WeightStep {
  readonly id: string;
  readonly label: string;
  readonly upToThousandths: number;
}

/** A column of a table. Where it is not required, a row may lack it. */
export interface ColumnTemplate {
  readonly id: string;
  readonly label: string;
  readonly type: ScalarType;
  readonly isRequired: boolean;
}

export type FieldType =
  | ScalarType
  /** Any of the options, at least one: their ids in the order of the options. */
  | { readonly kind: 'choices'; readonly options: readonly FieldOption[] }
  /** Different short texts in order, at least one. */
  | { readonly kind: 'list'; readonly itemLength: number; readonly maxItems: number }
  /** A price for entry level (row) and weight step (column); a cell that is absent has no price. */
  | {
      readonly kind: 'price-grid';
      readonly unit: string;
      readonly rows: readonly FieldOption[];
      /** In ascending order. */
      readonly steps: readonly WeightStep[];
    }
  /** Prices by volume. */
  | {
      readonly kind: 'tiers';
      readonly priceUnit: string;
      readonly volumeUnit: string;
      readonly maxTiers: number;
    }
  /** Rows of the same columns, at least one: per facility, per surcharge, per person. */
  | {
      readonly kind: 'table';
      readonly columns: readonly ColumnTemplate[];
      readonly maxRows: number;
    };

export type FieldKind = FieldType['kind'];

export type ScalarValue = number | string | TenderWindow;
/** Row id → step id → whole mills. */
export type PriceGrid = Readonly<Record<string, Readonly<Record<string, number>>>>;
/** Column id → value. */
export type TableRow = Readonly<Record<string, ScalarValue>>;

export type FieldValue =
  ScalarValue | readonly string[] | PriceGrid | TierTable | readonly TableRow[];

/** The fields of a kind, for values that have been checked. */
export type TypeOf<Kind extends FieldKind> = Extract<FieldType, { readonly kind: Kind }>;
