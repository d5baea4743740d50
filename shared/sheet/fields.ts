// Whether a value fits its field. Refusals name what is allowed.

import type { Rejection } from '../kernel/rejection.ts';
import type { TenderWindow } from '../auction/types.ts';
import type { FieldType, FieldValue, PositionValue } from './types.ts';
import { canonicalJson } from '../kernel/json.ts';
import { reject } from '../kernel/rejection.ts';
import { isZone } from '../kernel/zones.ts';
import { unreachable } from '../kernel/decider.ts';

/** One billion dollars in mills: more is a slip of the keyboard. */
const MAX_MILLS = 1_000_000_000_000;
const FULL_SHARE_BP = 10_000;
const MAX_SHARE_BP = 10 * FULL_SHARE_BP;
const TIME = /^([01]\d|2[0-3]):[0-5]\d$/;
const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;

const wrongType = (expected: string): Rejection => reject('field/type', { expected });

const whole = (value: unknown, minimum: number, maximum: number): Rejection | undefined => {
  if (typeof value !== 'number' || !Number.isSafeInteger(value)) return wrongType('whole number');
  return value < minimum || value > maximum
    ? reject('field/out-of-range', { minimum, maximum })
    : undefined;
};

const checkDate = (value: unknown): Rejection | undefined => {
  const [, year, month, day] = typeof value === 'string' ? (DATE.exec(value) ?? []) : [];
  if (year === undefined) return wrongType('date');
  const time = Date.UTC(Number(year), Number(month) - 1, Number(day));
  // A day that does not exist (31 June) comes back as another one.
  const isReal = new Date(time).toISOString().slice(0, 10) === value;
  return isReal ? undefined : reject('field/date');
};

const isWindow = (value: unknown): value is TenderWindow => {
  if (typeof value !== 'object' || value === null) return false;
  const { opens, closes, zone, ...rest } = value as Record<string, unknown>;
  return (
    Object.keys(rest).length === 0 &&
    typeof opens === 'string' &&
    typeof closes === 'string' &&
    typeof zone === 'string' &&
    TIME.test(opens) &&
    TIME.test(closes)
  );
};

const checkText = (value: unknown, maximum: number): Rejection | undefined => {
  if (typeof value !== 'string' || value.trim() === '') return wrongType('text');
  return value.length > maximum ? reject('field/too-long', { maximum }) : undefined;
};

/** Why a value cannot stand in a field of this type, or undefined when it can (SHT3). */
export const checkFieldValue = (type: FieldType, value: unknown): Rejection | undefined => {
  switch (type.kind) {
    case 'money':
      return whole(value, 0, MAX_MILLS);
    case 'percent':
      return whole(value, 0, MAX_SHARE_BP);
    case 'quantity':
      return whole(value, type.min, type.max);
    case 'date':
      return checkDate(value);
    case 'window':
      if (!isWindow(value)) return wrongType('window');
      return isZone(value.zone) ? undefined : reject('field/zone', { zone: value.zone });
    case 'choice':
      return type.options.some(({ id }) => id === value)
        ? undefined
        : reject('field/choice', { allowed: type.options.map(({ id }) => id) });
    case 'text':
      return checkText(value, type.maxLength);
    default:
      return unreachable(type);
  }
};

/** Whether two positions are the same: equal values, or the same hash of a clause (SHT4). */
export const isSameValue = (a: PositionValue, b: PositionValue): boolean =>
  canonicalJson(a) === canonicalJson(b);

/** The value of a position as views show it: the field's value, or the clause's hash. */
export const shownValue = (value: PositionValue): FieldValue =>
  value.kind === 'field' ? value.value : value.hash;
