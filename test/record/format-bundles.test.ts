// Bundles of auctions of every format: each viewer's holds, whatever of results is hidden from it, and what a server made
// up afterwards is found by those who see enough.

import { beforeAll, describe, expect, it } from 'vitest';
import { DEFAULT_RULES } from '../../shared/auction/default-rules.ts';
import type { AuctionCommand, BidRequest, FormatId, Rules } from '../../shared/auction/types.ts';
import { durationMs, mills } from '../../shared/kernel/units.ts';
import type { Viewer } from '../../shared/room/view-types.ts';
import type { Report } from '../../shared/verify/report.ts';
import { lot } from '../support/auction.ts';
import { RecordedSale, forgedBundle, verified } from '../support/recorded-sale.ts';
import { seat } from '../support/stream.ts';

const VIEWERS: Readonly<Record<string, Viewer>> = {
  moderator: { kind: 'moderator' },
  usps: { kind: 'team', teamId: 'usps' },
  northwind: { kind: 'team', teamId: 'northwind' },
  harbor: { kind: 'team', teamId: 'harbor' },
  cascade: { kind: 'team', teamId: 'cascade' },
  regulator: { kind: 'regulator' },
  public: { kind: 'public' },
};

const TEAMS = ['northwind', 'harbor', 'cascade'] as const;
const LOTS = [lot('q', 10, 2_400), lot('n', 4, 2_200)];
const timed = { gapMs: durationMs(1_000), rounds: 'automatic' } as const;

type OtherFormat = Exclude<FormatId, 'clock'>;
type Bids = readonly (readonly [team: (typeof TEAMS)[number], bid: BidRequest])[];

const steps = (...pairs: readonly (readonly [number, number])[]) =>
  pairs.map(([quantityBlocks, price]) => ({ quantityBlocks, priceMills: mills(price) }));

const SALES: Readonly<Record<OtherFormat, { readonly rules: Rules; readonly bids: Bids }>> = {
  english: {
    rules: { ...DEFAULT_RULES.english, ...timed, unlikelySteps: 1_000 },
    bids: [
      ['northwind', { lotId: 'q', limitMills: mills(2_600) }],
      ['harbor', { lotId: 'q', priceMills: mills(2_500) }],
      ['cascade', { lotId: 'n', priceMills: mills(2_200) }],
    ],
  },
  sealed: {
    rules: { ...DEFAULT_RULES.sealed, ...timed, pricing: 'vickrey' },
    bids: [
      ['northwind', { lotId: 'q', steps: steps([6, 2_600], [2, 2_500]) }],
      ['harbor', { lotId: 'q', steps: steps([6, 2_550]) }],
      ['cascade', { lotId: 'n', steps: steps([2, 2_300]) }],
    ],
  },
  dutch: {
    rules: { ...DEFAULT_RULES.dutch, ...timed, lastPriceMills: mills(2_000) },
    bids: [
      ['northwind', { lotId: 'q', quantityBlocks: 6, priceMills: mills(2_400) }],
      ['harbor', { lotId: 'q', quantityBlocks: 2, priceMills: mills(2_400) }],
    ],
  },
  package: {
    rules: DEFAULT_RULES.package,
    bids: [
      [
        'northwind',
        { packageId: 'a', items: [{ lotId: 'q', quantityBlocks: 10 }], totalMills: mills(25_000) },
      ],
      [
        'harbor',
        { packageId: 'b', items: [{ lotId: 'q', quantityBlocks: 6 }], totalMills: mills(16_000) },
      ],
      [
        'cascade',
        { packageId: 'c', items: [{ lotId: 'n', quantityBlocks: 4 }], totalMills: mills(9_000) },
      ],
    ],
  },
};

const play = async (format: OtherFormat): Promise<RecordedSale> => {
  const sale = new RecordedSale();
  await sale.setUp();
  await sale.clock({ type: 'CancelAuction', reason: 'Held in another format' });
  const { rules, bids } = SALES[format];
  const on = (command: AuctionCommand, by = seat('moderator')): Promise<void> =>
    sale.must({ type: 'Auction', auctionId: format, command }, by);
  const command = { type: 'DraftAuction', rules, lots: LOTS, reservesMills: {} } as const;
  await sale.must({ type: 'AddAuction', auctionId: format, command });
  await on({ type: 'ScheduleAuction' });
  const rulesHash = (await sale.state()).auctions[format]?.rulesHash ?? '';
  for (const teamId of TEAMS) {
    await on({ type: 'AcceptRules', teamId, rulesHash }, seat(`${teamId}-lead`));
  }
  await on({ type: 'StartAuction' });
  for (const [teamId, bid] of bids) {
    await on({ type: 'PlaceBid', teamId, round: 1, bid }, seat(`${teamId}-lead`));
  }
  while ((await sale.state()).auctions[format]?.phase === 'running') {
    await sale.time.advance(60_000);
  }
  await on({ type: 'CertifyAuction' });
  await sale.time.advance(100);
  return sale;
};

const auctionIn = (report: Report, format: FormatId) => {
  const found = report.auctions.find(({ auctionId }) => auctionId === format);
  if (!found) throw new Error(`no ${format} in the report`);
  return found;
};

describe.each(Object.keys(SALES) as OtherFormat[])('[REC6] a bundle of %s', (format) => {
  let sale: RecordedSale;
  beforeAll(async () => {
    sale = await play(format);
  });

  it.each(Object.keys(VIEWERS))('holds for %s', async (name) => {
    const viewer = VIEWERS[name];
    if (!viewer) throw new Error(name);
    const report = await verified(await sale.bundle(viewer));
    expect(report.findings).toEqual([]);
    expect(auctionIn(report, format).title).toBe(SALES[format].rules.title);
  });

  it('[REC9] is run again for the moderator, with the awards that were made', async () => {
    const report = await verified(await sale.bundle({ kind: 'moderator' }));
    const { awards } = (await sale.state()).auctions[format] ?? {};
    expect(awards?.length).toBeGreaterThan(0);
    expect(auctionIn(report, format)).toMatchObject({ awards });
    expect(auctionIn(report, format).notDone).toBeUndefined();
  });

  it('[REC9] a bidder is told that it was not run to its end, and no award as if it had been', async () => {
    const report = await verified(await sale.bundle({ kind: 'team', teamId: 'northwind' }));
    const { notDone, awards } = auctionIn(report, format);
    expect(notDone).toMatch(/not shown|are shown/);
    expect(awards).toEqual([]);
  });

  it('[REC16] an award that a server made up is found by the moderator', async () => {
    const forged = await forgedBundle(sale, { kind: 'moderator' }, (body) =>
      body.includes('"AuctionEnded"') && body.includes(`"auctionId":"${format}"`)
        ? body.replace(
            /("awards":\[\{[^\]]*?"quantityBlocks":)(\d+)/,
            (_, before: string, blocks: string) => `${before}${String(Number(blocks) + 1)}`,
          )
        : body,
    );
    const { findings } = await verified(forged);
    expect(findings.map(({ about }) => about)).toEqual([`AuctionEnded of ${format}`]);
    expect(findings[0]?.what).toMatch(/awards \d+ of lot \w+ to \w+ .*by the rules/);
  });
});
