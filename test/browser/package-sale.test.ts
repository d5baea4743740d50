// Package bids in the page: packages of several lots that nobody sees before the award, changed and taken back until the
// cut-off; the award, computed in its thread, with what each may know of it. Rules are set up by command.

import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEFAULT_RULES } from '../../shared/auction/default-rules.ts';
import type { AuctionCommand, Lot } from '../../shared/auction/types.ts';
import { SYSTEM } from '../../shared/kernel/decider.ts';
import { durationMs } from '../../shared/kernel/units.ts';
import { DEMO_AUCTION_ID, DEMO_ROOM_ID } from '../../shared/room/demo.ts';
import type { SeatPage } from '../support/browser.ts';
import { accessibilityProblems, launchBrowser, openPage } from '../support/browser.ts';
import type { LiveServer } from '../support/live-server.ts';
import { startLive } from '../support/live-server.ts';
import { lot } from '../support/auction.ts';

const LOTS: readonly Lot[] = [
  lot('tul', 4, 1_000, { name: 'Tulsa' }),
  lot('boi', 4, 1_000, { name: 'Boise', capBlocks: 3 }),
];
const RULES = {
  ...DEFAULT_RULES.package,
  maximumPackages: 2,
  // A skipped half hour is no outage.
  outageMs: durationMs(3_600_000),
};

let live: LiveServer;
let browser: Browser;
const opened: SeatPage[] = [];
let [northwind, harbor, cascade, watcher, moderator] = [] as unknown as [
  Page,
  Page,
  Page,
  Page,
  Page,
];

const on = async (command: AuctionCommand): Promise<void> => {
  const { hosts, chance } = live.server.context;
  const room = hosts.room(DEMO_ROOM_ID);
  const { state } = await room.confirmed();
  const type = state.auctions['packages'] ? 'Auction' : 'AddAuction';
  const given = { type, auctionId: 'packages', command } as Parameters<typeof room.submit>[2];
  const answer = await room.submit(chance.id(), SYSTEM, given);
  if (!answer.ok) throw new Error(answer.rejection.code);
};

const enter = async (seatId: string): Promise<Page> => {
  const seat = await openPage(browser, await live.link(seatId));
  opened.push(seat);
  await seat.page.getByText('● live').waitFor();
  return seat.page;
};

/** The form of a package, new or known. */
const formOf = (page: Page, name: RegExp): Locator => page.getByRole('form', { name });

interface Typed {
  readonly tulsa: string;
  readonly boise: string;
  readonly total: string;
}

const compose = async (form: Locator, { tulsa, boise, total }: Typed): Promise<void> => {
  await form.getByLabel('Blocks of Tulsa').fill(tulsa);
  await form.getByLabel('Blocks of Boise').fill(boise);
  await form.getByLabel(/^Total/).fill(total);
};

beforeAll(async () => {
  live = await startLive();
  const { hosts, chance } = live.server.context;
  const cancelled = { type: 'CancelAuction', reason: 'Held as packages' } as const;
  await hosts.room(DEMO_ROOM_ID).submit(chance.id(), SYSTEM, {
    type: 'Auction',
    auctionId: DEMO_AUCTION_ID,
    command: cancelled,
  });
  await on({ type: 'DraftAuction', rules: RULES, lots: LOTS, reservesMills: {} });
  await on({ type: 'ScheduleAuction' });
  const { state } = await hosts.room(DEMO_ROOM_ID).confirmed();
  const rulesHash = state.auctions['packages']?.rulesHash ?? '';
  for (const teamId of ['northwind', 'harbor', 'cascade']) {
    await on({ type: 'AcceptRules', teamId, rulesHash });
  }
  browser = await launchBrowser();
  [northwind, harbor, cascade, watcher, moderator] = await Promise.all([
    enter('northwind-lead'),
    enter('harbor-lead'),
    enter('cascade-lead'),
    enter('public'),
    enter('moderator'),
  ]);
});

afterAll(async () => {
  await browser.close();
  await live.close();
});

