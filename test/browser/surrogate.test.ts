// A surrogate bid from the moderator's console that the server asks about: it is sent again as meant only while it says
// the same, in formats whose bids are more than a price too.

import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEFAULT_RULES } from '../../shared/auction/default-rules.ts';
import type { AuctionCommand } from '../../shared/auction/types.ts';
import { SYSTEM } from '../../shared/kernel/decider.ts';
import { durationMs } from '../../shared/kernel/units.ts';
import { DEMO_AUCTION_ID, DEMO_ROOM_ID } from '../../shared/room/demo.ts';
import { accessibilityProblems, launchBrowser, openPage } from '../support/browser.ts';
import type { LiveServer } from '../support/live-server.ts';
import { startLive } from '../support/live-server.ts';
import { lot } from '../support/auction.ts';
import { until } from '../support/until.ts';

let live: LiveServer;
let browser: Browser;

const roomState = async () =>
  (await live.server.context.hosts.room(DEMO_ROOM_ID).confirmed()).state;

const on = async (auctionId: string, command: AuctionCommand): Promise<void> => {
  const { hosts, chance } = live.server.context;
  const type = (await roomState()).auctions[auctionId] ? 'Auction' : 'AddAuction';
  const room = hosts.room(DEMO_ROOM_ID);
  const given = { type, auctionId, command } as Parameters<typeof room.submit>[2];
  const answer = await room.submit(chance.id(), SYSTEM, given);
  if (!answer.ok) throw new Error(answer.rejection.code);
};

/** What stands of Harbor on the lot, in mills a piece by step. */
const standing = async (): Promise<readonly number[]> => {
  const auction = (await roomState()).auctions['sealed'];
  if (auction?.rules.format !== 'sealed' || !('sealed' in auction)) throw new Error('no sale');
  return auction.sealed.book['harbor']?.['tul']?.steps.map(({ priceMills }) => priceMills) ?? [];
};

beforeAll(async () => {
  live = await startLive();
  await on(DEMO_AUCTION_ID, { type: 'CancelAuction', reason: 'Held in another format' });
  const rules = { ...DEFAULT_RULES.sealed, outageMs: durationMs(3_600_000) };
  const lots = [lot('tul', 12, 2_400, { name: 'Tulsa' })];
  await on('sealed', { type: 'DraftAuction', rules, lots, reservesMills: {} });
  await on('sealed', { type: 'ScheduleAuction' });
  const rulesHash = (await roomState()).auctions['sealed']?.rulesHash ?? '';
  await on('sealed', { type: 'AcceptRules', teamId: 'harbor', rulesHash });
  await on('sealed', { type: 'StartAuction' });
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser.close();
  await live.close();
});

describe('[GRD1] a surrogate offer on the page', { timeout: 300_000 }, () => {
  it('is asked about when it is unlikely, again when it has changed, and taken once it is meant', async () => {
    const { page, problems } = await openPage(browser, await live.link('moderator'));
    await page.getByRole('button', { name: 'Surrogate offer…' }).click();
    await page.getByLabel('Team', { exact: true }).selectOption('harbor');
    await page.getByLabel('Blocks, step 1').fill('4');
    await page.getByLabel('$ a piece, step 1').fill('24.50');
    await page.getByLabel('Reason').fill('by telephone');
    await page.getByRole('button', { name: 'Offer for the team' }).click();
    await page.getByRole('button', { name: 'Yes, it is meant' }).waitFor();
    expect(await standing()).toEqual([]);
    // Another number is another bid: nobody has said yet that it is meant.
    await page.getByLabel('$ a piece, step 1').fill('25.50');
    await page.getByRole('button', { name: 'Offer for the team' }).click();
    await page.getByRole('button', { name: 'Yes, it is meant' }).waitFor();
    expect(await standing()).toEqual([]);
    expect(await accessibilityProblems(page, 'all', '#clock')).toEqual([]);
    await page.getByRole('button', { name: 'Yes, it is meant' }).click();
    await until('it stands', async () => (await standing())[0] === 25_500);
    expect(problems).toEqual([]);
  });
});
