// A bidder's pad in a real browser, beside the clock: a walk-away price that asks before a bid goes beyond it, stays on
// this device over a reload and never reaches the server, and eligibility for quantities that are tried.

import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AuctionCommand } from '../../shared/auction/types.ts';
import { SYSTEM } from '../../shared/kernel/decider.ts';
import { DEMO_AUCTION_ID, DEMO_ROOM_ID } from '../../shared/room/demo.ts';
import type { SeatPage } from '../support/browser.ts';
import { accessibilityProblems, launchBrowser, openPage } from '../support/browser.ts';
import type { LiveServer } from '../support/live-server.ts';
import { startLive } from '../support/live-server.ts';

let live: LiveServer;
let browser: Browser;
let seat: SeatPage;
let page: Page;
const sent: string[] = [];

const on = async (command: AuctionCommand): Promise<void> => {
  const { hosts, chance } = live.server.context;
  const given = { type: 'Auction', auctionId: DEMO_AUCTION_ID, command } as const;
  const answer = await hosts.room(DEMO_ROOM_ID).submit(chance.id(), SYSTEM, given);
  if (!answer.ok) throw new Error(answer.rejection.code);
};

beforeAll(async () => {
  live = await startLive();
  const { state } = await live.server.context.hosts.room(DEMO_ROOM_ID).confirmed();
  const rulesHash = state.auctions[DEMO_AUCTION_ID]?.rulesHash ?? '';
  await on({ type: 'AcceptRules', teamId: 'northwind', rulesHash });
  await on({ type: 'StartAuction' });
  browser = await launchBrowser();
  seat = await openPage(browser, await live.link('northwind-lead'));
  page = seat.page;
  page.on('websocket', (socket) => {
    socket.on('framesent', ({ payload }) => sent.push(String(payload)));
  });
  page.on('request', (request) => sent.push(request.postData() ?? ''));
  await page.getByText('● live').waitFor();
});

afterAll(async () => {
  await browser.close();
  await live.close();
});

describe('[UI57] the pad of a bidder in the page', { timeout: 300_000 }, () => {
  it('shows the margin while typing, and asks before a bid goes beyond the walk-away price', async () => {
    const form = page.getByRole('form', { name: 'Bid on Jackson Heights' });
    await form.getByLabel('Walk-away price').fill('2.317');
    await form.getByRole('textbox', { name: 'Blocks' }).fill('2');
    // 2 blocks × 100 pieces × 302 days × $0.083.
    await form.getByText('▲ $0.083 beyond it, $5,013 a year').waitFor();
    await form.getByRole('button', { name: 'Bid', exact: true }).click();
    const question = form.getByRole('alertdialog');
    await question.getByText('beyond your walk-away price of $2.317').waitFor();
    await question.getByRole('button', { name: 'Correct it' }).click();
    const before = await live.server.context.hosts.room(DEMO_ROOM_ID).confirmed();
    expect(JSON.stringify(before.state.auctions)).not.toContain('"quantityBlocks":2');
    expect(await accessibilityProblems(page, 'all', '#clock')).toEqual([]);
    await form.getByRole('button', { name: 'Bid', exact: true }).click();
    await form.getByRole('button', { name: 'Yes' }).click();
    await form.getByText('Recorded: 2 blocks of Jackson Heights at $2.40.').waitFor();
  });

  it('[UI58] eligibility after the round is worked out for quantities that are tried', async () => {
    const form = page.getByRole('form', { name: 'Bid on Jackson Heights' });
    await form.getByText('What if?').click();
    await form.getByText('2 points used.').waitFor();
    const tried = form.getByLabel('Jackson Heights, 1 point a block');
    await tried.fill('6');
    await form.getByText('Next round you have 6 points, as now.').waitFor();
    await tried.fill('7');
    await form.getByText('These quantities need 7 points, and you have 6.').waitFor();
  });

  it('is there after a reload, was never sent, and is gone after signing out', async () => {
    await page.reload();
    const form = page.getByRole('form', { name: 'Bid on Jackson Heights' });
    await form.getByText('Margin').waitFor();
    expect(await form.getByLabel('Walk-away price').inputValue()).toBe('2.317');
    expect(sent.join('\n')).toContain('PlaceBid');
    expect(sent.join('\n')).not.toMatch(/2\.?317/);
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.waitForURL((url) => !url.pathname.includes('usps-2026'));
    expect(await page.evaluate('Object.keys(localStorage).join()')).not.toContain('parley-pad:');
    expect(seat.problems).toEqual([]);
  });
});
