// Auctions of the other formats over real sockets, from their setup to the sheets that their awards fill.

import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { BidRequest, FormatId, Lot, Rules } from '../../shared/auction/types.ts';
import { mills } from '../../shared/kernel/units.ts';
import type { SeatRoomCommand } from '../../shared/protocol/schemas.ts';
import type { AuctionViewOf, RoomView } from '../../shared/room/view-types.ts';
import type { SheetView } from '../../shared/sheet/types.ts';
import { lot } from '../support/auction.ts';
import { dutchRules } from '../support/dutch.ts';
import { packageRules } from '../support/packages.ts';
import type { LiveServer } from '../support/live-server.ts';
import { startLive } from '../support/live-server.ts';
import { sealedRules } from '../support/sealed.ts';
import type { SeatClient } from '../support/seat-client.ts';
import { sitAndWatch } from '../support/seat-client.ts';
import { until } from '../support/sync-stage.ts';

type Draft = Extract<SeatRoomCommand, { type: 'AddAuction' }>['command'];
type InAuction = Extract<SeatRoomCommand, { type: 'Auction' }>['command'];

const BIDDERS = ['northwind', 'harbor', 'cascade'] as const;
type Bidder = (typeof BIDDERS)[number];

let live: LiveServer;
const clients: SeatClient[] = [];

const watching = async (seatId: string): Promise<SeatClient> => {
  const client = await sitAndWatch(live, seatId);
  clients.push(client);
  return client;
};

/** Everybody at the table, and an auction of a format that has been accepted and started. */
class Sale<F extends FormatId> {
  readonly auctionId: string;
  readonly moderator: SeatClient;
  readonly carrier: SeatClient;
  readonly public: SeatClient;
  readonly leads: Readonly<Record<Bidder, SeatClient>>;

  private constructor(
    auctionId: string,
    seats: Pick<Sale<F>, 'moderator' | 'carrier' | 'public' | 'leads'>,
  ) {
    this.auctionId = auctionId;
    ({
      moderator: this.moderator,
      carrier: this.carrier,
      public: this.public,
      leads: this.leads,
    } = seats);
  }

  static async of<F extends FormatId>(rules: Rules & { format: F }, lots: readonly Lot[]) {
    const sale = new Sale<F>(`${rules.format}-sale`, {
      moderator: await watching('moderator'),
      carrier: await watching('usps-lead'),
      public: await watching('public'),
      leads: {
        northwind: await watching('northwind-lead'),
        harbor: await watching('harbor-lead'),
        cascade: await watching('cascade-lead'),
      },
    });
    const draft = { type: 'DraftAuction', rules, lots, reservesMills: {} } as unknown as Draft;
    await sale.moderator.must({ type: 'AddAuction', auctionId: sale.auctionId, command: draft });
    await sale.run({ type: 'ScheduleAuction' });
    for (const teamId of BIDDERS) {
      const lead = sale.leads[teamId];
      const view = await sale.seen(lead, ({ phase }) => phase === 'scheduled');
      await sale.give(lead, { type: 'AcceptRules', teamId, rulesHash: view.rulesHash });
    }
    await sale.run({ type: 'StartAuction' });
    return sale;
  }

  async give(client: SeatClient, command: InAuction): Promise<void> {
    await client.must({ type: 'Auction', auctionId: this.auctionId, command });
  }

  run(command: InAuction): Promise<void> {
    return this.give(this.moderator, command);
  }

  bid(teamId: Bidder, bid: BidRequest) {
    const command = { type: 'PlaceBid', teamId, round: 1, bid } as InAuction;
    return this.leads[teamId].give({ type: 'Auction', auctionId: this.auctionId, command });
  }

  in(view: RoomView): AuctionViewOf<F> | undefined {
    return view.auctions[this.auctionId] as AuctionViewOf<F> | undefined;
  }

  /** Waits until a seat sees the auction like this. */
  async seen(
    client: SeatClient,
    condition: (auction: AuctionViewOf<F>) => boolean,
  ): Promise<AuctionViewOf<F>> {
    const view = await client.sees((room) => {
      const auction = this.in(room);
      return auction !== undefined && condition(auction);
    }, `the ${this.auctionId}`);
    const auction = this.in(view);
    if (!auction) throw new Error('the auction is gone');
    return auction;
  }

