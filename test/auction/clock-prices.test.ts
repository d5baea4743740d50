// Prices, price points, posted prices and eligibility of the clock, case by case.

import { describe, expect, it } from 'vitest';
import { comparePricePoints, nextClockPrice } from '../../shared/auction/formats/clock-prices.ts';
import { eligibilityAfter } from '../../shared/auction/formats/clock-round.ts';
import { basisPoints, mills } from '../../shared/kernel/units.ts';
import { ROUNDS_A, lot, startedTable, tableA } from '../support/auction.ts';

const next = (start: number, incrementBp: number, tick: number, falls = false): number =>
  nextClockPrice(
    { tickMills: mills(tick) },
    falls ? 'descending' : 'forward',
    mills(start),
    basisPoints(incrementBp),
  );

describe('clock price', () => {
  it.each([
    [2_400, 1_000, 10, 2_640],
    [2_640, 1_000, 10, 2_900], // 2904
    [2_500, 100, 10, 2_530], // 2525, half up
    [2_490, 100, 10, 2_510], // 2514.9
    [2_550, 1_000, 10, 2_810], // 2805, half up
    [1_000_000_000, 10_000, 1, 2_000_000_000],
  ])('[CLK1] rises from %i by %i bp on a tick of %i to %i', (start, bp, tick, expected) => {
    expect(next(start, bp, tick)).toBe(expected);
  });

  it.each([
    [100_000, 1_000, 1_000, 90_000],
    [90_000, 1_000, 1_000, 81_000],
    [81_000, 1_000, 1_000, 73_000], // 72.9
    [2_550, 1_000, 10, 2_300], // 2295, half up
  ])('[CLK1] falls from %i by %i bp on a tick of %i to %i', (start, bp, tick, expected) => {
    expect(next(start, bp, tick, true)).toBe(expected);
  });

  it('[CLK1] moves by one tick where rounding would leave it, and never below 0', () => {
    expect(next(10, 1_000, 10)).toBe(20);
    expect(next(10, 1_000, 10, true)).toBe(0);
    expect(next(0, 1_000, 10, true)).toBe(0);
  });

  it('[CLK1] a round starts at the last posted price, round 1 at the opening price', () => {
    const table = startedTable();
    expect(table.state.clock.startPricesMills).toEqual({ q: 2_400, n: 2_200 });
    expect(table.state.clock.clockPricesMills).toEqual({ q: 2_400, n: 2_200 });
    table.round(ROUNDS_A[0]);
    table.open();
    expect(table.state.clock.startPricesMills).toEqual({ q: 2_400, n: 2_200 });
    expect(table.state.clock.clockPricesMills).toEqual({ q: 2_640, n: 2_420 });
    table.round(ROUNDS_A[1]);
    table.open();
    expect(table.state.clock.startPricesMills).toEqual({ q: 2_640, n: 2_420 });
  });
});

describe('order of requests', () => {
  it('[CLK4] compares price points as exact fractions', () => {
    const point = (movedMills: number, rangeMills: number) => ({ movedMills, rangeMills });
    expect(comparePricePoints(point(1, 3), point(2, 6))).toBe(0);
    expect(comparePricePoints(point(1, 3), point(333_333_333, 1_000_000_000))).toBeGreaterThan(0);
    // Neighbours of 1 that a product in floating point cannot tell apart.
    const near = point(999_999_998, 999_999_999);
    expect(comparePricePoints(near, point(999_999_997, 999_999_998))).toBeGreaterThan(0);
    expect(comparePricePoints(point(999_999_997, 999_999_998), near)).toBeLessThan(0);
    expect(comparePricePoints(near, near)).toBe(0);
  });

  it('[CLK4] an increase that had no free points is met once a later reduction frees them', () => {
    const table = startedTable({
      lots: [lot('x', 1, 1_000), lot('y', 1, 1_000)],
      eligibility: { a: 4, b: 2 },
    });
    table.round({ a: { x: [3, 1_000], y: [1, 1_000] }, b: { x: [1, 1_000], y: [1, 1_000] } });
    // The increase in y comes first but needs the points of the reduction in x.
    table.round({ a: { x: [1, 1_050], y: [3, 1_010] }, b: { x: [1, 1_100], y: [1, 1_100] } });
    expect(table.state.clock.results.at(-1)?.demand['a']).toEqual({ x: 1, y: 3 });
  });

  it('[CLK4] a reduction that found no excess is met once an increase of another team makes some', () => {
    const table = startedTable({
      lots: [lot('x', 2, 1_000), lot('y', 1, 1_000)],
      eligibility: { a: 2, b: 4 },
    });
    table.round({ a: { x: [2, 1_000] }, b: { y: [4, 1_000] } });
    table.round({ a: { x: [1, 1_010] }, b: { x: [1, 1_090], y: [3, 1_050] } });
    // y: 4 to 3 frees a point of B; B's increase of x makes an excess of 1; A's earlier reduction takes it.
    const last = table.state.clock.results.at(-1);
    expect(last?.demand).toEqual({ a: { x: 1 }, b: { x: 1, y: 3 } });
    // That reduction brought x back to exactly its supply, at its own price.
    expect(last?.lots['x']?.postedPriceMills).toBe(1_010);
  });
});

