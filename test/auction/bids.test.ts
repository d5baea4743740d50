// Which bids stand: by price, quantity, points, moment and team; and what becomes of those that do not.

import { describe, expect, it } from 'vitest';
import { canonicalJson } from '../../shared/kernel/json.ts';
import { durationMs, mills } from '../../shared/kernel/units.ts';
import {
  GAP_MS,
  ROUNDS_A,
  ROUND_MS,
  clockRules,
  draftedTable,
  lot,
  scheduledTable,
  startedTable,
  tableA,
} from '../support/auction.ts';

const rejectionOf = (decision: { ok: boolean; rejection?: unknown }): unknown =>
  decision.ok ? 'taken' : decision.rejection;

/** Round 2 of worked example A is open: Q 2400 to 2640, N 2200 to 2420. */
const inRound2 = () => {
  const table = tableA(1);
  table.open();
  return table;
};

describe('a bid that stands', () => {
  it('[CLK2] start and clock price and every tick between are taken', () => {
    const table = inRound2();
    for (const price of [2_400, 2_410, 2_530, 2_640]) {
      expect(table.bid('a', 'q', 2, price).ok).toBe(true);
    }
  });

  it('[CLK2] the last bid for a lot replaces the earlier, up or down, and leaves other lots', () => {
    const table = inRound2();
    table.bids({ a: { q: [4, 2_640], n: [2, 2_420] } });
    table.jump(10);
    table.bids({ a: { q: [1, 2_500] } });
    expect(table.state.clock.book['a']).toEqual({
      q: {
        commandId: expect.any(String) as string,
        quantityBlocks: 1,
        priceMills: 2_500,
        atMs: table.at,
        bySeatId: 'a-lead',
        isSurrogate: false,
      },
      n: expect.objectContaining({ quantityBlocks: 2, priceMills: 2_420 }) as object,
    });
  });

  it('[CLK2] bids of a round do not carry over to the next', () => {
    const table = tableA(2);
    table.open();
    expect(table.state.clock.book).toEqual({});
    table.close();
    // Nobody bid: all asked to fall to zero at the start price, as far as demand stays at supply.
    const last = table.state.clock.results.at(-1);
    expect(last?.lots['q']).toMatchObject({ demandBlocks: 6, postedPriceMills: 2_640 });
    expect(last?.lots['n']).toMatchObject({ demandBlocks: 4, postedPriceMills: 2_420 });
  });
});

describe('a bid that does not', () => {
  it.each([2_390, 2_650, 0])('[CLK3] price %i is outside the range, which is told', (price) => {
    expect(rejectionOf(inRound2().bid('a', 'q', 1, price))).toEqual({
      code: 'bid/outside-range',
      minimumMills: 2_400,
      maximumMills: 2_640,
    });
  });

  it('[CLK3] descending: the range is told from clock to start', () => {
    const rules = clockRules({ direction: 'descending' });
    const table = startedTable({ rules, lots: [lot('n', 1, 1_000)], eligibility: { a: 3, b: 3 } });
    table.round({ a: { n: [3, 1_000] }, b: { n: [3, 1_000] } });
    table.open();
    expect(rejectionOf(table.bid('a', 'n', 1, 1_010))).toEqual({
      code: 'bid/outside-range',
      minimumMills: 900,
      maximumMills: 1_000,
    });
    expect(table.bid('a', 'n', 1, 900).ok).toBe(true);
  });

  it('[CLK3] a price off the tick', () => {
    expect(rejectionOf(inRound2().bid('a', 'q', 1, 2_405))).toEqual({
      code: 'bid/off-tick',
      tickMills: 10,
    });
  });

  it('[CLK3] a quantity above the cap', () => {
    const table = startedTable({ lots: [lot('q', 6, 2_400, { capBlocks: 2 })] });
    expect(table.bid('a', 'q', 2, 2_400).ok).toBe(true);
    expect(rejectionOf(table.bid('a', 'q', 3, 2_400))).toEqual({
      code: 'bid/above-cap',
      capBlocks: 2,
    });
  });

  it('[CLK3] more points than eligibility, over all lots, told with the most that would be taken', () => {
    const table = startedTable({
      lots: [lot('q', 6, 2_400, { pointsPerBlock: 2 }), lot('n', 4, 2_200, { pointsPerBlock: 3 })],
      eligibility: { a: 10 },
    });
    table.bids({ a: { n: [1, 2_200] } });
    expect(table.bid('a', 'q', 3, 2_400).ok).toBe(true);
    expect(rejectionOf(table.bid('a', 'q', 4, 2_400))).toEqual({
      code: 'bid/over-eligibility',
      points: 11,
      eligibility: 10,
      maximumBlocks: 3,
    });
    // Replacing a bid counts the new quantity only.
    expect(table.bid('a', 'n', 0, 2_200).ok).toBe(true);
    expect(table.bid('a', 'q', 5, 2_400).ok).toBe(true);
  });

  it('[CLK3] a lot that is not in the auction', () => {
    expect(rejectionOf(inRound2().bid('a', 'x', 1, 2_400))).toEqual({
      code: 'bid/unknown-lot',
      lotId: 'x',
    });
  });

  it('[CLK3] a round that is not open yet, and before the first', () => {
    const table = inRound2();
    expect(rejectionOf(table.bid('a', 'q', 1, 2_400, 3))).toEqual({
      code: 'bid/round-not-open',
      round: 3,
      openRound: 2,
    });
    expect(rejectionOf(scheduledTable().bid('a', 'q', 1, 2_400, 1))).toEqual({
      code: 'bid/not-running',
      phase: 'scheduled',
    });
    expect(rejectionOf(draftedTable().bid('a', 'q', 1, 2_400, 1))).toEqual({
      code: 'bid/not-running',
      phase: 'draft',
    });
  });

  it('[AUC4] a team that has not accepted the rules as they stand, also by a surrogate', () => {
    const table = draftedTable();
    table.does({ type: 'ScheduleAuction' });
    const { rulesHash } = table.state;
    table.does({ type: 'AcceptRules', teamId: 'b', rulesHash });
    table.does({ type: 'StartAuction' });
    const refusal = { code: 'bid/rules-not-accepted', rulesHash };
    expect(rejectionOf(table.bid('a', 'q', 1, 2_400))).toEqual(refusal);
    const bid = { lotId: 'q', quantityBlocks: 1, priceMills: mills(2_400) };
    expect(
      table.refuses({ type: 'PlaceSurrogateBid', teamId: 'a', round: 1, bid, reason: 'phone' }),
    ).toEqual(refusal);
    expect(table.bid('b', 'q', 1, 2_400).ok).toBe(true);
    table.does({ type: 'AcceptRules', teamId: 'a', rulesHash });
    expect(table.bid('a', 'q', 1, 2_400).ok).toBe(true);
  });

  it('[AUC4] a team that does not bid here can neither accept nor bid', () => {
    const table = startedTable();
    const { rulesHash } = table.state;
    expect(table.refuses({ type: 'AcceptRules', teamId: 'usps', rulesHash })).toEqual({
      code: 'auction/unknown-team',
      teamId: 'usps',
    });
    expect(table.bid('usps', 'q', 0, 2_400).ok).toBe(false);
  });

  it('[AUC5] is recorded with its reason and leaves the state as it was, byte for byte', () => {
    const table = inRound2();
    table.bids({ a: { q: [4, 2_640] } });
    const before = canonicalJson(table.state);
    const count = table.events.length;
    const decision = table.bid('a', 'q', 7, 2_640);
    expect(decision).toEqual({
      ok: false,
      rejection: {
        code: 'bid/over-eligibility',
        points: 7,
        eligibility: 6,
        maximumBlocks: 6,
      },
      events: table.events.slice(count),
    });
    expect(table.events.slice(count)).toEqual([
      {
        type: 'BidRefused',
        teamId: 'a',
        round: 2,
        bid: { lotId: 'q', quantityBlocks: 7, priceMills: 2_640 },
        rejection: { code: 'bid/over-eligibility', points: 7, eligibility: 6, maximumBlocks: 6 },
      },
    ]);
    expect(canonicalJson(table.state)).toBe(before);
  });
});

