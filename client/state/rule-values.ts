// One rule as it stands in a form, and back. The rules themselves are plain data; their form and bounds are the
// protocol's, so that what the form accepts is what the server takes.

import { formatMillsBare, parseMills } from '../format/money.ts';
import type { RuleKind } from '../words/rules/rule-field.ts';

type Data = Readonly<Record<string, unknown>>;

const isData = (value: unknown): value is Data => typeof value === 'object' && value !== null;

/** The value at a dotted path; undefined where there is none. */
export const valueAt = (rules: unknown, path: string): unknown =>
  path.split('.').reduce<unknown>((at, key) => (isData(at) ? at[key] : undefined), rules);

/** The rules with another value at a dotted path. */
export const withValue = <T>(rules: T, path: string, value: unknown): T => {
  const [key = '', ...rest] = path.split('.');
  const inside = isData(rules) ? rules[key] : undefined;
  const next = rest.length === 0 ? value : withValue(inside ?? {}, rest.join('.'), value);
  if (Array.isArray(rules)) return rules.with(Number(key), next) as T;
  // A rule that is not there has no key either: undefined is no value of the wire.
  const entries = Object.entries({ ...rules, [key]: next });
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined)) as T;
};

const SCALE: Partial<Record<RuleKind, number>> = { percent: 100, seconds: 1_000 };

/** A rule as it stands in its input; empty where there is none. */
export const typedRule = (kind: RuleKind, value: unknown): string => {
  if (typeof value !== 'number') return typeof value === 'string' ? value : '';
  if (kind === 'price') return Number.isNaN(value) ? '' : formatMillsBare(value);
  return String(value / (SCALE[kind] ?? 1));
};

/** What was typed as a rule; a number that is none is given back as NaN, which no rule allows. */
export const readRule = (kind: RuleKind, typed: string, isOptional = false): unknown => {
  if (isOptional && typed.trim() === '') return undefined;
  if (kind === 'price') {
    const read = parseMills(typed);
    return read.ok ? read.value : Number.NaN;
  }
  if (kind === 'text' || kind === 'choice') return typed;
  if (kind === 'switch') return typed === 'true';
  const text = typed.trim();
  if (!/^\d{1,9}(\.\d{1,3})?$/.test(text)) return Number.NaN;
  // Whole hundredths and milliseconds: 2.3 % is 230, not 229.99….
  return Math.round(Number(text) * (SCALE[kind] ?? 1) * 1_000) / 1_000;
};
