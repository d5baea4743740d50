// Derived values of a volume: tiers and shortfall, by hand and by law.

import { fc } from '../../support/fast-check.ts';
import { describe, expect, it } from 'vitest';
import type { Commitment, ShortfallRemedy } from '../../../shared/sheet/derive/shortfall.ts';
import { shortfall } from '../../../shared/sheet/derive/shortfall.ts';
import type { TierTable } from '../../../shared/sheet/derive/tiers.ts';
import { averagePrice, tieredTotal, tierReached } from '../../../shared/sheet/derive/tiers.ts';

const LAWS = { numRuns: 500 };

const tiers = (mode: TierTable['mode']): TierTable => ({
  mode,
  tiers: [
    { from: 0, priceMills: 2_600 },
    { from: 8_000_000, priceMills: 2_450 },
    { from: 12_000_000, priceMills: 2_350 },
  ],
});

/** Any table with a first tier from 0 and ascending beginnings; prices fall, as discounts do. */
const table = (mode: TierTable['mode']): fc.Arbitrary<TierTable> =>
  fc
    .record({
      steps: fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 4 }),
      cuts: fc.array(fc.integer({ min: 0, max: 500 }), { minLength: 5, maxLength: 5 }),
    })
    .map(({ steps, cuts }) => {
      let [from, priceMills] = [0, 3_000];
      const rows = [{ from, priceMills }];
      steps.forEach((step, place) => {
        from += step;
        priceMills -= cuts[place] ?? 0;
        rows.push({ from, priceMills });
      });
      return { mode, tiers: rows };
    });

const volume = fc.integer({ min: 0, max: 200 });

describe('[DRV2] the tiered price of a volume', () => {
  it('incremental: each piece at the price of its tier', () => {
    // 8 million at 2.60 + 2 million at 2.45 = 20.8 + 4.9 million dollars.
    expect(tieredTotal(tiers('incremental'), 10_000_000)).toBe(25_700_000_000);
    // + 2 million at 2.45 + 1 million at 2.35.
    expect(tieredTotal(tiers('incremental'), 13_000_000)).toBe(32_950_000_000);
    expect(averagePrice(tiers('incremental'), 10_000_000)).toBe(2_570);
  });

  it('all units: all pieces at the price of the tier reached', () => {
    expect(tieredTotal(tiers('all-units'), 10_000_000)).toBe(24_500_000_000);
    expect(tieredTotal(tiers('all-units'), 12_000_000)).toBe(28_200_000_000);
    expect(tieredTotal(tiers('all-units'), 11_999_999)).toBe(29_399_997_550);
    expect(averagePrice(tiers('all-units'), 12_000_000)).toBe(2_350);
  });

  it('no pieces cost nothing, at the price of the first tier', () => {
    for (const mode of ['incremental', 'all-units'] as const) {
      expect(tieredTotal(tiers(mode), 0)).toBe(0);
      expect(averagePrice(tiers(mode), 0)).toBe(2_600);
    }
  });

  it('a table without a tier from 0 is a fault', () => {
    expect(() =>
      tierReached({ mode: 'all-units', tiers: [{ from: 5, priceMills: 1 }] }, 4),
    ).toThrow(RangeError);
  });

  it('law, incremental: the total is the sum over single pieces, so it rises without a jump', () => {
    fc.assert(
      fc.property(table('incremental'), volume, (prices, pieces) => {
        const singly = Array.from({ length: pieces }, (_, index) => {
          // The piece number index + 1 lies in the tier that `index` pieces before it have reached.
          return tierReached(prices, index).priceMills;
        });
        expect(tieredTotal(prices, pieces)).toBe(singly.reduce((a, b) => a + b, 0));
      }),
      LAWS,
    );
  });

  it('law, both modes: one tier is price × volume, and falling prices never raise the average', () => {
    fc.assert(
      fc.property(
        fc
          .constantFrom('incremental', 'all-units' as const)
          .chain((mode) => table(mode as TierTable['mode'])),
        volume,
        volume,
        (prices, a, more) => {
          const [first] = prices.tiers;
          const flat = { ...prices, tiers: first ? [first] : [] };
          expect(tieredTotal(flat, a)).toBe((first?.priceMills ?? Number.NaN) * a);
          expect(averagePrice(prices, a + more)).toBeLessThanOrEqual(averagePrice(prices, a));
        },
      ),
      LAWS,
    );
  });

  it('law: all units never cost more than incremental when prices fall', () => {
    fc.assert(
      fc.property(table('incremental'), volume, (prices, pieces) => {
        const flat: TierTable = { ...prices, mode: 'all-units' };
        expect(tieredTotal(flat, pieces)).toBeLessThanOrEqual(tieredTotal(prices, pieces));
      }),
      LAWS,
    );
  });
});

const YEAR: Commitment = { pieces: 12_000_000, bandLowBp: 9_000, bandHighBp: 11_500 };
const FEE: ShortfallRemedy = { kind: 'fee', feeMills: 250 };
const REMEDIES: readonly ShortfallRemedy[] = [
  { kind: 'none' },
  FEE,
  { kind: 'true-up', tiers: tiers('all-units') },
  { kind: 'true-up', tiers: tiers('incremental') },
  { kind: 'revert' },
];

