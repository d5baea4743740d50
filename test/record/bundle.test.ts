// Bundles of the demo sale as each viewer gets them: what is in them, what is not, and what verifying them tells.

import { beforeAll, describe, expect, it } from 'vitest';
import { RoomRecords } from '../../server/record/room-records.ts';
import { DEMO_AUCTION_ID, DEMO_ROOM_ID } from '../../shared/room/demo.ts';
import { RoomSeals } from '../../shared/room/record-seals.ts';
import { maySeeRoomPart } from '../../shared/room/record-rights.ts';
import type { RoomEvent } from '../../shared/room/types.ts';
import type { Viewer } from '../../shared/room/view-types.ts';
import type { EntryBody } from '../../shared/record/entry.ts';
import type { LeafLine } from '../../shared/record/bundle-form.ts';
import { canonicalJson } from '../../shared/kernel/json.ts';
import { wordsOf } from '../../shared/record/words.ts';
import { AT_ONCE, forgedBundle, RecordedSale, ROUNDS, verified } from '../support/recorded-sale.ts';

const team = (teamId: string): Viewer => ({ kind: 'team', teamId });
const VIEWERS: readonly Viewer[] = [
  { kind: 'moderator' },
  { kind: 'regulator' },
  { kind: 'public' },
  team('usps'),
  team('northwind'),
  team('harbor'),
];
const AWARDS = [
  { lotId: 'q1', teamId: 'cascade', quantityBlocks: 2, priceMills: 2_800 },
  { lotId: 'q1', teamId: 'harbor', quantityBlocks: 1, priceMills: 2_800 },
  { lotId: 'q1', teamId: 'northwind', quantityBlocks: 3, priceMills: 2_800 },
  { lotId: 'n1', teamId: 'harbor', quantityBlocks: 3, priceMills: 2_550 },
  { lotId: 'n1', teamId: 'northwind', quantityBlocks: 1, priceMills: 2_550 },
];

const leavesIn = (bundle: string): LeafLine[] =>
  bundle.split('\n').flatMap((line) => {
    const value: unknown = line === '' ? undefined : JSON.parse(line);
    return Array.isArray(value) && typeof value[0] === 'number'
      ? [value as unknown as LeafLine]
      : [];
  });

/** What leaves say, without what chance made: ids of entries, events and commands. */
const sayings = (bundle: string): string[] =>
  leavesIn(bundle)
    .map(([level, , , [atMs, , , name, value]]) =>
      canonicalJson([level, atMs, name, value]).replace(/[0-9a-f]{16,}|[0-9a-f-]{36}/g, 'x'),
    )
    .sort();

let sale: RecordedSale;
const bundles = new Map<Viewer, string>();

beforeAll(async () => {
  sale = new RecordedSale();
  await sale.play();
  await sale.writeSheet('northwind');
  for (const viewer of VIEWERS) bundles.set(viewer, await sale.bundle(viewer));
});

const bundleOf = (viewer: Viewer): string => {
  const found = VIEWERS.find((each) => canonicalJson(each) === canonicalJson(viewer));
  return (found && bundles.get(found)) ?? '';
};

