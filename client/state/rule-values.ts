// One rule as it stands in a form, and back. The rules themselves are plain data; their form and bounds are the
// protocol's, so that what the form accepts is what the server takes.

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
  return { ...rules, [key]: next };
};

const SCALE: Partial<Record<RuleKind, number>> = { percent: 100, seconds: 1_000 };

/** A rule as it stands in its input. */
export const typedRule = (kind: RuleKind, value: unknown): string =>
  typeof value === 'number' ? String(value / (SCALE[kind] ?? 1)) : String(value ?? '');

/** What was typed as a rule; a number that is none is given back as NaN, which no rule allows. */
export const readRule = (kind: RuleKind, typed: string): unknown => {
  if (kind === 'text' || kind === 'choice') return typed;
  if (kind === 'switch') return typed === 'true';
  const text = typed.trim();
  if (!/^\d{1,9}(\.\d{1,3})?$/.test(text)) return Number.NaN;
  // Whole hundredths and milliseconds: 2.3 % is 230, not 229.99….
  return Math.round(Number(text) * (SCALE[kind] ?? 1) * 1_000) / 1_000;
};
