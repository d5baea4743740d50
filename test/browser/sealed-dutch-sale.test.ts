// Sealed rounds and a Dutch auction in the page: offers of steps that nobody sees before the cut-off, scored and opened;
// a falling price that is stopped by one button. The rules are set up by command; their forms are tested apart.

import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEFAULT_RULES } from '../../shared/auction/default-rules.ts';
import type { AuctionCommand, Lot, Rules } from '../../shared/auction/types.ts';
import { SYSTEM } from '../../shared/kernel/decider.ts';
import { durationMs, mills } from '../../shared/kernel/units.ts';
import { DEMO_AUCTION_ID, DEMO_ROOM_ID } from '../../shared/room/demo.ts';
import type { SeatPage } from '../support/browser.ts';
import { accessibilityProblems, launchBrowser, openPage } from '../support/browser.ts';
import type { LiveServer } from '../support/live-server.ts';
import { startLive } from '../support/live-server.ts';
import { lot } from '../support/auction.ts';

/** Long, so that only the test moves the price. */
const STEP_MS = 600_000;
const LOTS: readonly Lot[] = [lot('tul', 12, 2_400, { name: 'Tulsa', capBlocks: 8 })];
// A skipped half hour is no outage.
const outageMs = durationMs(3_600_000);
const SEALED = {
  ...DEFAULT_RULES.sealed,
  outageMs,
  scoring: {
    millsPerPoint: mills(2),
    attributes: [
      {
        id: 'tender',
        name: 'Tender time',
        options: [
          { id: 'early', name: 'before 06:00', points: 40 },
          { id: 'late', name: 'before 07:00', points: 10 },
        ],
      },
    ],
  },
};
const DUTCH = { ...DEFAULT_RULES.dutch, stepMs: durationMs(STEP_MS), outageMs };

let live: LiveServer;
let browser: Browser;
const opened: SeatPage[] = [];
let [northwind, harbor, watcher] = [] as unknown as [Page, Page, Page];

const on = async (auctionId: string, command: AuctionCommand): Promise<void> => {
  const { hosts, chance } = live.server.context;
  const room = hosts.room(DEMO_ROOM_ID);
  const { state } = await room.confirmed();
  const type = state.auctions[auctionId] ? 'Auction' : 'AddAuction';
  const given = { type, auctionId, command } as Parameters<typeof room.submit>[2];
  const answer = await room.submit(chance.id(), SYSTEM, given);
  if (!answer.ok) throw new Error(answer.rejection.code);
};

/** Drafted, accepted by both teams, and open. */
const open = async (auctionId: string, rules: Rules): Promise<void> => {
  await on(auctionId, { type: 'DraftAuction', rules, lots: LOTS, reservesMills: {} });
  await on(auctionId, { type: 'ScheduleAuction' });
  const { state } = await live.server.context.hosts.room(DEMO_ROOM_ID).confirmed();
  const rulesHash = state.auctions[auctionId]?.rulesHash ?? '';
  for (const teamId of ['northwind', 'harbor']) {
    await on(auctionId, { type: 'AcceptRules', teamId, rulesHash });
  }
  await on(auctionId, { type: 'StartAuction' });
};

const enter = async (seatId: string): Promise<Page> => {
  const seat = await openPage(browser, await live.link(seatId));
  opened.push(seat);
  await seat.page.getByText('● live').waitFor();
  return seat.page;
};

beforeAll(async () => {
  live = await startLive();
  await on(DEMO_AUCTION_ID, { type: 'CancelAuction', reason: 'Held in other formats' });
  await open('sealed', SEALED);
  browser = await launchBrowser();
  [northwind, harbor, watcher] = await Promise.all([
    enter('northwind-lead'),
    enter('harbor-lead'),
    enter('public'),
  ]);
});

afterAll(async () => {
  await browser.close();
  await live.close();
});