  /** What the award wrote into the winner's own sheet of a lot: price and pieces a day. */
  async awarded(teamId: Bidder, lotId: string): Promise<readonly unknown[]> {
    const lead = this.leads[teamId];
    const listed = Object.values(lead.view.sheets).find(({ kind }) => kind === 'bilateral');
    if (!listed) throw new Error(`${teamId} has no sheet of its own`);
    const topic = { kind: 'sheet', id: listed.id } as const;
    await lead.watch(topic);
    const terms = () =>
      Object.entries((lead.viewOf(topic) as SheetView).terms)
        .filter(([id, term]) => id.endsWith(`.${lotId}`) && term.award !== undefined)
        .map(([, { state, carrier, shipper }]) => [state, carrier?.value, shipper?.value]);
    await until(() => terms().length === 3, `${teamId}'s sheet has the award of ${lotId}`);
    return terms();
  }
}

/** Finds one of these amounts as a whole value, not as digits of an instant or an id. */
const amounts = (...mills: readonly number[]): RegExp => new RegExp(`:(${mills.join('|')})[,}]`);

/** All that a seat was ever sent. */
const heardBy = (client: SeatClient): string => JSON.stringify([client.heard, client.view]);

beforeAll(async () => {
  live = await startLive();
});
afterEach(() => {
  for (const client of clients.splice(0)) client.close();
});
afterAll(async () => {
  await live.close();
});

