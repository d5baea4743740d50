// A clock of very many lots: the same results as a small one, by columns; a close that is computed outside; nothing
// renewed that did not change.

import { fc } from '../support/fast-check.ts';
import { describe, expect, it } from 'vitest';
import type { RoundBook } from '../../shared/auction/formats/clock-round.ts';
import type { LargeAnswer, LargeQuestion } from '../../shared/auction/formats/large-round.ts';
import { answerOf } from '../../shared/auction/formats/answers.ts';
import { closeClockRound } from '../../shared/auction/formats/clock-round.ts';
import {
  cellsOf,
  denseColumn,
  denseValues,
  sparseColumn,
} from '../../shared/auction/formats/columns.ts';
import { answerLarge } from '../../shared/auction/formats/large-round.ts';
import { largeAsks } from '../../shared/auction/formats/large-clock.ts';
import { MOST_LOTS_BY_ID } from '../../shared/auction/formats/large.ts';
import { tieKey } from '../../shared/auction/ties.ts';
import { diff } from '../../shared/protocol/patch.ts';
import { nativeTieKey } from '../../server/compute/solver-worker.ts';
import { roundBook, runs } from '../support/auction-arbitraries.ts';
import type { AuctionTable } from '../support/auction.ts';
import { clockRules, lot, startedTable } from '../support/auction.ts';

const COUNT = MOST_LOTS_BY_ID + 100;
const LOTS = Array.from({ length: COUNT }, (_, place) => lot(`l${String(place)}`, 2, 2_000));
const ELIGIBILITY = { a: 40, b: 40, c: 40 };

const largeTable = (changes: Parameters<typeof clockRules>[0] = {}): AuctionTable =>
  startedTable({ lots: LOTS, eligibility: ELIGIBILITY, rules: clockRules(changes) });

const largeOf = (table: AuctionTable) => {
  const { large } = table.state.clock;
  if (!large) throw new Error('the sale is not large');
  return large;
};

/** Answers what the table waits for, as a worker would. */
const settle = (table: AuctionTable): LargeAnswer => {
  const asked = largeAsks(table.state);
  if (!asked) throw new Error('nothing is asked');
  const answer = answerOf(asked);
  table.does({ type: 'SettleAward', answer });
  return answer as LargeAnswer;
};

const lastResult = (table: AuctionTable) => {
  const result = table.state.clock.results.at(-1);
  if (!result?.columns) throw new Error('no round has closed');
  return { ...result, columns: result.columns };
};

const heldBy = (table: AuctionTable, teamId: string) =>
  Object.fromEntries(
    cellsOf(lastResult(table).columns.demand[teamId] ?? {}).map((cell) => [
      cell.place,
      cell.quantityBlocks,
    ]),
  );

/** The question that a book by records would be, in columns. */
const asQuestion = (book: RoundBook): LargeQuestion => {
  const places = new Map(book.lots.map(({ id }, place) => [id, place]));
  const cells = (of: Readonly<Record<string, unknown>>) =>
    Object.keys(of).sort((a, b) => (places.get(a) ?? 0) - (places.get(b) ?? 0));
  return {
    ...{ digest: '', kind: 'clock-round', auctionId: '', seed: '', round: book.round },
    direction: book.direction,
    activityBp: book.activityBp,
    lotIds: book.lots.map(({ id }) => id),
    supplyBlocks: book.lots.map(({ supplyBlocks }) => supplyBlocks),
    pointsPerBlock: book.lots.map(({ pointsPerBlock }) => pointsPerBlock),
    startMills: denseColumn(book.lots.map(({ id }) => book.startPricesMills[id] ?? 0)),
    clockMills: denseColumn(book.lots.map(({ id }) => book.clockPricesMills[id] ?? 0)),
    teams: book.teams.map((teamId) => {
      const [bids, demand] = [book.bids[teamId] ?? {}, book.demand[teamId] ?? {}];
      return {
        teamId,
        eligibility: book.eligibility[teamId] ?? 0,
        bids: sparseColumn(
          cells(bids).map((lotId) => ({
            place: places.get(lotId) ?? 0,
            quantityBlocks: bids[lotId]?.quantityBlocks ?? 0,
            priceMills: bids[lotId]?.priceMills ?? 0,
          })),
        ),
        demand: sparseColumn(
          cells(demand).map((lotId) => ({
            place: places.get(lotId) ?? 0,
            quantityBlocks: demand[lotId] ?? 0,
          })),
        ),
        instructions: {},
      };
    }),
  };
};

