// A sale of several hundred lots in a real browser: the table that draws what is in view, a file out, edited and in again
// with what is wrong of each line, a standing instruction set and taken back, and the awards when all is over.

import { readFileSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import Papa from 'papaparse';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AuctionCommand, AuctionOf } from '../../shared/auction/types.ts';
import type { RoomCommand } from '../../shared/room/types.ts';
import { durationMs } from '../../shared/kernel/units.ts';
import { clockRules } from '../support/auction.ts';
import { accessibilityProblems, launchBrowser, openPage } from '../support/browser.ts';
import type { LiveServer } from '../support/live-server.ts';
import { startLive } from '../support/live-server.ts';
import { LARGE_COUNT, LARGE_LOTS } from '../support/recorded-large-sale.ts';
import { seat } from '../support/stream.ts';

const AUCTION = 'large';
const ROUND_MS = 600_000;
const TEAMS = ['northwind', 'harbor', 'cascade'] as const;

let live: LiveServer;
let browser: Browser;

const give = async (command: RoomCommand, seatId = 'moderator'): Promise<void> => {
  const room = live.server.context.hosts.room('usps-2026');
  const answer = await room.submit(crypto.randomUUID(), seat(seatId), command);
  if (!answer.ok) throw new Error(`${command.type}: ${JSON.stringify(answer.rejection)}`);
};
const inSale = (command: AuctionCommand, seatId?: string): Promise<void> =>
  give({ type: 'Auction', auctionId: AUCTION, command }, seatId);
const auction = async (): Promise<AuctionOf<'clock'>> => {
  const { state } = await live.server.context.hosts.room('usps-2026').confirmed();
  return state.auctions[AUCTION] as AuctionOf<'clock'>;
};
const closeRound = async (): Promise<void> => {
  live.time.skip(ROUND_MS + 1);
  while ((await auction()).stage === 'bidding') await setImmediate();
};

beforeAll(async () => {
  live = await startLive();
  // The page shows the auction in which most is going on.
  const cancel = { type: 'CancelAuction', reason: 'one sale at a time' } as const;
  await give({ type: 'Auction', auctionId: 'clock', command: cancel });
  const rules = clockRules({
    ...{ title: 'The large sale', rounds: 'manual', roundMs: durationMs(ROUND_MS) },
    outageMs: durationMs(3_600_000),
  });
  const draft = { type: 'DraftAuction', rules, lots: LARGE_LOTS, reservesMills: {} } as const;
  await give({ type: 'AddAuction', auctionId: AUCTION, command: draft });
  for (const teamId of TEAMS) await inSale({ type: 'SetEligibility', teamId, points: 1_000 });
  await inSale({ type: 'ScheduleAuction' });
  const { rulesHash } = await auction();
  for (const teamId of TEAMS) {
    await inSale({ type: 'AcceptRules', teamId, rulesHash }, `${teamId}-lead`);
  }
  await inSale({ type: 'StartAuction' });
  browser = await launchBrowser();
}, 120_000);

afterAll(async () => {
  await browser.close();
  await live.close();
});

const grid = (page: Page) => page.getByRole('grid', { name: 'Lots, $ a piece' });
const rowsDrawn = (page: Page) => grid(page).getByRole('row').count();

/** The team's file as the page saves it, as rows. */
const savedFile = async (page: Page): Promise<Record<string, string>[]> => {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Save our file…' }).click(),
  ]);
  const text = readFileSync(await download.path(), 'utf8').replace(/^\uFEFF/, '');
  return Papa.parse<Record<string, string>>(text, { header: true, skipEmptyLines: true }).data;
};

const readBack = (page: Page, rows: readonly Record<string, string>[]): Promise<void> =>
  page.getByLabel('Read a file…').setInputFiles({
    ...{ name: 'bids.csv', mimeType: 'text/csv' },
    buffer: Buffer.from(Papa.unparse([...rows], { escapeFormulae: true })),
  });

