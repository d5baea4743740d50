// Why a value does not fit its field, in words for those who write files: what would have been taken.

import type { Rejection } from '../kernel/rejection.ts';
import { shown } from '../kernel/form-faults.ts';
import { formatCount } from '../kernel/amount-text.ts';

const numberIn = (rejection: Rejection, name: string): string => {
  const value = rejection[name];
  return typeof value === 'number' ? formatCount(value) : 'a number';
};

const allowedIn = ({ allowed }: Rejection): string =>
  Array.isArray(allowed) ? allowed.map(String).join(', ') : '';

const EXPECTED: Readonly<Record<string, string>> = {
  'whole number':
    'a whole number: mills ($0.001), basis points (0.01 %), thousandths of a pound, or pieces',
  date: 'a day as "2026-10-01"',
  time: 'a time as "16:00"',
  window: '{"opens": "05:00", "closes": "07:00", "zone": "America/New_York"}',
  text: 'a text that is not empty',
  list: 'a list',
  'price grid': 'an object of rows: {"row": {"step": mills}}',
  'row of prices': 'an object of prices: {"step": mills}',
  'tier table':
    '{"mode": "incremental" or "all-units", "tiers": [{"from": pieces, "priceMills": mills}]}',
  tier: '{"from": pieces, "priceMills": mills}',
  row: 'an object by column',
};

const WORDS: Readonly<Record<string, (rejection: Rejection) => string>> = {
  'field/type': ({ expected }) => `must be ${EXPECTED[String(expected)] ?? String(expected)}`,
  'field/out-of-range': (found) =>
    found['minimum'] === found['maximum']
      ? `must be ${numberIn(found, 'minimum')}`
      : `must be from ${numberIn(found, 'minimum')} to ${numberIn(found, 'maximum')}`,
  'field/date': () => 'must be a day of the calendar',
  'field/zone': () => 'must name a time zone such as America/New_York',
  'field/choice': (found) => `must be of: ${allowedIn(found)}`,
  'field/order': (found) => `must be in this order, each once: ${allowedIn(found)}`,
  'field/too-long': (found) => `must have at most ${numberIn(found, 'maximum')} characters`,
  'field/too-many': (found) => `must have at most ${numberIn(found, 'maximum')} entries`,
  'field/empty': () => 'must have at least one entry',
  'field/missing': () => 'must be there',
  'field/double': () => 'must not repeat an entry before it',
  'field/unknown-part': (found) => `is not known here; known are: ${allowedIn(found)}`,
};

/** What is expected where a `field/…` rejection of `checkFieldValue` stands; its place inside the value is `at`. */
const faultWords = (rejection: Rejection): string =>
  WORDS[rejection.code]?.(rejection) ?? `is refused (${rejection.code})`;

/** Those that say by themselves what is there. */
const SAYS_IT_ALL: ReadonlySet<string> = new Set([
  ...['field/missing', 'field/double', 'field/empty', 'field/unknown-part'],
]);

/** Places of a rejection count lists from 1. */
const partAt = (value: unknown, at: string): unknown =>
  at.split('.').reduce<unknown>((whole, name) => {
    if (Array.isArray(whole)) return (whole as unknown[])[Number(name) - 1];
    return typeof whole === 'object' && whole !== null && Object.hasOwn(whole, name)
      ? (whole as Readonly<Record<string, unknown>>)[name]
      : undefined;
  }, value);

const isTiers = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && 'tiers' in value;

/** Why a value does not fit its field, as a line: `values.prices.ddu.5: must be a whole number; it is 2.95`. */
export const fieldFault = (place: string, value: unknown, rejection: Rejection): string => {
  const found = typeof rejection['at'] === 'string' ? rejection['at'] : undefined;
  // Tiers stand in a list of their own; a rejection counts them alone.
  const at = found !== undefined && /^\d/.test(found) && isTiers(value) ? `tiers.${found}` : found;
  const there = at === undefined ? value : partAt(value, at);
  const line = `${place}${at === undefined ? '' : `.${at}`}: ${faultWords(rejection)}`;
  return SAYS_IT_ALL.has(rejection.code) || there === undefined
    ? line
    : `${line}; it is ${shown(there)}`;
};
