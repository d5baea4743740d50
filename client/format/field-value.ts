// Values of a sheet's fields as people type them: put into an input and read back. One switch a question, so that a
// new type of field cannot be forgotten. How values are shown is in shared/sheet/field-text.ts; values of several
// parts are in cell-form.ts.

import type { TenderWindow } from '../../shared/auction/types.ts';
import type { ScalarType, ScalarValue, TypeOf } from '../../shared/sheet/field-types.ts';
import type { Parsed } from './money.ts';
import {
  formatCount,
  formatHundredths,
  formatMillsBare,
  formatThousandths,
} from '../../shared/kernel/amount-text.ts';
import { isZone } from '../../shared/kernel/zones.ts';
import { MAX_MILLS, MAX_SHARE_BP } from '../../shared/sheet/scalar-fields.ts';
import { parseMills } from './money.ts';

/** A value as it stands in its input; `parseScalar` reads it back unchanged. */
export const editableScalar = (type: ScalarType, value: ScalarValue): string => {
  if (typeof value === 'object') return `${value.opens}–${value.closes} ${value.zone}`;
  if (typeof value === 'string') return value;
  if (type.kind === 'money') return formatMillsBare(value);
  if (type.kind === 'percent') return formatHundredths(value);
  if (type.kind === 'weight') return formatThousandths(value);
  return String(value);
};

const range = (least: string, most: string, unit: string): string =>
  `${unit === '' ? '' : `${unit}, `}${least} to ${most}`;

/** What a person types for this type of field. */
export const scalarHint = (type: ScalarType): string => {
  switch (type.kind) {
    case 'money':
      return type.unit.startsWith('$') ? type.unit : `$, ${type.unit}`;
    case 'percent':
      return type.min === undefined && type.max === undefined
        ? 'percent'
        : range(formatHundredths(type.min ?? 0), formatHundredths(type.max ?? MAX_SHARE_BP), '%');
    case 'quantity':
      return range(formatCount(type.min), formatCount(type.max), type.unit);
    case 'weight':
      return range('0', formatThousandths(type.max), 'lb');
    case 'date':
      return 'date';
    case 'time':
      return '24-hour time';
    case 'window':
      return '05:00–07:00 America/New_York';
    case 'choice':
      return 'choose one';
    case 'text':
      return `at most ${formatCount(type.maxLength)} characters`;
  }
};

const no = (message: string): Parsed<never> => ({ ok: false, message });
const yes = <T extends ScalarValue>(value: T): Parsed<T> => ({ ok: true, value });

/** A decimal number as a whole one of its smallest steps; undefined for what is no number or has a finer step. */
const parseSteps = (text: string, decimals: number): number | 'too-fine' | undefined => {
  const match = /^([-−]?)(\d{1,9})(?:\.(\d*))?$/.exec(text);
  if (!match) return undefined;
  const fraction = (match[3] ?? '').replace(/0+$/, '');
  if (fraction.length > decimals) return 'too-fine';
  const steps = Number((match[2] ?? '') + fraction.padEnd(decimals, '0'));
  return match[1] && steps !== 0 ? -steps : steps;
};

const parsePercent = ({ min = 0, max = MAX_SHARE_BP }: TypeOf<'percent'>, text: string) => {
  const value = parseSteps(text.replace(/\s*%$/, ''), 2);
  if (value === undefined) return no(`“${text}” is not a percentage such as 95 or 2.5.`);
  if (value === 'too-fine') return no('Use at most two decimals of a percent.');
  return value < min || value > max
    ? no(`Enter a percentage from ${formatHundredths(min)} to ${formatHundredths(max)}.`)
    : yes(value);
};

const parseWeight = ({ max }: TypeOf<'weight'>, text: string): Parsed<number> => {
  const value = parseSteps(text.replace(/\s*lbs?$/i, ''), 3);
  if (value === undefined) return no(`“${text}” is not a weight in pounds such as 4.225.`);
  if (value === 'too-fine') return no('Use at most three decimals of a pound.');
  return value < 0 || value > max
    ? no(`Enter a weight from 0 to ${formatThousandths(max)} lb.`)
    : yes(value);
};

const parseQuantity = ({ min, max }: TypeOf<'quantity'>, text: string): Parsed<number> => {
  if (!/^(\d+|\d{1,3}(,\d{3})+)(\s.*)?$/.test(text)) return no(`“${text}” is not a whole number.`);
  const value = Number((/^[\d,]+/.exec(text)?.[0] ?? '').replaceAll(',', ''));
  if (value < min || value > max) {
    return no(`Enter a whole number from ${formatCount(min)} to ${formatCount(max)}.`);
  }
  return yes(value);
};

const parseDate = (text: string): Parsed<string> => {
  const at = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  // The round trip catches days that do not exist, such as 30 February.
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text)
    ? yes(text)
    : no('Enter a day as year-month-day, for example 2026-10-01.');
};

/** `5:00` or `05:00` as `05:00`; undefined for what is no time of day. */
const timeOf = (text: string): string | undefined => {
  const time = text.padStart(5, '0');
  return /^([01]\d|2[0-3]):[0-5]\d$/.test(time) ? time : undefined;
};

const parseTime = (text: string): Parsed<string> => {
  const time = timeOf(text);
  return time === undefined ? no('Enter a time as 16:00, in 24-hour time.') : yes(time);
};

const parseWindow = (text: string): Parsed<TenderWindow> => {
  const match = /^(\d{1,2}:\d{2})\s*(?:–|-|to)\s*(\d{1,2}:\d{2})\s+(\S+)$/.exec(text);
  const [opens, closes] = [timeOf(match?.[1] ?? ''), timeOf(match?.[2] ?? '')];
  if (opens === undefined || closes === undefined) {
    return no('Enter a window as 05:00–07:00 America/New_York, in 24-hour time.');
  }
  const zone = match?.[3] ?? '';
  return isZone(zone) ? yes({ opens, closes, zone }) : no(`“${zone}” is not a time zone.`);
};

const parseChoice = ({ options }: TypeOf<'choice'>, text: string): Parsed<string> => {
  const same = text.toLowerCase();
  const option = options.find(({ id, label }) => id === text || label.toLowerCase() === same);
  return option ? yes(option.id) : no('Choose one of the options.');
};

/** Reads what a person typed for a value of one part. The message says what would be accepted. */
export const parseScalar = (type: ScalarType, typed: string): Parsed<ScalarValue> => {
  const text = typed.trim();
  if (type.kind === 'money') return parseMills(text, MAX_MILLS);
  if (text === '') return no(`Enter a value (${scalarHint(type)}).`);
  switch (type.kind) {
    case 'percent':
      return parsePercent(type, text);
    case 'quantity':
      return parseQuantity(type, text);
    case 'weight':
      return parseWeight(type, text);
    case 'date':
      return parseDate(text);
    case 'time':
      return parseTime(text);
    case 'window':
      return parseWindow(text);
    case 'choice':
      return parseChoice(type, text);
    case 'text':
      return text.length > type.maxLength
        ? no(`Use at most ${formatCount(type.maxLength)} characters; this has ${text.length}.`)
        : yes(text);
  }
};