describe('the close of a round of very many lots', () => {
  it('[BIG2] [CLK4] [CLK5] [CLK6] [CLK7] gives what the same book gives by records', () => {
    fc.assert(
      fc.property(roundBook, (book) => {
        const plain = closeClockRound(book);
        const answer = answerLarge(asQuestion(book), (_, teamId, lotId) =>
          book.tieKey(teamId, lotId),
        );
        const posted = denseValues(answer.columns.postedMills, book.lots.length);
        const total = denseValues(answer.columns.demandBlocks, book.lots.length);
        for (const [place, { id }] of book.lots.entries()) {
          expect(posted[place]).toBe(plain.lots[id]?.postedPriceMills);
          expect(total[place]).toBe(plain.lots[id]?.demandBlocks);
        }
        for (const teamId of book.teams) {
          const own = cellsOf(answer.columns.demand[teamId] ?? {});
          expect(
            Object.fromEntries(own.map((cell) => [book.lots[cell.place]?.id, cell.quantityBlocks])),
          ).toEqual(plain.demand[teamId]);
        }
        expect(answer.eligibility).toEqual(plain.eligibility);
        expect(answer.isFinal).toBe(plain.isFinal);
      }),
      runs(1_000),
    );
  });

  it('[AUC12] the faster tie key is the same key', () => {
    const place = { seed: 'ab', auctionId: 'sale', round: 3 };
    expect(nativeTieKey(place, 'ä', 'l1')).toBe(tieKey(place, 'ä', 'l1'));
  });
});

