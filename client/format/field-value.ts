// Values of a sheet's fields for people: shown, put into an input, read back, and compared. One switch a question,
// so that a new type of field cannot be forgotten.

import type { FieldType, FieldValue } from '../../shared/sheet/types.ts';
import type { TenderWindow } from '../../shared/auction/types.ts';
import type { Parsed } from './money.ts';
import { formatMills, formatMillsBare, parseMills } from './money.ts';

const NO_BREAK = '\u00a0';
/** A gap of this share of the higher value fills the bar: closer is where negotiators look for detail. */
const FULL_BAR_SHARE = 0.1;
const DAY_MS = 86_400_000;
const YEAR_DAYS = 365;

const counts = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });
const shares = new Intl.NumberFormat('en-US', { maximumFractionDigits: 2 });
const days = new Intl.DateTimeFormat('en-US', { dateStyle: 'medium', timeZone: 'UTC' });

const isWindow = (value: FieldValue): value is TenderWindow => typeof value === 'object';

const formatWindow = ({ opens, closes, zone }: TenderWindow): string =>
  `${opens}–${closes} ${zone}`;

const dateMs = (value: string): number => Date.parse(`${value}T00:00:00Z`);

const formatDate = (value: string): string => {
  const at = dateMs(value);
  return Number.isNaN(at) ? value : days.format(at);
};

const formatNumber = (type: FieldType, value: number): string => {
  switch (type.kind) {
    case 'money':
      return formatMills(value);
    case 'percent':
      return `${shares.format(value / 100)}${NO_BREAK}%`;
    case 'quantity':
      return type.unit ? `${counts.format(value)}${NO_BREAK}${type.unit}` : counts.format(value);
    default:
      return String(value);
  }
};

/** A value as it is read: `$2.31`, `95 %`, `12,000,000 pieces`, `05:00–07:00 America/New_York`. */
export const formatFieldValue = (type: FieldType, value: FieldValue): string => {
  if (isWindow(value)) return formatWindow(value);
  if (typeof value === 'number') return formatNumber(type, value);
  if (type.kind === 'date') return formatDate(value);
  if (type.kind === 'choice') {
    return type.options.find(({ id }) => id === value)?.label ?? value;
  }
  return value;
};

/** A value as it stands in its input; `parseFieldValue` reads it back unchanged. */
export const editableFieldValue = (type: FieldType, value: FieldValue): string => {
  if (isWindow(value)) return formatWindow(value);
  if (typeof value === 'string') return value;
  if (type.kind === 'money') return formatMillsBare(value);
  if (type.kind === 'percent') return String(value / 100);
  return String(value);
};

/** What a person types for this type of field. */
export const fieldHint = (type: FieldType): string => {
  switch (type.kind) {
    case 'money':
      return type.unit ? `$, ${type.unit}` : '$';
    case 'percent':
      return 'percent';
    case 'quantity':
      return `${type.unit ? `${type.unit}, ` : ''}${counts.format(type.min)} to ${counts.format(type.max)}`;
    case 'date':
      return 'date';
    case 'window':
      return '05:00–07:00 America/New_York';
    case 'choice':
      return 'choose one';
    case 'text':
      return `at most ${counts.format(type.maxLength)} characters`;
  }
};

const no = (message: string): Parsed<never> => ({ ok: false, message });
const yes = <T extends FieldValue>(value: T): Parsed<T> => ({ ok: true, value });

const parsePercent = (text: string): Parsed<number> => {
  const match = /^(\d{1,5})(?:\.(\d*))?\s*%?$/.exec(text);
  if (!match) return no(`“${text}” is not a percentage such as 95 or 2.5.`);
  const fraction = (match[2] ?? '').replace(/0+$/, '');
  if (fraction.length > 2) return no('Use at most two decimals of a percent.');
  return yes(Number((match[1] ?? '') + fraction.padEnd(2, '0')));
};

