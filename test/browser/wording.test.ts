// A sheet in a real browser as counsel and negotiator read it: defined terms and what is wrong with them, a panel opened
// from deep in the text, a price list countered from the other side's, a midpoint that is refused.

import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import type { SheetCommand } from '../../shared/sheet/types.ts';
import { DEMO_ROOM_ID } from '../../shared/room/demo.ts';
import { agreeEverything } from '../support/agreed-sheet.ts';
import { accessibilityProblems } from '../support/browser.ts';
import { stageForFile } from '../support/stage.ts';
import { seat as actor } from '../support/stream.ts';

const stage = stageForFile();

const CLAUSE = 'term-exit';
const ADDED = ' It owes the Exit Fee.';
const term = (page: Page, termId: string) => page.locator(`#sheet [data-term="${termId}"]`);
const below = (page: Page, termId: string) =>
  term(page, termId).locator('xpath=following-sibling::*[1]');
const scrolled = (page: Page): Promise<number> => page.evaluate(() => window.scrollY);

const shipper = async (seatId = 'harbor-lead'): Promise<Page> => {
  const { page } = await stage.open(await stage.live.link(seatId));
  await term(page, CLAUSE).locator('.ProseMirror').waitFor();
  return page;
};

const sheetOfHarbor = async () => {
  const { hosts } = stage.live.server.context;
  const { sheets } = (await hosts.room(DEMO_ROOM_ID).current()).state;
  const found = Object.values(sheets).find(({ shipperTeamId }) => shipperTeamId === 'harbor');
  return hosts.sheet(found?.id ?? '');
};

const give = async (by: string, command: SheetCommand): Promise<void> => {
  const answer = await (
    await sheetOfHarbor()
  ).submit(stage.live.server.context.chance.id(), actor(by), command);
  if (!answer.ok) throw new Error(answer.rejection.code);
};

const PRICES = { ddu: { '1': 2_350, '2': 2_480 } };

describe('[UI38] [UI39] reading and countering', { timeout: 300_000 }, () => {
  it('defined terms are opened from deep in the text, name what is wrong, and lead there and back', async () => {
    const page = await shipper();
    const text = term(page, CLAUSE).locator('.ProseMirror');
    await text.focus();
    await page.keyboard.press('Control+End');
    await page.keyboard.type(ADDED);
    await text.evaluate((element) => {
      element.scrollIntoView({ block: 'center' });
      if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    });
    const deep = await scrolled(page);
    await page.getByText('More', { exact: true }).click();
    await page.getByRole('button', { name: 'Defined terms' }).click();
    const panel = page.getByRole('region', { name: 'Defined terms' });
    const fault = panel.getByRole('listitem').filter({ hasText: 'Exit Fee' });
    await fault.getByText('defined nowhere').waitFor();
    await panel
      .getByRole('row', { name: /^Business Day/ })
      .getByText('2.1')
      .waitFor();
    expect(
      await panel.getByRole('heading').evaluate((head) => {
        const { top, bottom } = head.getBoundingClientRect();
        return top > 0 && bottom < window.innerHeight;
      }),
    ).toBe(true);
    expect(await accessibilityProblems(page, 'all', '[aria-label="Defined terms"]')).toEqual([]);
    expect(await scrolled(page)).toBeLessThan(deep);

    await page.getByRole('button', { name: 'Defined terms' }).click();
    await panel.waitFor({ state: 'detached' });
    await expect.poll(() => scrolled(page)).toBe(deep);

    await page.getByText('More', { exact: true }).click();
    await page.getByRole('button', { name: 'Defined terms' }).click();
    await fault.getByRole('button', { name: /^9\.2/ }).click();
    const isThere = (element: Element): boolean => element === document.activeElement;
    expect(await term(page, CLAUSE).locator('h3').evaluate(isThere)).toBe(true);
    await text.focus();
    await page.keyboard.press('Control+End');
    for (let left = ADDED.length; left > 0; left -= 1) await page.keyboard.press('Backspace');
    await panel.getByText('Every term that is used is defined once').waitFor();
    await page.context().close();
  });

  it('a price list starts from the other side’s and differs in what is changed', async () => {
    await give('usps-lead', {
      ...{ type: 'TakePosition', side: 'carrier', termId: 'prices' },
      value: { kind: 'field', value: PRICES },
    });
    const page = await shipper();
    await term(page, 'prices').getByRole('gridcell').first().click();
    const form = below(page, 'prices');
    await form.getByRole('button', { name: 'Start from theirs' }).click();
    const first = form.getByRole('textbox').first();
    expect(await first.inputValue()).toBe('2.35');
    await first.fill('2.30');
    await form.getByRole('button', { name: 'Take this position' }).click();
    await term(page, 'prices').getByText('1 price differs').waitFor();
    await page.context().close();
  });

  it('a midpoint that is refused says why and stays open', async () => {
    for (const [by, side, value] of [
      ['usps-lead', 'carrier', 2_000],
      ['harbor-lead', 'shipper', 2_001],
    ] as const) {
      await give(by, {
        ...{ type: 'TakePosition', side, termId: 'minimum-charge' },
        value: { kind: 'field', value },
      });
    }
    const page = await shipper();
    await term(page, 'minimum-charge')
      .getByRole('button', { name: /history/i })
      .click();
    const history = page.getByRole('group', { name: 'History of Minimum charge' });
    // Half a mill is no price, so what is halfway is what this side says already.
    await history.getByRole('button', { name: 'Take the midpoint' }).click();
    await history.getByRole('alert').waitFor();
    expect(await history.getByRole('alert').innerText()).toMatch(/already/);
    await page.context().close();
  });
});

