// Derived values as a template wires them: inputs found, missing ones named, contradictions said in words.

import { describe, expect, it } from 'vitest';
import type { FieldValue } from '../../../shared/sheet/field-types.ts';
import type { Outcome } from '../../../shared/sheet/derive/formula.ts';
import { FORMULAS, derivedOf, evaluateDerived } from '../../../shared/sheet/derive/evaluate.ts';
import { templateById } from '../../../shared/sheet/template.ts';

const found = templateById('usps-last-mile');
if (!found) throw new Error('the template is gone');
const TEMPLATE = found;

const FIELDS: Readonly<Record<string, FieldValue>> = {
  prices: { ddu: { 1: 2_350, 2: 2_480, 5: 2_950, 10: 3_850, 20: 5_900 } },
  rounding: 'pound-up',
  'dim-over': 1_728,
  'dim-divisor': 166,
  'minimum-charge': 2_400,
  'same-day-premium': 400,
  'annual-commitment': 12_000_000,
  'band-low': 9_000,
  'band-high': 11_500,
  'shortfall-remedy': 'fee',
  'shortfall-fee': 250,
  tiers: {
    mode: 'incremental',
    tiers: [
      { from: 0, priceMills: 2_600 },
      { from: 8_000_000, priceMills: 2_450 },
    ],
  },
  'adjustment-mode': 'cpi',
  'adjustment-spread': 50,
  'adjustment-floor': 0,
  'adjustment-cap': 300,
  'effective-date': '2026-10-01',
  'effective-days': 3,
  'term-months': 36,
  'filing-date': '2026-09-16',
  'attributable-cost': 2_000,
  'award-price.q1': 2_800,
  'award-volume.q1': 300,
  'award-price.n1': 2_550,
  'award-volume.n1': 100,
};

const outcomeOf = (
  id: string,
  change: Readonly<Record<string, FieldValue | undefined>> = {},
  tried: Readonly<Record<string, FieldValue>> = {},
): Outcome => {
  const derived = derivedOf(TEMPLATE).find((each) => each.id === id);
  if (!derived) throw new Error(`no derived value ${id}`);
  const values: Readonly<Record<string, FieldValue | undefined>> = { ...FIELDS, ...change };
  return evaluateDerived(TEMPLATE, derived, {
    fieldValue: (termId) => values[termId],
    assumption: (assumption) => tried[assumption],
    lotIds: ['q1', 'n1'],
  });
};

const valuesOf = (outcome: Outcome): readonly unknown[] =>
  outcome.ok ? outcome.figures.map(({ value }) => value) : [outcome.problem];

