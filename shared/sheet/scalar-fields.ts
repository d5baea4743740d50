// Whether a value of one part fits its field or its column. Refusals name what is allowed.

import type { TenderWindow } from '../auction/types.ts';
import type { Rejection } from '../kernel/rejection.ts';
import type { ScalarType } from './field-types.ts';
import { reject } from '../kernel/rejection.ts';
import { isZone } from '../kernel/zones.ts';

/** One billion dollars in mills: more is a slip of the keyboard. */
export const MAX_MILLS = 1_000_000_000_000;
/** Of a percentage for which its template says nothing else. */
export const MAX_SHARE_BP = 100_000;
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

const checkWindow = (value: unknown): Rejection | undefined => {
  if (!isWindow(value)) return wrongType('window');
  return isZone(value.zone) ? undefined : reject('field/zone', { zone: value.zone });
};

const checkText = (value: unknown, maximum: number): Rejection | undefined => {
  if (typeof value !== 'string' || value.trim() === '') return wrongType('text');
  return value.length > maximum ? reject('field/too-long', { maximum }) : undefined;
};

/** Why a value cannot stand in a field or a column of this scalar type, or undefined when it can (SHT3). */
export const checkScalar = (type: ScalarType, value: unknown): Rejection | undefined => {
  switch (type.kind) {
    case 'money':
      return whole(value, 0, MAX_MILLS);
    case 'percent':
      return whole(value, type.min ?? 0, type.max ?? MAX_SHARE_BP);
    case 'quantity':
      return whole(value, type.min, type.max);
    case 'weight':
      return whole(value, 0, type.max);
    case 'date':
      return checkDate(value);
    case 'time':
      return typeof value === 'string' && TIME.test(value) ? undefined : wrongType('time');
    case 'window':
      return checkWindow(value);
    case 'choice':
      return type.options.some(({ id }) => id === value)
        ? undefined
        : reject('field/choice', { allowed: type.options.map(({ id }) => id) });
    case 'text':
      return checkText(value, type.maxLength);
  }
};
