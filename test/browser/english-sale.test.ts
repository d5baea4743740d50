// An English auction in the page, in a real browser: set up with its rules, bid on by two teams over a soft close that
// extends, closed, certified, and found in the sheets.

import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SYSTEM } from '../../shared/kernel/decider.ts';
import { DEMO_AUCTION_ID, DEMO_ROOM_ID } from '../../shared/room/demo.ts';
import type { SeatPage } from '../support/browser.ts';
import { accessibilityProblems, launchBrowser, openPage } from '../support/browser.ts';
import type { LiveServer } from '../support/live-server.ts';
import { startLive } from '../support/live-server.ts';

const MINUTE_MS = 60_000;
const PASTED = `id\tname\tfacility\topens\tcloses\tzone\tservice\tblocks\topening\treserve\tpoints\tcap\ttick
tul\tTulsa\tDDU Tulsa OK 74103\t5:00\t07:00\tAmerica/Chicago\tsame-day\t4\t2.40\t2.50\t1\t\t0.01
boi\tBoise\tDDU Boise ID 83702\t10:00\t16:00\tAmerica/Boise\tnext-day\t3\t2.95\t\t1\t\t0.01`;

let live: LiveServer;
let browser: Browser;
const opened: SeatPage[] = [];

beforeAll(async () => {
  live = await startLive();
  const { hosts, chance } = live.server.context;
  await hosts.room(DEMO_ROOM_ID).submit(chance.id(), SYSTEM, {
    type: 'Auction',
    auctionId: DEMO_AUCTION_ID,
    command: { type: 'CancelAuction', reason: 'Held as an English auction' },
  });
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser.close();
  await live.close();
});

const enter = async (seatId: string): Promise<Page> => {
  const seat = await openPage(browser, await live.link(seatId));
  opened.push(seat);
  await seat.page.getByText('● live').waitFor();
  return seat.page;
};

const formOn = (page: Page) => page.getByRole('form', { name: /^Bid on/ });
const rowOf = (page: Page, lot: string) => page.locator('tbody', { hasText: lot });

/** Says that an unlikely bid is meant, once it is asked about with the numbers. */
const meant = async (form: ReturnType<typeof formOn>, bound: string): Promise<void> => {
  const asked = form.getByRole('alertdialog', { name: 'Confirm the bid' });
  await asked.getByText(bound).waitFor();
  await asked.getByRole('button', { name: 'Yes, it is meant' }).click();
};

const acceptRules = (page: Page) =>
  page.getByRole('button', { name: 'Accept these rules' }).click();

/** Asks the console for an act and says yes. */
const act = async (page: Page, name: RegExp, confirm: string): Promise<void> => {
  await page.getByRole('button', { name }).first().click();
  await page.getByRole('button', { name: confirm }).click();
};

