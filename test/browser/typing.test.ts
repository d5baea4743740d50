// What a key in one clause does to the rest of a sheet, in a real browser: nothing. Counted in changes of the page, since
// times say more about the machine (the times are measured by `npm run bench -- sheet`).

import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { stageForFile } from '../support/stage.ts';
import { until } from '../support/until.ts';

const CLAUSE = 'governance-liability';
const KEYS = 40;

const stage = stageForFile();

/** Counts changes of the page by the term in which they happen, from now on. */
const countChanges = (page: Page): Promise<unknown> =>
  page.evaluate(`(() => {
    globalThis.changes = {};
    new MutationObserver((records) => {
      for (const { target } of records) {
        const element = target instanceof Element ? target : target.parentElement;
        const term = element?.closest('[data-term]')?.getAttribute('data-term');
        if (term) changes[term] = (changes[term] ?? 0) + 1;
      }
    }).observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
  })()`);

/** Whether nothing changed between two moments in which the browser had nothing to do. */
const isAtRest = (page: Page): Promise<boolean> =>
  page.evaluate(`new Promise((resolve) => {
    requestIdleCallback(() => {
      changes = {};
      requestIdleCallback(() => resolve(Object.keys(changes).length === 0));
    });
  })`);

it('[UI36] a key in one clause changes nothing in any other, saved or not', async () => {
  const { page, problems } = await stage.open(await stage.live.link('northwind-lead'));
  await page.locator('main').getByText('✓ Saved').waitFor();
  const count = (): Promise<number> => page.locator('[data-term] .ProseMirror').count();
  await until('all clauses are there', async () => (await count()) > 20);
  // Sections out of view are drawn whole while the browser is idle.
  await until('every section', async () => (await page.locator('section.later').count()) === 0);
  const clause = page.locator(`[data-term="${CLAUSE}"]`);
  await clause.locator('.ProseMirror').click();
  await page.keyboard.press('Control+End');
  await countChanges(page);
  await until('nothing changes by itself', () => isAtRest(page));
  await page.keyboard.type('e'.repeat(KEYS), { delay: 10 });
  await clause.getByText('e'.repeat(KEYS)).waitFor();
  await page.locator('main').getByText('✓ Saved').waitFor();
  await clause
    .getByRole('button', { name: 'Accept this text' })
    .and(page.locator(':enabled'))
    .waitFor();
  const changes = (await page.evaluate('changes')) as Record<string, number>;
  expect(Object.keys(changes)).toEqual([CLAUSE]);
  expect(changes[CLAUSE]).toBeGreaterThanOrEqual(KEYS);
  expect(problems).toEqual([]);
});

it.each([
  ['finger', true],
  ['mouse', false],
])('[UI29] on a phone a %s reaches the button that is pressed next', async (_, hasTouch) => {
  const viewport = { width: 390, height: 800 };
  const page = await stage.enter('harbor-lead', { viewport, hasTouch, isMobile: hasTouch });
  await page.getByRole('button', { name: 'Sheet', exact: true }).click();
  const clause = page.locator(`[data-term="${CLAUSE}"]`);
  await clause.locator('.ProseMirror').click();
  await page.keyboard.type('e');
  await clause.getByRole('toolbar').waitFor();
  const accept = clause.getByRole('button', { name: 'Accept this text' });
  await accept.and(page.locator(':enabled')).waitFor();
  await accept.scrollIntoViewIfNeeded();
  const box = await accept.boundingBox();
  const [x, y] = [(box?.x ?? 0) + 20, (box?.y ?? 0) + 10];
  if (hasTouch) await page.touchscreen.tap(x, y);
  else {
    await page.mouse.move(x, y);
    await page.mouse.down();
    // The page draws itself anew while the button is held.
    await page.evaluate(
      'new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))',
    );
    await page.mouse.up();
  }
  await accept.waitFor({ state: 'detached' });
  await clause.getByRole('toolbar').waitFor({ state: 'detached' });
  await page.context().close();
});
