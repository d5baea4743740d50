// The rows of a large sale's table: what is shown, in which groups, and how few of them are drawn.

import { describe, expect, it } from 'vitest';
import type { SaleFilter } from '../../client/state/sale-rows.ts';
import { rowsInView, saleLots, saleRows } from '../../client/state/sale-rows.ts';
import { MOST_LOTS_BY_ID } from '../../shared/auction/formats/large.ts';
import { mills } from '../../shared/kernel/units.ts';
import { clockRules, lot, startedTable } from '../support/auction.ts';

const COUNT = MOST_LOTS_BY_ID + 100;
const LOTS = Array.from({ length: COUNT }, (_, place) =>
  lot(`l${String(place)}`, 2, 2_000, {
    ...{ region: place % 2 === 0 ? 'NY' : 'TX', facility: `DDU ${String(place % 10)}` },
  }),
);

const ALL: SaleFilter = {
  ...{ text: '', region: '', onlyMine: false, onlyChanged: false },
  ...{ grouping: 'none', closed: new Set<string>() },
};

const lots = () => {
  const table = startedTable({
    ...{ lots: LOTS, eligibility: { a: 9, b: 9 }, rules: clockRules({ rounds: 'manual' }) },
  });
  table.bids({ a: { l4: [3, 2_000], l7: [1, 2_000] } });
  const wish = { lotId: 'l9', quantityBlocks: 2, limitMills: mills(2_500), thenBlocks: 1 };
  table.does({ type: 'SetInstructions', teamId: 'a', instructions: [wish] });
  return saleLots(table.view({ kind: 'team', teamId: 'a' }), LOTS);
};

const idsOf = (filter: Partial<SaleFilter>): readonly string[] =>
  saleRows(lots(), { ...ALL, ...filter }).map((row) =>
    row.kind === 'lot' ? row.of.lot.id : `[${row.name} ${String(row.lots)}]`,
  );

describe('[BIG5] the table of a large sale', () => {
  it('has every lot in order, with own bids and instructions', () => {
    expect(idsOf({})).toHaveLength(COUNT);
    const all = lots();
    expect(all[4]).toMatchObject({ bid: { quantityBlocks: 3, priceMills: 2_000 } });
    expect(all[9]).toMatchObject({ wish: { quantityBlocks: 2, limitMills: 2_500, thenBlocks: 1 } });
    expect(all[5]?.bid).toBeUndefined();
  });

  it('is filtered by text, region and what is ours', () => {
    expect(idsOf({ text: 'L59' })).toEqual([
      'l59',
      ...Array.from({ length: 10 }, (_, n) => `l59${String(n)}`),
    ]);
    expect(idsOf({ onlyMine: true })).toEqual(['l4', 'l7', 'l9']);
    expect(idsOf({ onlyMine: true, region: 'TX' })).toEqual(['l7', 'l9']);
    expect(idsOf({ onlyChanged: true })).toEqual([]);
  });

  it('is grouped with totals, and a closed group hides its lots', () => {
    expect(idsOf({ onlyMine: true, grouping: 'region' })).toEqual([
      ...['[NY 1]', 'l4', '[TX 2]', 'l7', 'l9'],
    ]);
    const closed = new Set(['TX']);
    const rows = saleRows(lots(), { ...ALL, onlyMine: true, grouping: 'region', closed });
    expect(rows.at(-1)).toEqual({
      ...{ kind: 'group', name: 'TX', lots: 2, isClosed: true },
      ...{ supplyBlocks: 4, heldBlocks: 0, bidBlocks: 1 },
    });
    expect(idsOf({ grouping: 'facility' })).toHaveLength(COUNT + 10);
  });

  it('draws a few dozen rows, wherever it stands', () => {
    for (const scrollTop of [0, 1_234, 18_000 * 30 - 480, 1e9]) {
      const { first, count } = rowsInView(18_000, { scrollTop, height: 480, rowHeight: 30 });
      expect(first).toBeGreaterThanOrEqual(0);
      expect(first + count).toBeLessThanOrEqual(18_000);
      expect(count).toBeLessThanOrEqual(32);
    }
    expect(rowsInView(0, { scrollTop: 50, height: 480, rowHeight: 30 })).toEqual({
      ...{ first: 0, count: 0 },
    });
  });
});