describe('[UI51] an English auction on the page', { timeout: 300_000 }, () => {
  let [moderator, northwind, harbor, watcher] = [] as unknown as [Page, Page, Page, Page];

  it('the moderator sets it up with its rules, and the check remarks what is unwise', async () => {
    moderator = await enter('moderator');
    await moderator.getByRole('button', { name: 'Auction setup' }).click();
    const main = moderator.getByRole('main', { name: 'Auction setup' });
    await main.getByRole('button', { name: 'Paste a table…' }).click();
    await main.getByLabel(/^Rows from a spreadsheet/).fill(PASTED);
    await main.getByRole('button', { name: 'Take these rows' }).click();
    await main.getByLabel('Format').selectOption('english');
    await main.getByLabel('Title').fill('Two facilities, bid by bid');
    await main.getByLabel('Increment', { exact: true }).fill('0.05');
    await main.getByRole('button', { name: 'Another increment from a price on' }).click();
    await main.getByLabel('From price, row 2').fill('3');
    await main.getByLabel('Increment, row 2').fill('0.10');
    await main.getByText('at least $0.05, from $3.00 on $0.10').waitFor();
    await main.getByLabel('A change of the lead near the close').selectOption('survival');
    await main.getByText('Set the longest that a lot may be open.').waitFor();
    await main.getByLabel('A change of the lead near the close').selectOption('close-plus');
    await main.getByLabel('Close after the opening, seconds').fill('1800');
    await main.getByLabel('Near the close: the last seconds').fill('300');
    await main.getByLabel('Extension, seconds').fill('20');
    await main.getByText('has 20 s to answer; people need 30 s').waitFor();
    await main.getByLabel('Extension, seconds').fill('300');
    await main.getByText('Nothing to remark.').waitFor();
    expect(await accessibilityProblems(moderator, 'all', '#sheet')).toEqual([]);
    // Skipped minutes are no outage.
    await main.getByLabel('Outage that is passed over, seconds').fill('3600');
    await main.getByRole('button', { name: 'Save as a draft' }).click();
    await act(moderator, /^Schedule/, 'Schedule now');
  });

  it('teams accept the rules, and the lots open together', async () => {
    [northwind, harbor, watcher] = await Promise.all([
      enter('northwind-lead'),
      enter('harbor-lead'),
      enter('public'),
    ]);
    await Promise.all([northwind, harbor].map(acceptRules));
    await act(moderator, /^Start all lots · 30:00/, 'Start now');
    await formOn(northwind).waitFor();
    await formOn(harbor).waitFor();
  });

  it('a limit leads with as little as it takes, and nobody else sees it', async () => {
    const [mine, theirs] = [formOn(northwind), formOn(harbor)];
    await mine.getByLabel('A limit, seen by nobody else').check();
    await mine.getByLabel('At most, $ a piece').fill('2.80');
    await mine.getByRole('button', { name: 'Leave limit $2.80' }).click();
    await meant(mine, 'It goes beyond $2.50; the next price that is taken is $2.40.');
    await mine.getByText('Recorded: a limit of $2.80 on Tulsa').waitFor();
    await theirs.getByText('$2.45 or more is taken').waitFor();
    await theirs.getByLabel('$ a piece', { exact: true }).fill('2.44');
    await theirs.getByText('At least $2.45 is taken.').waitFor();
    await theirs.getByLabel('$ a piece', { exact: true }).press('ArrowUp');
    await theirs.getByRole('button', { name: 'Bid $2.49' }).waitFor();
    await theirs.getByRole('button', { name: '2.45', exact: true }).click();
    await theirs.getByRole('button', { name: 'Bid $2.45' }).click();
    await rowOf(harbor, 'Tulsa').getByText('outbid').waitFor();
    await rowOf(northwind, 'Tulsa').getByText('we lead').waitFor();
    for (const page of [harbor, watcher, moderator]) {
      await rowOf(page, 'Tulsa').first().getByText('2.50').waitFor();
      expect(await page.locator('body').innerText()).not.toContain('2.80');
    }
  });

  it('a change of the lead near the close moves it, and who is outbid is told at once', async () => {
    live.time.skip(26 * MINUTE_MS);
    const theirs = formOn(harbor);
    await theirs.getByText('A change of the lead at this moment moves the close to').waitFor();
    await theirs.getByLabel('A limit, seen by nobody else').check();
    await theirs.getByLabel('At most, $ a piece').fill('3.00');
    await theirs.getByRole('button', { name: 'Leave limit $3.00' }).click();
    await meant(theirs, 'It goes beyond $2.65');
    for (const page of [northwind, harbor, watcher, moderator]) {
      await rowOf(page, 'Tulsa').first().getByText('extended 1×').waitFor();
    }
    const alarm = northwind.locator('[aria-live="assertive"]', { hasText: 'outbid' });
    expect(await alarm.textContent()).toBe('You were outbid on Tulsa: the lead is at $2.85.');
    await watcher.getByText('Tulsa: the lead is at $2.85').first().waitFor();
    await watcher.getByText('Tulsa: the close moves to').first().waitFor();
    expect(await accessibilityProblems(northwind, 'all', '#clock')).toEqual([]);
  });

  it('each lot closes for itself, and awards stand in the sheets', async () => {
    live.time.skip(5 * MINUTE_MS);
    await rowOf(watcher, 'Boise').first().getByText('■ closed').waitFor();
    await rowOf(watcher, 'Tulsa').first().getByText('extended 1×').waitFor();
    expect(await rowOf(watcher, 'Tulsa').first().innerText()).not.toContain('closed');
    live.time.skip(5 * MINUTE_MS);
    await act(moderator, /^Certify the awards/, 'Certify now');
    await harbor.locator('[data-term="award-price.tul"]').getByText('2.85').first().waitFor();
    await harbor.locator('[data-term="award-volume.tul"]').getByText('400').first().waitFor();
    await watcher.getByText('Not sold: Boise.').waitFor();
    expect(opened.flatMap(({ problems }) => problems)).toEqual([]);
  });
});
