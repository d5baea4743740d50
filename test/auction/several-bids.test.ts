// Several bids at once: all or none, one event, each with its reason.

import { describe, expect, it } from 'vitest';
import type { QuantityBid } from '../../shared/auction/types.ts';
import { bidLines, bidsIn, problemsOfBids } from '../../shared/auction/formats/clock-bids.ts';
import { MOST_LOTS_BY_ID } from '../../shared/auction/formats/large.ts';
import { mills } from '../../shared/kernel/units.ts';
import type { AuctionTable } from '../support/auction.ts';
import { lot, startedTable } from '../support/auction.ts';

const bid = (lotId: string, quantityBlocks: number, price: number): QuantityBid => ({
  ...{ lotId, quantityBlocks, priceMills: mills(price) },
});
const place = (table: AuctionTable, bids: readonly QuantityBid[], round = 1) =>
  table.give({ type: 'PlaceBids', teamId: 'a', round, bids }, 'a-lead');

const large = () =>
  startedTable({
    lots: Array.from({ length: MOST_LOTS_BY_ID + 1 }, (_, at) => lot(`l${String(at)}`, 4, 2_000)),
    eligibility: { a: 300, b: 6 },
  });

describe('several bids at once', () => {
  it('[FIL1] stand together in one event, each in place of what stood for its lot', () => {
    const table = startedTable();
    table.bids({ a: { q: [1, 2_400] } });
    const decision = place(table, [bid('q', 2, 2_400), bid('n', 3, 2_200)]);
    expect(decision.events).toEqual([
      { type: 'BidsAccepted', teamId: 'a', round: 1, count: 2, bids: 'q 2 2400\nn 3 2200' },
    ]);
    expect(table.state.clock.book['a']).toMatchObject({
      q: { quantityBlocks: 2 },
      n: { quantityBlocks: 3, bySeatId: 'a-lead', isSurrogate: false },
    });
  });

  it('[FIL1] in a sale of very many lots give the state that single bids give', () => {
    const bids = Array.from({ length: 300 }, (_, at) => bid(`l${String(at + 50)}`, 1, 2_000));
    const [together, single] = [large(), large()];
    expect(place(together, bids).ok).toBe(true);
    for (const one of bids) single.bid('a', one.lotId, one.quantityBlocks, one.priceMills);
    expect(together.state.clock.large).toEqual(single.state.clock.large);
  });

  it('[FIL1] [FIL2] [AUC5] are refused together; the record has them, the state does not', () => {
    const table = startedTable();
    const before = table.state;
    const bids = [bid('q', 2, 2_400), bid('n', 3, 2_201), bid('x', 1, 1), bid('q', 1, 2_400)];
    expect(place(table, bids)).toMatchObject({
      ok: false,
      rejection: { code: 'bid/outside-range', lotId: 'n', row: 2, problems: 3 },
      events: [{ type: 'BidsRefused', count: 4 }],
    });
    expect(table.state.clock).toEqual(before.clock);
    expect(
      problemsOfBids(table.state, 'a', bids).map(({ row, rejection }) => [row, rejection.code]),
    ).toEqual([
      [1, 'bid/outside-range'],
      [2, 'bid/unknown-lot'],
      [3, 'bid/lot-twice'],
    ]);
  });

  it('[FIL2] count the points of all together', () => {
    for (const table of [startedTable(), large()]) {
      const points = table.state.clock.eligibility['a'] ?? 0;
      const lotIds = table.state.lotOrder.slice(0, 2);
      const price = (lotId: string) => table.state.lots[lotId]?.openingPriceMills ?? 0;
      const bids = lotIds.map((lotId) => bid(lotId, points, price(lotId)));
      expect(place(table, bids)).toMatchObject({
        rejection: { code: 'bids/over-eligibility', points: 2 * points, eligibility: points },
      });
    }
  });

  it('[AUC6] [AUC4] are held to moment and team like one', () => {
    const table = startedTable();
    expect(place(table, [bid('q', 1, 2_400)], 2)).toMatchObject({
      rejection: { code: 'bid/round-not-open' },
    });
    table.does({ type: 'ExcludeTeam', teamId: 'a', keepBids: false, reason: 'r' });
    expect(place(table, [bid('q', 1, 2_400)])).toMatchObject({
      rejection: { code: 'bid/excluded' },
    });
  });

  it('read back as they were written', () => {
    const bids = [bid('a-1.b', 0, 0), bid('q', 1_000_000, 1_000_000)];
    expect(bidsIn(bidLines(bids))).toEqual(bids);
    expect(bidsIn('')).toEqual([]);
  });
});
