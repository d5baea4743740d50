// One rule of an auction as a field of a form: what it is called, how it is typed, when it is there at all.

import type { FormatId } from '../../../shared/auction/types.ts';

export type RuleKind =
  | 'text'
  | 'percent'
  | 'seconds'
  | 'milliseconds'
  | 'count'
  /** Dollars with up to three decimals. */
  | 'price'
  | 'switch'
  | 'choice'
  /** Increments by price, a row each. */
  | 'increments'
  /** Attributes, their options and points. */
  | 'scoring';

export interface RuleField {
  /** Where the value stands in the rules, names parted by dots. */
  readonly path: string;
  readonly label: string;
  readonly kind: RuleKind;
  /** Left empty, the rule is not there. */
  readonly isOptional?: true;
  /** Absent: always there. */
  readonly isAsked?: (rules: unknown) => boolean;
  /** Where a choice changes more than its own place: what then stands at `path`. */
  readonly becomes?: (
    value: string,
    rules: unknown,
  ) => { readonly path: string; readonly value: unknown };
  readonly options?: readonly { readonly value: string; readonly label: string }[];
}

/** How a format is offered to who sets up an auction. */
export interface FormatSetup {
  readonly format: FormatId;
  /** What it is called and what it is for. */
  readonly name: string;
  /** In the order of the form. */
  readonly fields: readonly RuleField[];
}
