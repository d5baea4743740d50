// Whether a value fits its field, and whether two values are the same.

import type { Rejection } from '../kernel/rejection.ts';
import type { FieldType, FieldValue } from './field-types.ts';
import type { PositionValue } from './types.ts';
import { canonicalJson } from '../kernel/json.ts';
import { checkChoices, checkGrid, checkList, checkTable, checkTiers } from './composite-fields.ts';
import { checkScalar } from './scalar-fields.ts';

/** Why a value cannot stand in a field of this type, or undefined when it can (SHT3). */
export const checkFieldValue = (type: FieldType, value: unknown): Rejection | undefined => {
  switch (type.kind) {
    case 'choices':
      return checkChoices(type, value);
    case 'list':
      return checkList(type, value);
    case 'price-grid':
      return checkGrid(type, value);
    case 'tiers':
      return checkTiers(type, value);
    case 'table':
      return checkTable(type, value);
    default:
      return checkScalar(type, value);
  }
};

/** Whether two positions are the same: equal values, or the same hash of a clause (SHT4). */
export const isSameValue = (a: PositionValue, b: PositionValue): boolean =>
  canonicalJson(a) === canonicalJson(b);

/** The value of a position as views show it: the field's value, or the clause's hash. */
export const shownValue = (value: PositionValue): FieldValue =>
  value.kind === 'field' ? value.value : value.hash;
