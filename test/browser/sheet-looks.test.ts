// The bar of a sheet while an offer waits, at all widths: one line, nothing over anything, the focus where the reader is;
// and how words stand in the grid of fields.

import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { DEMO_ROOM_ID } from '../../shared/room/demo.ts';
import { accessibilityProblems } from '../support/browser.ts';
import { stageForFile } from '../support/stage.ts';
import { seat as actor } from '../support/stream.ts';

const stage = stageForFile();
const { enter: seat } = stage;

/** What is pressed in the bar of the sheet: how many lines it takes, and whether anything overlaps or leaves the bar. */
const barLayout = async (page: Page): Promise<{ lines: number; isApart: boolean }> => {
  const bar = await page.locator('.tools').boundingBox();
  const parts = page.locator('.tools').locator('.bar > button, summary, fieldset, select');
  const seen = await parts.filter({ visible: true }).all();
  const boxes = (await Promise.all(seen.map((part) => part.boundingBox()))).flatMap((box) =>
    box ? [box] : [],
  );
  const middles = boxes.map(({ y, height }) => y + height / 2).sort((one, two) => one - two);
  const ordered = boxes.sort((one, two) => one.x - two.x);
  const ends = ordered.map(({ x, width }) => x + width);
  return {
    // Each is centred on its line, but for the width of an edge.
    lines: middles.filter((middle, at) => middle - (middles[at - 1] ?? -LINE_PX) >= LINE_PX).length,
    isApart:
      bar !== null &&
      ordered.length >= 4 &&
      ordered.every(({ x }, at) => x >= (ends[at - 1] ?? bar.x) - 0.5) &&
      Math.max(...ends) <= bar.x + bar.width + 0.5,
  };
};
/** Less than the height of anything in the bar. */
const LINE_PX = 12;
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

/** Gives the chart of concessions a field: both sides begin apart. */
const bothMove = async (): Promise<void> => {
  const { hosts, chance } = stage.live.server.context;
  const { sheets } = (await hosts.room(DEMO_ROOM_ID).current()).state;
  const listing = Object.values(sheets).find(({ shipperTeamId }) => shipperTeamId === 'northwind');
  const sheet = hosts.sheet(listing?.id ?? '');
  for (const [side, by, value] of [
    ['carrier', 'usps-lead', 2_400],
    ['shipper', 'northwind-lead', 1_900],
    ['shipper', 'northwind-lead', 2_000],
  ] as const) {
    const taken = await sheet.submit(chance.id(), actor(by), {
      ...{ type: 'TakePosition', side, termId: 'minimum-charge' },
      value: { kind: 'field', value },
    });
    if (!taken.ok) throw new Error(taken.rejection.code);
  }
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

  it('[UI100] a tablet held upright gives the sheet all its width, and a phone reads concessions', async () => {
    const carrier = await seat('usps-lead');
    await carrier.getByRole('button', { name: /^Northwind Retail/ }).click();
    await carrier.locator('.tools').waitFor();
    const main = carrier.locator('main#sheet');
    const tab = carrier.getByRole('button', { name: 'Sheet', exact: true });
    await carrier.setViewportSize({ width: 768, height: 1024 });
    await tab.click();
    expect((await main.boundingBox())?.width).toBe(768);
    await carrier.setViewportSize({ width: 1024, height: 768 });
    await tab.waitFor({ state: 'hidden' });
    expect((await main.boundingBox())?.width).toBeGreaterThan(560);

    await carrier.setViewportSize({ width: 390, height: 844 });
    await bothMove();
    await press(carrier, 'Concessions');
    const concessions = carrier.getByRole('region', { name: 'Concessions' });
    const row = concessions.getByRole('row').nth(1);
    const y = async (part: string): Promise<readonly number[]> => {
      const boxes = (await row.locator(part).all()).map((cell) => cell.boundingBox());
      return (await Promise.all(boxes)).map((box) => Math.round(box?.y ?? -1));
    };
    await row.waitFor();
    const [field, moves, shares] = [await y('th'), await y('.move'), await y('.share')];
    expect(moves).toHaveLength(2);
    // What a side has given stands on the line of its move, each side below the other, both below the field.
    expect(moves.every((top, at) => Math.abs(top - (shares[at] ?? 0)) < 8)).toBe(true);
    expect([...field, ...moves]).toEqual([...field, ...moves].sort((a, b) => a - b));
    expect(new Set([...field, ...moves]).size).toBe(3);
    expect(await accessibilityProblems(carrier, 'all', '[aria-label="Concessions"]')).toEqual([]);
    await carrier.context().close();
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
