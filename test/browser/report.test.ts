// The report in a real browser: the way from the room, what is read there, what is taken along, on a phone and on paper.

import { readFileSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AuctionCommand } from '../../shared/auction/types.ts';
import { mills } from '../../shared/kernel/units.ts';
import { accessibilityProblems, launchBrowser, openPage } from '../support/browser.ts';
import { inClock } from '../support/demo-room.ts';
import type { LiveServer } from '../support/live-server.ts';
import { startLive } from '../support/live-server.ts';
import { ROUNDS } from '../support/recorded-sale.ts';
import { seat } from '../support/stream.ts';

const ROUND_MS = 180_000;

let live: LiveServer;
let browser: Browser;

/** Worked example A, with a pause in it, to its end. */
const playSale = async ({ server, time }: LiveServer): Promise<void> => {
  const room = server.context.hosts.room('usps-2026');
  const clock = async () => (await room.confirmed()).state.auctions['clock'];
  const give = async (command: AuctionCommand, seatId = 'moderator'): Promise<void> => {
    const answer = await room.submit(crypto.randomUUID(), seat(seatId), inClock(command));
    if (!answer.ok) throw new Error(`${command.type}: ${answer.rejection.code}`);
  };
  const rulesHash = (await clock())?.rulesHash ?? '';
  for (const teamId of ['northwind', 'harbor', 'cascade']) {
    await give({ type: 'AcceptRules', teamId, rulesHash }, `${teamId}-lead`);
  }
  for (const [at, bids] of ROUNDS.entries()) {
    await give({ type: at === 0 ? 'StartAuction' : 'OpenRound' });
    for (const [teamId, lotId, quantityBlocks, price] of bids) {
      const bid = { lotId, quantityBlocks, priceMills: mills(price) };
      await give({ type: 'PlaceBid', teamId, round: at + 1, bid }, `${teamId}-lead`);
    }
    if (at === 0) await give({ type: 'ExtendRound', byMs: 30_000 as never, reason: 'a slow line' });
    time.skip(ROUND_MS + 31_000);
    while ((await clock())?.stage === 'bidding') await setImmediate();
  }
};

beforeAll(async () => {
  live = await startLive();
  await playSale(live);
  browser = await launchBrowser();
}, 300_000);

afterAll(async () => {
  await browser.close();
  await live.close();
});

describe('[UI60] the report', { timeout: 300_000 }, () => {
  it('is a step from the room, has charts with tables to read, and goes along as PDF and CSV', async () => {
    const { page, problems } = await openPage(browser, await live.link('moderator'));
    await page.getByRole('link', { name: 'Report on this auction' }).click();
    await page.getByRole('heading', { name: 'Price paths' }).waitFor();
    await page.getByText('as seen by the moderator').waitFor();
    const awards = page.getByRole('region', { name: 'Who gets what' });
    expect(await awards.locator('tbody tr').count()).toBe(5);
    const prices = page.getByRole('region', { name: 'Prices by round, $ a piece' });
    expect(await prices.getByRole('cell', { name: '$2.80' }).count()).toBeGreaterThan(0);
    await page.getByText(/^Extension by the moderator to .*: a slow line$/).waitFor();
    // A chart has a line for each lot that has a price.
    expect(await page.locator('figure path.line').count()).toBeGreaterThan(1);
    expect(await accessibilityProblems(page)).toEqual([]);
    for (const [name, starts] of [
      ['PDF', '%PDF-1.7'],
      ['CSV', '\uFEFFReport,'],
    ] as const) {
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('link', { name, exact: true }).click(),
      ]);
      expect(readFileSync(await download.path(), 'utf8').startsWith(starts)).toBe(true);
    }
    await page.keyboard.press('Escape');
    await page.getByRole('link', { name: 'Report on this auction' }).waitFor();
    expect(problems).toEqual([]);
  });

  it('shows a team its own awards and nobody else’s, dark and on a phone', async () => {
    const options = { colorScheme: 'dark', viewport: { width: 390, height: 844 } } as const;
    const { page } = await openPage(browser, await live.link('harbor-lead'), options);
    await page.getByText('● live').waitFor();
    await page.goto(`${new URL(page.url()).href}/report?auction=clock`);
    await page.getByText('as seen by Harbor Parcel').waitFor();
    const text = await page.locator('main').innerText();
    expect(text).not.toMatch(/Northwind|Cascade/);
    // Tables scroll in their own frame, never the page.
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
    expect(await accessibilityProblems(page, 'colours')).toEqual([]);
  });

  it('says why when there is none', async () => {
    const { page } = await openPage(browser, await live.link('public'));
    await page.getByText('● live').waitFor();
    await page.goto(`${new URL(page.url()).href}/report?auction=nothing`);
    await page.getByText('There is no report on such an auction, or none yet.').waitFor();
  });
});
