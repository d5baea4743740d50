// A page that is loaded again comes back to the sheet that was open and asks for it at once; what another hand wrote into
// the browser's storage leads nowhere. What comes late takes nothing away that somebody has begun.

import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { LAST_SHEET_PREFIX } from '../../client/state/last-sheet.ts';
import { USPS_LAST_MILE } from '../../shared/sheet/templates/usps-last-mile.ts';
import { openPage } from '../support/browser.ts';
import { stageForFile } from '../support/stage.ts';

const stage = stageForFile();

const isOpen = (page: Page, title: RegExp) =>
  page.locator('.doc').getByRole('heading', { level: 1, name: title }).waitFor();

/** What the next page of a seat asks to watch before it is told anything. */
const askedFirst = async (page: Page): Promise<readonly string[]> => {
  const asked: string[] = [];
  let isTold = false;
  page.once('websocket', (socket) => {
    socket.on('framesent', ({ payload }) => {
      const [, kind] = /"watch",\{"topic":\{"kind":"(\w+)"/.exec(String(payload)) ?? [];
      if (kind !== undefined && !isTold) asked.push(kind);
    });
    socket.on('framereceived', ({ payload }) => {
      isTold ||= String(payload).includes('"view":');
    });
  });
  await page.reload();
  await page.getByText('● live').waitFor();
  return asked;
};

describe('[UI95] a page that is loaded again', { timeout: 300_000 }, () => {
  it('comes back to the sheet that was open, and asks for it beside the room', async () => {
    const { page } = await openPage(stage.browser, await stage.live.link('usps-lead'));
    await page.getByRole('button', { name: /^Harbor Parcel/ }).click();
    await isOpen(page, /Harbor Parcel/);
    expect(await askedFirst(page)).toEqual(['room', 'sheet']);
    await isOpen(page, /Harbor Parcel/);

    await page.getByRole('button', { name: /^Cascade/ }).click();
    await isOpen(page, /Cascade/);
    await page.reload();
    await isOpen(page, /Cascade/);
    const kept = () =>
      page.evaluate(
        `Object.keys(localStorage).filter((key) => key.startsWith(${JSON.stringify(LAST_SHEET_PREFIX)}))`,
      );
    expect(await kept()).toHaveLength(1);
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByText('A demonstration room.').waitFor();
    expect(await kept()).toEqual([]);
  });

  it.each(['no-such-sheet', 'constructor', '../../join', ''])(
    'opens the first sheet where storage says “%s”',
    async (written) => {
      const { page } = await openPage(stage.browser, await stage.live.link('northwind-lead'));
      await isOpen(page, /./);
      const title = await page.locator('.doc h1').textContent();
      await page.evaluate(
        `for (const key of Object.keys(localStorage))
           if (key.startsWith(${JSON.stringify(LAST_SHEET_PREFIX)})) localStorage.setItem(key, ${JSON.stringify(written)})`,
      );
      await page.reload();
      await isOpen(page, /./);
      expect(await page.locator('.doc h1').textContent()).toBe(title);
      await page.locator('main').getByText('✓ Saved').waitFor();
    },
  );
});

describe('[UI97] a sheet that opens', { timeout: 300_000 }, () => {
  it('stands whole once the browser has had nothing else to do', async () => {
    // The carrier's side has all fields, those of its costs among them.
    const { page, problems } = await openPage(stage.browser, await stage.live.link('usps-lead'));
    await page.getByRole('button', { name: /^Northwind Retail/ }).click();
    await isOpen(page, /./);
    for (const term of USPS_LAST_MILE.sections.flatMap(({ terms }) => terms)) {
      if (term.kind === 'field' && term.award !== undefined) continue;
      const inside = term.kind === 'field' ? '[data-cell]' : '.ProseMirror';
      await page.locator(`[data-term="${term.id}"] ${inside}`).first().waitFor();
    }
    await page.waitForFunction(`!document.querySelector('.doc section.later')`);
    expect(problems).toEqual([]);
  });

  it('has all its fields where the code for its text does not come, and says so', async () => {
    const context = await stage.browser.newContext();
    const page = await context.newPage();
    await page.route('**/text-tools-*.js', (route) => route.abort());
    await page.goto(await stage.live.link('northwind-lead'));
    await page.getByText('The text could not be opened.').waitFor();
    await page.locator('[data-row][data-term="filing-date"]').waitFor();
    await page.waitForFunction(`!document.querySelector('.doc section.later')`);
    await context.close();
  });

  it('has its text from the server where the browser keeps none', async () => {
    const context = await stage.browser.newContext();
    await context.addInitScript(`
      indexedDB.open = () => {
        const request = new EventTarget();
        request.error = new DOMException('no room for it', 'QuotaExceededError');
        setTimeout(() => {
          request.onerror?.({ target: request });
        });
        return request;
      };`);
    const page = await context.newPage();
    await page.goto(await stage.live.link('northwind-lead'));
    const main = page.locator('main');
    await main.getByText('✓ Saved').waitFor();
    const clause = page.locator('[data-term="price-peak"] .ProseMirror');
    await clause.click();
    await page.keyboard.press('Control+End');
    await page.keyboard.type(' Written where nothing is kept.');
    await page.locator('main').getByText('Written where nothing is kept.').waitFor();
    await main.getByText('✓ Saved').waitFor();
    await page.reload();
    await clause.getByText('Written where nothing is kept.').waitFor();
    await context.close();
  });
});

describe('[UI50] a page whose code for the format is slow to come', { timeout: 300_000 }, () => {
  it('keeps what somebody has begun without it', async () => {
    const context = await stage.browser.newContext();
    const page = await context.newPage();
    let letCome: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      letCome = resolve;
    });
    await page.route('**/clock-parts-*.js', async (route) => {
      await held;
      await route.continue();
    });
    await page.goto(await stage.live.link('moderator'));
    await page.getByRole('button', { name: /^Start round 1/ }).click();
    const start = page.getByRole('button', { name: 'Start now' });
    await start.waitFor();
    expect(await page.getByRole('heading', { name: 'Lots', exact: true }).count()).toBe(0);
    letCome();
    await page.getByRole('heading', { name: 'Lots', exact: true }).waitFor();
    expect(await start.count()).toBe(1);
    await start.click();
    await page.getByText('Round 1').first().waitFor();
    await context.close();
  });
});