const parseQuantity = (
  { min, max }: Extract<FieldType, { kind: 'quantity' }>,
  text: string,
): Parsed<number> => {
  if (!/^(\d+|\d{1,3}(,\d{3})+)(\s.*)?$/.test(text)) return no(`“${text}” is not a whole number.`);
  const value = Number((/^[\d,]+/.exec(text)?.[0] ?? '').replaceAll(',', ''));
  if (value < min || value > max) {
    return no(`Enter a whole number from ${counts.format(min)} to ${counts.format(max)}.`);
  }
  return yes(value);
};

const parseDate = (text: string): Parsed<string> => {
  const at = /^\d{4}-\d{2}-\d{2}$/.test(text) ? dateMs(text) : Number.NaN;
  // The round trip catches days that do not exist, such as 30 February.
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text)
    ? yes(text)
    : no('Enter a day as year-month-day, for example 2026-10-01.');
};

const isZone = (zone: string): boolean => {
  try {
    return Boolean(new Intl.DateTimeFormat('en-US', { timeZone: zone }));
  } catch {
    return false;
  }
};

const parseWindow = (text: string): Parsed<TenderWindow> => {
  const match = /^(\d{1,2}:\d{2})\s*(?:–|-|to)\s*(\d{1,2}:\d{2})\s+(\S+)$/.exec(text);
  const [opens, closes] = [match?.[1] ?? '', match?.[2] ?? ''].map((time) => time.padStart(5, '0'));
  const isTime = (time: string | undefined): time is string =>
    time !== undefined && /^([01]\d|2[0-3]):[0-5]\d$/.test(time);
  if (!isTime(opens) || !isTime(closes)) {
    return no('Enter a window as 05:00–07:00 America/New_York, in 24-hour time.');
  }
  const zone = match?.[3] ?? '';
  return isZone(zone) ? yes({ opens, closes, zone }) : no(`“${zone}” is not a time zone.`);
};

/** Reads what a person typed. The message says what would be accepted. */
export const parseFieldValue = (type: FieldType, typed: string): Parsed<FieldValue> => {
  const text = typed.trim();
  if (type.kind === 'money') return parseMills(text);
  if (text === '') return no(`Enter a value (${fieldHint(type)}).`);
  switch (type.kind) {
    case 'percent':
      return parsePercent(text);
    case 'quantity':
      return parseQuantity(type, text);
    case 'date':
      return parseDate(text);
    case 'window':
      return parseWindow(text);
    case 'choice': {
      const option = type.options.find(({ id, label }) => id === text || label === text);
      return option ? yes(option.id) : no('Choose one of the options.');
    }
    case 'text':
      return text.length > type.maxLength
        ? no(`Use at most ${counts.format(type.maxLength)} characters; this has ${text.length}.`)
        : yes(text);
  }
};

export interface FieldGap {
  /** The distance in the field's own terms. */
  readonly text: string;
  /** Length of the bar, 0 to 1; absent where a distance cannot be measured. */
  readonly bar?: number;
}

const numberGap = (type: FieldType, a: number, b: number): FieldGap => {
  const distance = Math.abs(a - b);
  const higher = Math.max(Math.abs(a), Math.abs(b));
  const bar = higher === 0 ? 0 : Math.min(1, distance / higher / FULL_BAR_SHARE);
  return { text: distance === 0 ? 'none' : formatNumber(type, distance), bar };
};

/** How far two positions are apart; undefined while one is missing. */
export const gapOf = (
  type: FieldType,
  a: FieldValue | undefined,
  b: FieldValue | undefined,
): FieldGap | undefined => {
  if (a === undefined || b === undefined) return undefined;
  if (typeof a === 'number' && typeof b === 'number') return numberGap(type, a, b);
  if (formatFieldValue(type, a) === formatFieldValue(type, b)) return { text: 'none', bar: 0 };
  if (type.kind === 'date' && typeof a === 'string' && typeof b === 'string') {
    const distance = Math.round(Math.abs(dateMs(a) - dateMs(b)) / DAY_MS);
    const text = distance === 1 ? '1 day' : `${counts.format(distance)} days`;
    return { text, bar: Math.min(1, distance / YEAR_DAYS) };
  }
  return { text: 'differ' };
};