describe('[UI54] sealed rounds on the page', { timeout: 300_000 }, () => {
  it('a schedule is checked as the server would, with totals and its own score', async () => {
    const form = northwind.getByRole('form', { name: 'Offer for Tulsa' });
    await form.getByLabel('Blocks, step 1').fill('4');
    await form.getByLabel('$ a piece, step 1').fill('2.60');
    await form.getByRole('button', { name: 'Another step' }).click();
    await form.getByLabel('Blocks, step 2').fill('6');
    await form.getByLabel('$ a piece, step 2').fill('2.60');
    await form.getByText('Step 2 must have a worse price').waitFor();
    await form.getByLabel('$ a piece, step 2').fill('2.50');
    await form.getByText('at most 8 blocks of this lot').waitFor();
    await form.getByLabel('Blocks, step 2').fill('3');
    // 302 days × 100 pieces × (4 × 2.60 + 3 × 2.50), and 40 points at $0.002.
    await form.getByText('7 blocks · $540,580 a year').waitFor();
    await form.getByText('$0.08 a piece').waitFor();
    await form.getByText('2.68').waitFor();
    await form.getByRole('button', { name: 'Offer 7 blocks' }).click();
    await form.getByText('What is typed is not sent yet.').waitFor({ state: 'hidden' });
    await form.getByText(/✓ Received [^]*4 at 2.60, 3 at 2.50/).waitFor();
    expect(await accessibilityProblems(northwind, 'all', '#clock')).toEqual([]);
  });

  it('an offer is replaced, taken back and made again until the cut-off, seen by nobody else', async () => {
    const form = harbor.getByRole('form', { name: 'Offer for Tulsa' });
    const offer = async (price: string, verb: RegExp): Promise<void> => {
      await form.getByLabel('Blocks, step 1').fill('8');
      await form.getByLabel('$ a piece, step 1').fill(price);
      await form.getByRole('button', { name: verb }).click();
      await form.getByText(new RegExp(`✓ Received [^]*8 at ${price}`)).waitFor();
    };
    await offer('2.45', /^Offer 8/);
    await offer('2.55', /^Replace by 8/);
    await form.getByRole('button', { name: 'Take the offer back' }).click();
    await form.getByText('Nothing is received for this lot yet.').waitFor();
    await offer('2.55', /^Offer 8/);
    const moderator = await enter('moderator');
    await moderator.getByText('Offers are sealed until the cut-off.').waitFor();
    for (const page of [northwind, watcher, moderator]) {
      expect(await page.locator('#clock').innerText()).not.toContain('2.55');
    }
    live.time.skip(SEALED.roundMs);
    // By score: 4 at 2.68, 8 at 2.63, and nothing is left for 3 at 2.58.
    const teams = moderator.getByRole('region', { name: 'Teams' });
    await teams.getByText('offered 4 at 2.60, 3 at 2.50').waitFor();
    await expect.poll(() => teams.innerText()).toMatch(/● 8[^]*● 4/);
    const ours = northwind.getByRole('region', { name: /^Our awards/ });
    await ours.getByText('$314,080').first().waitFor();
  });
});

describe('[UI55] a Dutch auction on the page', { timeout: 300_000 }, () => {
  it('one button takes a quantity at the price that stands, and the clock is set back', async () => {
    await open('dutch', DUTCH);
    const form = northwind.getByRole('form', { name: 'Take of Tulsa' });
    await form.getByRole('button', { name: 'Take 1 block at $2.40' }).waitFor();
    live.time.skip(STEP_MS);
    await form.getByRole('button', { name: 'Take 1 block at $2.35' }).waitFor();
    const blocks = form.getByRole('textbox', { name: 'Blocks' });
    await blocks.fill('9');
    await form.getByText('Your team may take 8 blocks more of this lot.').waitFor();
    await blocks.fill('5');
    await blocks.press('Enter');
    await form.getByText('Recorded: 5 blocks of Tulsa at $2.35 or better.').waitFor();
    for (const page of [harbor, watcher]) {
      await page.getByRole('listitem').getByText('5 blocks at 2.35').waitFor();
      await page.getByText('Tulsa: 5 taken at $2.35, 7 left').first().waitFor();
    }
    await harbor.getByText('7 of 12 blocks left').waitFor();
    // The stop has set the clock back by the bump, but not beyond the opening price.
    await harbor.getByRole('button', { name: 'Take 1 block at $2.40' }).waitFor();
    expect(await accessibilityProblems(harbor, 'all', '#clock')).toEqual([]);
  });

  it('a take that another came before is refused with what is left, the rule and both clocks', async () => {
    // What the server tells this page is held back, so that it acts on what was true a moment ago.
    const held: (() => void)[] = [];
    let isHeld = false;
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    const page = await context.newPage();
    await page.routeWebSocket(/socket\.io/, (socket) => {
      const server = socket.connectToServer();
      server.onMessage((message) => {
        const pass = (): void => {
          socket.send(message);
        };
        if (isHeld) held.push(pass);
        else pass();
      });
    });
    await page.goto(await live.link('harbor-lead'));
    const form = page.getByRole('form', { name: 'Take of Tulsa' });
    await form.getByRole('textbox', { name: 'Blocks' }).fill('7');
    isHeld = true;
    const rival = northwind.getByRole('form', { name: 'Take of Tulsa' });
    await rival.getByRole('textbox', { name: 'Blocks' }).fill('3');
    await rival.getByRole('textbox', { name: 'Blocks' }).press('Enter');
    await rival.getByText('Recorded: 3 blocks of Tulsa').waitFor();
    await form.getByRole('button', { name: /^Take 7 blocks/ }).click();
    await form.getByRole('button', { name: 'Sending…' }).waitFor();
    isHeld = false;
    for (const pass of held) pass();
    const card = form.getByRole('region', { name: /Not taken/ });
    await card.getByText('Only 4 blocks of this lot are left.').waitFor();
    await card.getByText('DUT3, what is left').waitFor();
    await card.getByText('Your page sent it').waitFor();
    await card.getByText('The server decided').waitFor();
    expect(opened.flatMap(({ problems }) => problems)).toEqual([]);
  });
});
