// Derived values that are amounts: worked examples computed by hand, and laws over random tables.

import { fc } from '../../support/fast-check.ts';
import { describe, expect, it } from 'vitest';
import { annualValue } from '../../../shared/sheet/derive/annual-value.ts';
import { costCoverageBp } from '../../../shared/sheet/derive/cost-coverage.ts';
import type { Pricing, Shipment } from '../../../shared/sheet/derive/effective-rate.ts';
import { effectiveRate, pricePiece } from '../../../shared/sheet/derive/effective-rate.ts';
import { escalatedPrice, escalationBp } from '../../../shared/sheet/derive/escalator.ts';
import { TooLarge, product, scaled, shareOf, sum } from '../../../shared/sheet/derive/exact.ts';
import type { WeightRule } from '../../../shared/sheet/derive/weight-step.ts';
import { chargedWeight, weightStep } from '../../../shared/sheet/derive/weight-step.ts';

const LAWS = { numRuns: 500 };
const POUND_UP: WeightRule = { rounding: 'pound-up' };
const WITH_DIM: WeightRule = {
  rounding: 'pound-up',
  dim: { overCubicInches: 1_728, divisor: 166 },
};
const STEPS = [1_000, 2_000, 5_000, 10_000, 20_000];

const piece = (weightThousandths: number, cubicInches = 0) => ({ weightThousandths, cubicInches });

describe('[DRV1] the charged weight and its step', () => {
  it.each([
    [4_225, 5_000],
    [5_000, 5_000],
    [5_001, 6_000],
    [1, 1_000],
    [0, 1_000],
  ])('%i thousandths of a pound are charged as %i', (weight, charged) => {
    expect(chargedWeight(piece(weight), POUND_UP)).toBe(charged);
  });

  it('half pounds go up to the half pound', () => {
    const rule: WeightRule = { rounding: 'half-pound-up' };
    expect(chargedWeight(piece(4_225), rule)).toBe(4_500);
    expect(chargedWeight(piece(4_501), rule)).toBe(5_000);
  });

  it('size counts above one cubic foot, ÷ 166', () => {
    // 12 × 12 × 12 = 1,728 is not above; 12 × 12 × 13 = 1,872 ÷ 166 = 11.28 lb.
    expect(chargedWeight(piece(2_000, 1_728), WITH_DIM)).toBe(2_000);
    expect(chargedWeight(piece(2_000, 1_872), WITH_DIM)).toBe(12_000);
    expect(chargedWeight(piece(15_000, 1_872), WITH_DIM)).toBe(15_000);
    expect(chargedWeight(piece(2_000, 1_872), POUND_UP)).toBe(2_000);
  });

  it('the step is the first that takes the weight; above the last there is none', () => {
    expect(weightStep(STEPS, 5_000)).toBe(5_000);
    expect(weightStep(STEPS, 3_000)).toBe(5_000);
    expect(weightStep(STEPS, 21_000)).toBeUndefined();
  });

  it('law: at least the weight, less than one pound more, never falling with weight or size', () => {
    const weight = fc.integer({ min: 1, max: 70_000 });
    fc.assert(
      fc.property(weight, weight, fc.integer({ min: 0, max: 30_000 }), (a, more, size) => {
        const charged = chargedWeight(piece(a), WITH_DIM);
        expect(charged).toBeGreaterThanOrEqual(a);
        expect(charged - a).toBeLessThan(1_000);
        expect(chargedWeight(piece(a + more, size), WITH_DIM)).toBeGreaterThanOrEqual(
          chargedWeight(piece(a, size), WITH_DIM),
        );
        expect(chargedWeight(piece(a, size + more), WITH_DIM)).toBeGreaterThanOrEqual(
          chargedWeight(piece(a, size), WITH_DIM),
        );
      }),
      LAWS,
    );
  });
});

