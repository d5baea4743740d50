// The worked examples of the rules, to the mill and the block.

import { describe, expect, it } from 'vitest';
import type { RoundBook } from '../../shared/auction/formats/clock-round.ts';
import { closeClockRound } from '../../shared/auction/formats/clock-round.ts';
import { basisPoints, mills } from '../../shared/kernel/units.ts';
import type { AuctionTable, RoundBids } from '../support/auction.ts';
import {
  LOTS_A,
  ROUNDS_A,
  brandedMills,
  clockRules,
  lot,
  startedTable,
  tableA,
} from '../support/auction.ts';

const total = (table: AuctionTable): Record<string, number> =>
  Object.fromEntries(
    Object.values(table.state.clock.results.at(-1)?.lots ?? {}).map((result) => [
      result.lotId,
      result.demandBlocks,
    ]),
  );

const held = (table: AuctionTable) => table.state.clock.results.at(-1)?.demand;

describe('worked example A', () => {
  it('[CLK4] round 1 takes the quantities as bid at the opening price', () => {
    const table = tableA(1);
    expect(total(table)).toEqual({ q: 9, n: 7 });
    expect(held(table)).toEqual({ a: { q: 4, n: 2 }, b: { q: 3, n: 3 }, c: { q: 2, n: 2 } });
    // Demand is above supply in both lots: the posted price is the clock price, which in round 1 is the opening price.
    expect(table.posted()).toEqual({ q: 2_400, n: 2_200 });
    expect(table.state.clock.eligibility).toEqual({ a: 6, b: 6, c: 4 });
  });

  it('[CLK1] [CLK4] [CLK5] [CLK6] round 2: processed Q 8, N 5, posted 2.64 and 2.42, eligibility 5, 5, 3', () => {
    const table = tableA(2);
    expect(table.state.clock.clockPricesMills).toEqual({ q: 2_640, n: 2_420 });
    expect(total(table)).toEqual({ q: 8, n: 5 });
    expect(table.posted()).toEqual({ q: 2_640, n: 2_420 });
    expect(table.state.clock.eligibility).toEqual({ a: 5, b: 5, c: 3 });
    expect(table.state.phase).toBe('running');
  });

  it('[CLK1] [CLK5] [CLK7] round 3 closes both lots at 2.80 and 2.55 with A 3+1, B 1+3, C 2+0', () => {
    const table = tableA(3);
    expect(table.state.clock.clockPricesMills).toEqual({ q: 2_900, n: 2_660 });
    expect(table.posted()).toEqual({ q: 2_800, n: 2_550 });
    expect(held(table)).toEqual({ a: { q: 3, n: 1 }, b: { q: 1, n: 3 }, c: { q: 2 } });
    expect(table.state.phase).toBe('provisional');
    expect(table.state.awards).toEqual([
      { lotId: 'q', teamId: 'a', quantityBlocks: 3, priceMills: 2_800 },
      { lotId: 'q', teamId: 'b', quantityBlocks: 1, priceMills: 2_800 },
      { lotId: 'q', teamId: 'c', quantityBlocks: 2, priceMills: 2_800 },
      { lotId: 'n', teamId: 'a', quantityBlocks: 1, priceMills: 2_550 },
      { lotId: 'n', teamId: 'b', quantityBlocks: 3, priceMills: 2_550 },
    ]);
    expect(table.state.unsoldLots).toEqual([]);
  });

  it('[CLK2] is the same when no lot is bid for that falls to zero at the start price anyway', () => {
    const table = tableA(2);
    // C asks for no N at 2.42, the start price, by not bidding for it: N then clears at the start price.
    table.round({ ...ROUNDS_A[2], c: { q: [2, 2_900] } });
    expect(held(table)?.['c']).toEqual({ q: 2 });
    expect(table.posted()).toEqual({ q: 2_800, n: 2_420 });
  });
});

const bookB = (order: readonly string[]): RoundBook => ({
  round: 3,
  direction: 'forward',
  activityBp: basisPoints(9_000),
  lots: LOTS_A,
  teams: ['a', 'b', 'c'],
  startPricesMills: brandedMills({ q: 2_640, n: 2_420 }),
  clockPricesMills: brandedMills({ q: 2_900, n: 2_660 }),
  bids: branded({
    a: { q: [3, 2_800], n: [1, 2_660] },
    b: { q: [0, 2_800], n: [3, 2_660] },
    c: { q: [1, 2_750], n: [0, 2_550] },
  }),
  demand: { a: { q: 4, n: 1 }, b: { q: 2, n: 3 }, c: { q: 2, n: 1 } },
  eligibility: { a: 5, b: 5, c: 3 },
  tieKey: (teamId) => String(order.indexOf(teamId)),
});

