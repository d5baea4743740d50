// The forms of rules: every rule of every format has its field, and what a field shows reads back unchanged.

import { describe, expect, it } from 'vitest';
import { readRule, typedRule, valueAt, withValue } from '../../client/state/rule-values.ts';
import { SETUPS } from '../../client/words/rules/setups.ts';
import { DEFAULT_RULES } from '../../shared/auction/default-rules.ts';
import { rulesSchema } from '../../shared/protocol/format-schemas.ts';

const leaves = (value: unknown, path = ''): string[] =>
  typeof value !== 'object' || value === null || Array.isArray(value)
    ? [path]
    : Object.entries(value).flatMap(([key, inner]) =>
        leaves(inner, path === '' ? key : `${path}.${key}`),
      );

describe.each(SETUPS)('[UI50] the form of $format', ({ format, fields }) => {
  const rules: unknown = DEFAULT_RULES[format];

  it('has a field for each rule', () => {
    const paths = fields.map(({ path }) => path);
    expect(leaves(rules).filter((path) => path !== 'format' && !paths.includes(path))).toEqual([]);
    expect(new Set(paths).size).toBe(paths.length);
  });

  it('shows what reads back unchanged, and offers what is set', () => {
    for (const { path, kind, options, isOptional } of fields) {
      const value = valueAt(rules, path);
      if (kind === 'choice') expect(options?.map((option) => option.value)).toContain(value);
      else if (kind !== 'switch' && kind !== 'increments' && value !== undefined) {
        expect(readRule(kind, typedRule(kind, value), isOptional)).toBe(value);
      }
    }
  });

  it('takes every choice, with what it brings along, as rules of the wire', () => {
    for (const { path, options, becomes } of fields) {
      for (const { value } of options ?? []) {
        const change = becomes?.(value, rules) ?? { path, value };
        const changed = withValue(rules, change.path, change.value);
        expect(rulesSchema.safeParse(changed).success, `${path} = ${value}`).toBe(true);
      }
    }
  });

  it('leaves a rule out where nothing is typed, and takes it in again', () => {
    for (const { path, kind, isOptional } of fields) {
      if (!isOptional) continue;
      const filled = withValue(rules, path, readRule(kind, '60', true));
      expect(rulesSchema.safeParse(filled).success, path).toBe(true);
      const without = withValue(filled, path, readRule(kind, ' ', true));
      expect(leaves(without)).not.toContain(path);
      expect(withValue(without, path, valueAt(rules, path))).toEqual(rules);
    }
  });
});
