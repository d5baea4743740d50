// Comments in a real browser with four seats: who reads what, the switch, mentions, words that change and go, and that a
// rival and the other side see nothing of what is not theirs.

import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { accessibilityProblems } from '../support/browser.ts';
import { stageForFile } from '../support/stage.ts';

const stage = stageForFile();
const { enter: seat } = stage;

const CLAUSE = 'governance-liability';
const FIELD = 'minimum-charge';

const term = (page: Page, termId: string) => page.locator(`#sheet [data-term="${termId}"]`);
const panel = (page: Page) => page.getByRole('region', { name: 'Comments' });
const thread = (page: Page, text: string) => panel(page).locator('article', { hasText: text });
/** The mark in the margin of a clause, or beside the label of a field. */
const mark = (page: Page, termId = CLAUSE) =>
  term(page, termId).getByRole('button', { name: /open them$/ });
const openPanel = async (page: Page): Promise<void> => {
  if (await panel(page).isVisible()) return;
  await page.getByRole('button', { name: /^Comments/ }).click();
  await panel(page).waitFor();
};

/** Selects the first words of the clause and begins a comment on them. */
const beginOnWords = async (page: Page): Promise<void> => {
  const editor = term(page, CLAUSE).locator('.ProseMirror');
  await editor
    .locator('p')
    .first()
    .click({ position: { x: 4, y: 8 } });
  await page.keyboard.press('Control+Home');
  for (let letter = 0; letter < 'Neither party'.length; letter += 1) {
    await page.keyboard.press('Shift+ArrowRight');
  }
  await term(page, CLAUSE)
    .getByRole('button', { name: /^Comment on/ })
    .click();
  await panel(page)
    .locator('.new blockquote', { hasText: /^Neither party$/ })
    .waitFor();
};

/** A note of the shipper stands on the field; a shared comment of the carrier comes to it. */
const marksOfField = async (
  ...[shipper, mate, carrier, rival]: readonly [Page, Page, Page, Page]
): Promise<void> => {
  const name = async (page: Page) => mark(page, FIELD).getAttribute('aria-label');
  expect(await name(shipper)).toBe('1 private note, open them');
  for (const page of [mate, carrier, rival]) expect(await mark(page, FIELD).count()).toBe(0);
  await term(carrier, FIELD).locator('[data-cell]').first().focus();
  await carrier.keyboard.press('m');
  await panel(carrier)
    .getByLabel(/both sides/)
    .check();
  await panel(carrier).getByLabel('Your comment').fill('Why so low?');
  await panel(carrier).getByRole('button', { name: 'Share with both sides' }).click();
  await panel(carrier).getByRole('button', { name: 'Yes, share it' }).click();
  for (const page of [mate, carrier]) {
    await mark(page, FIELD).waitFor();
    expect(await name(page)).toBe('1 shared comment, open them');
  }
  await shipper.locator('[aria-label="2: 1 shared comment, 1 private note, open them"]').waitFor();
  expect(await accessibilityProblems(shipper, 'all', '#sheet')).toEqual([]);
  expect(await mark(rival, FIELD).count()).toBe(0);

  // By key from the label of the row, by pointer from the mark.
  await term(mate, FIELD).locator('[data-cell]').first().focus();
  await mate.keyboard.press('Enter');
  await thread(mate, 'Why so low?').locator('h3:focus').waitFor();
  await mark(shipper, FIELD).click();
  await thread(shipper, 'Ask for 2.05 first.').locator('h3:focus').waitFor();
  await thread(carrier, 'Why so low?')
    .getByRole('button', { name: /^Resolve/ })
    .click();
  await mark(carrier, FIELD).waitFor({ state: 'detached' });
};

