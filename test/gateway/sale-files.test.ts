// A sale of very many lots over the real doors: drafted from a file, bid by file and by instruction, closed beside the
// event loop, and what each seat may fetch of it.

import Papa from 'papaparse';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AuctionCommand } from '../../shared/auction/types.ts';
import { CHUNK_LOTS, cellsOf } from '../../shared/auction/formats/columns.ts';
import { LOT_COLUMNS } from '../../shared/auction/lot-rows.ts';
import type { ClockView } from '../../shared/room/view-types.ts';
import type { SeatRoomCommand } from '../../shared/protocol/schemas.ts';
import { durationMs } from '../../shared/kernel/units.ts';
import { clockRules } from '../support/auction.ts';
import { denseAt } from '../support/dense-column.ts';
import { createMemoryJournal } from '../../server/journal/memory.ts';
import { SkippableTime } from '../support/skippable-time.ts';
import { ask } from '../support/http-client.ts';
import type { LiveServer } from '../support/live-server.ts';
import { startLive } from '../support/live-server.ts';
import type { SeatClient } from '../support/seat-client.ts';
import { sitAndWatch } from '../support/seat-client.ts';

const COUNT = 1_000;
const AUCTION = 'national';
const PATH = `/api/rooms/usps-2026/auctions/${AUCTION}`;
const BIDDERS = ['northwind', 'harbor', 'cascade'] as const;

// A skipped minute is no outage.
const RULES = clockRules({ rounds: 'manual', outageMs: durationMs(3_600_000) });

let live: LiveServer;
const seats = new Map<string, SeatClient>();
const time = new SkippableTime();
const journal = createMemoryJournal({ clock: time });

const seat = (id: string): SeatClient => {
  const client = seats.get(id);
  if (!client) throw new Error(`nobody sits at ${id}`);
  return client;
};
const askAs = (id: string, path: string, body?: object, method?: string) =>
  ask(live, `${PATH}/${path}?seat=${id}`, {
    token: seat(id).session.token,
    ...(body && { body: { ...body } }),
    ...(method !== undefined && { method }),
  });
const run = (id: string, command: AuctionCommand) =>
  seat(id).must({ type: 'Auction', auctionId: AUCTION, command } as SeatRoomCommand);
const view = (id: string): ClockView => seat(id).view.auctions[AUCTION] as ClockView;
const sees = (id: string, condition: (auction: ClockView) => boolean, what: string) =>
  seat(id).sees((room) => {
    const auction = room.auctions[AUCTION];
    return auction?.format === 'clock' && condition(auction);
  }, what);

const lotsFile = (
  count: number,
  change: (row: string[], place: number) => void = () => undefined,
) =>
  Papa.unparse(
    [
      [...LOT_COLUMNS],
      ...Array.from({ length: count }, (_, place) => {
        const name = place === 7 ? '=HYPERLINK("x")' : `Lot ${String(place)}`;
        const row = [`l${String(place)}`, name, `DDU ${String(place % 50)}`];
        row.push('05:00', '07:00', 'America/New_York', 'same-day', '4', '2.00', '2.50', '1', '9');
        row.push('0.01', '', '', place % 2 === 0 ? 'NY' : 'TX');
        change(row, place);
        return row;
      }),
    ],
    { escapeFormulae: true },
  );

const draft = (lots: string, id = 'moderator') =>
  askAs(id, 'draft', { id: crypto.randomUUID(), rules: RULES, lots }, 'PUT');

type Table = Record<string, string>[];
const table = (text: unknown): Table =>
  Papa.parse<Record<string, string>>(String(text).replace(/^\uFEFF/, ''), {
    header: true,
    skipEmptyLines: true,
  }).data;
const bidsFile = async (id: string): Promise<Table> =>
  table((await askAs(id, 'bids.csv')).body['text']);
const edited = async (id: string, change: (row: Record<string, string>, place: number) => void) => {
  const rows = await bidsFile(id);
  for (const [place, row] of rows.entries()) change(row, place);
  return Papa.unparse(rows, { escapeFormulae: true });
};
const entries = async () => (await journal.read('room:usps-2026', 0, 10_000)).length;

