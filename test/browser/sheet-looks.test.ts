// The bar of a sheet while an offer waits, at all widths: one line, nothing over anything, the focus where the reader is;
// and how words stand in the grid of fields.

import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { accessibilityProblems } from '../support/browser.ts';
import { stageForFile } from '../support/stage.ts';

const { enter: seat } = stageForFile();

/** What is pressed in the bar of the sheet: how many lines it takes, and whether anything overlaps or leaves the bar. */
const barLayout = async (page: Page): Promise<{ lines: number; isApart: boolean }> => {
  const bar = await page.locator('.tools').boundingBox();
  const parts = page.locator('.tools').locator('.bar > button, summary, fieldset, select');
  const seen = await parts.filter({ visible: true }).all();
  const boxes = (await Promise.all(seen.map((part) => part.boundingBox()))).flatMap((box) =>
    box ? [box] : [],
  );
  const middles = boxes.map(({ y, height }) => Math.round((y + height / 2) / 10));
  const ordered = boxes.sort((one, two) => one.x - two.x);
  const ends = ordered.map(({ x, width }) => x + width);
  return {
    lines: new Set(middles).size,
    isApart:
      bar !== null &&
      ordered.length >= 4 &&
      ordered.every(({ x }, at) => x >= (ends[at - 1] ?? bar.x) - 0.5) &&
      Math.max(...ends) <= bar.x + bar.width + 0.5,
  };
};
const ONE_LINE = { lines: 1, isApart: true };

/** Opens or closes a panel by its button in the bar, or in the menu of the bar. */
const press = async (page: Page, name: string): Promise<void> => {
  const button = page.locator('.tools .bar > button', { hasText: name }).filter({ visible: true });
  if ((await button.count()) === 0) {
    await page.locator('.tools summary', { hasText: 'More' }).click();
    await page.locator('.tools .menu button', { hasText: name }).click();
    await button.waitFor();
  } else await button.click();
};

describe('the page of a sheet', { timeout: 240_000 }, () => {
  it('[UI99] the bar keeps to one line at every width, and the focus stays in it', async () => {
    const [carrier, shipper] = [await seat('usps-lead'), await seat('cascade-lead')];
    await carrier.getByRole('button', { name: /^Cascade/ }).click();
    const offers = carrier.getByRole('region', { name: 'Offers' });
    await carrier.getByRole('button', { name: /^Offers/ }).click();
    await offers.getByRole('button', { name: 'New offer…' }).click();
    await offers.getByLabel('Add a term').selectOption({ label: 'Minimum charge' });
    await offers.getByLabel('Minimum charge', { exact: true }).fill('2.15');
    await offers.getByRole('button', { name: 'Put on the table' }).click();
    await shipper.locator('[data-offer="o1"]').waitFor();
    const focused = shipper.locator(':focus');
    for (const width of [1440, 1180, 1024, 768, 390, 340]) {
      await shipper.setViewportSize({ width, height: 900 });
      const tab = shipper.getByRole('button', { name: 'Sheet', exact: true });
      if (await tab.isVisible()) await tab.click();
      expect(await accessibilityProblems(shipper, 'all', '.tools')).toEqual([]);
      for (const name of ['Open points', 'Concessions', 'Comments', 'Offers']) {
        await press(shipper, name);
        await shipper.locator('.tools .bar > [aria-expanded=true]', { hasText: name }).waitFor();
        await expect.poll(() => barLayout(shipper), { timeout: 30_000 }).toEqual(ONE_LINE);
        expect(await focused.innerText(), `${width} ${name}`).toContain(name);
      }
    }
    // Whoever thinks better of rejecting an offer stays at the offers.
    await shipper.getByRole('button', { name: 'Reject…' }).press('Enter');
    await focused.and(shipper.getByLabel('Why is this offer rejected?')).waitFor();
    await shipper.keyboard.press('Escape');
    await focused.and(shipper.getByRole('heading', { name: 'On the table' })).waitFor();
    // Whoever closes what is out of the menu by key stands at the menu again; the offer that waits shows there.
    await press(shipper, 'Our targets');
    const more = shipper.locator('.tools summary', { hasText: 'More' });
    await more.getByTitle('your move').waitFor();
    await shipper.keyboard.press('Enter');
    await shipper.locator('.tools summary:focus', { hasText: 'More' }).waitFor();
    await Promise.all([carrier, shipper].map((page) => page.context().close()));
  });

  it('[UI98] words stand left, figures right, and a long list is read whole by key', async () => {
    const shipper = await seat('harbor-lead');
    await shipper.locator('#sheet .ProseMirror').first().waitFor();
    const cell = (termId: string, at: number) =>
      shipper.locator(`#sheet [data-term="${termId}"] [data-cell]`).nth(at);
    const take = async (termId: string, value: string): Promise<void> => {
      await cell(termId, 1).focus();
      await shipper.keyboard.press('Enter');
      const form = shipper.locator('#sheet .strip form');
      await form.locator('input, textarea').first().fill(value);
      await form.getByRole('button', { name: 'Take this position' }).click();
      await form.waitFor({ state: 'detached' });
    };
    const sixty = Array.from({ length: 60 }, (_, at) => String(900_000_000 + at));
    await take('shipper-mids', sixty.join('\n'));
    await take('minimum-charge', '2.05');
    const align = (termId: string) =>
      cell(termId, 1).evaluate((element) => getComputedStyle(element).textAlign);
    expect(await align('shipper-mids')).toBe('left');
    expect(await align('minimum-charge')).toBe('right');

    await cell('shipper-mids', 1).getByText('and 54 more').waitFor();
    await cell('shipper-mids', 1).focus();
    await shipper.keyboard.press('Enter');
    const whole = shipper.locator('#sheet .strip');
    await whole.getByRole('listitem').last().waitFor();
    expect(await whole.getByRole('listitem').allInnerTexts()).toEqual(sixty);
    await whole.getByRole('button', { name: 'Close' }).and(shipper.locator(':focus')).waitFor();
    expect(await accessibilityProblems(shipper, 'all', '#sheet')).toEqual([]);
    await shipper.keyboard.press('Escape');
    await expect
      .poll(() => cell('shipper-mids', 1).evaluate((one) => one === document.activeElement))
      .toBe(true);
    await shipper.context().close();
  });
});