describe('a bid around the close', () => {
  it('[AUC6] one millisecond before the close it stands', () => {
    const table = inRound2();
    table.jump(ROUND_MS - 1);
    expect(table.bid('a', 'q', 1, 2_400).ok).toBe(true);
  });

  it('[AUC6] at the close it is late, though no timer has fired, and told both times', () => {
    const table = inRound2();
    const closedAtMs = table.at + ROUND_MS;
    table.jump(ROUND_MS);
    expect(rejectionOf(table.bid('a', 'q', 1, 2_400, 2))).toEqual({
      code: 'bid/late',
      round: 2,
      atMs: closedAtMs,
      closedAtMs,
    });
    expect(table.state.stage).toBe('bidding');
  });

  it('[AUC6] it is late with both times once the next round is open', () => {
    const table = inRound2();
    const closedAtMs = table.at + ROUND_MS;
    table.bids(ROUNDS_A[1]);
    table.wait(ROUND_MS + GAP_MS + 1);
    expect(table.state).toMatchObject({ round: 3, stage: 'bidding' });
    expect(rejectionOf(table.bid('a', 'q', 1, 2_400, 2))).toEqual({
      code: 'bid/late',
      round: 2,
      atMs: closedAtMs + GAP_MS + 1,
      closedAtMs,
    });
  });

  it('[AUC6] it is late with both times after the end of the auction and while paused', () => {
    const ended = tableA(3);
    const closedAtMs = ended.at;
    ended.jump(5);
    const late = { code: 'bid/late', round: 3, atMs: closedAtMs + 5, closedAtMs };
    expect(rejectionOf(ended.bid('a', 'q', 3, 2_800, 3))).toEqual(late);
    const paused = tableA(2);
    const pausedAtMs = paused.at;
    paused.does({ type: 'PauseAuction', reason: 'a question' });
    expect(rejectionOf(paused.bid('a', 'q', 3, 2_800, 2))).toEqual({
      code: 'bid/late',
      round: 2,
      atMs: pausedAtMs,
      closedAtMs: pausedAtMs,
    });
  });

  it('[AUC6] without a gap the close and the next opening are one instant, and the old round’s bid is late', () => {
    const table = startedTable({ rules: clockRules({ gapMs: durationMs(0) }) });
    table.bids(ROUNDS_A[0]);
    const closedAtMs = table.at + ROUND_MS;
    table.jump(ROUND_MS);
    expect(rejectionOf(table.bid('a', 'q', 1, 2_400, 1))).toMatchObject({
      code: 'bid/late',
      closedAtMs,
    });
  });
});