describe('over real sockets', () => {
  it('[SLD3] a sealed sale goes from setup to certified sheets, and no frame tells an offer before or to a rival', async () => {
    const sale = await Sale.of(sealedRules(), [lot('s1', 10, 1_000)]);
    const bids: Readonly<Record<Bidder, BidRequest>> = {
      northwind: { lotId: 's1', steps: [{ quantityBlocks: 6, priceMills: mills(1_730) }] },
      harbor: {
        lotId: 's1',
        steps: [
          { quantityBlocks: 3, priceMills: mills(1_810) },
          { quantityBlocks: 3, priceMills: mills(1_570) },
        ],
      },
      cascade: { lotId: 's1', steps: [{ quantityBlocks: 2, priceMills: mills(1_390) }] },
    };
    for (const teamId of BIDDERS) {
      expect(await sale.bid(teamId, bids[teamId])).toMatchObject({ ok: true, value: { ok: true } });
    }
    expect(
      await sale.bid('cascade', {
        lotId: 's1',
        steps: [{ quantityBlocks: 11, priceMills: mills(1_390) }],
      }),
    ).toMatchObject({
      value: { ok: false, rejection: { code: 'bid/above-supply', supplyBlocks: 10 } },
    });
    await sale.seen(sale.leads.northwind, ({ mine }) => mine?.bids['s1'] !== undefined);
    await sale.seen(sale.moderator, ({ bidders }) => bidders?.['cascade']?.hasBid === true);
    const prices = amounts(1_730, 1_810, 1_570, 1_390);
    for (const client of [sale.moderator, sale.carrier, sale.public]) {
      expect(heardBy(client)).not.toMatch(prices);
    }
    live.time.skip(60_000);
    await sale.seen(sale.moderator, ({ phase }) => phase === 'provisional');
    await sale.run({ type: 'CertifyAuction' });
    const mine = await sale.seen(sale.leads.harbor, ({ phase }) => phase === 'certified');
    expect(mine.awards?.['s1:harbor']).toMatchObject({
      quantityBlocks: 4,
      priceMills: 1_750,
      parts: [
        { quantityBlocks: 3, priceMills: 1_810 },
        { quantityBlocks: 1, priceMills: 1_570 },
      ],
    });
    expect(heardBy(sale.leads.harbor)).toMatch(amounts(1_810));
    expect(heardBy(sale.leads.harbor)).not.toMatch(amounts(1_730, 1_390));
    expect(heardBy(sale.leads.cascade)).not.toMatch(amounts(1_730, 1_810, 1_570));
    expect(heardBy(sale.public)).not.toMatch(prices);
    const agreed = await sale.awarded('northwind', 's1');
    expect(agreed).toContainEqual(['agreed', 1_730, 1_730]);
    expect(agreed).toContainEqual(['agreed', 600, 600]);
    expect(await sale.awarded('harbor', 's1')).toContainEqual(['agreed', 1_750, 1_750]);
  });

  it('[DUT3] a Dutch sale runs by the server’s clock, restarts, and ends in certified sheets', async () => {
    const sale = await Sale.of(dutchRules(), [lot('d1', 20, 4_000)]);
    const shown = (price: number) =>
      sale.seen(sale.public, ({ prices }) => prices['d1']?.priceMills === price);
    await shown(4_000);
    live.time.skip(120_000);
    await shown(3_400);
    const stop = (teamId: Bidder, blocks: number, price: number) =>
      sale.bid(teamId, { lotId: 'd1', quantityBlocks: blocks, priceMills: mills(price) });
    expect(await stop('northwind', 8, 3_400)).toMatchObject({ value: { ok: true } });
    expect(await stop('harbor', 5, 3_400)).toMatchObject({
      value: { ok: false, rejection: { code: 'bid/short-of-clock', clockPriceMills: 3_600 } },
    });
    const seen = await shown(3_600);
    expect(seen.prices['d1']).toMatchObject({
      remainingBlocks: 12,
      stops: { 0: { quantityBlocks: 8, priceMills: 3_400 } },
    });
    live.time.skip(80_000);
    await shown(3_200);
    expect(await stop('harbor', 10, 3_200)).toMatchObject({ value: { ok: true } });
    live.time.skip(300_000);
    await sale.seen(sale.moderator, ({ phase }) => phase === 'provisional');
    await sale.run({ type: 'CertifyAuction' });
    await sale.seen(sale.leads.northwind, ({ phase }) => phase === 'certified');
    for (const client of [sale.public, sale.leads.cascade]) {
      const auction = sale.in(client.view);
      expect(JSON.stringify(auction)).not.toMatch(/northwind|harbor/i);
      expect(auction?.prices['d1']?.remainingBlocks).toBe(2);
    }
    expect(await sale.awarded('northwind', 'd1')).toContainEqual(['agreed', 3_400, 3_400]);
    expect(await sale.awarded('harbor', 'd1')).toContainEqual(['agreed', 1_000, 1_000]);
  });

  it('[PKG5] a package sale is closed by its cut-off, awarded from a thread beside it, and certified', async () => {
    const lots = [lot('k1', 4, 1_000), lot('k2', 4, 1_000)];
    const sale = await Sale.of(packageRules({ pricing: 'vcg' }), lots);
    const offer = (teamId: Bidder, items: Readonly<Record<string, number>>, total: number) =>
      sale.bid(teamId, {
        packageId: 'p',
        items: Object.entries(items).map(([lotId, quantityBlocks]) => ({ lotId, quantityBlocks })),
        totalMills: mills(total),
      });
    expect(await offer('northwind', { k1: 4, k2: 4 }, 9_730)).toMatchObject({
      value: { ok: true },
    });
    expect(await offer('harbor', { k1: 4 }, 5_170)).toMatchObject({ value: { ok: true } });
    expect(await offer('cascade', { k2: 4 }, 4_890)).toMatchObject({ value: { ok: true } });
    live.time.skip(60_000);
    await sale.seen(sale.moderator, ({ phase }) => phase === 'provisional');
    await sale.run({ type: 'CertifyAuction' });
    await sale.seen(sale.leads.harbor, ({ phase }) => phase === 'certified');
    // Without harbor northwind wins with 9.73, so harbor pays 9.73 − 4.89 and cascade 9.73 − 5.17.
    expect(sale.in(sale.leads.harbor.view)?.mine).toMatchObject({ paysMills: 4_840 });
    const loser = sale.in(sale.leads.northwind.view)?.mine;
    expect(loser?.reason).toMatchObject({ packageId: 'p', neededMills: 10_061 });
    expect(heardBy(sale.leads.northwind)).not.toMatch(amounts(5_170, 4_890, 4_840, 4_560));
    expect(heardBy(sale.public)).not.toMatch(amounts(9_730, 5_170, 4_890));
    expect(await sale.awarded('harbor', 'k1')).toContainEqual(['agreed', 1_210, 1_210]);
    expect(await sale.awarded('cascade', 'k2')).toContainEqual(['agreed', 1_140, 1_140]);
  });
});
