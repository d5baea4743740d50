// A bidder's pad: what it keeps and where, when it asks, and what it works out, held against the engine.

import { fc } from '../support/fast-check.ts';
import { describe, expect, it } from 'vitest';
import { whatIf, whatIfLots } from '../../client/state/clock-what-if.ts';
import { dutchPadRows } from '../../client/state/dutch-bidding.ts';
import { leastWinningMills } from '../../client/state/package-pad.ts';
import { PrivatePad, lotKey } from '../../client/state/private-pad.svelte.ts';
import { marginWords, walkAwayStop } from '../../client/words/pad.ts';
import { runs } from '../support/auction-arbitraries.ts';
import { clockRules, startedTable } from '../support/auction.ts';
import { dutchRules } from '../support/dutch.ts';
import { LOTS_4, packageRules, startedPackages } from '../support/packages.ts';

const A = { kind: 'team', teamId: 'a' } as const;

/** A browser's storage. */
const storage = (isFull = false) => {
  const kept = new Map<string, string>();
  return {
    kept,
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => {
      if (isFull) throw new Error('full');
      kept.set(key, value);
    },
    removeItem: (key: string) => {
      kept.delete(key);
    },
  };
};

describe('[UI57] the walk-away price', () => {
  it('is there after a reload, for its seat and auction alone, and gone when it is taken out', () => {
    const browser = storage();
    new PrivatePad('room/seat/clock', browser).setWalkAway(lotKey('q'), 2_500);
    const again = new PrivatePad('room/seat/clock', browser);
    expect(again.walkAway(lotKey('q'))).toBe(2_500);
    expect(again.walkAway(lotKey('n'))).toBeUndefined();
    expect(new PrivatePad('room/other/clock', browser).walkAway(lotKey('q'))).toBeUndefined();
    again.setWalkAway(lotKey('q'), undefined);
    expect(browser.kept.size).toBe(0);
  });

  it('works where the browser has no room or holds what is none', () => {
    const full = new PrivatePad('a', storage(true));
    full.setWalkAway('lot q', 1);
    expect(full.walkAway('lot q')).toBe(1);
    for (const text of ['{', '7', 'null', '{"lot q":"x"}', '{"lot q":-1}']) {
      const browser = storage();
      browser.kept.set('parley-pad:a', text);
      expect(new PrivatePad('a', browser).walkAway('lot q'), text).toBeUndefined();
    }
  });

  it.each([
    ['forward', 2_500, undefined],
    [
      'forward',
      2_510,
      '$2.51 is $0.01 beyond your walk-away price of $2.50. Nothing was sent yet.',
    ],
    ['descending', 2_500, undefined],
    [
      'descending',
      2_400,
      '$2.40 is $0.10 beyond your walk-away price of $2.50. Nothing was sent yet.',
    ],
  ] as const)('%s, %i: asks only beyond it', (direction, amount, sentence) => {
    expect(walkAwayStop(direction, amount, 2_500)).toBe(sentence);
    expect(walkAwayStop(direction, amount, undefined)).toBeUndefined();
  });

  it('leaves a margin, or none, or is passed, a piece and a year', () => {
    const words = (amountMills: number) =>
      marginWords('forward', { amountMills, walkAwayMills: 2_500 }, (mills) => mills * 30_200);
    expect(words(2_400)).toEqual({ words: '$0.10, $3,020 a year', isBeyond: false });
    expect(words(2_500).words).toBe('none left: this is the walk-away price');
    expect(words(2_600)).toEqual({ words: '$0.10 beyond it, $3,020 a year', isBeyond: true });
  });

  it('of a Dutch clock is reached at a price and a time, or never', () => {
    const rules = dutchRules();
    const { stepMills, stepMs, lastPriceMills } = rules;
    const value = (priceMills: number, walkAwayMills: number) =>
      dutchPadRows({ rules }, { priceMills }, { left: 1_000, walkAwayMills })[1]?.value;
    expect(value(4_000, 4_000)).toBe('is reached');
    expect(value(4_000, lastPriceMills - 1)).toBe('lies beyond the last price');
    const left = new Date(1_000 + stepMs).toISOString().slice(15, 19);
    expect(value(4_000, 4_000 - stepMills - 1)).toContain(`in ${left}`);
  });
});