describe('posted price', () => {
  const oneLot = { lots: [lot('x', 4, 1_000)], eligibility: { a: 6, b: 6 } };

  it('[CLK5] with demand above supply it is the clock price, though there were reductions', () => {
    const table = startedTable(oneLot);
    table.round({ a: { x: [6, 1_000] }, b: { x: [6, 1_000] } });
    table.round({ a: { x: [4, 1_050] }, b: { x: [6, 1_100] } });
    expect(table.posted()).toEqual({ x: 1_100 });
  });

  it('[CLK5] the last of several reductions sets it', () => {
    const table = startedTable(oneLot);
    table.round({ a: { x: [6, 1_000] }, b: { x: [6, 1_000] } });
    table.round({ a: { x: [3, 1_020] }, b: { x: [1, 1_070] } });
    expect(table.posted()).toEqual({ x: 1_070 });
  });

  it('[CLK5] without a reduction that cleared the lot it is the start price', () => {
    const table = startedTable({
      lots: [lot('x', 4, 1_000), lot('y', 1, 1_000)],
      eligibility: { a: 6, b: 6 },
    });
    // x is below supply in round 1 already and gains by an increase; y keeps the auction running.
    table.round({ a: { x: [1, 1_000], y: [3, 1_000] }, b: { x: [1, 1_000], y: [2, 1_000] } });
    table.round({ a: { x: [1, 1_100], y: [3, 1_100] }, b: { x: [1, 1_100], y: [1, 1_100] } });
    expect(table.posted()).toEqual({ x: 1_000, y: 1_100 });
  });
});

describe('activity', () => {
  it.each([
    [6, 5, 9_000, 5], // required ceil(5.4) = 6
    [6, 6, 9_000, 6],
    [4, 3, 9_000, 3], // floor(3.33)
    [10, 9, 9_000, 10],
    [10, 8, 9_000, 8], // floor(8.88)
    [7, 3, 5_000, 6], // required 4
    [7, 0, 9_000, 0],
    [0, 0, 9_000, 0],
    [100, 0, 1, 0],
    [9, 8, 10_000, 8],
    [1_000_000_000, 899_999_999, 9_000, 999_999_998],
  ])('[CLK6] eligibility %i with %i points used at %i bp becomes %i', (before, used, bp, after) => {
    expect(eligibilityAfter(before, used, basisPoints(bp))).toBe(after);
  });

  it('[CLK6] is judged by processed points, not by what was asked', () => {
    // B asks to fall from 3 to 2 in N and is not let go: N was at supply.
    const table = startedTable({
      lots: [lot('x', 1, 1_000), lot('n', 3, 1_000)],
      eligibility: { a: 3, b: 3 },
    });
    table.round({ a: { x: [3, 1_000] }, b: { n: [3, 1_000] } });
    table.round({ a: { x: [3, 1_100] }, b: { n: [1, 1_000] } });
    expect(table.state.clock.results.at(-1)?.demand['b']).toEqual({ n: 3 });
    expect(table.state.clock.eligibility).toEqual({ a: 3, b: 3 });
  });
});

describe('end', () => {
  it('[CLK7] lots close together: a cleared lot stays open while another has excess', () => {
    const table = tableA(1);
    table.round({
      a: { q: [4, 2_640], n: [1, 2_300] },
      b: { q: [3, 2_640], n: [1, 2_300] },
      c: { q: [2, 2_640], n: [2, 2_420] },
    });
    expect(table.posted()['n']).toBe(2_300);
    expect(table.state.phase).toBe('running');
    table.open();
    // N is open again from its posted price.
    expect(table.state.clock.clockPricesMills['n']).toBe(2_530);
  });

  it('[CLK7] ends in round 1 when nothing is above supply, at the opening price', () => {
    const table = startedTable();
    table.round({ a: { q: [4, 2_400] }, b: { n: [2, 2_200] } });
    expect(table.state.phase).toBe('provisional');
    expect(table.state.awards).toEqual([
      { lotId: 'q', teamId: 'a', quantityBlocks: 4, priceMills: 2_400 },
      { lotId: 'n', teamId: 'b', quantityBlocks: 2, priceMills: 2_200 },
    ]);
  });

  it('[CLK7] a lot that nobody wants is not sold, and with no award at all there is no sale', () => {
    const table = startedTable();
    table.round({ a: { q: [4, 2_400] } });
    expect(table.state.unsoldLots).toEqual(['n']);
    const empty = startedTable();
    empty.round({});
    expect(empty.state.phase).toBe('no-sale');
    expect(empty.state.unsoldLots).toEqual(['q', 'n']);
    expect(empty.state.awards).toEqual([]);
  });

  it('[CLK7] a lot whose posted price is below its hidden reserve is not sold, one that reaches it is', () => {
    // Posted prices are 2800 and 2550.
    const reached = tableA(3, { reservesMills: { q: 2_800, n: 2_560 } });
    expect(reached.state.unsoldLots).toEqual(['n']);
    expect(reached.state.awards.map(({ lotId }) => lotId)).toEqual(['q', 'q', 'q']);
    const missed = tableA(3, { reservesMills: { q: 2_810, n: 2_560 } });
    expect(missed.state.unsoldLots).toEqual(['q', 'n']);
    expect(missed.state.phase).toBe('no-sale');
  });

  it('[CLK7] descending: a price above the reserve is not paid', () => {
    const falling = (reserve: number) => {
      const table = startedTable({
        rules: { ...tableA(1).state.rules, direction: 'descending' },
        lots: [lot('n', 2, 1_000)],
        eligibility: { a: 2 },
        reservesMills: { n: reserve },
      });
      table.round({ a: { n: [2, 1_000] } });
      return table.state.phase;
    };
    expect(falling(990)).toBe('no-sale');
    expect(falling(1_000)).toBe('provisional');
  });
});