describe('[DRV4] the escalator', () => {
  const yearly = { spreadBp: 50, floorBp: 0, capBp: 300 };

  it.each([
    [240, 290],
    [275, 300],
    [-120, 0],
    [250, 300],
  ])('an index of %i basis points changes prices by %i', (index, change) => {
    expect(escalationBp(index, yearly)).toBe(change);
  });

  it('a price is rounded half up to the cent', () => {
    // 2.35 × 1.029 = 2.41815 → 2.42; 2.50 × 1.03 = 2.575 → 2.58; 2.10 × 1.0025 = 2.10525 → 2.11.
    expect(escalatedPrice(2_350, 290)).toBe(2_420);
    expect(escalatedPrice(2_500, 300)).toBe(2_580);
    expect(escalatedPrice(2_100, 25)).toBe(2_110);
    expect(escalatedPrice(2_100, 20)).toBe(2_100);
    // 2.00 × 1.0225 = 2.045 → 2.05.
    expect(escalatedPrice(2_000, 225)).toBe(2_050);
    // 2.00 × 0.9875 = 1.975 → 1.98.
    expect(escalatedPrice(2_000, -125)).toBe(1_980);
  });

  it('a price never falls below zero, and a floor above the cap fits nothing', () => {
    expect(escalatedPrice(2_000, -20_000)).toBe(0);
    expect(() => escalationBp(0, { spreadBp: 0, floorBp: 2, capBp: 1 })).toThrow(RangeError);
  });

  it('law: between floor and cap, rising with the index, index + spread inside', () => {
    const share = fc.integer({ min: -1_000, max: 1_000 });
    fc.assert(
      fc.property(share, share, share, share, share, (index, spreadBp, a, b, more) => {
        const clamp = { spreadBp, floorBp: Math.min(a, b), capBp: Math.max(a, b) };
        const change = escalationBp(index, clamp);
        expect(change).toBeGreaterThanOrEqual(clamp.floorBp);
        expect(change).toBeLessThanOrEqual(clamp.capBp);
        expect(escalationBp(index + Math.abs(more), clamp)).toBeGreaterThanOrEqual(change);
        const free = index + spreadBp;
        if (free > clamp.floorBp && free < clamp.capBp) expect(change).toBe(free);
      }),
      LAWS,
    );
  });

  it('law: the price is a whole cent within half a cent of price × (1 + change)', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1_000_000 }),
        fc.integer({ min: -1_000, max: 1_000 }),
        (price, change) => {
          const next = escalatedPrice(price, change);
          expect(next % 10).toBe(0);
          const distance = BigInt(next) * 10_000n - BigInt(price) * BigInt(10_000 + change);
          expect(distance <= 50_000n && distance > -50_000n).toBe(true);
        },
      ),
      LAWS,
    );
  });
});

describe('[DRV5] cost coverage', () => {
  it('is revenue ÷ attributable cost, rounded down', () => {
    expect(costCoverageBp(2_800, 2_000)).toBe(14_000);
    // 1,999,999 ÷ 2,000,000 = 99.99995 %, which is not 100 %.
    expect(costCoverageBp(1_999_999, 2_000_000)).toBe(9_999);
    expect(costCoverageBp(2_000, 2_000)).toBe(10_000);
    expect(costCoverageBp(2_800, 0)).toBeUndefined();
  });

  it('law: at least 100 % exactly when revenue is at least the cost', () => {
    // A coverage of more than 2^53 − 1 basis points is refused (DRV9).
    const amount = fc.integer({ min: 1, max: 900_000_000_000 });
    fc.assert(
      fc.property(amount, amount, (revenue, cost) => {
        expect((costCoverageBp(revenue, cost) ?? 0) >= 10_000).toBe(revenue >= cost);
      }),
      LAWS,
    );
  });
});

const PRICING: Pricing = {
  rows: {
    ddu: {
      steps: [
        { upToThousandths: 1_000, priceMills: 2_050 },
        { upToThousandths: 2_000, priceMills: 2_480 },
        { upToThousandths: 5_000, priceMills: 2_950 },
      ],
    },
  },
  rule: WITH_DIM,
  minimumMills: 2_100,
  sameDayMills: 400,
};

const shipment = (
  weightThousandths: number,
  pieces: number,
  more: Partial<Shipment> = {},
): Shipment => ({
  entry: 'ddu',
  weightThousandths,
  pieces,
  cubicInches: 0,
  isSameDay: false,
  ...more,
});

