// Offers in a real browser with two sides: a package with wording put together, seen, accepted; one that changed since;
// a counter-offer, a rejection, an end; on a phone too.

import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { accessibilityProblems } from '../support/browser.ts';
import { stageForFile } from '../support/stage.ts';

const stage = stageForFile();
const { enter: seat } = stage;

const offers = (page: Page) => page.getByRole('region', { name: 'Offers' });
const card = (page: Page, number: number) => offers(page).locator(`[data-offer="o${number}"]`);
const term = (page: Page, termId: string) => page.locator(`#sheet [data-term="${termId}"]`);
const CLAUSE = 'governance-liability';

const openSeldom = async (page: Page, name: string): Promise<void> => {
  await page.getByText('More', { exact: true }).click();
  await page.getByRole('button', { name }).click();
};

const beginOffer = async (page: Page): Promise<void> => {
  if (!(await offers(page).isVisible())) {
    await page.getByRole('button', { name: /^Offers/ }).click();
  }
  await offers(page).getByRole('button', { name: 'New offer…' }).click();
};

const addField = async (page: Page, label: string, value: string): Promise<void> => {
  await offers(page).getByLabel('Add a term').selectOption({ label });
  await offers(page).getByLabel(label, { exact: true }).fill(value);
};

const put = (page: Page) => offers(page).getByRole('button', { name: 'Put on the table' }).click();

