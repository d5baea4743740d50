// Tables in a clause with both sides at work: one makes it while the other writes in it, the redline says who did what, an
// offer brings one into the text, and nothing that anybody wrote is refused.

import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { accessibilityProblems } from '../support/browser.ts';
import { stageForFile } from '../support/stage.ts';

const stage = stageForFile();

const CLAUSE = 'governance-liability';
const OFFERED = 'governance-assignment';
const term = (page: Page, termId: string) => page.locator(`#sheet [data-term="${termId}"]`);
const textOf = (page: Page, termId = CLAUSE) => term(page, termId).locator('.ProseMirror');
const bar = (page: Page) => page.getByRole('toolbar', { name: /^Text of/ });
const press = (page: Page, name: string) =>
  bar(page).getByRole('button', { name, exact: true }).click();

/** The rows of the first table as they are read, cells parted by a bar, without the carets of others. */
const rowsOf = (page: Page, termId = CLAUSE): Promise<readonly string[]> =>
  textOf(page, termId)
    .locator('table')
    .first()
    .locator('tr')
    .evaluateAll((rows) =>
      rows.map((row) => {
        const read = row.cloneNode(true) as Element;
        for (const caret of read.querySelectorAll('.caret')) caret.remove();
        // Yjs draws a caret between two joiners that nobody sees.
        return Array.from(read.children, ({ textContent }) =>
          textContent.replaceAll('\u2060', ''),
        ).join('|');
      }),
    );

/** Types cell by cell, from the one with the caret on. */
const fill = async (page: Page, ...cells: readonly string[]): Promise<void> => {
  for (const [at, words] of cells.entries()) {
    if (at > 0) await page.keyboard.press('Tab');
    await page.keyboard.type(words);
  }
};

const saved = (page: Page) => page.locator('#sheet header').getByText('✓ Saved').waitFor();
const show = (page: Page, how: 'Redline' | 'Clean') =>
  page.getByRole('group', { name: 'How the text is shown' }).getByText(how).click();

const enterBoth = async (): Promise<readonly [Page, Page]> => {
  const [carrier, shipper] = [await stage.enter('usps-lead'), await stage.enter('harbor-lead')];
  await carrier.getByRole('button', { name: /^Harbor Parcel/ }).click();
  for (const page of [carrier, shipper]) await textOf(page).waitFor();
  return [carrier, shipper];
};

