// The demo sale in a real browser with seven seats: from invitation over three rounds to awards in the sheets, and
// agreement on a clause. The script of bids is the worked example of the rules; its prices must come out.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSqliteJournal } from '../../server/journal/sqlite.ts';
import type { Journal } from '../../server/ports.ts';
import { demoLinks } from '../../server/seed.ts';
import type { SeatPage } from '../support/browser.ts';
import { accessibilityProblems, launchBrowser, openPage } from '../support/browser.ts';
import type { LiveServer } from '../support/live-server.ts';
import { startLive } from '../support/live-server.ts';
import { SkippableTime } from '../support/skippable-time.ts';

const ROUND_MS = 180_000;
const SEATS = {
  moderator: 'Ruth Okafor',
  usps: 'Maria Reyes',
  northwind: 'Anna Lindqvist',
  harbor: 'Grace Mbeki',
  cascade: 'Yuki Tanaka',
  public: 'Public observer',
  regulator: 'Helen Marsh',
} as const;
type SeatName = keyof typeof SEATS;

let folder: string;
let journal: Journal;
let live: LiveServer;
let browser: Browser;
const time = new SkippableTime();
const seats = new Map<SeatName, SeatPage>();

const on = (name: SeatName): Page => {
  const seat = seats.get(name);
  if (!seat) throw new Error(`nobody sits at ${name}`);
  return seat.page;
};

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'parley-sale-'));
  journal = await openSqliteJournal({ folder, clock: time });
  live = await startLive({ time, journal });
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser.close();
  await live.close();
  await journal.close();
  rmSync(folder, { recursive: true });
});

const bid = async (name: SeatName, lot: string, [blocks, price]: readonly [number, string]) => {
  const page = on(name);
  const form = page.getByRole('form', { name: /^Bid/ });
  await form.getByLabel('Lot').selectOption({ label: lot });
  await form.getByLabel('Blocks').fill(String(blocks));
  await form.getByLabel(/\$ a piece/).fill(price);
  await form.getByRole('button', { name: 'Bid', exact: true }).click();
  await form.getByText(`Recorded: ${String(blocks)} block`).waitFor();
  await form.getByText(lot, { exact: false }).first().waitFor();
};

type Bids = Partial<
  Record<SeatName, { q: readonly [number, string]; n: readonly [number, string] }>
>;

const playRound = async (round: number, bids: Bids): Promise<void> => {
  const moderator = on('moderator');
  const next = round === 1 ? /^Start round 1/ : new RegExp(`^(Open|Start) round ${String(round)}`);
  await moderator.getByRole('button', { name: next }).click();
  await moderator.getByRole('button', { name: /^(Start|Open) now$/ }).click();
  await moderator.getByRole('button', { name: `Pause round ${String(round)}` }).waitFor();
  await Promise.all(
    Object.entries(bids).map(async ([name, { q, n }]) => {
      await bid(name as SeatName, 'Jackson Heights', q);
      await bid(name as SeatName, 'Newark', n);
    }),
  );
  time.skip(ROUND_MS);
};

const lotRow = (name: SeatName, lot: string) =>
  on(name)
    .getByRole('row', { name: new RegExp(`^${lot}`) })
    .first();

