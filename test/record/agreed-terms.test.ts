// The agreed terms from the sheet to the room and into the record, where a verifier decides on them again.

import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import type { AuctionCommand } from '../../shared/auction/types.ts';
import type { Viewer } from '../../shared/room/view-types.ts';
import { mills } from '../../shared/kernel/units.ts';
import {
  agreeCommon,
  commonSheetOf,
  NAMED,
  namedDraft,
  reopenCommon,
} from '../support/agreed-terms.ts';
import { RecordedSale, verified } from '../support/recorded-sale.ts';
import { seat } from '../support/stream.ts';

const TEAMS = ['northwind', 'harbor', 'cascade'];

it('[TRM3] [TRM5] a change of the sheet stops the sale, and a verifier follows all of it', async () => {
  const sale = new RecordedSale();
  await sale.setUp();
  const site = { hosts: sale.hosts, id: randomUUID };
  const run = (command: AuctionCommand, by = 'moderator'): Promise<void> =>
    sale.must({ type: 'Auction', auctionId: NAMED, command }, seat(by));
  const auction = async () => (await sale.state()).auctions[NAMED];
  const sheetId = commonSheetOf(await sale.state());
  const told = async () => {
    await sale.time.advance(10_000);
    const { agreedTerms = {} } = await sale.state();
    return agreedTerms[sheetId]?.hash;
  };
  const acceptAll = async (): Promise<void> => {
    const rulesHash = (await auction())?.rulesHash ?? '';
    for (const teamId of TEAMS)
      await run({ type: 'AcceptRules', teamId, rulesHash }, `${teamId}-lead`);
  };
  const bid = { lotId: 'n1', quantityBlocks: 2, priceMills: mills(2_200) };

  await agreeCommon(site, sheetId);
  const first = await told();
  expect(first).toMatch(/^[0-9a-f]{64}$/);
  for (const command of namedDraft(await sale.state(), first ?? '')) await sale.must(command);
  await run({ type: 'ScheduleAuction' });
  await acceptAll();
  await run({ type: 'StartAuction' });
  await run({ type: 'PlaceBid', teamId: 'harbor', round: 1, bid }, 'harbor-lead');
  await reopenCommon(site, sheetId);
  expect(await told()).toBeNull();
  expect((await auction())?.pause?.reason).toBe('the agreed terms changed');
  await agreeCommon(site, sheetId, 301);
  const second = (await told()) ?? '';
  expect(second).not.toBe(first);
  await run({ type: 'ConfirmOlderText', hash: second, reason: 'a day fewer' });
  await run({ type: 'ResumeAuction' });
  await sale.time.advance(400_000);
  expect((await auction())?.phase).toBe('provisional');
  await run({ type: 'CertifyAuction' });
  await sale.time.advance(1_000);
  for (const kind of ['moderator', 'regulator'] as const) {
    const report = await verified(await sale.bundle({ kind }));
    const again = report.auctions?.find(({ auctionId }) => auctionId === NAMED);
    expect(report.findings).toEqual([]);
    expect(again).not.toHaveProperty('notDone');
    expect(again?.awards).toMatchObject([{ teamId: 'harbor', lotId: 'n1', quantityBlocks: 2 }]);
  }
  // Whoever is shown less finds nothing wrong in it.
  const others: readonly Viewer[] = [
    { kind: 'public' },
    ...['usps', 'harbor', 'cascade'].map((teamId) => ({ kind: 'team', teamId }) as const),
  ];
  for (const viewer of others) {
    expect((await verified(await sale.bundle(viewer))).findings).toEqual([]);
  }
  const shown = await sale.bundle({ kind: 'public' });
  expect(shown).toContain('OlderTextConfirmed');
  expect(shown).toContain(second);
});