beforeAll(async () => {
  live = await startLive({ time, journal });
  for (const id of ['moderator', 'usps-lead', 'public', 'harbor-member']) {
    seats.set(id, await sitAndWatch(live, id));
  }
  for (const team of BIDDERS) seats.set(`${team}-lead`, await sitAndWatch(live, `${team}-lead`));
});
afterAll(async () => {
  for (const client of seats.values()) client.close();
  await live.close();
  await journal.close();
});

describe('a sale of very many lots', () => {
  it('[LOT1] is drafted from a file whole, or not at all and told each wrong cell', async () => {
    const wrong = lotsFile(COUNT, (row, place) => {
      if (place === 5) row[8] = 'free';
      if (place === 6) row[0] = 'l0';
    });
    const refused = await draft(wrong);
    expect(refused.body).toMatchObject({ ok: false, count: 2 });
    expect(refused.body['problems']).toMatchObject([
      { row: 5, column: 'opening', typed: 'free' },
      { row: 6, column: 'id', typed: 'l0' },
    ]);
    expect(seat('moderator').view.auctions[AUCTION]).toBeUndefined();
    const before = await entries();
    expect((await draft(lotsFile(COUNT))).body).toMatchObject({ ok: true, lots: COUNT });
    expect(await entries()).toBe(before + 1);
    await sees('moderator', ({ sale }) => sale?.lots === COUNT, 'the draft');
    expect((await draft(lotsFile(3), 'harbor-lead')).body).toMatchObject({
      rejection: { code: 'seat/not-allowed' },
    });
  });

  it('[BIG5] its lots are a file, with reserves for those alone who may see them', async () => {
    for (const teamId of BIDDERS)
      await run('moderator', { type: 'SetEligibility', teamId, points: 900 });
    await run('moderator', { type: 'ScheduleAuction' });
    for (const team of BIDDERS) {
      await sees(`${team}-lead`, ({ phase }) => phase === 'scheduled', 'the schedule');
      const { rulesHash } = view(`${team}-lead`);
      await run(`${team}-lead`, { type: 'AcceptRules', teamId: team, rulesHash });
    }
    const carrier = table((await askAs('usps-lead', 'lots.csv')).body['text']);
    expect(carrier).toHaveLength(COUNT);
    expect(carrier[1]).toMatchObject({
      id: 'l1',
      region: 'TX',
      facility: 'DDU 1',
      reserve: '2.50',
    });
    const rival = table((await askAs('harbor-lead', 'lots.csv')).body['text']);
    expect(rival.map(({ reserve }) => reserve).join('')).toBe('');
    // A name that a spreadsheet would run is guarded.
    expect(rival[7]?.['name']).toBe(`'=HYPERLINK("x")`);
  });

  it('[FIL3] a file of bids is looked at, then taken as one entry with one receipt', async () => {
    await run('moderator', { type: 'StartAuction' });
    await sees('harbor-lead', ({ stage }) => stage === 'bidding', 'round 1');
    const file = await edited('harbor-lead', (row, place) => {
      if (place < 400) Object.assign(row, { quantity: '2', price: '' });
      if (place === 500) Object.assign(row, { keep: '3', until: '2.10', then: '1' });
    });
    const before = await entries();
    const { body: looked } = await askAs('harbor-lead', 'bids/check', { file });
    expect(looked).toMatchObject({ ok: true, problems: [], points: 800, eligibility: 900 });
    expect(looked['changes']).toHaveLength(401);
    expect(await entries()).toBe(before);
    const id = crypto.randomUUID();
    const { body: taken } = await askAs('harbor-lead', 'bids', { id, file });
    expect(taken).toMatchObject({
      ...{ ok: true, bids: 400, instructions: 1 },
      receipt: { outcome: 'accepted', commandId: id },
    });
    expect(await entries()).toBe(before + 2);
    await sees('harbor-lead', ({ mine }) => mine?.sale?.points === 800, 'its bids');
    expect(cellsOf(view('harbor-lead').mine?.sale?.bids ?? {})).toHaveLength(400);
    const again = await edited('harbor-lead', () => undefined);
    expect((await askAs('harbor-lead', 'bids/check', { file: again })).body['changes']).toEqual([]);
  });

  it('[FIL2] [FIL3] one that cannot stand is refused whole, each line with its reason', async () => {
    const broken = await edited('northwind-lead', (row, place) => {
      if (place === 3) Object.assign(row, { quantity: 'two' });
      if (place === 4) Object.assign(row, { round: '2' });
      if (place === 5) Object.assign(row, { quantity: '10' });
      if (place === 6) Object.assign(row, { quantity: '1', price: '2.10' });
    });
    const before = await entries();
    const id = crypto.randomUUID();
    const { body } = await askAs('northwind-lead', 'bids', { id, file: broken });
    expect(body).toMatchObject({
      ok: false,
      problems: [
        { line: 5, column: 'quantity', typed: 'two' },
        { line: 6, column: 'round', typed: '2' },
        { line: 7, rejection: { code: 'bid/above-cap', capBlocks: 9 } },
        { line: 8, rejection: { code: 'bid/outside-range', maximumMills: 2_000 } },
      ],
    });
    expect(await entries()).toBe(before);
    const dear = await edited('northwind-lead', (row, place) => {
      if (place < 200) Object.assign(row, { quantity: '9' });
    });
    const over = await askAs('northwind-lead', 'bids', { id: crypto.randomUUID(), file: dear });
    expect(over.body).toMatchObject({
      rejection: { code: 'bids/over-eligibility', points: 1_800, row: 0 },
      receipt: { outcome: 'refused' },
    });
    expect(view('northwind-lead').mine?.hasBid).toBe(false);
  });

  it('[SEAT1] bids are the lead’s to send, of its own team, and nobody else fetches them', async () => {
    const file = await edited('harbor-lead', (row) => Object.assign(row, { quantity: '0' }));
    for (const id of ['harbor-member', 'usps-lead', 'moderator', 'public']) {
      const sent = await askAs(id, 'bids', { id: crypto.randomUUID(), file });
      expect([id, (sent.body['rejection'] as { code: string }).code]).toEqual([
        id,
        'seat/not-allowed',
      ]);
    }
    expect((await bidsFile('harbor-member'))[0]).toMatchObject({ lot: 'l0', quantity: '2' });
    expect((await bidsFile('cascade-lead'))[0]).toMatchObject({ lot: 'l0', quantity: '' });
    for (const id of ['usps-lead', 'moderator', 'public']) {
      expect([id, (await askAs(id, 'bids.csv')).code]).toEqual([id, 'not-found']);
    }
  });

  it('[BIG2] [BIG5] its close is computed, and each seat gets the prices and what it may see', async () => {
    await run('cascade-lead', {
      ...{ type: 'PlaceBids', teamId: 'cascade', round: 1 },
      bids: [{ lotId: 'l0', quantityBlocks: 3, priceMills: 2_000 as never }],
    });
    time.skip(61_000);
    await sees('harbor-lead', ({ stage }) => stage === 'results', 'the close');
    const { sale, mine } = view('harbor-lead');
    expect(denseAt(sale?.demandBlocks ?? {}, 0)).toBe(5);
    expect(cellsOf(mine?.sale?.demand ?? {})).toHaveLength(401);
    expect(cellsOf(mine?.instructed ?? {})).toEqual([
      { place: 500, quantityBlocks: 3, priceMills: 2_000 },
    ]);
    expect(Object.keys(sale?.postedMills ?? {})).toHaveLength(Math.ceil(COUNT / CHUNK_LOTS));
    await run('moderator', { type: 'OpenRound' });
    await sees('harbor-lead', ({ round }) => round === 2, 'round 2');
    expect(denseAt(view('harbor-lead').sale?.clockMills ?? {}, 0)).toBe(2_200);
    const mineToo = table((await askAs('harbor-lead', 'results.csv')).body['text']);
    expect(Object.keys(mineToo[0] ?? {}).at(-1)).toBe('blocks of Harbor Parcel');
    expect(mineToo[0]).toMatchObject({
      posted: '2.00',
      demand: '5',
      'blocks of Harbor Parcel': '2',
    });
    expect(JSON.stringify(mineToo[0])).not.toContain('Cascade');
    const everybody = table((await askAs('public', 'results.csv')).body['text']);
    expect(Object.keys(everybody[0] ?? {}).join()).not.toContain('blocks of');
  });
});