describe('[COM10] [COM12] [COM13] comments on the page', { timeout: 240_000 }, () => {
  it('stay with whom they are for, follow their words, and are shared only when that is meant', async () => {
    const [shipper, mate] = [await seat('harbor-lead'), await seat('harbor-member')];
    const [carrier, rival] = [await seat('usps-lead'), await seat('northwind-lead')];
    await carrier.getByRole('button', { name: /^Harbor Parcel/ }).click();
    for (const page of [shipper, carrier])
      await term(page, CLAUSE).locator('.ProseMirror').waitFor();

    // Internal by default; a mate is named and reads it, with its words marked.
    await beginOnWords(shipper);
    expect(await panel(shipper).getByLabel('only my team').isChecked()).toBe(true);
    await panel(shipper).getByText('only your team reads it').waitFor();
    const box = panel(shipper).getByLabel('Your comment');
    await box.fill('Our walk-away is 80 %, ');
    await box.press('End');
    await shipper.keyboard.type('@');
    const offered = panel(shipper).getByRole('group', { name: 'Name somebody' });
    const [name = ''] = await offered.getByRole('button').allInnerTexts();
    // A few letters and Enter take the first who is offered, and begin no new line.
    await shipper.keyboard.type(name.slice(1, 4));
    await panel(shipper).getByRole('button', { name, exact: true }).waitFor();
    await shipper.keyboard.press('Enter');
    expect(await box.inputValue()).toBe(`Our walk-away is 80 %, ${name} `);
    await panel(shipper).getByRole('button', { name: 'Send to my team' }).click();
    await term(shipper, CLAUSE).locator('mark.commented', { hasText: 'Neither party' }).waitFor();
    await openPanel(mate);
    await thread(mate, 'walk-away is 80 %').waitFor();
    await panel(mate).getByRole('button', { name: 'Mine 1' }).click();
    await thread(mate, name).getByText('Internal').waitFor();

    // A note is nobody else's, also not the mate's.
    await term(shipper, FIELD).locator('[data-cell]').first().focus();
    await shipper.keyboard.press('m');
    await panel(shipper).getByLabel('only me (private note)').check();
    await panel(shipper).getByLabel('Your note').fill('Ask for 2.05 first.');
    await panel(shipper).getByRole('button', { name: 'Keep this note' }).click();
    await thread(shipper, 'Ask for 2.05 first.').waitFor();
    await panel(shipper).getByLabel('Your note').waitFor({ state: 'hidden' });

    // Shared only after a second yes, in words that name who will read it.
    await beginOnWords(shipper);
    await panel(shipper)
      .getByLabel(/both sides/)
      .check();
    await panel(shipper).getByLabel('Your comment').fill('Does this hold for affiliates?');
    await panel(shipper).getByRole('button', { name: 'Share with both sides' }).click();
    await panel(shipper).getByRole('alert').getByText('will read this').waitFor();
    await openPanel(carrier);
    expect(await panel(carrier).locator('article').count()).toBe(0);
    expect(await accessibilityProblems(shipper, 'all', 'section[aria-label="Comments"]')).toEqual(
      [],
    );
    await panel(shipper).getByRole('button', { name: 'Yes, share it' }).click();

    // The carrier reads the shared one alone, and finds its words in the text.
    await thread(carrier, 'affiliates?').waitFor();
    expect(await panel(carrier).locator('article').count()).toBe(1);
    await term(carrier, CLAUSE).locator('mark.commented').click();
    await term(carrier, CLAUSE).getByRole('button', { name: 'Open the thread' }).click();
    await thread(carrier, 'affiliates?').locator('h3:focus').waitFor();
    await thread(carrier, 'affiliates?')
      .getByRole('button', { name: /^Reply on/ })
      .click();
    await panel(carrier)
      .getByText(/both sides read it/)
      .last()
      .waitFor();
    await panel(carrier)
      .getByLabel(/^Reply on/)
      .fill('It does.');
    await panel(carrier).getByRole('button', { name: 'Reply', exact: true }).click();
    await thread(shipper, 'It does.').waitFor();

    // [COM12] Each reads in the margin how many there are of those that it may read, and is led to the oldest by key.
    for (const [page, words] of [
      [shipper, '1 shared comment, 1 internal comment on '],
      [mate, '1 shared comment, 1 internal comment on '],
      [carrier, '1 shared comment on '],
    ] as const) {
      await term(page, CLAUSE).getByRole('button', { name: words }).waitFor();
    }
    expect(await mark(rival).count()).toBe(0);
    await marksOfField(shipper, mate, carrier, rival);
    await panel(mate)
      .getByRole('button', { name: /^Resolved/ })
      .click();
    await mark(mate).focus();
    await mate.keyboard.press('Enter');
    await thread(mate, 'walk-away is 80 %').locator('h3:focus').waitFor();

    // The words change, then go; the quote stays.
    const editor = term(carrier, CLAUSE).locator('.ProseMirror');
    await editor
      .locator('p')
      .first()
      .click({ position: { x: 4, y: 8 } });
    await carrier.keyboard.press('Control+Home');
    for (let letter = 0; letter < 'Neither '.length; letter += 1)
      await carrier.keyboard.press('Delete');
    await thread(shipper, 'It does.').getByText('These words have changed since').waitFor();
    for (let letter = 0; letter < 'party'.length; letter += 1)
      await carrier.keyboard.press('Delete');
    await thread(shipper, 'It does.').getByText('These words are gone').waitFor();
    await thread(shipper, 'It does.').locator('blockquote', { hasText: 'Neither party' }).waitFor();

    // Resolved with name and time, and opened again.
    await thread(carrier, 'It does.')
      .getByRole('button', { name: /^Resolve/ })
      .click();
    await panel(shipper).getByRole('button', { name: 'Resolved 2' }).click();
    await mark(carrier).waitFor({ state: 'detached' });
    await thread(shipper, 'It does.')
      .getByText(/✓ resolved by/)
      .waitFor();
    await thread(shipper, 'It does.').getByRole('button', { name: 'Open again' }).click();
    await panel(carrier).getByRole('button', { name: 'Open 1' }).waitFor();

    // Nobody else has heard anything.
    const heard = async (page: Page): Promise<string> => page.locator('body').innerText();
    expect(await heard(carrier)).not.toMatch(/walk-away is 80|Ask for 2\.05/);
    expect(await heard(mate)).not.toContain('Ask for 2.05');
    await openPanel(rival);
    await panel(rival).getByText('No open comments.').waitFor();
    expect(await heard(rival)).not.toMatch(/Does this hold|walk-away is 80|Ask for 2\.05/);
    await Promise.all([shipper, mate, carrier, rival].map((page) => page.context().close()));
  });

  it('on a phone a comment on a term is made by the list', async () => {
    const phone = await seat('harbor-member', { viewport: { width: 390, height: 800 } });
    await phone.getByRole('button', { name: 'Sheet', exact: true }).click();
    if (!(await phone.getByRole('button', { name: /^Comments/ }).isVisible())) {
      await phone.locator('.tools summary', { hasText: 'More' }).click();
    }
    await phone.getByRole('button', { name: /^Comments/ }).click();
    await panel(phone).getByLabel('New comment on').selectOption({ label: 'Minimum charge' });
    await panel(phone).getByLabel('Your comment').fill('From the phone.');
    await panel(phone).getByRole('button', { name: 'Send to my team' }).click();
    await thread(phone, 'From the phone.').waitFor();
    const width = await phone.evaluate(() => document.documentElement.scrollWidth);
    expect(width).toBeLessThanOrEqual(390);
    await phone.context().close();
  });
});
