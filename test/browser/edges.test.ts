// What happens at the edges, in a real browser: the line goes and comes back, a tab is closed before anything was
// sent, an edit meets a lock, a seat is taken back. Nothing typed may be lost, and the page says how things stand.

import type { BrowserContext, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { stageForFile } from '../support/stage.ts';

const stage = stageForFile();

interface Seated {
  readonly context: BrowserContext;
  readonly page: Page;
}

const seat = async (seatId: string): Promise<Seated> => {
  const context = await stage.browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  await page.goto(await stage.live.link(seatId));
  await page.getByText('● live').waitFor();
  return { context, page };
};

const clause = (page: Page, termId: string) => page.locator(`[data-term="${termId}"]`);

const typeAtEnd = async (page: Page, termId: string, text: string): Promise<void> => {
  await clause(page, termId).locator('.ProseMirror[contenteditable="true"]').click();
  await page.keyboard.press('Control+End');
  await page.keyboard.type(text);
};

const accept = (page: Page, termId: string) =>
  clause(page, termId).getByRole('button', { name: 'Accept this text' }).click();

const isSaved = (page: Page) => page.locator('main').getByText('✓ Saved').waitFor();

const keptDatabases = (page: Page): Promise<number> =>
  page.evaluate('indexedDB.databases().then((found) => found.length)');

describe('[UI31] text at the edges', { timeout: 300_000 }, () => {
  it('typed without a line it survives the end of the tab, and is merged on return', async () => {
    const [carrier, shipper] = [await seat('usps-lead'), await seat('northwind-member')];
    await carrier.page.getByRole('button', { name: /^Northwind Retail/ }).click();
    await isSaved(shipper.page);
    const room = shipper.page.url();

    await shipper.context.setOffline(true);
    await typeAtEnd(shipper.page, 'price-peak', ' Written without a line.');
    await shipper.page.locator('main').getByText('Saving…').waitFor();
    await typeAtEnd(carrier.page, 'price-peak', ' Written meanwhile.');
    await shipper.page.close();
    await shipper.context.setOffline(false);

    const again = await shipper.context.newPage();
    await again.goto(room);
    for (const page of [again, carrier.page]) {
      await clause(page, 'price-peak').getByText('Written without a line.').waitFor();
      await clause(page, 'price-peak').getByText('Written meanwhile.').waitFor();
    }
    await isSaved(again);

    expect(await keptDatabases(again)).toBeGreaterThan(0);
    await again.getByRole('button', { name: 'Sign out' }).click();
    await again.getByText('A demonstration room.').waitFor();
    await again.waitForFunction('indexedDB.databases().then((found) => found.length === 0)');
    await Promise.all([carrier, shipper].map(({ context }) => context.close()));
  });

  it('[UI25] an edit that meets a lock becomes a draft with its table, and goes back in once reopened', async () => {
    const [carrier, lead, member] = [
      await seat('usps-lead'),
      await seat('harbor-lead'),
      await seat('harbor-member'),
    ];
    await carrier.page.getByRole('button', { name: /^Harbor Parcel/ }).click();
    await isSaved(member.page);
    const bar = member.page.getByRole('toolbar', { name: /^Text of/ });
    await clause(member.page, 'parties-notices').locator('.ProseMirror').click();
    await bar.waitFor();
    await member.context.setOffline(true);
    await typeAtEnd(member.page, 'parties-notices', ' Too late for this.');
    await bar.getByRole('button', { name: 'Table', exact: true }).click();
    await member.page.keyboard.type('By courier');
    await typeAtEnd(member.page, 'price-scope', ' In an open clause.');
    await accept(carrier.page, 'parties-notices');
    await clause(lead.page, 'parties-notices').getByText('accepts this text').waitFor();
    await accept(lead.page, 'parties-notices');
    await clause(carrier.page, 'parties-notices').getByText('agreed').first().waitFor();
    await member.context.setOffline(false);

    const card = (termId: string) =>
      clause(member.page, termId).getByRole('complementary', { name: 'Your text was not taken' });
    await card('parties-notices').getByText('This clause is agreed and locked').waitFor();
    await card('parties-notices').getByText('Too late for this.').waitFor();
    await card('parties-notices').locator('td', { hasText: 'By courier' }).waitFor();
    expect(
      await card('parties-notices').getByRole('button', { name: 'Put it back' }).isDisabled(),
    ).toBe(true);
    await card('price-scope').getByText('together with an edit of a locked clause').waitFor();
    await card('price-scope').getByRole('button', { name: 'Put it back' }).click();
    await clause(carrier.page, 'price-scope').getByText('In an open clause.').waitFor();

    await clause(lead.page, 'parties-notices').getByRole('button', { name: 'Reopen…' }).click();
    await clause(lead.page, 'parties-notices').getByRole('textbox').last().fill('One more thing');
    await clause(lead.page, 'parties-notices').getByRole('button', { name: 'Reopen' }).click();
    await card('parties-notices').getByRole('button', { name: 'Put it back' }).click();
    const back = clause(carrier.page, 'parties-notices').locator('.ProseMirror');
    await back.getByText('Too late for this.').waitFor();
    await back.locator('td', { hasText: 'By courier' }).waitFor();
    expect(await back.locator('td').count()).toBe(9);
    await isSaved(member.page);
    await Promise.all([carrier, lead, member].map(({ context }) => context.close()));
  });
});

describe('[UI32] lines and seats at the edges', { timeout: 300_000 }, () => {
  it('without a line the page says so and bidding is off; it comes back by itself', async () => {
    const [moderator, bidder] = [await seat('moderator'), await seat('northwind-lead')];
    await bidder.page.getByRole('button', { name: 'Accept these rules' }).click();
    await moderator.page.getByRole('button', { name: /^Start round 1/ }).click();
    await moderator.page.getByRole('button', { name: 'Start now' }).click();
    const form = bidder.page.getByRole('form', { name: /^Bid/ });
    const bidButton = (isOff: 'true' | 'false') =>
      form.locator(`button[aria-disabled="${isOff}"]`, { hasText: /^Bid$/ });
    await form.getByLabel('Blocks').fill('2');
    await form.getByLabel('$ a piece', { exact: true }).fill('2.40');
    await bidButton('false').waitFor();

    await bidder.context.setOffline(true);
    await bidder.page.getByText('▲ reconnecting').waitFor();
    await bidButton('true').waitFor();
    await form.getByText('line').first().waitFor();
    expect(await form.getByLabel('Blocks').inputValue()).toBe('2');

    await bidder.context.setOffline(false);
    await bidder.page.getByText('● live').waitFor();
    expect(await form.getByLabel('Blocks').inputValue()).toBe('2');
    await form.getByRole('button', { name: 'Bid', exact: true }).click();
    await form.getByText('Recorded: 2 blocks').waitFor();
    await Promise.all([moderator, bidder].map(({ context }) => context.close()));
  });

  it('a seat that is taken back is told so at once, and nothing of the room stays', async () => {
    const bidder = await seat('cascade-member');
    const { hosts, chance } = stage.live.server.context;
    await hosts
      .room('usps-2026')
      .submit(
        chance.id(),
        { kind: 'seat', seatId: 'moderator' },
        { type: 'RevokeSeat', seatId: 'cascade-member', reason: 'left the company' },
      );
    await bidder.page.getByRole('heading', { name: /taken back/ }).waitFor();
    expect(await bidder.page.getByText('Jackson Heights').count()).toBe(0);
    await bidder.context.close();
  });
});

describe('[UI33] setting up from the room', { timeout: 300_000 }, () => {
  it('the moderator adds a seat, and its invite link lets somebody in', async () => {
    const moderator = await seat('moderator');
    await moderator.page.getByRole('button', { name: 'Seats and invites' }).click();
    const main = moderator.page.getByRole('main', { name: 'Seats and invites' });
    await main.getByLabel('New seat, the person’s name').fill('Ines Duarte');
    await main.getByLabel('Role').selectOption({ label: 'public observer' });
    await main.getByRole('button', { name: 'Add seat' }).click();
    await main.getByRole('button', { name: 'Invite link for Ines Duarte' }).click();
    const link = await main.getByRole('textbox', { name: /Ines Duarte/ }).inputValue();

    const guest = await stage.browser.newContext();
    const page = await guest.newPage();
    await page.goto(link);
    await page.getByText('● live').waitFor();
    await page.getByText('Jackson Heights').first().waitFor();
    await Promise.all([guest, moderator.context].map((context) => context.close()));
  });
});

describe('[REF1] references in a clause', { timeout: 300_000 }, () => {
  it('read as words, and stand as they are written while somebody writes at them', async () => {
    const { page } = await seat('harbor-member');
    const parties = clause(page, 'parties-affiliates');
    const shown = parties.locator('.reference');
    await shown.waitFor({ state: 'attached' });
    const words = (): Promise<string> =>
      shown.evaluate((element) => getComputedStyle(element, '::after').content);
    expect(await words()).toBe('"section 4"');

    await parties.locator('.ProseMirror').click();
    await page.keyboard.press('Control+End');
    await page.keyboard.press('ArrowLeft');
    await shown.waitFor({ state: 'detached' });
    await parties.getByText('{ref:volume}').waitFor();

    await parties.getByRole('heading').click();
    await shown.waitFor({ state: 'attached' });
    expect(await words()).toBe('"section 4"');
  });
});
