// The record in a real browser: the words in the bar and that they are followed, the bundle as it is downloaded, and
// the page that verifies it: without a network, alive while it works, and naming what does not hold.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { wordsOf } from '../../shared/record/words.ts';
import { bigBundle } from '../support/big-record.ts';
import { accessibilityProblems, launchBrowser, openPage } from '../support/browser.ts';
import type { LiveServer } from '../support/live-server.ts';
import { startLive } from '../support/live-server.ts';
import { RecordedSale, verified } from '../support/recorded-sale.ts';

const ENTRIES = process.env['PARLEY_TEST_LONG'] === '1' ? 100_000 : 4_000;
const PATIENCE_MS = process.env['PARLEY_TEST_LONG'] === '1' ? 900_000 : 120_000;

const folder = mkdtempSync(join(tmpdir(), 'parley-record-'));
let live: LiveServer;
let browser: Browser;

beforeAll(async () => {
  live = await startLive();
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser.close();
  await live.close();
  rmSync(folder, { recursive: true });
});

const fileOf = (name: string, content: string | Uint8Array): string => {
  const file = join(folder, name);
  writeFileSync(file, content);
  return file;
};

describe('[REC11] the record in the bar', { timeout: PATIENCE_MS }, () => {
  it('has the words of the last seal, the same on every page, and the bundle behind them', async () => {
    const one = await openPage(browser, await live.link('harbor-lead'));
    const other = await openPage(browser, await live.link('public'));
    const { head } = await live.server.context.records.seals('usps-2026', 0);
    for (const { page } of [one, other]) {
      await page.locator('.record .words').getByText(wordsOf(head).join(' ')).waitFor();
      await page.locator('.record summary .agreed').waitFor();
    }
    await one.page.locator('.record summary').click();
    await one.page.getByText('✓ Record followed', { exact: true }).waitFor();
    const [download] = await Promise.all([
      one.page.waitForEvent('download'),
      one.page.getByRole('link', { name: 'Download my bundle' }).click(),
    ]);
    expect(download.suggestedFilename()).toBe('usps-2026.parley.ndjson');
    const { findings, head: of } = await verified(readFileSync(await download.path()));
    expect({ findings, viewer: of?.viewer }).toEqual({
      findings: [],
      viewer: { kind: 'team', teamId: 'harbor' },
    });
    expect(await accessibilityProblems(one.page)).toEqual([]);
  });

  it('says so when what this browser saw is no longer in the record', async () => {
    const { page } = await openPage(browser, await live.link('harbor-lead'));
    await page.locator('.record summary .agreed').waitFor();
    const seen = JSON.stringify({ seals: 1, head: 'f'.repeat(64) });
    await page.evaluate(`localStorage.setItem('parley-record:usps-2026', '${seen}')`);
    await page.reload();
    await page.locator('.record summary .stop').waitFor();
    await page.locator('.record summary').click();
    await page.getByText('■ Record does not hold', { exact: true }).waitFor();
  });
});

describe('[REC12] the page that verifies', { timeout: PATIENCE_MS }, () => {
  it('works without a network, shows how far it is and stays alive', async () => {
    const { page, problems } = await openPage(browser, `${live.origin}/verify`);
    const file = fileOf(
      'big',
      new Uint8Array(await (await bigBundle(ENTRIES, { kind: 'regulator' })).arrayBuffer()),
    );
    // The worker's code is fetched when the first file is chosen.
    const small = fileOf('none', 'no bundle\n');
    await page.locator('input[type=file]').setInputFiles(small);
    await page.getByText('This bundle does not hold').waitFor();
    await page.context().setOffline(true);
    await page.evaluate(`
      globalThis.seen = new Set();
      globalThis.turns = 0;
      setInterval(() => {
        turns += 1;
        const bar = document.querySelector('progress');
        if (bar) seen.add(bar.value);
      }, 20);
    `);
    await page.locator('input[type=file]').setInputFiles(file);
    await page.getByText('Everything that can be checked in this bundle holds.').waitFor({
      timeout: PATIENCE_MS,
    });
    // Progress was seen to move, by a page that went on with its own work meanwhile.
    expect(await page.evaluate('seen.size')).toBeGreaterThan(2);
    expect(await page.evaluate('turns')).toBeGreaterThan(20);
    await page.getByText('the same prices and the same award').waitFor();
    expect(await accessibilityProblems(page)).toEqual([]);
    expect(problems).toEqual([]);
  });

  it('names what was changed', async () => {
    const sale = new RecordedSale();
    await sale.play();
    const bundle = await sale.bundle({ kind: 'regulator' });
    const { page } = await openPage(browser, `${live.origin}/verify`, { colorScheme: 'dark' });
    const file = fileOf('changed', bundle.replace('"priceMills":2400', '"priceMills":2410'));
    await page.locator('input[type=file]').setInputFiles(file);
    await page.getByText(/BidAccepted: is not what its hash stands for/).waitFor();
    expect(await accessibilityProblems(page)).toEqual([]);
  });
});

describe('[REC14] the page that replays', { timeout: PATIENCE_MS }, () => {
  it('goes through the history by slider and keys, text included, and Escape leads back', async () => {
    const { page, problems } = await openPage(browser, await live.link('northwind-lead'));
    await page.getByText('● live').waitFor();
    const clause = page.locator('[data-term="price-peak"]');
    await clause.locator('.ProseMirror[contenteditable="true"]').click();
    await page.keyboard.press('Control+End');
    await page.keyboard.type(' Written in history.');
    await page.locator('main').getByText('✓ Saved').waitFor();
    live.time.skip(1_000);

    await page.locator('.record summary').click();
    await page.getByRole('link', { name: 'Replay' }).click();
    const slider = page.getByRole('slider', { name: 'Moment of the history' });
    await slider.waitFor();
    const text = page.getByText('Written in history.');
    await text.waitFor();
    await page.locator('.banner').getByText('History').waitFor();
    expect(await accessibilityProblems(page)).toEqual([]);

    await slider.focus();
    await page.keyboard.press('Home');
    await text.waitFor({ state: 'detached' });
    await page.getByLabel('Speed').selectOption('16');
    await page.getByRole('button', { name: 'Play' }).click();
    await text.waitFor();
    // Nothing of the history can be acted on.
    expect(await page.locator('[contenteditable="true"]').count()).toBe(0);
    await page.keyboard.press('Escape');
    await page.getByText('● live').waitFor();
    expect(problems).toEqual([]);
  });
});