const branded = (bids: RoundBids): RoundBook['bids'] =>
  Object.fromEntries(
    Object.entries(bids).map(([teamId, lots]) => [
      teamId,
      Object.fromEntries(
        Object.entries(lots).map(([lotId, [quantityBlocks, priceMills]]) => [
          lotId,
          { quantityBlocks, priceMills: mills(priceMills) },
        ]),
      ),
    ]),
  );

describe('worked example B', () => {
  it('[CLK4] [AUC12] with A before B the last unit goes to A: 3, 2, 1 at 2.80', () => {
    const result = closeClockRound(bookB(['a', 'b', 'c']));
    expect([
      result.demand['a']?.['q'],
      result.demand['b']?.['q'],
      result.demand['c']?.['q'],
    ]).toEqual([3, 2, 1]);
    expect(result.lots['q']?.postedPriceMills).toBe(2_800);
    expect(result.isFinal).toBe(true);
  });

  it('[CLK4] [AUC12] with B before A the last unit goes to B: 4, 1, 1 at 2.80', () => {
    const result = closeClockRound(bookB(['b', 'a', 'c']));
    expect([
      result.demand['a']?.['q'],
      result.demand['b']?.['q'],
      result.demand['c']?.['q'],
    ]).toEqual([4, 1, 1]);
    expect(result.lots['q']?.postedPriceMills).toBe(2_800);
    expect(result.isFinal).toBe(true);
  });

  it('[AUC12] a whole auction gives one of the two, as its seed says, and both come about', () => {
    const outcomes = new Set<string>();
    for (let number = 0; number < 12; number += 1) {
      const table = tableA(2, { seed: `seed ${String(number)}` });
      table.round({
        a: { q: [3, 2_800], n: [1, 2_660] },
        b: { q: [0, 2_800], n: [3, 2_660] },
        c: { q: [1, 2_750], n: [0, 2_550] },
      });
      expect(table.posted()['q']).toBe(2_800);
      const demand = held(table);
      outcomes.add(['a', 'b', 'c'].map((id) => String(demand?.[id]?.['q'])).join(' '));
    }
    expect([...outcomes].sort()).toEqual(['3 2 1', '4 1 1']);
  });
});

describe('worked examples C and C′, descending', () => {
  const setting = {
    rules: clockRules({ direction: 'descending' }),
    lots: [lot('n', 6, 100_000, { tickMills: mills(1_000) })],
    eligibility: { a: 4, b: 3, c: 3 },
  };

  const upToRound2 = (): AuctionTable => {
    const table = startedTable(setting);
    table.round({ a: { n: [4, 100_000] }, b: { n: [3, 100_000] }, c: { n: [3, 100_000] } });
    table.round({ a: { n: [4, 90_000] }, b: { n: [3, 90_000] }, c: { n: [1, 95_000] } });
    return table;
  };

  it('[CLK1] [CLK5] [CLK7] C: the need of 6 is met at 84 by A 3, B 2, C 1', () => {
    const table = upToRound2();
    expect(table.posted()).toEqual({ n: 90_000 });
    table.round({ a: { n: [3, 84_000] }, b: { n: [2, 86_000] }, c: { n: [1, 81_000] } });
    expect(table.state.clock.clockPricesMills).toEqual({ n: 81_000 });
    expect(held(table)).toEqual({ a: { n: 3 }, b: { n: 2 }, c: { n: 1 } });
    expect(table.posted()).toEqual({ n: 84_000 });
    expect(table.state.phase).toBe('provisional');
  });

  it('[CLK4] C′: A asks to release two at 84, one is released, A keeps 3', () => {
    const table = upToRound2();
    table.round({ a: { n: [2, 84_000] }, b: { n: [2, 86_000] }, c: { n: [1, 81_000] } });
    expect(held(table)).toEqual({ a: { n: 3 }, b: { n: 2 }, c: { n: 1 } });
    expect(table.posted()).toEqual({ n: 84_000 });
  });
});