describe('[UI58] what the pad works out', () => {
  it('eligibility is what the close of the round makes of the same bids', () => {
    fc.assert(
      fc.property(
        fc.record({ q: fc.nat({ max: 6 }), n: fc.nat({ max: 4 }) }),
        fc.constantFrom(5_000, 9_000, 10_000),
        (bids, activityBp) => {
          const rules = clockRules({ activityBp: activityBp as never });
          const table = startedTable({ rules });
          const auction = table.view(A);
          if (!auction.mine) throw new Error('a sees itself');
          const { mine } = auction;
          const tried = whatIf(auction, mine, bids);
          expect(tried.isTooMuch).toBe(bids.q + bids.n > mine.eligibility);
          if (tried.isTooMuch) return;
          const price = (lotId: string): number => auction.prices[lotId]?.clockPriceMills ?? 0;
          table.bids({ a: { q: [bids.q, price('q')], n: [bids.n, price('n')] } });
          table.close();
          expect(table.view(A).mine?.eligibility).toBe(tried.eligibility);
        },
      ),
      runs(60),
    );
  });

  it('a lot that is neither tried nor bid on falls to zero; one that is bid on counts as bid', () => {
    const table = startedTable();
    table.bids({ a: { q: [4, 2_400] } });
    const auction = table.view(A);
    if (!auction.mine) throw new Error('a sees itself');
    expect(whatIf(auction, auction.mine, {}).points).toBe(4);
    expect(whatIf(auction, auction.mine, { n: 2 }).points).toBe(6);
    expect(whatIf(auction, auction.mine, { q: 0 }).points).toBe(0);
    expect(whatIfLots(auction, auction.mine, 'n').map(({ id }) => id)).toEqual(['q', 'n']);
    expect(whatIfLots(auction, auction.mine, 'q').map(({ id }) => id)).toEqual(['q']);
  });

  it.each(['exclusive', 'named'] as const)(
    'the smallest total wins against the own packages, and two mills less does not (%s)',
    (groups) => {
      const lots = LOTS_4.map((lot) => ({ ...lot, multipleBlocks: 1 }));
      let [bound, free] = [0, 0];
      const asks = fc.record({
        q: fc.nat({ max: 4 }),
        n: fc.nat({ max: 4 }),
        extra: fc.nat({ max: 60 }),
        group: fc.constantFrom(undefined, 'g', 'h'),
      });
      fc.assert(
        fc.property(fc.array(asks, { maxLength: 4 }), asks, (others, { q, n, group }) => {
          fc.pre(q + n > 0);
          const rules = packageRules({ groups });
          const named = (of: string | undefined) => (groups === 'named' ? of : undefined);
          const played = (totalMills: number) => {
            const table = startedPackages({ rules, lots, teams: ['a', 'b'] });
            others.forEach((other, place) => {
              const blocks = other.q + other.n;
              if (blocks === 0) return;
              const items = kept({ q: other.q, n: other.n });
              table.offer(
                'a',
                `o${String(place)}`,
                items,
                blocks * (1_000 + other.extra),
                named(other.group),
              );
            });
            const { mine } = table.view(A);
            table.offer('a', 'asked', kept({ q, n }), totalMills, named(group));
            return { table, packages: mine?.packages ?? {} };
          };
          const start = played(1_000 * (q + n));
          const asked = {
            packageId: 'asked',
            items: Object.entries(kept({ q, n })).map(([lotId, quantityBlocks]) => ({
              lotId,
              quantityBlocks,
            })),
            ...(named(group) !== undefined && { group: named(group) as string }),
          };
          const least = leastWinningMills(start.table.view(A), start.packages, asked) ?? 0;
          const wins = (totalMills: number): boolean => {
            const { table } = played(totalMills);
            table.wait(60_000);
            return (table.won()['a']?.[0] ?? []).includes('asked');
          };
          expect(wins(least)).toBe(true);
          if (least - 2 < 1_000 * (q + n)) free += 1;
          else {
            bound += 1;
            expect(wins(least - 2)).toBe(false);
          }
        }),
        runs(60),
      );
      expect(Math.min(bound, free)).toBeGreaterThan(3);
    },
  );
});

const kept = (items: Readonly<Record<string, number>>): Readonly<Record<string, number>> =>
  Object.fromEntries(Object.entries(items).filter(([, quantity]) => quantity > 0));
