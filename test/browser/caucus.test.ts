// The caucus in real browsers: two of a team type together, the other side and a competitor see nothing, the draft goes
// on the table and is accepted; what is typed without a line and what moved on the sheet is told; on a phone too.

import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { accessibilityProblems } from '../support/browser.ts';
import { stageForFile } from '../support/stage.ts';

const stage = stageForFile();
const { enter: seat } = stage;

const CLAUSE = 'governance-liability';
const term = (page: Page, termId = CLAUSE) => page.locator(`#sheet [data-term="${termId}"]`);
const caucus = (page: Page) => page.getByRole('region', { name: 'Caucus' });
const draft = (page: Page, draftId = 'd1') => caucus(page).locator(`[data-draft="${draftId}"]`);
const offers = (page: Page) => page.getByRole('region', { name: 'Offers' });
const openCaucus = (page: Page) => page.getByRole('button', { name: /^Caucus/ }).click();

const typeAtEnd = async (page: Page, words: string, draftId = 'd1'): Promise<void> => {
  await draft(page, draftId).locator('.ProseMirror').click();
  await page.keyboard.press('Control+End');
  await page.keyboard.type(words);
};

const begin = async (page: Page, from: string, name: string): Promise<void> => {
  const form = caucus(page).getByRole('form', { name: 'Begin a draft' });
  await form.getByLabel('Start from').selectOption({ label: from });
  await form.getByLabel('Name').fill(name);
  await form.getByRole('button', { name: 'Begin a draft' }).click();
};

describe('[CAU10] the caucus on the page', { timeout: 300_000 }, () => {
  it('team mates write together, nobody else sees it, and the draft becomes an offer that is accepted', async () => {
    const [lead, member] = [await seat('harbor-lead'), await seat('harbor-member')];
    const [carrier, rival] = [await seat('usps-lead'), await seat('northwind-lead')];
    await carrier.getByRole('button', { name: /^Harbor Parcel/ }).click();
    for (const page of [lead, member, carrier, rival]) {
      await term(page).locator('.ProseMirror').waitFor();
    }
    const label = ((await term(lead).locator('h3').textContent()) ?? '').trim();
    await term(lead)
      .getByRole('button', { name: `Draft in private… ${label}` })
      .click();
    await caucus(lead).getByText('Private to Harbor Parcel').waitFor();
    expect(await caucus(lead).getByLabel('Clause').inputValue()).toBe(CLAUSE);
    await begin(lead, 'the current wording', 'Plan B');
    await draft(lead).locator('.ProseMirror').waitFor();
    await openCaucus(member);
    await typeAtEnd(lead, ' From the lead.');
    await typeAtEnd(member, ' From the member.');
    for (const page of [lead, member]) {
      await draft(page).getByText('From the lead.').waitFor();
      await draft(page).getByText('From the member.').waitFor();
      await caucus(page).getByText('✓ Saved').waitFor();
    }
    await draft(lead).locator('.caret.ours').waitFor();
    expect(await accessibilityProblems(lead, 'all', '.caucus')).toEqual([]);

    // The clause itself has not changed, and neither the other side nor a competitor has any of it.
    for (const page of [carrier, rival]) {
      for (const words of ['From the lead.', 'From the member.', 'Plan B']) {
        expect(await page.getByText(words).count()).toBe(0);
      }
    }
    await openCaucus(carrier);
    await caucus(carrier).getByText('No draft yet.').waitFor();
    await caucus(carrier)
      .getByText(/Private to .*nobody else/)
      .waitFor();
    expect(await term(lead).getByText('From the lead.').count()).toBe(0);

    // Against the sheet: what each has written, by name.
    await draft(lead).getByRole('button', { name: 'Against the sheet' }).click();
    await draft(lead).locator('ins.ours', { hasText: 'From the lead.' }).waitFor();
    await draft(lead).getByRole('button', { name: 'Write', exact: true }).click();
    await draft(member).getByText('a lead of your team puts it on the table').waitFor();

    await draft(lead).getByRole('button', { name: 'Put on the table as an offer…' }).click();
    await offers(lead).getByText('from your team’s draft').waitFor();
    await offers(lead).getByLabel('Add a term').selectOption({ label: 'Minimum charge' });
    await offers(lead).getByLabel('Minimum charge', { exact: true }).fill('2.15');
    await offers(lead).getByLabel('Reason').fill('both or none');
    await offers(lead).getByLabel('Expires').selectOption({ label: 'in 1 hour' });
    await offers(lead).getByRole('button', { name: 'Put on the table', exact: true }).click();
    const card = offers(carrier).locator('[data-offer="o1"]');
    await carrier.getByRole('button', { name: /^Offers/ }).click();
    await card.locator('ins', { hasText: 'From the lead.' }).waitFor();
    await card.getByText('“both or none”').waitFor();
    await draft(member).getByText('Offer 1').waitFor();
    await draft(member).getByText('on the table').first().waitFor();
    await card.getByRole('button', { name: 'Accept all 2' }).click();
    await term(lead).getByText('From the member.').waitFor();
    await draft(member)
      .getByText(/: accepted/)
      .waitFor();
    await draft(member).getByText('The clause is agreed').waitFor();
    expect(await rival.getByText('From the lead.').count()).toBe(0);
    await Promise.all([lead, member, carrier, rival].map((page) => page.context().close()));
  });

  it('on a phone: what moved on the sheet is told, what is typed without a line stays, a draft is thrown away', async () => {
    const phone = await seat('cascade-lead', { viewport: { width: 390, height: 800 } });
    const carrier = await seat('usps-lead');
    await carrier.getByRole('button', { name: /^Cascade/ }).click();
    await term(carrier).locator('.ProseMirror').waitFor();
    await phone.getByRole('button', { name: 'Sheet', exact: true }).click();
    await term(phone)
      .getByRole('button', { name: /^Draft in private/ })
      .click();
    await begin(phone, 'the fallback', '');
    await draft(phone).locator('.ProseMirror').waitFor();
    await phone.context().setOffline(true);
    await typeAtEnd(phone, ' Typed in a tunnel.');
    await caucus(phone).getByText('Saving…').waitFor();
    await phone.context().setOffline(false);
    await caucus(phone).getByText('✓ Saved').waitFor();

    await term(carrier).locator('.ProseMirror').click();
    await carrier.keyboard.press('Control+End');
    await carrier.keyboard.type(' Changed meanwhile.');
    const moved = draft(phone).getByText('The clause has changed on the sheet');
    await moved.waitFor();
    await draft(phone).getByRole('button', { name: 'I have seen it' }).click();
    await moved.waitFor({ state: 'detached' });
    const overflow = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';
    expect(await phone.evaluate(overflow)).toBe(0);
    expect(await accessibilityProblems(phone, 'all', '.caucus')).toEqual([]);

    await draft(phone).getByRole('button', { name: 'Throw away…' }).click();
    await draft(phone).getByRole('button', { name: 'Throw it away' }).click();
    await caucus(phone).getByText('No draft yet.').waitFor();
    await Promise.all([phone, carrier].map((page) => page.context().close()));
  });
});
