// What guards a team against its own mistakes, in a real browser: budget, a bid that is asked about, a second person.

import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { accessibilityProblems } from '../support/browser.ts';
import { stageForFile } from '../support/stage.ts';

const stage = stageForFile();
const { enter, opened } = stage;

const formOn = (page: Page) => page.getByRole('form', { name: /^Bid on/ });
const guardsOn = (page: Page) => page.getByRole('region', { name: 'Your team’s own guards' });

const act = async (page: Page, name: RegExp, confirm: string): Promise<void> => {
  await page.getByRole('button', { name }).first().click();
  await page.getByRole('button', { name: confirm }).click();
};

const setGuards = async (page: Page, budget: string, limit: string): Promise<void> => {
  const card = guardsOn(page);
  await card.getByRole('button', { name: 'Change the guards' }).click();
  await card.getByLabel('Budget a year, $').fill(budget);
  await card.getByLabel('Second person for bids above, $ a year').fill(limit);
  await card.getByRole('button', { name: 'Set them' }).click();
};

describe('[UI70] the guards of a team on the page', { timeout: 300_000 }, () => {
  let [moderator, lead, member] = [] as unknown as [Page, Page, Page];

  it('a lead sets a budget that its team alone sees', async () => {
    [moderator, lead, member] = await Promise.all([
      enter('moderator'),
      enter('harbor-lead'),
      enter('harbor-member'),
    ]);
    await lead.getByRole('button', { name: 'Accept these rules' }).click();
    await setGuards(lead, '100000', '');
    for (const page of [lead, member]) {
      await guardsOn(page).getByText('$100,000').first().waitFor();
    }
    expect(await member.getByRole('button', { name: 'Change the guards' }).count()).toBe(0);
    expect(await formOn(member).count()).toBe(0);
  });

  it('a bid beyond it is asked about with the numbers, and taken when it is meant', async () => {
    await act(moderator, /^Start round 1/, 'Start now');
    const form = formOn(lead);
    await form.getByLabel('Blocks').fill('2');
    await form.getByRole('button', { name: 'Bid', exact: true }).click();
    const asked = form.getByRole('alertdialog', { name: 'Confirm the bid' });
    await asked.getByText('more than your budget of $100,000').waitFor();
    expect(await asked.locator('button:focus').innerText()).toBe('Correct it');
    await lead.keyboard.press('Escape');
    await asked.waitFor({ state: 'detached' });
    expect(await form.getByText('Recorded').count()).toBe(0);
    await form.getByRole('button', { name: 'Bid', exact: true }).click();
    await asked.getByRole('button', { name: 'Yes, it is meant' }).click();
    await form.getByText('Recorded: 2 blocks').waitFor();
    await guardsOn(lead).getByText('▲ Beyond it').waitFor();
    expect(await moderator.locator('body').innerText()).not.toContain('100,000');
    expect(await accessibilityProblems(lead, 'all', '#clock')).toEqual([]);
  });

  it('one person drafts, another confirms, and only then it is a bid', async () => {
    await setGuards(lead, '', '0');
    const draft = formOn(member);
    await draft.getByLabel('Blocks').fill('3');
    await draft.getByRole('button', { name: 'Bid', exact: true }).click();
    await draft.getByText('○ Drafted: 3 blocks').waitFor();
    const waiting = guardsOn(lead).getByRole('listitem');
    await waiting.getByText('3 blocks').waitFor();
    expect(
      await guardsOn(member)
        .getByRole('button', { name: /^Confirm/ })
        .count(),
    ).toBe(0);
    expect(await accessibilityProblems(lead, 'all', '#clock')).toEqual([]);
    await waiting.getByRole('button', { name: 'Confirm: bid it now' }).click();
    await waiting.waitFor({ state: 'detached' });
    await lead.getByText('Bid accepted: Harbor').first().waitFor();
  });

  it('a lead alone is told to draft, and another lead is not itself', async () => {
    const form = formOn(lead);
    await form.getByLabel('Blocks').fill('1');
    await form.getByRole('button', { name: 'Bid', exact: true }).click();
    const asked = form.getByRole('alertdialog', { name: 'Confirm the bid' });
    await asked.getByRole('button', { name: 'Draft it' }).click();
    await form.getByText('○ Drafted: 1 block').waitFor();
    const waiting = guardsOn(lead).getByRole('listitem');
    await waiting.getByText('by you').waitFor();
    expect(await waiting.getByRole('button', { name: /^Confirm/ }).count()).toBe(0);
    await waiting.getByRole('button', { name: 'Take it back' }).click();
    await waiting.getByLabel('Reason, for the record').fill('too few');
    await waiting.getByRole('button', { name: 'Take the draft back' }).click();
    await waiting.waitFor({ state: 'detached' });
    await member.getByText('Draft dropped: too few').first().waitFor();
    expect(opened.flatMap(({ problems }) => problems)).toEqual([]);
  });

  it('the moderator takes a bid back with a reason that the team reads', async () => {
    await moderator.getByRole('button', { name: 'Take a bid back…' }).click();
    const form = moderator.getByRole('form', { name: 'Take a bid back…' });
    await form.getByLabel('Team').selectOption({ label: 'Harbor Parcel' });
    await form.getByLabel('Reason, for the record').fill('three were typed for two');
    await form.getByRole('button', { name: 'Take it back' }).click();
    await lead
      .getByText(/took back what Harbor.*three were typed for two/)
      .first()
      .waitFor();
    expect(opened.flatMap(({ problems }) => problems)).toEqual([]);
  });
});