describe('[DRV10] derived values of the last-mile agreement', () => {
  it.each<[string, readonly unknown[]]>([
    // 4.225 lb in 1,000 cu in: by weight, 5 lb.
    ['charged-weight', [5_000, 2_950]],
    // 550 at the minimum 2.40, 300 at 2.48, 150 of 1,900 cu in ÷ 166 = 11.4 → 12 lb at 5.90.
    ['effective-rate', [2_949, 550]],
    // 2.80 × 300 × 302 + 2.55 × 100 × 302.
    ['annual-value', [330_690_000, 253_680_000, 77_010_000]],
    // 8 million at 2.60 + 4 million at 2.45, ÷ 12 million.
    ['commitment-price', [30_600_000_000, 2_550]],
    ['volume-price', [26_925_000_000, 2_564]],
    ['shortfall', [75_000_000, 300_000]],
    ['next-change', [290, 2_420]],
    ['approval-dates', ['2026-09-17']],
    ['term-dates', ['2029-09-30', '2029-09-23']],
    ['filing-dates', ['2026-10-01']],
    ['sample-coverage', [14_745]],
    // (2.80 × 300 + 2.55 × 100) ÷ (2.00 × 400) = 1,095 ÷ 800.
    ['award-coverage', [13_687]],
  ])('%s', (id, values) => {
    expect(valuesOf(outcomeOf(id))).toEqual(values);
  });

  it('every derived value and every formula is among them', () => {
    const ids = derivedOf(TEMPLATE).map(({ id }) => id);
    expect(ids).toHaveLength(12);
    const used = new Set(derivedOf(TEMPLATE).map(({ formula }) => formula));
    expect([...FORMULAS.keys()].filter((name) => !used.has(name))).toEqual([]);
  });

  it('own assumptions take the place of the template’s', () => {
    expect(valuesOf(outcomeOf('charged-weight', {}, { 'sample-weight': 1_000 }))).toEqual([
      1_000, 2_350,
    ]);
    expect(valuesOf(outcomeOf('shortfall', {}, { volume: 12_000_000 }))).toEqual([0]);
    expect(valuesOf(outcomeOf('shortfall', {}, { volume: 14_000_000 }))).toEqual([0, 200_000]);
  });

  it('what is missing is named as the sheet names it', () => {
    expect(
      outcomeOf('shortfall', { 'band-low': undefined, 'annual-commitment': undefined }),
    ).toEqual({
      ok: false,
      problem: 'needs Annual commitment, Lower end of the band',
    });
    expect(
      outcomeOf('annual-value', { 'award-price.q1': undefined, 'award-price.n1': undefined }),
    ).toEqual({
      ok: false,
      problem: 'needs Award price',
    });
  });

  it('a lot that lacks price or volume is left out; without any whole lot there is no figure', () => {
    expect(valuesOf(outcomeOf('annual-value', { 'award-volume.q1': undefined }))).toEqual([
      77_010_000,
    ]);
    expect(
      outcomeOf('annual-value', { 'award-volume.q1': undefined, 'award-price.n1': undefined }).ok,
    ).toBe(false);
    expect(
      outcomeOf('award-coverage', { 'award-volume.q1': undefined, 'award-price.n1': undefined }).ok,
    ).toBe(false);
  });

  it('optional inputs may be missing', () => {
    expect(valuesOf(outcomeOf('effective-rate', { 'minimum-charge': undefined }))).toEqual([2_922]);
    expect(valuesOf(outcomeOf('charged-weight', { prices: undefined }))).toEqual([5_000]);
    // 1,900 cu in do not count without a divisor: 5 lb at 2.95.
    expect(valuesOf(outcomeOf('effective-rate', { 'dim-divisor': undefined }))).toEqual([
      2_507, 550,
    ]);
    expect(
      valuesOf(
        outcomeOf('next-change', { 'adjustment-cap': undefined, 'adjustment-floor': undefined }),
      ),
    ).toEqual([290, 2_420]);
  });

  it.each<[string, string, Readonly<Record<string, FieldValue | undefined>>]>([
    ['shortfall', 'the shortfall fee is missing', { 'shortfall-fee': undefined }],
    [
      'shortfall',
      'the price tiers are missing',
      { 'shortfall-remedy': 'true-up', tiers: undefined },
    ],
    ['shortfall', 'the lower end of the band is above the upper one', { 'band-high': 8_000 }],
    ['next-change', 'the floor is above the cap', { 'adjustment-floor': 301 }],
    ['next-change', 'the change is negotiated each year', { 'adjustment-mode': 'negotiated' }],
    ['effective-rate', 'there is no price for row 3 of the sample', { prices: { ddu: { 2: 1 } } }],
    ['sample-coverage', 'there is no attributable cost', { 'attributable-cost': 0 }],
    [
      'commitment-price',
      'the result is too large to be exact',
      {
        'annual-commitment': 2_000_000_000,
        tiers: { mode: 'all-units', tiers: [{ from: 0, priceMills: 1_000_000_000_000 }] },
      },
    ],
  ])('%s says “%s”', (id, problem, change) => {
    expect(outcomeOf(id, change)).toEqual({ ok: false, problem });
  });

  it('the other remedies and modes', () => {
    expect(valuesOf(outcomeOf('shortfall', { 'shortfall-remedy': 'revert' }))).toEqual([
      0,
      300_000,
      'published prices',
    ]);
    // 10.5 million cost 20.8 + 6.125 = 26.925 million dollars; invoiced at 2.55: 26.775.
    expect(valuesOf(outcomeOf('shortfall', { 'shortfall-remedy': 'true-up' }))).toEqual([
      150_000_000, 300_000,
    ]);
    expect(valuesOf(outcomeOf('next-change', { 'adjustment-mode': 'fixed' }))).toEqual([0]);
  });
});