describe('[REC5] the seals of a room', () => {
  it('are the same for everybody, and are eight words that a change of any digit changes', async () => {
    const reports = await Promise.all(VIEWERS.map((viewer) => verified(bundleOf(viewer))));
    const heads = reports.map(({ streams }) => streams[0]?.head ?? '');
    expect(new Set(heads).size).toBe(1);
    const [head = ''] = heads;
    expect((await sale.records.seals(DEMO_ROOM_ID, 0)).head).toBe(head);
    expect(wordsOf(head)).toHaveLength(8);
    const other = `${head.startsWith('0') ? '1' : '0'}${head.slice(1)}`;
    expect(wordsOf(other)).not.toEqual(wordsOf(head));
    expect(wordsOf('0'.repeat(64))).toEqual(Array.from({ length: 8 }, () => 'abandon'));
    expect(wordsOf('f'.repeat(64))).toEqual(Array.from({ length: 8 }, () => 'zoo'));
  });

  it('come with what everybody sees, and with nothing else', async () => {
    const room = await sale.state();
    const entries = await sale.journal.read(`room:${DEMO_ROOM_ID}`, 0, 1_000);
    const rule = new RoomSeals();
    let sealed = 0;
    for (const { body } of entries) {
      const { events = [] } = JSON.parse(body) as { events?: readonly RoomEvent[] };
      if (!rule.ends(JSON.parse(body) as EntryBody)) continue;
      sealed += 1;
      const sight = { room, viewer: { kind: 'public' }, scheduled: rule.scheduled } as const;
      expect(events.some((event) => maySeeRoomPart(sight, event, ''))).toBe(true);
    }
    expect(sealed).toBe((await sale.records.seals(DEMO_ROOM_ID, 0)).seals);
    // Made, scheduled, welcome, three rounds opened and closed, certified.
    expect(sealed).toBe(10);
  });

  it('are worked out again from the journal by any node, and go on from there', async () => {
    const other = sale.recordsOn(sale.journal);
    const [here, there] = await Promise.all([
      sale.records.seals(DEMO_ROOM_ID, 0),
      other.seals(DEMO_ROOM_ID, 0),
    ]);
    expect(there.next).toEqual(here.next);
    expect((await other.seals(DEMO_ROOM_ID, 7)).next).toEqual(here.next.slice(7));
  });

  it('are read and signed once for all who ask at the same version', async () => {
    let reads = 0;
    let signatures = 0;
    const { version } = await sale.hosts.room(DEMO_ROOM_ID).confirmed();
    const all = await sale.journal.read(`room:${DEMO_ROOM_ID}`, 0, 100_000);
    const other = new RoomRecords({
      ...{ hosts: sale.hosts, timers: AT_ONCE, clock: sale.time },
      journal: {
        read: (stream, after, limit) => {
          reads += 1;
          return sale.journal.read(stream, after, limit);
        },
      },
      sign: (text) => {
        signatures += 1;
        return { keyId: sale.key.keyId, signature: sale.key.sign(text) };
      },
      keyId: () => sale.key.keyId,
    });
    const first = await other.seals(DEMO_ROOM_ID, 0, version);
    const readsOfOne = reads;
    expect(version).toBe(all.length);
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => other.seals(DEMO_ROOM_ID, 0, version)),
    );
    expect(answers).toEqual(answers.map(() => first));
    expect({ reads, signatures }).toEqual({ reads: readsOfOne, signatures: 1 });
    await other.seals(DEMO_ROOM_ID, 0, version + 1);
    expect(reads).toBe(readsOfOne + 1);
  });
});

describe('[REC6] what a bundle shows', () => {
  it('holds for every viewer', async () => {
    for (const viewer of VIEWERS) {
      const report = await verified(bundleOf(viewer));
      expect(report.findings, canonicalJson(viewer)).toEqual([]);
      expect(report.keyId).toBe(sale.key.keyId);
    }
  });

  it('names no rival, none of its acts, and no sheet of its', () => {
    const own = bundleOf(team('northwind'));
    expect(own).toContain('northwind');
    expect(own).toContain('Welcome to the sale');
    expect(own).toContain('"postedPriceMills":2800');
    expect(own).not.toMatch(/harbor|cascade|Harbor|Cascade|reservesMills|tokenHash|demandBlocks/);
    expect(bundleOf({ kind: 'public' })).not.toMatch(/harbor|cascade|northwind|Northwind/);
  });

  it('shows a message of a team to that team alone, and a bid as the views do', () => {
    const says = VIEWERS.filter((viewer) => bundleOf(viewer).includes('harbor secret'));
    expect(says).toEqual([team('harbor')]);
    const bids = (viewer: Viewer): number =>
      sayings(bundleOf(viewer)).filter((saying) => saying.includes('BidAccepted')).length;
    expect(VIEWERS.map(bids)).toEqual([18, 18, 0, 18, 6, 6]);
    const refused = (viewer: Viewer): number =>
      sayings(bundleOf(viewer)).filter((saying) => saying.includes('BidRefused')).length;
    expect(VIEWERS.map(refused)).toEqual([1, 1, 0, 0, 0, 1]);
  });

  it('has the hidden reserves for those who see them', () => {
    const has = VIEWERS.filter((viewer) => bundleOf(viewer).includes('event.reservesMills'));
    expect(has).toEqual([{ kind: 'regulator' }, team('usps')]);
  });
});

describe('[REC7] what a bundle counts', () => {
  it('a rival that bids twice as often and talks to its team changes nothing that is shown', async () => {
    const other = new RecordedSale();
    await other.setUp();
    await other.bid(['harbor', 'q1', 3, 9_990]);
    for (const [at, bids] of ROUNDS.entries()) {
      if (at > 0) await other.clock({ type: 'OpenRound' });
      for (const bid of bids) {
        await other.bid(bid);
        if (bid[0] === 'harbor') await other.atOnce(bid);
      }
      await other.time.advance(180_001);
    }
    await other.clock({ type: 'CertifyAuction' });
    await other.time.advance(100);
    await other.writeSheet('northwind');
    for (const viewer of [team('northwind'), { kind: 'public' } as const]) {
      const bundle = await other.bundle(viewer);
      expect(sayings(bundle)).toEqual(sayings(bundleOf(viewer)));
      expect(bundle).not.toBe(bundleOf(viewer));
    }
    const entries = await other.journal.read(`room:${DEMO_ROOM_ID}`, 0, 1_000);
    const before = await sale.journal.read(`room:${DEMO_ROOM_ID}`, 0, 1_000);
    expect(entries.length).toBe(before.length + 12);
  });

  it('while an auction runs it has what came before, and the sheets as they stand', async () => {
    const running = new RecordedSale();
    await running.setUp();
    await running.bid(['harbor', 'q1', 3, 2_400]);
    const report = await verified(await running.bundle(team('harbor')));
    expect(report.findings).toEqual([]);
    expect(report.streams[0]?.seals).toBe(3);
    expect(await running.bundle({ kind: 'moderator' })).not.toContain('RoundOpened');
    expect((await running.records.seals(DEMO_ROOM_ID, 0)).seals).toBe(4);
  });
});