describe('[DRV7] the effective rate on a sample', () => {
  it('weighs prices by pieces, the minimum charge and premiums included', () => {
    // 60 at 2.10 (minimum) + 30 at 2.48 + 10 at 2.95 + 0.40 = 126 + 74.4 + 33.5 = 233.90 for 100.
    const sample = [
      shipment(800, 60),
      shipment(1_500, 30),
      shipment(4_225, 10, { isSameDay: true }),
    ];
    expect(effectiveRate(PRICING, sample)).toBe(2_339);
    expect(pricePiece(PRICING, shipment(800, 1))).toEqual({
      chargedThousandths: 1_000,
      priceMills: 2_100,
      isMinimum: true,
    });
  });

  it('rounds half up to the mill', () => {
    // (2.480 + 2.950) ÷ 2 = 2.715; with one more at 2.480 it is 2.63666… → 2.637.
    expect(effectiveRate(PRICING, [shipment(1_500, 1), shipment(5_000, 1)])).toBe(2_715);
    expect(effectiveRate(PRICING, [shipment(1_500, 2), shipment(5_000, 1)])).toBe(2_637);
  });

  it('is absent without pieces and where a shipment has no price', () => {
    expect(effectiveRate(PRICING, [])).toBeUndefined();
    expect(effectiveRate(PRICING, [shipment(800, 0)])).toBeUndefined();
    expect(effectiveRate(PRICING, [shipment(800, 5), shipment(6_000, 1)])).toBeUndefined();
    expect(effectiveRate(PRICING, [shipment(800, 5, { entry: 'scf' })])).toBeUndefined();
    expect(effectiveRate(PRICING, [shipment(800, 5, { entry: 'constructor' })])).toBeUndefined();
    expect(effectiveRate(PRICING, [shipment(800, 5), shipment(6_000, 0)])).toBe(2_100);
  });

  it('law: between the cheapest and the dearest piece, and never below the minimum', () => {
    const some = fc.record({
      weight: fc.integer({ min: 1, max: 5_000 }),
      pieces: fc.integer({ min: 1, max: 10_000 }),
      isSameDay: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(some, { minLength: 1, maxLength: 8 }), (rows) => {
        const sample = rows.map(({ weight, pieces, isSameDay }) =>
          shipment(weight, pieces, { isSameDay }),
        );
        const prices = sample.map((one) => pricePiece(PRICING, one).priceMills ?? Number.NaN);
        const rate = effectiveRate(PRICING, sample) ?? Number.NaN;
        expect(rate).toBeGreaterThanOrEqual(Math.min(...prices));
        expect(rate).toBeLessThanOrEqual(Math.max(...prices));
        expect(rate).toBeGreaterThanOrEqual(PRICING.minimumMills);
      }),
      LAWS,
    );
  });
});

describe('[DRV8] the annual value', () => {
  it('is price × pieces a day × delivery days, over all lots', () => {
    const jackson = { priceMills: 2_800, piecesPerDay: 300 };
    expect(annualValue([jackson], 302)).toBe(253_680_000);
    // 2.55 × 100 × 302 = 77,010.
    expect(annualValue([jackson, { priceMills: 2_550, piecesPerDay: 100 }], 302)).toBe(330_690_000);
    expect(annualValue([], 302)).toBe(0);
  });
});

describe('[DRV9] amounts are exact or fail', () => {
  it('what no whole number can hold exactly is too large', () => {
    expect(product(3_000_000, 3_000_000_000)).toBe(9_000_000_000_000_000);
    expect(() => product(3_100_000, 3_000_000_000)).toThrow(TooLarge);
    expect(() => sum(Number.MAX_SAFE_INTEGER, 1)).toThrow(TooLarge);
    expect(() => annualValue([{ priceMills: 1e12, piecesPerDay: 1e8 }], 366)).toThrow(TooLarge);
    expect(() => escalatedPrice(Number.MAX_SAFE_INTEGER, 1)).toThrow(TooLarge);
  });

  it('law: one rounding, by the exact fraction', () => {
    const whole = fc.integer({ min: 0, max: 1_000_000_000 });
    fc.assert(
      fc.property(whole, fc.integer({ min: 0, max: 100_000 }), (amount, share) => {
        const exact = BigInt(amount) * BigInt(share);
        const [down, up] = [shareOf(amount, share, 'down'), shareOf(amount, share, 'up')];
        expect(BigInt(down)).toBe(exact / 10_000n);
        expect(up - down).toBe(exact % 10_000n === 0n ? 0 : 1);
        expect(shareOf(amount, share, 'half-up')).toBe(exact % 10_000n >= 5_000n ? up : down);
      }),
      LAWS,
    );
    fc.assert(
      fc.property(whole, whole, fc.integer({ min: 1, max: 1_000 }), (amount, over, under) => {
        fc.pre(amount * over < Number.MAX_SAFE_INTEGER);
        const twice = 2n * BigInt(amount) * BigInt(over);
        const nearest = BigInt(scaled(amount, [over, under], 'half-up'));
        const distance = 2n * nearest * BigInt(under) - twice;
        expect(distance <= BigInt(under) && distance > -BigInt(under)).toBe(true);
      }),
      LAWS,
    );
  });
});