describe('[DRV3] the shortfall of a contract year', () => {
  it('a fee for each piece missing from the lower end of the band', () => {
    // 90 % of 12 million is 10.8 million: 300,000 missing × $0.25.
    expect(shortfall(YEAR, FEE, 10_500_000)).toEqual({
      place: 'below',
      missingPieces: 300_000,
      excessPieces: 0,
      dueMills: 75_000_000,
      isReverting: false,
    });
  });

  it('a true-up to the tiers of the real volume', () => {
    // All units: invoiced 10.5 million at 2.35, due at 2.45.
    const flat = shortfall(YEAR, { kind: 'true-up', tiers: tiers('all-units') }, 10_500_000);
    expect(flat.dueMills).toBe(1_050_000_000);
    // Incremental: 12 million cost 30.6 million dollars, 2.55 a piece; 10.5 million at 2.55 are 26,775,000 dollars,
    // by the tiers 20.8 + 6.125 = 26,925,000 dollars.
    const stepped = shortfall(YEAR, { kind: 'true-up', tiers: tiers('incremental') }, 10_500_000);
    expect(stepped.dueMills).toBe(150_000_000);
  });

  it.each([
    // The average of 10, 10 and 9 is 9⅔ a piece, that of 10 and 9 is 9½: both are invoiced as 10.
    [2, 3],
    [1, 2],
  ])('what was invoiced is rounded half up: prices fall from %i, %i committed', (from, pieces) => {
    const steps = [
      { from: 0, priceMills: 10 },
      { from, priceMills: 9 },
    ];
    const remedy = { kind: 'true-up', tiers: { mode: 'incremental', tiers: steps } } as const;
    const year = { pieces, bandLowBp: 10_000, bandHighBp: 10_000 };
    expect(shortfall(year, remedy, 1).dueMills).toBe(0);
  });

  it('no remedy, and published prices in the next contract year', () => {
    expect(shortfall(YEAR, { kind: 'none' }, 0)).toMatchObject({
      missingPieces: 10_800_000,
      dueMills: 0,
      isReverting: false,
    });
    expect(shortfall(YEAR, { kind: 'revert' }, 10_799_999)).toMatchObject({
      missingPieces: 1,
      dueMills: 0,
      isReverting: true,
    });
  });

  it('above the band the excess is named and nothing is due', () => {
    expect(shortfall(YEAR, FEE, 14_000_000)).toEqual({
      place: 'above',
      missingPieces: 0,
      excessPieces: 200_000,
      dueMills: 0,
      isReverting: false,
    });
  });

  it.each(REMEDIES)('nothing inside the band, both ends included: $kind', (remedy) => {
    for (const pieces of [10_800_000, 12_000_000, 13_800_000]) {
      expect(shortfall(YEAR, remedy, pieces)).toEqual({
        place: 'inside',
        missingPieces: 0,
        excessPieces: 0,
        dueMills: 0,
        isReverting: false,
      });
    }
  });

  it('ends of the band that are no whole piece lie inside it', () => {
    // 90 % of 1,001 is 900.9, 115 % is 1,151.15.
    const odd = { ...YEAR, pieces: 1_001 };
    expect([900, 901, 1_151, 1_152].map((pieces) => shortfall(odd, FEE, pieces))).toMatchObject([
      { place: 'below', missingPieces: 1 },
      { place: 'inside' },
      { place: 'inside' },
      { place: 'above', excessPieces: 1 },
    ]);
  });

  it('no commitment leaves nothing to miss', () => {
    for (const remedy of REMEDIES) {
      expect(shortfall({ ...YEAR, pieces: 0 }, remedy, 0).dueMills).toBe(0);
    }
  });

  it('law: due exactly below the band, and the less is tendered the higher the fee', () => {
    const tendered = fc.integer({ min: 0, max: 1_500 });
    const commitment = fc.record({
      pieces: fc.integer({ min: 0, max: 1_000 }),
      bandLowBp: fc.integer({ min: 0, max: 10_000 }),
      bandHighBp: fc.integer({ min: 10_000, max: 20_000 }),
    });
    fc.assert(
      fc.property(commitment, tendered, tendered, (year, pieces, more) => {
        const result = shortfall(year, FEE, pieces);
        const isBelow = pieces * 10_000 < year.pieces * year.bandLowBp;
        const isAbove = pieces * 10_000 > year.pieces * year.bandHighBp;
        expect(result.place).toBe(isBelow ? 'below' : isAbove ? 'above' : 'inside');
        expect(result.dueMills > 0).toBe(isBelow);
        expect(shortfall(year, FEE, pieces + more).dueMills).toBeLessThanOrEqual(result.dueMills);
      }),
      LAWS,
    );
  });

  it('law: a true-up is never below zero and nothing where one tier has all pieces', () => {
    fc.assert(
      fc.property(
        table('all-units'),
        fc.integer({ min: 1, max: 400 }),
        volume,
        (prices, of, pieces) => {
          const year = { pieces: of, bandLowBp: 9_000, bandHighBp: 11_000 };
          const [first] = prices.tiers;
          const flat = { ...prices, tiers: first ? [first] : [] };
          const due = (used: TierTable) =>
            shortfall(year, { kind: 'true-up', tiers: used }, pieces).dueMills;
          expect(due(prices)).toBeGreaterThanOrEqual(0);
          expect(due(flat)).toBe(0);
        },
      ),
      LAWS,
    );
  });
});