describe('[REC9] the auction run again', () => {
  it('comes out with the same prices and awards for those who see all of it', async () => {
    for (const viewer of [{ kind: 'regulator' }, { kind: 'moderator' }, team('usps')] as const) {
      const { auctions } = await verified(bundleOf(viewer));
      expect(auctions).toMatchObject([{ auctionId: DEMO_AUCTION_ID, rounds: 3, awards: AWARDS }]);
      expect(auctions[0]?.notDone).toBeUndefined();
    }
  });

  it('says for others that it was not run, and why', async () => {
    const { auctions, notChecked } = await verified(bundleOf(team('northwind')));
    expect(auctions[0]?.notDone).toBe('not all of its entries and their order are shown');
    expect(notChecked.length).toBeGreaterThan(0);
  });

  it('finds a price, an award and a bid that a server made up and signed', async () => {
    const lies: readonly ((body: string) => string)[] = [
      (body) => body.replace('"postedPriceMills":2550', '"postedPriceMills":2560'),
      (body) =>
        body.replace('"lotId":"n1","priceMills":2550,"quantityBlocks":3', (award) =>
          award.replace('3', '4'),
        ),
      // The drop to nothing that ended the excess, at another price.
      (body) =>
        body.replace(
          '"priceMills":2550,"quantityBlocks":0',
          '"priceMills":2560,"quantityBlocks":0',
        ),
    ];
    for (const lie of lies) {
      const { findings, auctions } = await verified(
        await forgedBundle(sale, { kind: 'regulator' }, lie),
      );
      expect(findings).toHaveLength(1);
      expect(findings[0]?.about).toMatch(/of clock$/);
      expect(auctions[0]?.notDone).toBe('what is recorded differs from what follows by the rules');
    }
  });
});

describe('[REC10] receipts and the record', () => {
  it('every receipt of a team is found in its bundle', async () => {
    const receipts = sale.receipts['northwind'] ?? [];
    const report = await verified(bundleOf(team('northwind')), receipts);
    expect(report.findings).toEqual([]);
    expect(report.receipts).toEqual({ given: 6, found: 6, later: 0 });
  });

  it('a bid that is no longer in the record is missed, as is one that was changed', async () => {
    const [receipt] = sale.receipts['northwind'] ?? [];
    if (!receipt) throw new Error('no receipt');
    const isIt = (body: string): boolean => body.includes(receipt.commandId);
    const changes: readonly [(body: string) => string | undefined, string[]][] = [
      // What was given for it is there, and nothing that asks for it.
      [
        (body) => (isIt(body) ? undefined : body),
        ['gives this team 4 of lot q1, but 0 follows from its bids'],
      ],
      [(body) => (isIt(body) ? body.replace('2400', '2390') : body), []],
    ];
    for (const [change, alone] of changes) {
      const bundle = await forgedBundle(sale, team('northwind'), change);
      expect((await verified(bundle)).findings.map(({ what }) => what)).toEqual(alone);
      const { findings } = await verified(bundle, [receipt]);
      expect(findings.map(({ what }) => what)).toEqual([
        'is not in the record, which goes beyond it',
      ]);
    }
  });

  it('one of later than the record goes is told apart, one with a wrong signature is named', async () => {
    const [receipt] = sale.receipts['northwind'] ?? [];
    if (!receipt) throw new Error('no receipt');
    const running = new RecordedSale();
    await running.setUp();
    await running.bid(['northwind', 'q1', 4, 2_400]);
    const kept = running.receipts['northwind'] ?? [];
    const bundle = await running.bundle(team('northwind'));
    expect((await verified(bundle, kept)).receipts).toEqual({ given: 1, found: 0, later: 1 });
    const { findings } = await verified(bundleOf(team('northwind')), [
      { ...receipt, outcome: 'refused' },
    ]);
    expect(findings[0]?.what).toBe('does not hold: wrong-signature');
  });
});