describe('[TBL1] [TBL2] [RED9] a table that both sides write in', { timeout: 300_000 }, () => {
  it('is made by one, filled by two at once, and its redline names who did what', async () => {
    const [carrier, shipper] = await enterBoth();
    await textOf(shipper).focus();
    await shipper.keyboard.press('Control+End');
    await press(shipper, 'Table');
    await fill(shipper, 'Days late', 'Share', 'Note', '30', '2 %');
    await expect.poll(() => rowsOf(carrier)).toEqual(['Days late|Share|Note', '30|2 %|', '||']);

    // Both at once: the carrier in the last row, the shipper in a new one between.
    await textOf(carrier).locator('td').nth(6).click();
    await Promise.all([
      fill(carrier, '60', '1 %', 'of the invoice'),
      (async () => {
        await press(shipper, 'Add row below');
        await fill(shipper, '1.5 %', 'monthly');
      })(),
    ]);
    const rows = ['Days late|Share|Note', '30|2 %|', '|1.5 %|monthly', '60|1 %|of the invoice'];
    for (const page of [carrier, shipper]) await expect.poll(() => rowsOf(page)).toEqual(rows);

    // No key joins cells.
    await textOf(shipper).locator('td').nth(4).click();
    await shipper.keyboard.press('Home');
    await shipper.keyboard.press('Backspace');
    await shipper.keyboard.type('~');
    const typed = rows.with(1, '30|~2 %|');
    for (const page of [carrier, shipper]) await expect.poll(() => rowsOf(page)).toEqual(typed);
    await Promise.all([saved(carrier), saved(shipper)]);
    for (const page of [carrier, shipper]) {
      expect(await page.getByText('Your text was not taken').count()).toBe(0);
    }

    await show(carrier, 'Redline');
    const drawn = term(carrier, CLAUSE).locator('.prose table');
    await drawn.locator('td.added.theirs', { hasText: 'monthly' }).waitFor();
    await drawn.locator('ins.ours', { hasText: 'of the invoice' }).waitFor();
    const sentences = term(carrier, CLAUSE).getByRole('list', { name: /^Changes/ });
    expect(await sentences.innerText()).toMatch(
      /Grace Mbeki.* and .*Maria Reyes.* added a table: “Days late \| Share \| Note/,
    );
    expect(await term(carrier, CLAUSE).locator('[data-change]').count()).toBe(1);
    expect(await accessibilityProblems(carrier, 'all', `#sheet [data-term="${CLAUSE}"]`)).toEqual(
      [],
    );
    await carrier.context().close();
    await shipper.context().close();
  });

  it('[COM6] a comment on words of a cell stays on them when a column comes before', async () => {
    const [carrier, shipper] = await enterBoth();
    const panel = shipper.getByRole('region', { name: 'Comments' });
    const marked = textOf(shipper).locator('td mark.commented');
    await textOf(shipper).locator('td', { hasText: 'monthly' }).dblclick();
    await term(shipper, CLAUSE)
      .getByRole('button', { name: /^Comment on/ })
      .click();
    await panel.locator('.new blockquote', { hasText: /^monthly$/ }).waitFor();
    await panel.getByLabel('Your comment').fill('Each month?');
    await panel.getByRole('button', { name: 'Send to my team' }).click();
    await marked.waitFor();
    await textOf(carrier).locator('td').first().click();
    await press(carrier, 'Add column before');
    await carrier.keyboard.type('No.');
    await expect.poll(() => rowsOf(shipper)).toContain('||1.5 %|monthly');
    await expect.poll(() => rowsOf(shipper)).toContain('No.|Days late|Share|Note');
    await expect.poll(() => marked.allInnerTexts()).toEqual(['monthly']);
    await carrier.context().close();
    await shipper.context().close();
  });

  it('[UI29] its bar stays in the column of the text and over no button, at every width', async () => {
    const shipper = await stage.enter('harbor-lead');
    for (const width of [1440, 1180, 1024, 800, 390]) {
      await shipper.setViewportSize({ width, height: 800 });
      const tab = shipper.getByRole('button', { name: 'Sheet', exact: true });
      if (await tab.isVisible()) await tab.click();
      await textOf(shipper).locator('td').nth(1).click();
      await bar(shipper).getByRole('button', { name: 'Remove table' }).waitFor();
      const isPlaced = async (): Promise<boolean> => {
        const text = await textOf(shipper).boundingBox();
        const acts = await bar(shipper).boundingBox();
        const button = await term(shipper, CLAUSE)
          .getByRole('button', { name: 'Accept this text' })
          .boundingBox();
        if (!text || !acts || !button) return false;
        const isBeside = acts.x >= button.x + button.width || acts.y + acts.height <= button.y;
        return isBeside && acts.x >= text.x && acts.x + acts.width <= text.x + text.width;
      };
      await expect.poll(isPlaced, { message: `${width} px` }).toBe(true);
    }
    await shipper.context().close();
  });

  it('pasted from Word into an offer it becomes the text, and the clause is agreed', async () => {
    const [carrier, shipper] = await enterBoth();
    const offers = (page: Page) => page.getByRole('region', { name: 'Offers' });
    await carrier.getByRole('button', { name: /^Offers/ }).click();
    await offers(carrier).getByRole('button', { name: 'New offer…' }).click();
    const label = (await term(carrier, OFFERED).locator('h3').textContent()) ?? '';
    await offers(carrier).getByLabel('Add a term').selectOption({ label: label.trim() });
    const editor = offers(carrier).locator('.ProseMirror');
    await editor.click();
    await carrier.keyboard.press('Control+End');
    await carrier.keyboard.press('Enter');
    await editor.evaluate((element) => {
      const data = new DataTransfer();
      data.setData(
        'text/html',
        '<table class=MsoTableGrid><tr><th colspan=2><p>Who</p><p>may</p></th></tr>' +
          '<tr><td><p>Carrier</p></td><td><p><b>always</b><o:p></o:p></p></td></tr></table>',
      );
      element.dispatchEvent(
        new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }),
      );
    });
    await editor.locator('td strong', { hasText: 'always' }).waitFor();
    await offers(carrier).getByRole('button', { name: 'Put on the table' }).click();

    // The list opens by itself where an offer waits.
    const card = offers(shipper).locator('[data-offer="o1"]');
    await card.locator('td.added', { hasText: 'Carrier' }).waitFor();
    await card.getByRole('button', { name: 'Accept' }).click();
    await term(shipper, OFFERED).getByText('agreed').first().waitFor();
    for (const page of [carrier, shipper]) {
      await expect.poll(() => rowsOf(page, OFFERED)).toEqual(['Whomay|', 'Carrier|always']);
    }
    // Agreed text has no caret.
    expect(await textOf(shipper, OFFERED).getAttribute('contenteditable')).toBe('false');
    await carrier.context().close();
    await shipper.context().close();
  });
});
