// What a refused schedule or package could have said instead: the engine takes it in the very state that refused the
// other, and of all that it would take nothing is nearer, which is looked for by trying all.

import { fc } from '../support/fast-check.ts';
import { describe, expect, it } from 'vitest';
import { nearestMultiple } from '../../shared/auction/nearest.ts';
import { nearestPackage } from '../../shared/auction/formats/package-nearest.ts';
import { nearestSchedule } from '../../shared/auction/formats/sealed-nearest.ts';
import type { ScheduleBid, SealedRules } from '../../shared/auction/formats/sealed-types.ts';
import type { Lot } from '../../shared/auction/types.ts';
import { mills } from '../../shared/kernel/units.ts';
import { lot } from '../support/auction.ts';
import { runs } from '../support/auction-arbitraries.ts';
import type { Steps } from '../support/sealed.ts';
import { sealedRules, startedSealed } from '../support/sealed.ts';
import { SCORING } from '../support/sealed-walks.ts';
import { packageRules, startedPackages } from '../support/packages.ts';

const TICK = 10;
const OPENING = 1_000;

const quanta = fc.constantFrom<Partial<Lot>>(
  {},
  { capBlocks: 5 },
  { multipleBlocks: 2, capBlocks: 6 },
  { multipleBlocks: 2, minimumBlocks: 4 },
  { multipleBlocks: 4, capBlocks: 4 },
);
const lots = quanta.map((more) => [lot('q', 8, OPENING, { tickMills: mills(TICK), ...more })]);

const settings = fc.record({
  lots,
  rules: fc
    .record({
      direction: fc.constantFrom<SealedRules['direction']>('forward', 'descending'),
      maximumSteps: fc.integer({ min: 1, max: 3 }),
      isScored: fc.boolean(),
    })
    .map(({ isScored, ...rules }) =>
      sealedRules({ ...rules, ...(isScored && { scoring: SCORING }) }),
    ),
});

/** Mostly on the tick, so that each of the other faults is met alone as well. */
const price = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: -2, max: 2 }).map((ticks) => OPENING + ticks * TICK) },
  { weight: 1, arbitrary: fc.integer({ min: OPENING - 25, max: OPENING + 25 }) },
);
const steps: fc.Arbitrary<Steps> = fc.array(fc.tuple(fc.integer({ min: 1, max: 7 }), price), {
  minLength: 1,
  maxLength: 4,
});
const attributes = fc.option(
  fc.constantFrom({ service: 'same' }, { service: 'never' }, { x: 'y' }),
  {
    nil: undefined,
  },
);

/** Prices that a step may have near the opening. */
const validPrices = ({ direction }: SealedRules): readonly number[] =>
  Array.from(
    { length: 5 },
    (_, place) => OPENING + (direction === 'forward' ? 1 : -1) * TICK * place,
  );

/** Blocks asked at each valid price, the best first: each step counts for the price nearest to its own. */
const askedByPrice = (rules: SealedRules, asked: Steps): readonly (readonly [number, number])[] => {
  const sign = rules.direction === 'forward' ? -1 : 1;
  const at = new Map<number, number>();
  for (const [blocks, price] of asked) {
    const [nearest = 0] = validPrices(rules).toSorted(
      (a, b) => Math.abs(a - price) - Math.abs(b - price) || a - b,
    );
    at.set(nearest, (at.get(nearest) ?? 0) + blocks);
  }
  return [...at].sort(([a], [b]) => sign * (a - b)).slice(0, rules.maximumSteps);
};

/** How far quantities are from those asked: all blocks that change, then those at the best price, and so on. */
const distance = (asked: readonly number[], given: readonly number[]): readonly number[] => {
  const changes = asked.map((blocks, place) => Math.abs(blocks - (given[place] ?? 0)));
  return [changes.reduce((sum, change) => sum + change, 0), ...changes];
};

const isNearer = (a: readonly number[], b: readonly number[]): boolean => {
  const place = a.findIndex((value, at) => value !== b[at]);
  return place >= 0 && (a[place] ?? 0) < (b[place] ?? 0);
};

const everyQuantity = (length: number): readonly (readonly number[])[] =>
  length === 0
    ? [[]]
    : everyQuantity(length - 1).flatMap((before) =>
        Array.from({ length: 9 }, (_, blocks) => [...before, blocks]),
      );