describe('[UI56] package bids on the page', { timeout: 300_000 }, () => {
  it('the moderator starts the round, and a package is composed, checked as the server would', async () => {
    await moderator.getByRole('button', { name: /^Start the package round/ }).click();
    await moderator.getByRole('button', { name: 'Start now' }).click();
    const form = formOf(northwind, /^New package p1/);
    await compose(form, { tulsa: '4', boise: '4', total: '9' });
    await form.getByText('Boise: One bidder may ask for at most 3 blocks').waitFor();
    await compose(form, { tulsa: '4', boise: '2', total: '5.99' });
    await form
      .getByText('A package is worth at least its blocks at opening prices, here $6.00')
      .waitFor();
    await form.getByRole('button', { name: 'opening prices, 6.00' }).click();
    // 302 days × 100 pieces × $6.00.
    await form.getByText('$181,200').waitFor();
    await form.getByLabel(/^Total/).fill('9');
    await form.getByText('$1.50', { exact: true }).waitFor();
    await form.getByLabel(/^Walk-away price/).fill('8.75');
    await form.getByText('▲ $0.25 beyond it').waitFor();
    await form.getByText('Wins from, as far as is published').waitFor();
    await form.getByRole('button', { name: 'Offer the package at $9.00' }).click();
    await form.getByText('$9.00 is $0.25 beyond your walk-away price of $8.75.').waitFor();
    await form.getByRole('button', { name: 'Yes' }).click();
    await northwind.getByText('Recorded: package p1, 4 Tulsa, 2 Boise for $9.00.').waitFor();
    await northwind.getByText('● 1 package').first().waitFor();
    expect(await accessibilityProblems(northwind, 'all', '#clock')).toEqual([]);
  });

  it('packages are changed, copied and taken back until the cut-off; nobody else sees them', async () => {
    const first = formOf(harbor, /^New package p1/);
    await compose(first, { tulsa: '4', boise: '', total: '5.50' });
    await first.getByRole('button', { name: /^Offer the package/ }).click();
    await harbor.getByRole('button', { name: 'Change package p1' }).click();
    const change = formOf(harbor, /^Change package p1/);
    await change.getByLabel(/^Total/).fill('5.00');
    await change.getByRole('button', { name: 'Replace p1 at $5.00' }).click();
    await harbor.getByText('Recorded: package p1, 4 Tulsa for $5.00.').waitFor();
    await harbor.getByRole('button', { name: 'Copy package p1' }).click();
    const copy = formOf(harbor, /^New package p2/);
    // A mill more than the own package of the same blocks, which brings 1.00 above opening prices.
    await copy.getByText('$5.001').waitFor();
    await copy.getByLabel('Blocks of Boise').fill('1');
    await copy.getByLabel(/^Total/).fill('6.25');
    await copy.getByRole('button', { name: /^Offer the package/ }).click();
    await harbor.getByText('Recorded: package p2').waitFor();
    const third = formOf(harbor, /^New package p3/);
    await compose(third, { tulsa: '1', boise: '', total: '1.50' });
    await third.getByText('You have 2 packages, as many as the rules take.').waitFor();
    await harbor.getByRole('button', { name: 'Take back package p2' }).click();
    await harbor.getByText('Recorded: package p2 is taken back.').waitFor();
    await harbor.getByRole('heading', { name: 'Our packages · 1 of 2' }).waitFor();
    const rival = formOf(cascade, /^New package p1/);
    await compose(rival, { tulsa: '', boise: '3', total: '4.50' });
    await rival.getByRole('button', { name: /^Offer the package/ }).click();
    await cascade.getByText('Recorded: package p1').waitFor();
    await moderator.getByText('Packages are sealed until the award.').waitFor();
    // The side that sells and the regulator have no more before the award than anybody else.
    const [seller, regulator] = await Promise.all([enter('usps-lead'), enter('regulator')]);
    for (const page of [seller, regulator])
      await page.getByText('sealed until the award').waitFor();
    for (const page of [northwind, watcher, moderator, seller, regulator]) {
      const text = await page.locator('#clock').innerText();
      for (const secret of ['5.50', '5.00', '6.25', '4.50']) expect(text).not.toContain(secret);
    }
  });

  it('each viewer learns of the award what is its own: payment, reason with the total and numbers, all of it, or the lots', async () => {
    live.time.skip(RULES.roundMs);
    // 9.00 brings 3.00 above opening prices. Beside it 2 Boise are left, so that 1.00 and 1.50 must give way.
    await northwind.getByText('Your team won and pays $9.00').waitFor();
    await northwind
      .getByRole('region', { name: /^Our awards/ })
      .getByText('$90,600')
      .waitFor();
    const course = harbor.getByRole('region', { name: 'The choice' });
    await course.getByText('Why your team gets nothing').waitFor();
    await course.getByText('6 of 8 blocks were sold.').waitFor();
    // 3.006 above opening prices (a mill a block) less Cascade's 1.503 and Harbor's own 1.004, and a mill more: 0.50.
    await course.getByText(/at a total of \$5\.50, all else being equal: \$0\.50 more/).waitFor();
    await course.getByText('Ahead of you: winner 1.').waitFor();
    const text = await harbor.locator('#clock').innerText();
    for (const rivals of ['9.00', '4.50', 'Northwind', 'Cascade'])
      expect(text).not.toContain(rivals);
    const teams = moderator.getByRole('region', { name: 'Teams' });
    await teams.getByText('1 of 1 package').first().waitFor();
    await moderator.getByText('1 package, pays $9.00').click();
    await moderator
      .getByRole('table', { name: 'Packages of Northwind' })
      .getByText('won')
      .waitFor();
    const seller = await enter('usps-lead');
    await seller.getByText('1 package, pays $9.00').waitFor();
    await seller.getByText('1 package, none won').first().waitFor();
    await watcher.getByText('6 of 8 blocks were sold.').waitFor();
    const seen = await watcher.locator('#clock').innerText();
    for (const hidden of ['9.00', '5.00', '4.50', 'Harbor']) expect(seen).not.toContain(hidden);
    for (const page of [harbor, moderator]) {
      expect(await accessibilityProblems(page, 'all', '#clock')).toEqual([]);
    }
    expect(opened.flatMap(({ problems }) => problems)).toEqual([]);
  });
});
