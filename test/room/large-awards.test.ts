// What certifying a sale of very many lots owes to sheets: fields for winners of few lots, a sheet for everybody who won.

import { describe, expect, it } from 'vitest';
import { MOST_FIELD_AWARDS, MOST_FIELD_LOTS, sheetAwards } from '../../shared/room/sheet-awards.ts';
import { denseColumn, sparseColumn } from '../../shared/auction/formats/columns.ts';
import type { AuctionOf } from '../../shared/auction/types.ts';
import { FORGOTTEN, RecordedLargeSale, RESERVED } from '../support/recorded-large-sale.ts';

/** The sale after a last round in which teams hold so many lots, two blocks of each, from the first on. */
const endedWith = async (held: Readonly<Record<string, number>>): Promise<AuctionOf<'clock'>> => {
  const sale = new RecordedLargeSale();
  await sale.setUp();
  await sale.file('northwind', () => 1);
  await sale.close();
  const auction = await sale.auction();
  const result = auction.clock.results[0];
  if (!result) throw new Error('no round has closed');
  const demand = Object.fromEntries(
    Object.entries(held).map(([teamId, lots]) => [
      teamId,
      sparseColumn(Array.from({ length: lots }, (_, place) => ({ place, quantityBlocks: 2 }))),
    ]),
  );
  const columns = {
    postedMills: denseColumn(auction.lotOrder.map(() => 2_500)),
    demandBlocks: denseColumn(auction.lotOrder.map(() => 2)),
    demand,
  };
  const unsoldLots = [`l${String(FORGOTTEN)}`];
  return {
    ...auction,
    unsoldLots,
    clock: { ...auction.clock, results: [{ ...result, columns }] },
  };
};

describe('[BIG6] awards of a sale of very many lots in sheets', () => {
  it('are fields for winners of few lots, without what was not sold; all winners are named', async () => {
    const auction = await endedWith({ a: MOST_FIELD_LOTS + 1, b: MOST_FIELD_LOTS + 2, c: 3, d: 0 });
    const { awards, winners } = sheetAwards(auction);
    expect(winners).toEqual(['a', 'b', 'c']);
    const of = (teamId: string): number => awards.filter((each) => each.teamId === teamId).length;
    // One lot of a's was not sold, which leaves as many as can be fields; b has one more.
    expect([of('a'), of('b'), of('c')]).toEqual([MOST_FIELD_LOTS, 0, 3]);
    expect(awards[0]).toEqual({ lotId: 'l0', teamId: 'c', quantityBlocks: 2, priceMills: 2_500 });
    expect(awards.map(({ lotId }) => lotId)).not.toContain(`l${String(FORGOTTEN)}`);
  });

  it('are bounded in all, and of no winner in part', async () => {
    const teams = Array.from({ length: 50 }, (_, at) => [`t${String(at).padStart(2, '0')}`, 90]);
    const { awards, winners } = sheetAwards(
      await endedWith(Object.fromEntries(teams) as Record<string, number>),
    );
    expect(winners).toHaveLength(50);
    const each = 89;
    const whole = Math.floor(MOST_FIELD_AWARDS / each);
    expect(awards).toHaveLength(whole * each);
    expect(new Set(awards.map(({ teamId }) => teamId)).size).toBe(whole);
  });

  it('[ROOM6] are owed in the entry of the certificate and fill the sheet once', async () => {
    const sale = new RecordedLargeSale();
    await sale.setUp();
    await sale.file('northwind', (place) => (place < 40 && place !== RESERVED ? 2 : -1));
    await sale.file('harbor', () => 1);
    await sale.close();
    await sale.clock({ type: 'CertifyAuction' });
    await sale.time.advance(1_000);
    const { sheets } = await sale.state();
    const lotsIn = async (teamId: string): Promise<number> => {
      const listing = Object.values(sheets).find(({ shipperTeamId }) => shipperTeamId === teamId);
      if (!listing) throw new Error('no sheet');
      const { state } = await sale.hosts.sheet(listing.id).confirmed();
      return state.lotOrder.length;
    };
    expect(await lotsIn('northwind')).toBe(39);
    // Harbor won more lots than a sheet has fields for.
    expect(await lotsIn('harbor')).toBe(0);
  });
});