describe('[SLD8] the schedule nearest to a refused one', () => {
  it('is taken where the other was refused, and of all that would be none is nearer', () => {
    const seen = new Map<string, number>();
    fc.assert(
      fc.property(settings, steps, attributes, ({ rules, lots: [own] }, asked, chosen) => {
        if (!own) return;
        const table = startedSealed({ rules, lots: [own] });
        const more = { ...(chosen && { attributes: chosen as Record<string, string> }) };
        const decision = table.offer('a', asked, more);
        const bid: ScheduleBid = {
          lotId: 'q',
          steps: asked.map(([quantityBlocks, price]) => ({
            quantityBlocks,
            priceMills: mills(price),
          })),
          ...more,
        };
        const nearest = nearestSchedule(table.state, bid);
        expect(nearest === undefined).toBe(decision.ok);
        if (!nearest || decision.ok) return;
        seen.set(decision.rejection.code, (seen.get(decision.rejection.code) ?? 0) + 1);
        const said = nearest.steps.map((step) => [step.quantityBlocks, step.priceMills] as const);
        const options = nearest.attributes && { attributes: { ...nearest.attributes } };
        expect(table.offer('a', said, options).ok).toBe(true);

        const wanted = askedByPrice(rules, asked);
        const quantities = wanted.map(([, blocks]) => blocks);
        const given = (of: Steps) =>
          wanted.map(([price]) => of.find(([, at]) => at === price)?.[0] ?? 0);
        // No block stands at a price that is not the nearest to one that was asked.
        expect(said.every(([, price]) => wanted.some(([at]) => at === price))).toBe(true);
        const found = distance(quantities, given(said));
        for (const tried of everyQuantity(wanted.length)) {
          if (!isNearer(distance(quantities, tried), found)) continue;
          const other = wanted
            .map(([price], place) => [tried[place] ?? 0, price] as const)
            .filter(([blocks]) => blocks > 0);
          if (other.length > 0) {
            expect(table.offer('a', other, options).ok, JSON.stringify(other)).toBe(false);
          }
        }
      }),
      runs(400),
    );
    for (const code of [
      ...['too-many-steps', 'off-tick', 'short-of-opening', 'steps-order', 'off-multiple'],
      ...['above-cap', 'above-supply', 'below-minimum', 'attribute'],
    ]) {
      expect(seen.get(`bid/${code}`) ?? 0, code).toBeGreaterThan(0);
    }
  });

  it('says the same where only the order was wrong, and joins steps at one price', () => {
    const table = startedSealed();
    const of = (...asked: Steps) =>
      nearestSchedule(table.state, {
        lotId: 'q',
        steps: asked.map(([quantityBlocks, price]) => ({
          quantityBlocks,
          priceMills: mills(price),
        })),
      })?.steps.map((step) => [step.quantityBlocks, step.priceMills]);
    expect(of([2, 1_100], [3, 1_200])).toEqual([
      [3, 1_200],
      [2, 1_100],
    ]);
    expect(of([2, 1_100], [3, 1_100])).toEqual([[5, 1_100]]);
    // Ten blocks in all: what is too much goes from the worst price.
    expect(of([8, 1_200], [6, 1_100])).toEqual([
      [8, 1_200],
      [2, 1_100],
    ]);
  });

  it('a wrong choice costs the offer nothing else', () => {
    const table = startedSealed({ rules: sealedRules({ scoring: SCORING }) });
    const stands: ScheduleBid = {
      lotId: 'q',
      steps: [{ quantityBlocks: 3, priceMills: mills(1_100) }],
    };
    const nearest = nearestSchedule(table.state, { ...stands, attributes: { service: 'never' } });
    expect(nearest).toEqual({ ...stands, attributes: { service: 'next' } });
    expect(nearestSchedule(table.state, { ...stands, lotId: 'nowhere' })).toBeUndefined();
  });
});

const packageLots = fc
  .tuple(quanta, quanta)
  .map(([q, n]) => [lot('q', 8, OPENING, q), lot('n', 8, 1_300, n)]);
const items = fc.array(
  fc.record({
    lotId: fc.constantFrom<string[]>('q', 'n', 'n', 'x'),
    quantityBlocks: fc.integer({ min: 1, max: 11 }),
  }),
  { minLength: 1, maxLength: 3 },
);