describe('a sale of very many lots', () => {
  it('[BIG2] freezes its book at the close, takes the answer, and opens the next round a gap after the close', () => {
    const table = largeTable();
    table.bids({ a: { l0: [2, 2_000], l1: [1, 2_000] }, b: { l0: [2, 2_000] } });
    const closesAt = table.state.closesAtMs ?? 0;
    table.close();
    expect(largeOf(table).frozen).toEqual({ atMs: closesAt, changes: 0 });
    expect(table.state.stage).toBe('bidding');
    expect(table.bid('c', 'l2', 1, 2_000)).toMatchObject({ rejection: { code: 'bid/late' } });
    settle(table);
    expect(table.state).toMatchObject({ stage: 'results', nextRoundAtMs: closesAt + 5_000 });
    expect(heldBy(table, 'a')).toEqual({ 0: 2, 1: 1 });
    table.open();
    const prices = denseValues(largeOf(table).clockMills, COUNT);
    expect([prices[0], prices[1]]).toEqual([2_200, 2_200]);
    expect(denseValues(largeOf(table).startMills, COUNT).slice(0, 2)).toEqual(
      Float64Array.from([2_000, 2_000]),
    );
  });

  it('[BIG3] takes an answer once, for the book that is frozen, and only a whole one', () => {
    const table = largeTable();
    table.bids({ a: { l0: [2, 2_000] }, b: { l0: [2, 2_000] }, c: { l0: [2, 2_000] } });
    table.close();
    const asked = largeAsks(table.state);
    if (!asked) throw new Error('nothing is asked');
    const answer = answerOf(asked) as LargeAnswer;
    const refused = (given: LargeAnswer) => table.give({ type: 'SettleAward', answer: given });
    expect(refused({ ...answer, digest: '1.2.3' })).toMatchObject({
      rejection: { code: 'award/not-asked' },
    });
    expect(refused({ ...answer, eligibility: { ...answer.eligibility, a: 41 } })).toMatchObject({
      rejection: { code: 'award/not-whole' },
    });
    table.does({ type: 'ExcludeTeam', teamId: 'b', keepBids: false, reason: 'r' });
    expect(refused(answer)).toMatchObject({ rejection: { code: 'award/not-asked' } });
    const again = settle(table);
    expect(again.columns.demand['b']).toEqual({});
    expect(refused(again)).toMatchObject({ rejection: { code: 'award/not-asked' } });
  });

  it('[BIG4] ends with demand at posted prices and no list of awards; a hidden reserve keeps a lot', () => {
    const table = startedTable({
      ...{ lots: LOTS, eligibility: ELIGIBILITY, reservesMills: { l1: 2_500 } },
      rules: clockRules({ rounds: 'manual' }),
    });
    table.bids({ a: { l0: [2, 2_000], l1: [1, 2_000] } });
    table.close();
    settle(table);
    expect(table.state).toMatchObject({ phase: 'provisional', awards: [] });
    expect(table.state.unsoldLots).toContain('l1');
    expect(table.state.unsoldLots).toHaveLength(COUNT - 1);
  });

  it('[BIG1] [AUC11] a void goes back to prices, demand and eligibility of the round', () => {
    const table = largeTable({ rounds: 'manual' });
    table.bids({ a: { l0: [2, 2_000] }, b: { l0: [2, 2_000] }, c: { l1: [2, 2_000] } });
    table.close();
    settle(table);
    const first = { ...table.state.clock };
    table.does({ type: 'OpenRound' });
    table.bids({ a: { l0: [1, 2_100] }, b: { l0: [2, 2_200] } });
    table.close();
    settle(table);
    expect(table.state.clock.eligibility).not.toEqual(first.eligibility);
    table.does({ type: 'VoidRounds', toRound: 1, reason: 'r' });
    const { results, eligibility } = table.state.clock;
    expect(results).toEqual(first.results);
    expect(eligibility).toEqual(first.eligibility);
    expect(largeOf(table)).toMatchObject({ book: {}, frozen: null });
  });

  it('[BIG1] a bid renews one text of its team, and a price texts of its lots only', () => {
    const table = largeTable({ rounds: 'manual' });
    const bids = LOTS.slice(0, 30).map(({ id }) => [id, [1, 2_000]] as const);
    table.bids({ a: Object.fromEntries(bids), b: { l0: [2, 2_000] } });
    const before = largeOf(table);
    table.bids({ a: { l400: [1, 2_000] } });
    const after = largeOf(table);
    expect(after.book['b']).toBe(before.book['b']);
    expect(diff(before.book['a']?.cells, after.book['a']?.cells)).toEqual({ 1: '144:1:2000' });
    expect(after.book['a']?.points).toBe(31);
    expect(after.clockMills).toBe(before.clockMills);
    table.close();
    settle(table);
    table.does({ type: 'OpenRound' });
    // Of all lots only the first had excess demand; a lot without keeps its start price.
    const changed = diff(before.startMills, largeOf(table).startMills);
    expect(Object.keys(changed ?? {})).toEqual([]);
  });

  it('[BIG5] a view has columns and no lots; its delta after a close has the texts that changed', () => {
    const table = largeTable({ rounds: 'manual' });
    table.bids({ a: { l0: [2, 2_000], l1: [2, 2_000] }, b: { l0: [2, 2_000], l400: [2, 2_000] } });
    const view = () => table.view({ kind: 'team', teamId: 'a' });
    table.close();
    settle(table);
    table.does({ type: 'OpenRound' });
    table.bids({ a: { l0: [2, 2_200], l1: [2, 2_000] }, b: { l0: [2, 2_200], l400: [2, 2_000] } });
    const before = view();
    table.close();
    settle(table);
    const after = view();
    expect(after).toMatchObject({ lots: {}, prices: {}, sale: { lots: COUNT } });
    const patch = diff(before, after) as { sale: Record<string, object> };
    // Lot 0 is the only one whose price moved, so of three texts of prices one is new.
    expect(Object.keys(patch.sale['postedMills'] ?? {})).toEqual(['0']);
    expect(Object.keys(patch.sale)).not.toContain('clockMills');
  });

  it('[CLK3] [AUC6] holds bids to price, cap and points', () => {
    const table = largeTable();
    const code = (blocks: number, price: number) => {
      const decision = table.bid('a', 'l5', blocks, price);
      return decision.ok ? 'ok' : decision.rejection.code;
    };
    expect(code(1, 2_100)).toBe('bid/outside-range');
    expect(code(41, 2_000)).toBe('bid/over-eligibility');
    expect(code(40, 2_000)).toBe('ok');
    expect(code(39, 2_000)).toBe('ok');
    expect(table.bid('a', 'l6', 2, 2_000)).toMatchObject({ rejection: { maximumBlocks: 1 } });
    expect(largeOf(table).book['a']?.points).toBe(39);
  });
});