describe('[UI71] a team with a problem', { timeout: 300_000 }, () => {
  it('is heard by the moderator at once, who can pause from there, and nobody else', async () => {
    const [moderator, member, rival] = await Promise.all([
      enter('moderator'),
      enter('northwind-member'),
      enter('cascade-lead'),
    ]);
    const help = member.getByRole('region', { name: 'Your line and help' });
    await help.getByText(/(good|weak) · \d+ ms ±\d+ ms/).waitFor();
    await help.getByRole('button', { name: 'I have a problem' }).click();
    await help.getByLabel(/^What is wrong/).fill('the price does not move');
    await help.getByRole('button', { name: 'Tell the moderator' }).click();
    await help.getByText('The moderator has not answered yet').waitFor();
    const alert = moderator.locator('[aria-live="assertive"]', { hasText: 'has a problem' });
    await alert.waitFor({ state: 'attached' });
    expect(await alert.textContent()).toContain('the price does not move');
    const alarms = moderator.getByRole('region', { name: 'Problems of teams' });
    await alarms.getByText('Northwind').waitFor();
    // Whoever has scrolled down to the feed has it in view as well.
    const column = moderator.locator('.right', { has: moderator.locator('#clock') });
    await column.evaluate((element) => {
      element.scrollTo(0, element.scrollHeight);
    });
    const [alarm, frame] = await Promise.all([alarms.boundingBox(), column.boundingBox()]);
    expect(alarm?.y).toBeGreaterThanOrEqual(frame?.y ?? Number.NaN);
    expect(await accessibilityProblems(moderator, 'all', '#clock')).toEqual([]);
    expect(await accessibilityProblems(member, 'all', '#clock')).toEqual([]);
    await alarms.getByRole('button', { name: 'Pause the auction' }).click();
    await alarms.getByRole('button', { name: 'Pause now' }).click();
    await rival.getByText('Paused at').waitFor();
    await alarms.getByRole('button', { name: 'Answer' }).click();
    await alarms.getByLabel('Reason, for the record').fill('Load the page again, please');
    await alarms.getByRole('button', { name: 'Send the answer' }).click();
    await alarms.waitFor({ state: 'detached' });
    await help.getByText(/later: Load the page again, please/).waitFor();
    expect(await rival.locator('body').innerText()).not.toContain('price does not move');
    await member
      // On a busy machine a line may be weak; what is noted is for the server to measure.
      .getByText(/^Line of .*: (good|weak)/)
      .first()
      .waitFor();
    expect(opened.flatMap(({ problems }) => problems)).toEqual([]);
  });
});