describe('[OFR11] offers on the page', { timeout: 300_000 }, () => {
  it('a package of value and wording is put together, seen, accepted on a phone', async () => {
    const [carrier, shipper] = [
      await seat('usps-lead'),
      await seat('harbor-lead', { viewport: { width: 390, height: 800 } }),
    ];
    await carrier.getByRole('button', { name: /^Harbor Parcel/ }).click();
    await term(carrier, CLAUSE).locator('.ProseMirror').waitFor();
    await beginOffer(carrier);
    await put(carrier);
    await offers(carrier).getByText('Choose at least one term to offer.').waitFor();
    await addField(carrier, 'Minimum charge', 'nothing');
    await put(carrier);
    await offers(carrier).getByRole('alert').getByText('Minimum charge').waitFor();
    await offers(carrier).getByLabel('Minimum charge', { exact: true }).fill('2.15');
    const clauseLabel = (await term(carrier, CLAUSE).locator('h3').textContent()) ?? '';
    await offers(carrier).getByLabel('Add a term').selectOption({ label: clauseLabel.trim() });
    const editor = offers(carrier).locator('.ProseMirror');
    await editor.click();
    await carrier.keyboard.press('Control+End');
    await carrier.keyboard.type(' Offered by the carrier.');
    await offers(carrier).getByLabel('Reason').fill('if the term is 36 months');
    await offers(carrier).getByLabel('Expires').selectOption({ label: 'in 1 hour' });
    await put(carrier);
    await card(carrier, 1).getByText('not seen yet').waitFor();
    expect(await accessibilityProblems(carrier, 'all', '.offers')).toEqual([]);

    // The clause itself has not changed.
    expect(await term(carrier, CLAUSE).getByText('Offered by the carrier.').count()).toBe(0);
    await shipper.getByRole('button', { name: 'Sheet', exact: true }).click();
    await card(shipper, 1).locator('ins', { hasText: 'Offered by the carrier.' }).waitFor();
    await card(shipper, 1).getByText('“if the term is 36 months”').waitFor();
    await card(shipper, 1)
      .getByText(/expires in (59|1:00)/)
      .waitFor();
    await card(shipper, 1).scrollIntoViewIfNeeded();
    await card(carrier, 1)
      .getByText(/· seen/)
      .waitFor();
    const accept = card(shipper, 1).getByRole('button', { name: 'Accept all 2' });
    expect((await accept.boundingBox())?.height).toBeGreaterThanOrEqual(44);
    await accept.click();
    await term(carrier, CLAUSE).getByText('Offered by the carrier.').waitFor();
    await term(carrier, CLAUSE).getByText('agreed').first().waitFor();
    await term(carrier, 'minimum-charge').getByText('agreed').first().waitFor();
    // Another page, another line: it hears of it when it does.
    await expect.poll(() => term(shipper, 'minimum-charge').getByText('$2.15').count()).toBe(2);
    await offers(shipper).getByText('1 ended').waitFor();
    await Promise.all([carrier, shipper].map((page) => page.context().close()));
  });

  it('what changed since is asked about; a counter-offer takes its place; a rejection says why', async () => {
    const [carrier, shipper] = [await seat('usps-lead'), await seat('northwind-lead')];
    await carrier.getByRole('button', { name: /^Northwind Retail/ }).click();
    await term(carrier, CLAUSE).locator('.ProseMirror').waitFor();
    await beginOffer(carrier);
    await addField(carrier, 'Minimum charge', '2.15');
    await put(carrier);
    await card(shipper, 1).waitFor();
    const panel = (name: RegExp) => shipper.getByRole('button', { name });
    await panel(/^Offers.*your move/).waitFor();
    await openSeldom(shipper, 'Concessions');
    await shipper.getByRole('region', { name: 'Concessions' }).waitFor();
    await openSeldom(shipper, 'Caucus');
    await shipper.getByRole('region', { name: 'Caucus' }).waitFor();
    await panel(/^Offers/).click();
    const own = term(carrier, 'minimum-charge').getByRole('gridcell').first();
    await own.focus();
    await carrier.keyboard.press('Enter');
    await carrier.getByRole('button', { name: 'Take this position' }).waitFor();
    await carrier.keyboard.type('2.50');
    await carrier.keyboard.press('Enter');
    await card(shipper, 1).getByText('changed since the offer').waitFor();
    await card(shipper, 1).getByRole('button', { name: 'Accept', exact: true }).click();
    await card(shipper, 1).getByText('Changed since this offer was made: Minimum charge').waitFor();
    expect(await term(shipper, 'minimum-charge').getByText('● agreed').count()).toBe(0);
    await card(shipper, 1).getByRole('button', { name: 'Not now' }).click();

    await card(shipper, 1).getByRole('button', { name: 'Counter…' }).click();
    const value = offers(shipper).getByLabel('Minimum charge', { exact: true });
    expect(await value.inputValue()).toBe('2.15');
    await value.fill('1.95');
    await put(shipper);
    await card(carrier, 2).getByText('answers offer 1').waitFor();
    await card(carrier, 2).getByRole('button', { name: 'Reject…' }).click();
    await card(carrier, 2).getByLabel('Why is this offer rejected?').fill('below cost');
    await card(carrier, 2).getByRole('button', { name: 'Reject offer' }).click();
    await offers(shipper).getByText('2 ended').click();
    await card(shipper, 2).getByText('“below cost”').waitFor();
    await Promise.all([carrier, shipper].map((page) => page.context().close()));
  });

  it('[OFR10] every open point is listed with whose move it is, and reached by key', async () => {
    const shipper = await seat('cascade-lead');
    await term(shipper, CLAUSE).locator('.ProseMirror').waitFor();
    await shipper.getByRole('button', { name: /points open$/ }).click();
    const list = shipper.getByRole('region', { name: 'Open points' });
    await list.getByRole('listitem').first().waitFor();
    const count = await list.getByRole('listitem').count();
    expect(await shipper.getByRole('button', { name: `Open points ${count}` }).count()).toBe(1);
    expect(count).toBeGreaterThan(50);
    await list.getByRole('button', { name: /Minimum charge/ }).click();
    const focused = () =>
      shipper.evaluate(`document.activeElement.closest('[data-term]')?.dataset.term`);
    expect(await focused()).toBe('minimum-charge');
    await shipper.keyboard.press('j');
    const next = await focused();
    expect(next).not.toBe('minimum-charge');
    await shipper.keyboard.press('k');
    expect(await focused()).toBe('minimum-charge');
    await shipper.context().close();
  });

  it('[TGT3] targets are the own side’s; [VER5] a version is compared, and offered again', async () => {
    const [carrier, member, shipper] = [
      await seat('usps-lead'),
      await seat('usps-member'),
      await seat('cascade-lead'),
    ];
    for (const page of [carrier, member]) {
      await page.getByRole('button', { name: /^Cascade Commerce/ }).click();
    }
    const targets = (page: Page) => page.getByRole('region', { name: 'Our targets' });
    await openSeldom(carrier, 'Our targets');
    await targets(carrier)
      .getByLabel('Field', { exact: true })
      .selectOption({ label: 'Minimum charge' });
    await targets(carrier).getByRole('textbox', { name: 'Target' }).fill('2.37');
    await targets(carrier).getByRole('textbox', { name: 'Walk-away' }).fill('1.83');
    await targets(carrier).getByRole('button', { name: 'Keep' }).click();
    await openSeldom(member, 'Our targets');
    await targets(member).getByText('$2.37').waitFor();
    await openSeldom(shipper, 'Our targets');
    await targets(shipper).getByText('Only your side sees these').waitFor();
    expect(await targets(shipper).getByRole('row').count()).toBe(0);
    expect(await shipper.getByText('2.37').count()).toBe(0);

    await term(carrier, CLAUSE).locator('.ProseMirror').waitFor();
    await beginOffer(carrier);
    await addField(carrier, 'Minimum charge', '2.15');
    await put(carrier);
    await shipper.getByRole('button', { name: /^Offers/ }).click();
    await card(shipper, 1).getByRole('button', { name: 'Accept', exact: true }).click();
    await offers(shipper).getByText('1 ended').waitFor();
    const versions = shipper.getByRole('region', { name: 'Versions' });
    await openSeldom(shipper, 'Versions');
    const row = versions.getByRole('row', { name: /Minimum charge/ });
    await row.getByText('$2.15').waitFor();
    expect(await accessibilityProblems(shipper, 'all', '[aria-label="Versions"]')).toEqual([]);
    await versions.getByLabel('From').selectOption({ index: 2 });
    await versions.getByText('These two do not differ.').waitFor();
    await versions.getByLabel('To').selectOption({ index: 0 });
    await row.getByRole('button', { name: 'Offer $2.15 for Minimum charge' }).waitFor();
    await row.getByRole('button').click();
    expect(await offers(shipper).getByLabel('Minimum charge', { exact: true }).inputValue()).toBe(
      '2.15',
    );
    await Promise.all([carrier, member, shipper].map((page) => page.context().close()));
  });

  it('[VER5] wording of a version is compared as a redline, and put back as an offer, never by force', async () => {
    const [carrier, shipper] = [await seat('usps-lead'), await seat('cascade-lead')];
    await carrier.getByRole('button', { name: /^Cascade Commerce/ }).click();
    await term(carrier, CLAUSE).locator('.ProseMirror').waitFor();
    const label = ((await term(carrier, CLAUSE).locator('h3').textContent()) ?? '').trim();
    const first = (page: Page) => offers(page).locator('[data-offer]').first();
    await beginOffer(carrier);
    await offers(carrier).getByLabel('Add a term').selectOption({ label });
    await offers(carrier).locator('.ProseMirror').click();
    await carrier.keyboard.press('Control+End');
    await carrier.keyboard.type(' Words of a version.');
    await put(carrier);
    await first(shipper).locator('ins', { hasText: 'Words of a version.' }).waitFor();
    await first(shipper).getByRole('button', { name: 'Accept', exact: true }).click();
    await term(shipper, CLAUSE).getByText('Words of a version.').waitFor();
    await term(shipper, CLAUSE).getByText('agreed').first().waitFor();

    await openSeldom(shipper, 'Versions');
    const versions = shipper.getByRole('region', { name: 'Versions' });
    await versions.getByLabel('From').selectOption({ label: 'The opening' });
    await versions.getByLabel('To').selectOption({ label: 'Now' });
    const compared = versions.locator(`[data-version-term="${CLAUSE}"]`);
    await compared.locator('ins', { hasText: 'Words of a version.' }).waitFor();
    await versions.getByLabel('From').selectOption({ label: 'Now' });
    await versions.getByLabel('To').selectOption({ label: 'The opening' });
    await compared.locator('del', { hasText: 'Words of a version.' }).waitFor();
    await versions.getByLabel('To').selectOption({ label: 'Now' });
    await versions.getByLabel('From').selectOption({ label: 'The opening' });
    await compared.getByRole('button', { name: 'Offer the wording of “From”…' }).click();
    await offers(shipper).getByText('The wording of that version, as it was.').waitFor();
    await put(shipper);

    // It is an offer like any other: the text stays as it is agreed until the other side takes it.
    await first(carrier).locator('del', { hasText: 'Words of a version.' }).waitFor();
    await term(carrier, CLAUSE).getByText('Words of a version.').waitFor();
    await first(carrier).getByRole('button', { name: 'Accept', exact: true }).click();
    for (const page of [carrier, shipper]) {
      await term(page, CLAUSE).getByText('Words of a version.').waitFor({ state: 'detached' });
      await term(page, CLAUSE).getByText('agreed').first().waitFor();
    }
    await Promise.all([carrier, shipper].map((page) => page.context().close()));
  });

  it('[UI37] an offer in the making outlives Escape and a reload, as it was typed, until it is sent', async () => {
    const shipper = await seat('northwind-lead');
    await term(shipper, CLAUSE).locator('.ProseMirror').waitFor();
    await beginOffer(shipper);
    await addField(shipper, 'Minimum charge', 'two dollars');
    const label = ((await term(shipper, CLAUSE).locator('h3').textContent()) ?? '').trim();
    await offers(shipper).getByLabel('Add a term').selectOption({ label });
    await offers(shipper).locator('.ProseMirror').click();
    await shipper.keyboard.press('Control+End');
    await shipper.keyboard.type(' Not sent yet.');
    await offers(shipper).getByLabel('Reason').fill('after lunch');
    await offers(shipper).getByLabel('Expires').selectOption({ label: 'in 1 day' });
    // Escape puts it aside, and the focus on what leads back to it.
    await offers(shipper).getByLabel('Reason').press('Escape');
    const back = offers(shipper).getByRole('button', { name: 'Go on with your offer…' });
    await back.and(shipper.locator(':focus')).waitFor();
    expect(await offers(shipper).getByLabel('Reason').count()).toBe(0);
    await shipper.keyboard.press('Enter');
    await offers(shipper).getByLabel('Add a term').and(shipper.locator(':focus')).waitFor();
    expect(await offers(shipper).getByLabel('Reason').inputValue()).toBe('after lunch');
    const typed = offers(shipper).getByLabel('Minimum charge', { exact: true });
    expect(await typed.inputValue()).toBe('two dollars');
    await offers(shipper).locator('.ProseMirror').getByText('Not sent yet.').waitFor();
    await shipper.reload();
    await offers(shipper).getByText('this is what was in the form').waitFor();
    const charge = offers(shipper).getByLabel('Minimum charge', { exact: true });
    expect(await charge.inputValue()).toBe('two dollars');
    await offers(shipper).locator('.ProseMirror').getByText('Not sent yet.').waitFor();
    expect(await offers(shipper).getByLabel('Reason').inputValue()).toBe('after lunch');
    expect(await accessibilityProblems(shipper, 'all', '.offers')).toEqual([]);
    await charge.fill('2.05');
    await put(shipper);
    const made = offers(shipper).locator('[data-offer]').first();
    await made.getByText('“after lunch”').waitFor();
    await made.locator('ins', { hasText: 'Not sent yet.' }).waitFor();
    await made.getByText('$2.05').first().waitFor();
    await shipper.reload();
    await shipper.getByRole('button', { name: /^Offers/ }).click();
    await offers(shipper).getByRole('button', { name: 'New offer…' }).waitFor();
    expect(await offers(shipper).getByText('this is what was in the form').count()).toBe(0);

    await beginOffer(shipper);
    await addField(shipper, 'Minimum charge', '1.90');
    await offers(shipper).getByRole('button', { name: 'Discard' }).click();
    expect(await shipper.evaluate(`Object.keys(localStorage).join()`)).not.toContain(
      'parley-offer',
    );
    await shipper.context().close();
  });
});
