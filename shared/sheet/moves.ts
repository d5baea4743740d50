// The history of a term: who moved when, where to and why. What stands is in the term itself; this is how it came there.

import type { PositionValue, TermMove, TermState } from './types.ts';
import { canonicalJson } from '../kernel/json.ts';
import type { FieldType, FieldValue } from './field-types.ts';

/** Moves of one term that are remembered; older ones stay in the journal alone. */
export const MAX_MOVES = 40;
/** Characters of a value as JSON beyond which a move does not carry it: grids and tables are no steps of a ladder. */
const MAX_VALUE_LENGTH = 200;

/** A value as far as a move carries it. */
const carried = (value: PositionValue): { readonly value?: PositionValue } =>
  canonicalJson(value).length > MAX_VALUE_LENGTH ? {} : { value };

/** The moves of a term with one more, the newest last (HIS1). */
export const withMove = (
  term: TermState | undefined,
  move: Omit<TermMove, 'value'>,
  value?: PositionValue,
): readonly TermMove[] => [
  ...(term?.moves ?? []).slice(1 - MAX_MOVES),
  { ...move, ...(value && carried(value)) },
];

/**
 * The value halfway between two positions, in the field's own unit, rounded half up (HIS2). Undefined where there is no
 * such thing: words, choices, windows, tables.
 */
export const midpointOf = (
  { kind }: FieldType,
  a: FieldValue | undefined,
  b: FieldValue | undefined,
): number | undefined => {
  if (typeof a !== 'number' || typeof b !== 'number') return undefined;
  const isMeasured =
    kind === 'money' || kind === 'percent' || kind === 'quantity' || kind === 'weight';
  return isMeasured ? Math.floor((a + b + 1) / 2) : undefined;
};