describe('[UI90] a sale of very many lots', { timeout: 120_000 }, () => {
  it('draws the rows in view, finds, groups and is walked by keys', async () => {
    const { page, problems } = await openPage(browser, await live.link('northwind-lead'));
    await page.getByText(`${String(LARGE_COUNT)} of ${String(LARGE_COUNT)} lots`).waitFor();
    expect(Number(await grid(page).getAttribute('aria-rowcount'))).toBe(LARGE_COUNT + 1);
    expect(await rowsDrawn(page)).toBeLessThan(60);
    await grid(page).focus();
    await page.keyboard.press('End');
    await grid(page)
      .getByText(`Lot l${String(LARGE_COUNT - 1)}`, { exact: true })
      .waitFor();
    expect(await rowsDrawn(page)).toBeLessThan(60);
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Lot l1', exact: true }).waitFor();
    await page.getByPlaceholder('Find by name, id, facility').fill('Facility 13');
    await page.getByText(`14 of ${String(LARGE_COUNT)} lots`).waitFor();
    await page.getByPlaceholder('Find by name, id, facility').fill('');
    await page.getByLabel('Region').selectOption('Region 2');
    await page.getByText(`${String(LARGE_COUNT / 4)} of ${String(LARGE_COUNT)} lots`).waitFor();
    await page.getByLabel('Region').selectOption('All regions');
    await page.getByLabel('Group').selectOption('By region');
    await grid(page).getByText('▾ Region 0').click();
    await grid(page).getByText('▸ Region 0').waitFor();
    await page
      .getByText(`${String((LARGE_COUNT * 3) / 4)} of ${String(LARGE_COUNT)} lots`)
      .waitFor();
    expect(await accessibilityProblems(page, 'all', 'aside')).toEqual([]);
    expect(problems).toEqual([]);
    await page.context().close();
  });

  it('a file goes out, what is wrong of each line is told, what it changes is shown and sent', async () => {
    const { page, problems } = await openPage(browser, await live.link('harbor-lead'));
    await page.getByText(`${String(LARGE_COUNT)} of ${String(LARGE_COUNT)} lots`).waitFor();
    const rows = await savedFile(page);
    expect(rows).toHaveLength(LARGE_COUNT);
    const wrong = rows.map((row, place) => ({
      ...row,
      ...(place === 2 && { quantity: 'many' }),
      ...(place === 1 && { quantity: '2', price: '9.00' }),
    }));
    await readBack(page, wrong);
    await page.getByText('2 lines cannot stand; nothing of the file is taken:').waitFor();
    await page.getByText(/^Line 4: quantity “many” must be/).waitFor();
    await page.getByText(/^Line 3: /).waitFor();
    const told = await page.getByRole('alert').getByRole('listitem').allInnerTexts();
    expect(told.map((line) => line.slice(0, 6))).toEqual(['Line 3', 'Line 4']);
    expect((await auction()).clock.large?.book['harbor']).toBeUndefined();
    const right = rows.map((row, place) => ({
      ...row,
      ...(place < 300 && { quantity: '3' }),
      ...(place === 299 && { keep: '2', until: '2.50', then: '1' }),
    }));
    await readBack(page, right);
    const changes = page.getByRole('region', { name: 'What the file changes' });
    await changes.getByText('3 at 2.00').first().waitFor();
    await page.getByText('The first 100 of 301 are shown.').waitFor();
    // Nothing counts before it is sent.
    expect((await auction()).clock.large?.book['harbor']).toBeUndefined();
    await page.getByRole('button', { name: 'Send all 301' }).click();
    await page.getByText('✓ Recorded: 300 bids and 1 standing instruction.').waitFor();
    expect((await auction()).clock.large?.book['harbor']?.points).toBe(900);
    const bid = grid(page).getByText('3 at 2.00').first();
    await bid.waitFor();
    // Read whole, whichever columns the rules leave out.
    expect(await bid.evaluate((cell) => cell.scrollWidth - cell.clientWidth)).toBeLessThanOrEqual(
      0,
    );
    // The same file again says nothing new.
    await readBack(page, await savedFile(page));
    await page.getByText('The file changes nothing.').waitFor();
    expect(problems).toEqual([]);
    await page.context().close();
  });

  it('a standing instruction is set and taken back, on a phone too', async () => {
    const options = { colorScheme: 'dark', viewport: { width: 390, height: 844 } } as const;
    const { page, problems } = await openPage(browser, await live.link('cascade-lead'), options);
    await page.getByRole('button', { name: 'Clock', exact: true }).click();
    await page.getByText(`${String(LARGE_COUNT)} of ${String(LARGE_COUNT)} lots`).waitFor();
    await grid(page).getByText('Lot l2', { exact: true }).click();
    await page.getByRole('heading', { name: 'Lot l2', exact: true }).waitFor();
    await page.getByLabel('In later rounds keep').fill('3');
    await page.getByLabel('until $').fill('2.60');
    await page.getByLabel('then', { exact: true }).fill('1');
    await page.getByRole('button', { name: 'Set the instruction' }).click();
    await page.getByText('✓ Recorded: Lot l2: keep 3 until 2.60, then 1.').waitFor();
    await grid(page).getByText('3 to 2.60').waitFor();
    expect((await auction()).clock.instructions?.['cascade']).toEqual({ 0: '2:3:2600:1' });
    // The page is as wide as the phone; tables scroll in their own frame.
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
    expect(await accessibilityProblems(page, 'colours')).toEqual([]);
    await page.getByLabel('In later rounds keep').fill('0');
    await page.getByRole('button', { name: 'Set the instruction' }).click();
    await page.getByText('The instruction for Lot l2 is taken back.').waitFor();
    expect((await auction()).clock.instructions?.['cascade']).toEqual({});
    expect(problems).toEqual([]);
    await page.context().close();
  });

  it('[REP7] its awards are summed, listed, searched and a file, each seat’s own', async () => {
    await closeRound();
    expect((await auction()).phase).toBe('provisional');
    const { page, problems } = await openPage(browser, await live.link('harbor-lead'));
    await page.getByText('900 blocks of 300 lots, a year').waitFor();
    await page.getByRole('button', { name: 'List all awards' }).click();
    const regions = page.getByRole('region', { name: 'Awards by region' });
    await regions.waitFor();
    expect(await regions.locator('tbody tr').count()).toBe(4);
    const lots = page.getByRole('region', { name: 'Who gets what' });
    await lots.waitFor();
    await page.getByText('300 of 300 rows').waitFor();
    expect(await lots.locator('tbody tr').count()).toBeLessThan(60);
    await page.getByRole('link', { name: 'Report on this auction' }).click();
    await page.getByText('as seen by Harbor Parcel').waitFor();
    await page
      .getByText(`The first 500 rows; all ${String(LARGE_COUNT)} are in the CSV.`)
      .first()
      .waitFor();
    await page.getByRole('button', { name: 'Show all rows' }).first().click();
    const prices = page.getByRole('region', { name: 'Posted prices by lot, $ a piece' });
    await page.getByLabel('Find in posted prices by lot, $ a piece').waitFor();
    expect(await prices.locator('tbody tr').count()).toBeLessThan(60);
    await page.getByLabel('Find in posted prices by lot, $ a piece').fill('Facility 39');
    await page.getByText(`14 of ${String(LARGE_COUNT)} rows`).waitFor();
    expect(await page.locator('main').innerText()).not.toMatch(/Northwind|Cascade/);
    expect(await accessibilityProblems(page)).toEqual([]);
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'CSV', exact: true }).click(),
    ]);
    const csv = readFileSync(await download.path(), 'utf8');
    expect(csv.split('\r\n').filter((line) => line.startsWith('Lot l')).length).toBe(
      300 + 3 * LARGE_COUNT,
    );
    expect(problems).toEqual([]);
    await page.context().close();
  });
});