describe('[UI29] the bar beside the text', { timeout: 300_000 }, () => {
  it('makes lists, bold words and references of those who never saw an id', async () => {
    // On a sheet of its own: the other one is agreed as it began.
    const page = await shipper('cascade-lead');
    const text = term(page, 'governance-assignment').locator('.ProseMirror');
    const bar = page.getByRole('toolbar', { name: 'Text of 12.5 Assignment' });
    expect(await page.getByRole('toolbar').count()).toBe(0);
    await text.focus();
    await page.keyboard.press('Control+End');
    await page.keyboard.press('Enter');
    const button = (name: string) => bar.getByRole('button', { name, exact: true });
    await button('Numbered list').click();
    await page.keyboard.type('as by ');
    await bar.getByLabel('Insert a reference').selectOption({ label: '6.1 Handing over' });
    await page.keyboard.press('Enter');
    await button('Bold').click();
    await page.keyboard.type('every mis-ship');
    await text.locator('ol > li').nth(1).locator('strong', { hasText: 'every mis-ship' }).waitFor();
    // Its letters have no size; the words stand in their place.
    await text.locator('.reference[data-words="clause 6.1"]').waitFor({ state: 'attached' });
    const pressed = await bar
      .getByRole('button', { pressed: true })
      .evaluateAll((all) => all.map((each) => each.getAttribute('aria-label')));
    expect(pressed).toEqual(['Bold', 'Numbered list']);
    expect(await accessibilityProblems(page, 'all', '[role="toolbar"]')).toEqual([]);
    await page.locator('#sheet header').getByText('✓ Saved').waitFor();
    await page.getByRole('group', { name: 'How the text is shown' }).getByText('Redline').click();
    const redline = term(page, 'governance-assignment').locator('p.item');
    await redline.nth(1).waitFor();
    expect(
      await redline.evaluateAll((all) => all.map((each) => each.getAttribute('data-sign'))),
    ).toEqual(['1.', '2.']);
    // The sentences on changes say what stands there for a reader.
    const sentences = term(page, 'governance-assignment').getByRole('list', { name: /^Changes/ });
    expect(await sentences.innerText()).toContain('“as by clause 6.1”');
    await page.context().close();
  });
});

describe('[UI36] [REF1] a clause with references', { timeout: 300_000 }, () => {
  it('keeps its writer while the other side moves, and an agreement on all of it cuts nobody off', async () => {
    const page = await shipper();
    const text = term(page, CLAUSE).locator('.ProseMirror');
    await text.evaluate((element) => {
      element.setAttribute('data-same', '');
    });
    await text.focus();
    await page.keyboard.press('Control+End');
    await page.keyboard.type(' One');
    await give('usps-lead', {
      ...{ type: 'TakePosition', side: 'carrier', termId: 'same-day-premium' },
      value: { kind: 'field', value: 400 },
    });
    await term(page, 'same-day-premium').getByText('$0.40').waitFor();
    await page.keyboard.type(' two');
    await text.getByText('One two').waitFor();
    expect(await text.getAttribute('data-same')).toBe('');
    for (let left = ' One two'.length; left > 0; left -= 1) await page.keyboard.press('Backspace');
    await page.locator('#sheet header').getByText('✓ Saved').waitFor();

    let sent = 0;
    page.on('websocket', (socket) => socket.on('framesent', () => (sent += 1)));
    await page.reload();
    await term(page, CLAUSE).locator('.ProseMirror').waitFor();
    await page.locator('#sheet header').getByText('✓ Saved').waitFor();
    const before = sent;
    await agreeEverything(stage.live);
    await page.getByRole('region', { name: 'Signing' }).getByText('Ready to freeze').waitFor();
    expect(await page.locator('#sheet header').getByText('✓ Saved').count()).toBe(1);
    // Commands of nobody here, and no caret: hardly anything is to be said.
    expect(sent - before).toBeLessThan(40);
    await page.context().close();
  });
});
