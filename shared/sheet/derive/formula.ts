// What a formula is to a template: named inputs with the kinds of field that fit, and figures that come out. The
// arithmetic itself is in the files beside this one.

import type { LotId } from '../../kernel/ids.ts';
import type { FieldKind, FieldType, FieldValue, ScalarType, ScalarValue } from '../field-types.ts';

/** What may be wired to an input. */
export interface InputSpec {
  readonly kinds: readonly FieldKind[];
  /** The formula can do without it. */
  readonly isOptional?: true;
  /** A field that an award fills: the input has one value a lot. */
  readonly isPerLot?: true;
  /** Of a choice: ids the formula knows; the field may offer no others. */
  readonly options?: readonly string[];
  /** Of a table: columns the formula needs, with their kinds. */
  readonly columns?: Readonly<Record<string, FieldKind>>;
}

/** One result, of a type that says how it is shown. */
export interface Figure {
  readonly label: string;
  readonly type: ScalarType;
  readonly value: ScalarValue;
  /** The lot it is of; its label is the lot's id then, and whoever knows the lot's name shows that. */
  readonly lotId?: LotId;
}

/** Figures with the main one first, or a sentence that says why there are none. */
export type Outcome =
  | { readonly ok: true; readonly figures: readonly Figure[] }
  | { readonly ok: false; readonly problem: string };

/** A value that is wired to an input, with the type it was checked against. */
export interface Wired {
  readonly type: FieldType;
  readonly value: FieldValue;
}

/** All inputs of one computation by name. Of an input with one value a lot, all lots in order. */
export interface Inputs {
  readonly single: Readonly<Record<string, Wired | undefined>>;
  readonly perLot: Readonly<
    Record<string, readonly { readonly lot: string; readonly value: FieldValue | undefined }[]>
  >;
}

export interface Formula {
  readonly inputs: Readonly<Record<string, InputSpec>>;
  readonly compute: (inputs: Inputs) => Outcome;
}

export const figures = (...found: readonly Figure[]): Outcome => ({ ok: true, figures: found });
export const problem = (sentence: string): Outcome => ({ ok: false, problem: sentence });

/** A figure in dollars. */
export const moneyFigure = (label: string, mills: number, unit = ''): Figure => ({
  label,
  type: { kind: 'money', unit },
  value: mills,
});

/** A whole number with its unit. */
export const countFigure = (label: string, value: number, unit: string): Figure => ({
  label,
  type: { kind: 'quantity', unit, min: 0, max: Number.MAX_SAFE_INTEGER },
  value,
});

/** A value as a number; undefined where nothing is wired. Inputs were checked, so what is there is of its kind. */
export const numberOf = ({ single }: Inputs, name: string): number | undefined => {
  const value = single[name]?.value;
  return typeof value === 'number' ? value : undefined;
};

/** A value as a text: of a choice its id, of a date YYYY-MM-DD. */
export const textOf = ({ single }: Inputs, name: string): string | undefined => {
  const value = single[name]?.value;
  return typeof value === 'string' ? value : undefined;
};

/** The same where the formula cannot do without it. Throws Error when it is missing: the caller looks before. */
export const needed = <T>(value: T | undefined): T => {
  if (value === undefined) throw new Error('an input that is needed is missing');
  return value;
};
