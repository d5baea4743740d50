// Freezing and signing in a real browser with both sides, up to the certificate.

import { readFileSync } from 'node:fs';
import { unzipSync } from 'fflate';
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { agreeEverything } from '../support/agreed-sheet.ts';
import { accessibilityProblems } from '../support/browser.ts';
import { stageForFile } from '../support/stage.ts';

const stage = stageForFile();

const strip = (page: Page) => page.getByRole('region', { name: 'Signing' });

/** The initial must be new: both sides see all signatures, so that one of the same name would be taken for this one. */
const signNext = async (page: Page, office: string, initial: string): Promise<void> => {
  const name = `${initial}. ${office}`;
  await strip(page).getByLabel('Name').fill(name);
  await strip(page).getByLabel('Title').fill('Head');
  await strip(page)
    .getByRole('button', { name: `Sign as ${office}` })
    .click();
  await strip(page).getByText(`✓ ${name}, Head`).waitFor();
};

const open = async (seatId: string, options = {}): Promise<Page> =>
  (await stage.open(await stage.live.link(seatId), options)).page;

/** Whether a part of the page stands where its reader sees it. */
const isInView = (page: Page, selector: string): Promise<boolean> =>
  page.evaluate((wanted) => {
    const { top, left, right } = document.querySelector(wanted)?.getBoundingClientRect() ?? {};
    if (top === undefined || left === undefined || right === undefined) return false;
    return top >= 0 && top < window.innerHeight && left >= 0 && right <= window.innerWidth;
  }, selector);

it('[SIG12] who reads a sheet is led to what keeps it from being frozen', async () => {
  const carrier = await open('usps-lead');
  await carrier.getByRole('button', { name: /^Harbor Parcel/ }).click();
  const chip = strip(carrier).getByText(/\d+ required terms to agree/);
  const count = Number(/\d+/.exec((await chip.textContent()) ?? '')?.[0]);
  await strip(carrier).getByRole('button', { name: 'Which ones?' }).click();
  const points = carrier.getByRole('region', { name: 'Open points' });
  expect(await points.getByLabel(`Required to freeze ${String(count)}`).isChecked()).toBe(true);
  expect(await points.getByRole('listitem').count()).toBe(count);
  const phone = await open('harbor-lead', { viewport: { width: 390, height: 844 } });
  await phone.getByRole('button', { name: 'Sheet', exact: true }).click();
  await strip(phone).getByRole('button', { name: 'Which ones?' }).click();
  await phone.getByRole('region', { name: 'Open points' }).waitFor();
  expect(await isInView(phone, 'section[aria-label="Open points"]')).toBe(true);
  expect(await accessibilityProblems(phone)).toEqual([]);
  await phone.context().close();
  await carrier.context().close();
});

it('[UI80] the menu of the files stays in the window, wherever its button stands', async () => {
  const page = await open('harbor-lead');
  const menu = page.locator('details', { hasText: 'Files' }).last();
  for (const width of [1_440, 1_180, 1_100, 800, 390]) {
    await page.setViewportSize({ width, height: 900 });
    const tab = page.getByRole('button', { name: 'Sheet', exact: true });
    if (await tab.isVisible()) await tab.click();
    await menu.locator('summary').click();
    await menu.getByRole('link', { name: 'Word', exact: true }).waitFor();
    const box = await menu.locator('.menu').boundingBox();
    expect([width, box && box.x >= 0 && box.x + box.width <= width]).toEqual([width, true]);
    await page.keyboard.press('Escape');
  }
  await page.context().close();
});

it(
  '[SIG4] [SIG5] [SIG8] [SIG11] [SIG13] [FILE3] both sides sign on the page',
  { timeout: 300_000 },
  async () => {
    await agreeEverything(stage.live);
    const [carrier, shipper] = [await open('usps-lead'), await open('harbor-lead')];
    await carrier.getByRole('button', { name: /^Harbor Parcel/ }).click();
    await strip(carrier).getByText('Ready to freeze').waitFor();
    await strip(carrier).getByRole('button', { name: 'Freeze for signature' }).click();
    await signNext(shipper, 'counsel', 'A');
    await strip(carrier).getByRole('button', { name: 'Reopen…' }).click();
    await strip(carrier)
      .getByText(/voids what is signed: the 1 signature/)
      .waitFor();
    await strip(carrier).getByRole('button', { name: 'Reopen and void 1 signature' }).click();
    await strip(carrier).getByText('Say why').waitFor();
    await strip(shipper).getByText('✓ A. counsel, Head').waitFor();
    await strip(carrier).getByLabel('Why is it opened again').fill('One more look');
    await strip(carrier).getByRole('button', { name: 'Reopen and void 1 signature' }).click();
    await strip(shipper).getByText('“One more look”').waitFor();
    await strip(shipper).getByRole('button', { name: 'Freeze for signature' }).click();
    await strip(carrier).getByText('Frozen for signature').waitFor();
    expect(await accessibilityProblems(carrier, 'all', '.signing')).toEqual([]);
    for (const [page, initial] of [
      [carrier, 'B'],
      [shipper, 'C'],
    ] as const) {
      for (const office of ['counsel', 'finance', 'lead', 'executive'])
        await signNext(page, office, initial);
    }
    await strip(carrier)
      .getByText(/^✓\s*Signed$/)
      .waitFor();
    await strip(carrier).getByRole('button', { name: 'Filing…' }).click();
    const [saved] = await Promise.all([
      carrier.waitForEvent('download'),
      carrier.getByRole('link', { name: 'Download the package' }).click(),
    ]);
    const files = unzipSync(readFileSync(await saved.path()));
    const signatures = new TextDecoder()
      .decode(files['sealed/signatures.csv'])
      .trim()
      .split('\r\n');
    expect(signatures).toHaveLength(1 + 8 + 1);
    expect(signatures.filter((line) => line.endsWith(',One more look'))).toHaveLength(1);
    await strip(shipper).getByRole('link', { name: 'Certificate' }).click();
    await shipper.getByText('give the same hash').waitFor();
    await shipper.getByRole('heading', { name: 'Void signatures' }).waitFor();
    await shipper.getByText('✓ receipt checked').first().waitFor();
    expect(await shipper.getByText('“One more look”').count()).toBe(1);
    await shipper.getByText(/void since .* by Maria Reyes: “One more look”/).waitFor();
    for (const name of ['Carrier: United States Postal Service', 'Shipper: Harbor Parcel']) {
      await shipper.getByRole('heading', { name }).waitFor();
    }
    // Four that count, and the void one.
    expect(await shipper.getByText(/from the seat of Grace Mbeki/).count()).toBe(5);
    expect(await shipper.getByText(/from the seat of Maria Reyes/).count()).toBe(4);
    expect(await accessibilityProblems(shipper, 'all', 'main')).toEqual([]);
    const paper = () =>
      shipper.evaluate(() => getComputedStyle(document.body).backgroundColor.replaceAll(' ', ''));
    await shipper.emulateMedia({ colorScheme: 'dark' });
    expect(await paper()).not.toBe('rgb(255,255,255)');
    await shipper.emulateMedia({ colorScheme: 'dark', media: 'print' });
    expect(await paper()).toBe('rgb(255,255,255)');
  },
);
