// Deltas, purely: between any two views there is one patch that turns the first into the second, as small as what
// differs, and no patch from anywhere can reach a prototype.

import { fc } from '../support/fast-check.ts';
import { describe, expect, it } from 'vitest';
import type { Json } from '../../shared/kernel/json.ts';
import { applyPatch, diff } from '../../shared/protocol/patch.ts';

/** Few keys and few values, so that two views share much; `__proto__` and others among the keys. */
const key = fc.constantFrom('a', 'b', 'c', '__proto__', 'constructor', 'toString', '0');
const leaf = fc.oneof(
  fc.integer({ min: 0, max: 3 }),
  fc.constantFrom('', 'x', 'y'),
  fc.boolean(),
  fc.array(fc.integer({ min: 0, max: 2 }), { maxLength: 3 }),
);

type View = Readonly<Record<string, unknown>>;

const record = (entries: readonly (readonly [string, unknown])[]): View => {
  const made: Record<string, unknown> = {};
  for (const [name, value] of entries) {
    Object.defineProperty(made, name, {
      value,
      enumerable: true,
      configurable: true,
      writable: true,
    });
  }
  return made;
};

const { view } = fc.letrec<{ view: View; value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    leaf,
    tie('view'),
    fc.array(tie('value'), { maxLength: 2 }),
  ),
  view: fc.array(fc.tuple(key, tie('value')), { maxLength: 5 }).map(record),
}));

const isRecord = (value: unknown): value is View =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** RFC 7396 §2 in its own words, as a second implementation: the target is changed in place. */
const mergePatch = (target: unknown, patch: unknown): unknown => {
  if (!isRecord(patch)) return patch;
  const merged = new Map(isRecord(target) ? Object.entries(target) : []);
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) merged.delete(name);
    else merged.set(name, mergePatch(merged.get(name), value));
  }
  return record([...merged]);
};

/** Every place in a patch that says something. */
const leavesOf = (patch: unknown, path = ''): string[] =>
  isRecord(patch) && Object.keys(patch).length > 0
    ? Object.entries(patch).flatMap(([name, value]) => leavesOf(value, `${path}/${name}`))
    : [path];

/** The patch without what it says at one place. */
const without = (patch: unknown, path: readonly string[]): unknown => {
  if (!isRecord(patch)) return patch;
  const [first, ...rest] = path;
  return record(
    Object.entries(patch).flatMap(([name, value]) => {
      if (name !== first) return [[name, value] as const];
      return rest.length === 0 ? [] : [[name, without(value, rest)] as const];
    }),
  );
};

const RUNS = { numRuns: 3_000 };

describe('[NET3] a delta is the merge patch between two views', () => {
  it('applied to the first it gives the second, through JSON, by two implementations', () => {
    fc.assert(
      fc.property(view, view, (before, after) => {
        const patch = diff(before, after);
        if (patch === undefined) {
          expect(before).toEqual(after);
          return;
        }
        const sent = JSON.parse(JSON.stringify(patch)) as Json;
        const applied = applyPatch(before, sent);
        expect(applied).toEqual(after);
        expect(Object.keys(applied).sort()).toEqual(Object.keys(after).sort());
        expect(mergePatch(before, sent)).toEqual(after);
      }),
      RUNS,
    );
  });

  it('says nothing that could be left out, and nothing at all between equal views', () => {
    let places = 0;
    fc.assert(
      fc.property(view, view, (before, after) => {
        expect(diff(before, structuredClone(before))).toBeUndefined();
        const patch = diff(before, after);
        if (patch === undefined) return;
        for (const path of leavesOf(patch)) {
          places += 1;
          const smaller = without(patch, path.split('/').slice(1)) as Json;
          expect(diff(applyPatch(before, smaller), after)).toBeDefined();
        }
      }),
      RUNS,
    );
    expect(places).toBeGreaterThan(RUNS.numRuns);
  });

  it('is as small as the difference, however large the view', () => {
    const lots = Object.fromEntries(
      Array.from({ length: 5_000 }, (_, n) => [
        `l${String(n)}`,
        { price: n, name: `Lot ${String(n)}` },
      ]),
    );
    const after = { lots: { ...lots, l17: { price: 99, name: 'Lot 17' } }, round: 1 };
    expect(diff({ lots, round: 1 }, after)).toEqual({ lots: { l17: { price: 99 } } });
  });

  it('a property that is undefined counts as absent', () => {
    expect(diff({ a: 1, b: undefined }, { a: 1 })).toBeUndefined();
    expect(diff({ a: 1 }, { a: undefined })).toEqual({ a: null });
    expect(diff({ a: undefined }, { a: 1 })).toEqual({ a: 1 });
  });

  it('what does not change keeps its identity, and the target stays as it was', () => {
    const before = { same: { deep: 1 }, other: { deep: 1 } };
    const frozen = structuredClone(before);
    const after = applyPatch(before, { other: { deep: 2 } });
    expect(after.same).toBe(before.same);
    expect(before).toEqual(frozen);
  });
});

describe('[NET3] no key of a delta can reach a prototype', () => {
  it.each([
    '{"__proto__": {"polluted": true}}',
    '{"a": {"__proto__": {"polluted": true}}}',
    '{"constructor": {"prototype": {"polluted": true}}}',
    '{"__proto__": null}',
    '{"toString": null}',
  ])('%s', (text) => {
    const target = { a: { b: 1 } };
    const applied = applyPatch<Record<string, unknown>>(target, JSON.parse(text) as Json);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
    expect((applied as { polluted?: boolean }).polluted).toBeUndefined();
    expect(Object.getPrototypeOf(applied)).toBe(Object.prototype);
    expect(typeof {}.toString).toBe('function');
    expect(target).toEqual({ a: { b: 1 } });
  });
});