describe('[PKG7] the package nearest to a refused one', () => {
  it('is taken where the other was refused; no quantity of a lot is nearer, and no total smaller', () => {
    const seen = new Map<string, number>();
    fc.assert(
      fc.property(
        packageLots,
        fc.constantFrom('exclusive' as const, 'named' as const),
        items,
        fc.record({ total: fc.integer({ min: 0, max: 30_000 }), isGrouped: fc.boolean() }),
        (own, groups, asked, { total, isGrouped }) => {
          const table = startedPackages({ rules: packageRules({ groups }), lots: own });
          const bid = {
            packageId: 'p1',
            items: asked,
            totalMills: mills(total),
            ...(isGrouped && { group: 'g' }),
          };
          const place = (said: typeof bid) =>
            table.give({ type: 'PlaceBid', teamId: 'a', round: 1, bid: said }, 'a-lead');
          const decision = place(bid);
          const nearest = nearestPackage(table.state, bid, {});
          const isThere = asked.some(({ lotId }) => lotId !== 'x');
          expect(nearest !== undefined).toBe(!decision.ok && isThere);
          if (!nearest || decision.ok) return;
          seen.set(decision.rejection.code, (seen.get(decision.rejection.code) ?? 0) + 1);
          const said = { ...bid, ...nearest, items: nearest.items.map((item) => ({ ...item })) };
          if (nearest.group === undefined) delete said.group;
          expect(place(said).ok).toBe(true);
          for (const { lotId, quantityBlocks } of nearest.items) {
            const wanted = asked
              .filter((item) => item.lotId === lotId)
              .reduce((sum, item) => sum + item.quantityBlocks, 0);
            for (let other = 1; other <= 8; other += 1) {
              if (Math.abs(other - wanted) >= Math.abs(quantityBlocks - wanted)) continue;
              const alone = {
                packageId: 'p1',
                items: [{ lotId, quantityBlocks: other }],
                totalMills: mills(40_000),
              };
              expect(place(alone).ok, `${lotId} ${String(other)}`).toBe(false);
            }
          }
          // As dear a block as before, against opening prices; never below them.
          const opening = (of: typeof asked) =>
            of.reduce((sum, { lotId, quantityBlocks }) => {
              const { openingPriceMills = 0 } = table.state.lots[lotId] ?? {};
              return sum + quantityBlocks * openingPriceMills;
            }, 0);
          const [before, after] = [opening(asked), opening(said.items)];
          const inProportion = Math.ceil((total * after) / before - 1e-6);
          expect(said.totalMills).toBe(Math.max(inProportion, after));
        },
      ),
      runs(400),
    );
    for (const code of [
      ...['total-short', 'lot-twice', 'no-groups', 'unknown-lot', 'above-supply', 'above-cap'],
      ...['below-minimum', 'off-multiple'],
    ]) {
      expect(seen.get(`bid/${code}`) ?? 0, code).toBeGreaterThan(0);
    }
  });

  it('is none where the team has as many as the rules take', () => {
    const table = startedPackages({ rules: packageRules({ maximumPackages: 1 }) });
    const bid = { packageId: 'p2', items: [{ lotId: 'q', quantityBlocks: 1 }] };
    const one = { ...bid, totalMills: mills(1_000) };
    expect(nearestPackage(table.state, one, { p1: {} })).toBeUndefined();
    // In the place of the one that stands it is taken as it is.
    expect(nearestPackage(table.state, { ...one, packageId: 'p1' }, { p1: {} })).toBeUndefined();
  });
});

describe('[SLD8] the multiple nearest to a value', () => {
  it('is within the range, and of two equally near ones the lower; none where the range holds none', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -5, max: 60 }),
        fc.integer({ min: 1, max: 9 }),
        fc.tuple(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 40 })),
        (wanted, step, [least, most]) => {
          const inRange = Array.from({ length: 50 }, (_, place) => place * step).filter(
            (value) => value >= least && value <= most,
          );
          const [best] = inRange.toSorted(
            (a, b) => Math.abs(a - wanted) - Math.abs(b - wanted) || a - b,
          );
          expect(nearestMultiple(wanted, step, { least, most })).toBe(best);
        },
      ),
      runs(500),
    );
  });
});