describe('[UI30] the demo sale with seven seats', () => {
  it('everybody comes in by the link that the start prints', { timeout: 300_000 }, async () => {
    const links = await demoLinks(live.server.context);
    for (const [name, person] of Object.entries(SEATS)) {
      const found = links.find(({ label }) => label.includes(person));
      if (found?.link === undefined) throw new Error(`no link for ${person}`);
      const seat = await openPage(browser, found.link);
      await seat.page.waitForURL(/\/rooms\/usps-2026\/seats\//);
      await seat.page.getByText('● live').waitFor();
      expect(seat.page.url()).not.toContain('#');
      seats.set(name as SeatName, seat);
    }
  });

  it('teams accept the rules before they can bid', { timeout: 300_000 }, async () => {
    for (const name of ['northwind', 'harbor', 'cascade'] as const) {
      await on(name).getByRole('button', { name: 'Accept these rules' }).click();
      await on(name).getByText('● accepted').first().waitFor();
    }
  });

  it('three rounds give the prices of the worked example', { timeout: 300_000 }, async () => {
    await playRound(1, {
      northwind: { q: [4, '2.40'], n: [2, '2.20'] },
      harbor: { q: [3, '2.40'], n: [3, '2.20'] },
      cascade: { q: [2, '2.40'], n: [2, '2.20'] },
    });
    await playRound(2, {
      northwind: { q: [4, '2.64'], n: [1, '2.30'] },
      harbor: { q: [2, '2.50'], n: [3, '2.42'] },
      cascade: { q: [2, '2.64'], n: [1, '2.35'] },
    });
    await playRound(3, {
      northwind: { q: [3, '2.80'], n: [1, '2.66'] },
      harbor: { q: [1, '2.80'], n: [3, '2.66'] },
      cascade: { q: [2, '2.90'], n: [0, '2.55'] },
    });
    for (const name of Object.keys(SEATS) as SeatName[]) {
      await lotRow(name, 'Jackson Heights').getByText('2.80', { exact: true }).waitFor();
      await lotRow(name, 'Newark').getByText('2.55', { exact: true }).waitFor();
    }
  });

  it(
    'certifying fills each winner’s sheet with price, volume and window',
    { timeout: 300_000 },
    async () => {
      const moderator = on('moderator');
      await moderator.getByRole('button', { name: /^Certify/ }).click();
      await moderator
        .getByRole('button', { name: /^Certify (now|the)/ })
        .last()
        .click();
      const wins = {
        northwind: { q1: ['2.80', '300'], n1: ['2.55', '100'] },
        harbor: { q1: ['2.80', '100'], n1: ['2.55', '300'] },
        cascade: { q1: ['2.80', '200'] },
      } as const;
      const award = on('northwind').locator('[data-term="award-price.q1"]');
      await award.locator('.lucide-gavel').nth(1).waitFor();
      for (const [name, lots] of Object.entries(wins)) {
        const sheet = on(name as SeatName).getByRole('main');
        const cell = (term: string, text: string) =>
          sheet.locator(`[data-term="${term}"]`).getByText(text).first().waitFor();
        for (const [lot, [price, volume]] of Object.entries(lots)) {
          await cell(`award-price.${lot}`, price);
          await cell(`award-volume.${lot}`, volume);
          await cell(`award-window.${lot}`, '05:00');
          await cell(`award-price.${lot}`, 'agreed');
        }
      }
    },
  );

  it('[VER1] closed rounds stand among the versions of the sheet, with what was agreed by then', async () => {
    const page = on('northwind');
    await page.getByText('More', { exact: true }).click();
    await page.getByRole('button', { name: 'Versions' }).click();
    const versions = page.getByRole('region', { name: 'Versions' });
    const options = versions.getByLabel('From').locator('option');
    await options.filter({ hasText: 'round 3 closed' }).waitFor({ state: 'attached' });
    const told = (await options.allTextContents()).map((text) => /round \d|clock/.exec(text)?.[0]);
    // One award a lot.
    expect(told.filter(Boolean)).toEqual(['round 1', 'round 2', 'round 3', 'clock', 'clock']);
    await versions.getByLabel('From').selectOption({ index: 3 });
    await versions.getByRole('row', { name: /Award price.*\$2\.80/ }).waitFor();
    await page.getByText('More', { exact: true }).click();
    await page.getByRole('button', { name: 'Versions' }).click();
    expect(await versions.count()).toBe(0);
  });

  it(
    'two sides type in one clause, see each other, agree, and the clause is locked',
    { timeout: 300_000 },
    async () => {
      const [carrier, shipper] = [on('usps'), on('northwind')];
      const clause = (page: Page) => page.locator('[data-term="parties-notices"]');
      await carrier
        .getByRole('button', { name: /^Northwind Retail/ })
        .first()
        .click();
      await clause(carrier).locator('.ProseMirror').click();
      await carrier.keyboard.press('Control+End');
      await carrier.keyboard.type(' Notices may also be left in this room.');
      await clause(shipper).getByText('Notices may also be left in this room.').waitFor();
      await clause(shipper).locator('.ProseMirror').click();
      await shipper.keyboard.press('Control+End');
      await shipper.keyboard.type(' Both parties agree.');
      await clause(carrier).getByText('Both parties agree.').waitFor();
      await clause(carrier).getByRole('button', { name: 'Accept this text' }).click();
      await clause(shipper).getByText('accepts this text').waitFor();
      await clause(shipper).getByRole('button', { name: 'Accept this text' }).click();
      for (const page of [carrier, shipper]) {
        await clause(page).getByText('agreed').first().waitFor();
        await clause(page).locator('.ProseMirror[contenteditable="false"]').waitFor();
      }
    },
  );

  it(
    '[AWD4] a value off the award is said before it is sent, asks for a reason, and is marked for both sides and the regulator',
    { timeout: 180_000 },
    async () => {
      const [carrier, shipper, regulator] = [on('usps'), on('northwind'), on('regulator')];
      const price = (page: Page) => page.locator('[data-term="award-price.q1"]');
      await regulator
        .getByRole('button', { name: /Northwind Retail/ })
        .first()
        .click();
      await price(carrier).getByRole('button', { name: 'Reopen…' }).click();
      await carrier.getByLabel(/^Why is “Award price” reopened/).fill('rebate for volume');
      await carrier.getByRole('button', { name: 'Reopen', exact: true }).click();
      await price(shipper).getByText('rebate for volume').waitFor();
      for (const page of [carrier, shipper]) {
        await price(page).locator('.chip', { hasText: 'open' }).waitFor();
      }
      await price(carrier).getByRole('gridcell').first().click();
      await carrier.getByLabel('Award price', { exact: true }).fill('2.70');
      await carrier.getByText('off-award: award said $2.80').waitFor();
      await carrier.getByRole('button', { name: 'Take this position' }).click();
      await carrier.getByText('This is not what the award said. Give a reason').waitFor();
      await carrier.getByLabel('Reason for going off the award').fill('rebate for volume');
      await carrier.getByRole('button', { name: 'Take this position' }).click();
      const gavels = (page: Page) => price(page).getByRole('gridcell').locator('.lucide-gavel');
      for (const page of [carrier, shipper]) {
        await price(page).getByText('off-award: award said $2.80, now $2.70').waitFor();
        // The sign of the award stands at no other value.
        expect(await gavels(page).count()).toBe(0);
      }
      await price(regulator).getByText('off-award: award said $2.80, now $2.70').waitFor();
      // A state in more words than its column is wide stays in the column.
      const [chip, cell] = await Promise.all([
        price(regulator).locator('.chip').boundingBox(),
        price(regulator).getByRole('gridcell').last().boundingBox(),
      ]);
      const right = (box: typeof chip): number => (box ? box.x + box.width : Number.NaN);
      expect(right(chip)).toBeLessThanOrEqual(right(cell));
      // The other side takes the value over, and is asked why it goes off the award, too.
      await price(shipper).getByRole('gridcell').nth(1).click();
      await shipper.getByLabel('Reason for going off the award').fill('agreed by phone');
      await shipper.getByRole('button', { name: 'Take this position' }).click();
      for (const page of [carrier, shipper, regulator]) {
        await price(page).getByText('agreed').first().waitFor();
        await price(page).getByText('off-award: award said $2.80, now $2.70').waitFor();
      }
    },
  );

  it('no page names a rival, and no page threw', async () => {
    const northwind = await on('northwind').content();
    for (const rival of ['Harbor', 'Cascade', 'Grace Mbeki', 'Yuki Tanaka']) {
      expect(northwind).not.toContain(rival);
    }
    const watched = await on('public').content();
    for (const bidder of ['Northwind', 'Harbor', 'Cascade']) expect(watched).not.toContain(bidder);
    expect(
      [...seats].flatMap(([name, { problems }]) => problems.map((p) => `${name}: ${p}`)),
    ).toEqual([]);
  });

  it('pages are accessible by axe, light and dark', { timeout: 240_000 }, async () => {
    const found: string[] = [];
    for (const name of ['moderator', 'usps', 'northwind', 'public'] as const) {
      for (const colorScheme of ['light', 'dark'] as const) {
        await on(name).emulateMedia({ colorScheme });
        const what = colorScheme === 'light' ? 'all' : 'colours';
        const problems = await accessibilityProblems(on(name), what);
        found.push(...problems.map((problem) => `${name} ${colorScheme}: ${problem}`));
      }
    }
    expect(found).toEqual([]);
  });

  it('on a phone nothing runs off the side, and every part is one tab away', async () => {
    const page = on('northwind');
    await page.setViewportSize({ width: 390, height: 844 });
    const wide: string[] = [];
    for (const tab of ['Clock', 'Sheet', 'Feed', 'Chat']) {
      await page.getByRole('button', { name: tab, exact: true }).click();
      const width = Number(await page.evaluate('document.documentElement.scrollWidth'));
      if (width > 390) wide.push(`${tab}: ${String(width)}`);
    }
    expect(wide).toEqual([]);

    // [UI100] A field that differs between two versions stands over its two values.
    await page.getByRole('button', { name: 'Sheet', exact: true }).click();
    await page.locator('.tools summary').first().click();
    await page.locator('.tools .menu').getByRole('button', { name: 'Versions' }).click();
    const versions = page.getByRole('region', { name: 'Versions' });
    await versions.getByLabel('From').selectOption({ index: 3 });
    const row = versions.getByRole('row', { name: /Award price/ }).first();
    const [field, value] = [row.getByRole('rowheader'), row.getByRole('cell').first()];
    await expect.poll(async () => (await field.boundingBox())?.width).toBeGreaterThan(300);
    expect(Number((await value.boundingBox())?.y)).toBeGreaterThan(
      Number((await field.boundingBox())?.y),
    );
    expect(await accessibilityProblems(page, 'all', '[aria-label="Versions"]')).toEqual([]);
  });
});
