// What certifying a sale of very many lots owes to sheets: fields for winners of few lots, a sheet for everybody who won.

import { describe, expect, it } from 'vitest';
import { MOST_FIELD_AWARDS, MOST_FIELD_LOTS, sheetAwards } from '../../shared/room/sheet-awards.ts';
import { denseColumn, sparseColumn } from '../../shared/auction/formats/columns.ts';
import type { AuctionOf } from '../../shared/auction/types.ts';
import { SYSTEM } from '../../shared/kernel/decider.ts';
import { sha256Hex } from '../../shared/kernel/hash.ts';
import { DEMO_ROOM_ID } from '../../shared/room/demo.ts';
import { issueInvite } from '../../server/gateway/rooms-api.ts';
import { scheduleRows } from '../../shared/sheet/schedule-form.ts';
import type { SheetState } from '../../shared/sheet/types.ts';
import { ask, joinAsBot } from '../support/http-client.ts';
import { startLive } from '../support/live-server.ts';
import { FORGOTTEN, RecordedLargeSale, RESERVED } from '../support/recorded-large-sale.ts';
import type { VirtualTime } from '../support/virtual-time.ts';
import { atRest } from '../support/virtual-time.ts';

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

/** Northwind wins 39 lots, harbor more than a sheet has fields for. */
const certifiedSale = async (): Promise<RecordedLargeSale> => {
  const sale = new RecordedLargeSale();
  await sale.setUp();
  await sale.file('northwind', (place) => (place < 40 && place !== RESERVED ? 2 : -1));
  await sale.file('harbor', () => 1);
  await sale.close();
  await sale.clock({ type: 'CertifyAuction' });
  await sale.time.advance(1_000);
  return sale;
};

const sheetOf = async (sale: RecordedLargeSale, teamId: string): Promise<SheetState> => {
  const { sheets } = await sale.state();
  const listing = Object.values(sheets).find(({ shipperTeamId }) => shipperTeamId === teamId);
  if (!listing) throw new Error('no sheet');
  return (await sale.hosts.sheet(listing.id).confirmed()).state;
};

const rowsIn = ({ terms }: SheetState) => {
  const value = terms['award-schedules']?.agreed?.value;
  return scheduleRows(value?.kind === 'field' ? value.value : undefined);
};

/** Lets the next releases come, for requests that wait for one. */
const releases = async (time: VirtualTime): Promise<void> => {
  for (let turn = 0; turn < 20; turn += 1) {
    await atRest(20);
    await time.advance(100);
  }
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

  it('[ROOM6] [BIG7] are owed in the entry of the certificate and fill the sheet once', async () => {
    const sale = await certifiedSale();
    expect((await sheetOf(sale, 'northwind')).lotOrder).toHaveLength(39);
    expect(rowsIn(await sheetOf(sale, 'northwind'))).toEqual([]);
    // Harbor won more lots than a sheet has fields for.
    const harbor = await sheetOf(sale, 'harbor');
    expect(harbor.lotOrder).toEqual([]);
    const auction = await sale.auction();
    const { schedules } = sheetAwards(auction);
    const won = schedules.get('harbor') ?? [];
    const { deliveryDays } = auction.rules;
    expect(rowsIn(harbor)).toEqual([
      {
        ...{ sale: 'The large sale', auction: 'clock', lots: won.length },
        pieces: won.length * 100,
        value: won.reduce((sum, { priceMills }) => sum + priceMills * 100 * deliveryDays, 0),
        sha256: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
      },
    ]);
    expect(won.length).toBeGreaterThan(MOST_FIELD_LOTS);
    expect(harbor.terms['award-schedules']).toMatchObject({ award: { auctionId: 'clock' } });
  });

  it('[BIG7] whoever reads the sheet takes out the file of that hash, nobody else', async () => {
    const sale = await certifiedSale();
    const { time, journal } = sale;
    // A server takes the room up when it is on its list.
    const room = { roomId: DEMO_ROOM_ID, title: 'The large sale', isDemo: true };
    await sale.hosts.site().submit('list-room', SYSTEM, { type: 'ListRoom', ...room });
    const live = await startLive({ time, journal });
    const listing = Object.values((await sale.state()).sheets);
    const idOf = (teamId: string): string =>
      listing.find(({ shipperTeamId }) => shipperTeamId === teamId)?.id ?? '';
    const get = async (seatId: string, teamId: string) => {
      const invite = { roomId: DEMO_ROOM_ID, seatId, uses: 1 };
      const { link } = await issueInvite(live.server.context, SYSTEM, invite);
      const { token, roomId } = await joinAsBot(live, link);
      const path = `/api/rooms/${roomId}/sheets/${idOf(teamId)}/awards/clock?seat=${seatId}`;
      const [answer] = await Promise.all([ask(live, path, { token }), releases(time)]);
      return answer;
    };
    const [row] = rowsIn(await sheetOf(sale, 'harbor'));
    for (const seatId of ['harbor-member', 'usps-lead', 'moderator', 'regulator']) {
      const { status, body } = await get(seatId, 'harbor');
      const csv = String(body['text']);
      expect([seatId, status, sha256Hex(csv)]).toEqual([seatId, 200, row?.['sha256']]);
      expect(csv.split('\r\n')).toHaveLength(Number(row?.['lots']) + 2);
    }
    for (const [seatId, teamId] of [
      ...[['northwind-lead', 'harbor'] as const, ['public', 'harbor'] as const],
      ['usps-lead', 'northwind'] as const,
    ]) {
      expect([seatId, (await get(seatId, teamId)).status]).toEqual([seatId, 404]);
    }
    await live.close();
  }, 60_000);
});
