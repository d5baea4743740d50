// A sale of one's own, from nothing: the administrator makes a room, its moderator sets up teams, seats, sheets, lots
// and rules on the page, and the sale is held. Nothing of the demo is used.

import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { clockSetup } from '../../client/words/rules/clock-setup.ts';
import { sealedSetup } from '../../client/words/rules/sealed-setup.ts';
import { accessibilityProblems } from '../support/browser.ts';
import { stageForFile } from '../support/stage.ts';

const ROUND_MS = 180_000;
const PASTED = `id\tname\tfacility\topens\tcloses\tzone\tservice\tblocks\topening\treserve\tpoints\tcap\ttick
tul\tTulsa\tDDU Tulsa OK 74103\t5:00\t07:00\tAmerica/Chicago\tsame day\t4\t2.40\t2.50\t1\t\t0.01
boi\tBoise\tDDU Boise ID 83702\t10:00\t16:00\tAmerica/Nowhere\tnext-day\tmany\t$2.95\t\t\t\t`;

const stage = stageForFile({ server: { isDemo: false } });
const problems: string[] = [];

const enter = async (url: string): Promise<Page> => {
  const opened = await stage.open(url);
  problems.push(...opened.problems);
  return opened.page;
};

const addSeat = async (page: Page, [name, role, team]: readonly [string, string, string?]) => {
  await page.getByLabel('New seat, the person’s name').fill(name);
  await page.getByLabel('Role').selectOption({ label: role });
  if (team !== undefined) await page.getByLabel('Team', { exact: true }).selectOption(team);
  await page.getByRole('button', { name: 'Add seat' }).click();
  await page.getByRole('button', { name: `Invite link for ${name}` }).click();
  return page.getByRole('textbox', { name: new RegExp(name) }).inputValue();
};

describe('[UI34] a room of one’s own', { timeout: 300_000 }, () => {
  let moderator: Page;
  let [carrierLink, shipperLink] = ['', ''];

  it('the administrator makes a room and invites its moderator', async () => {
    const admin = await enter(`${stage.live.origin}/admin`);
    await admin.getByLabel(/secret/i).fill(stage.live.adminSecret ?? '');
    await admin.keyboard.press('Enter');
    await admin.getByLabel('New room').fill('Access in the middle');
    await admin.getByRole('button', { name: 'Create room' }).click();
    moderator = await enter(await addSeat(admin, ['Ola Brandt', 'moderator']));
    await moderator.getByText('● live').waitFor();
  });

  it('the moderator adds teams, seats and a sheet', async () => {
    await moderator.getByRole('button', { name: 'Seats and invites' }).click();
    for (const [team, side] of [
      ['Postal Service', 'carrier'],
      ['Acme Parcel', 'shipper'],
      ['Borealis', 'shipper'],
    ] as const) {
      await moderator.getByLabel('New team').fill(team);
      await moderator.getByLabel('Side').selectOption(side);
      await moderator.getByRole('button', { name: 'Add team' }).click();
      await moderator.getByRole('main').getByText(team, { exact: true }).first().waitFor();
    }
    carrierLink = await addSeat(moderator, ['Cara Lund', 'lead negotiator', 'Postal Service']);
    shipperLink = await addSeat(moderator, ['Sam Ito', 'lead negotiator', 'Acme Parcel']);
    await moderator.getByRole('button', { name: 'Open a sheet with Acme Parcel' }).click();
  });

  it('lots are pasted, cells that are wrong are named, and rules read in sentences', async () => {
    await moderator.getByRole('button', { name: 'Auction setup' }).click();
    const main = moderator.getByRole('main', { name: 'Auction setup' });
    // The table of lots is wider than the page and scrolls in its own frame.
    await main.getByRole('button', { name: 'Remove row 1' }).waitFor();
    const beyond = await moderator.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(beyond).toBe(0);
    await main.getByRole('button', { name: 'Paste a table…' }).click();
    await main.getByLabel(/^Rows from a spreadsheet/).fill(PASTED);
    await main.getByRole('button', { name: 'Take these rows' }).click();
    await main.getByText('2 cells are not right').waitFor();
    await main.getByText('Row 2, zone: “America/Nowhere” must be').waitFor();
    const save = main.getByRole('button', { name: 'Save as a draft' });
    expect(await save.isDisabled()).toBe(true);
    await main.getByLabel('Zone, row 2').fill('America/Boise');
    await main.getByLabel('Blocks, row 2').fill('3');

    // What counts besides the price is typed as well, and read as every team will.
    await main.getByLabel('Format').selectOption({ label: sealedSetup.name });
    expect(await main.getByLabel('Title').inputValue()).toBe('Sealed bids');
    await main.getByRole('button', { name: 'Score attributes besides the price' }).click();
    await main.getByText(/^What counts besides the price: each attribute and option/).waitFor();
    await main.getByLabel('A point counts, $ a piece').fill('0.002');
    await main.getByLabel('Name of attribute 1').fill('Tender time');
    await main.getByLabel('Option 1 of Tender time', { exact: true }).fill('before 06:00');
    await main.getByLabel('Points of option 1 of Tender time').fill('100');
    await main.getByLabel('Option 2 of Tender time', { exact: true }).fill('later');
    await main.getByText(/Tender time.*before 06:00.*100/).waitFor();
    await main.getByRole('button', { name: 'Let the price alone count' }).click();
    await main.getByText(/Tender time/).waitFor({ state: 'detached' });
    await main.getByLabel('Format').selectOption({ label: clockSetup.name });

    await main.getByLabel('Title').fill('Two facilities');
    await main.getByLabel('Increment a round, %').fill('5');
    await main.getByText(/the clock price rises by 5 %/).waitFor();
    await main.getByText('2 teams have no points and cannot bid.').waitFor();
    await save.click();
    await main.getByText('Saved as a draft.').waitFor();
    expect(await accessibilityProblems(moderator)).toEqual([]);
  });

  it('points are set, the sale is scheduled, held and certified into the sheet', async () => {
    for (const team of ['Acme Parcel', 'Borealis']) {
      const row = moderator.locator('fieldset form', { hasText: team });
      await row.getByRole('textbox').fill('6');
      await row.getByRole('button', { name: 'Set' }).click();
      await row.getByRole('button', { name: 'Set', disabled: true }).waitFor();
    }
    await moderator.getByText(/Tulsa: all teams together/).waitFor({ state: 'hidden' });
    await moderator.getByRole('button', { name: /^Schedule/ }).click();
    await moderator.getByRole('button', { name: 'Schedule now' }).click();

    const [shipper, carrier] = [await enter(shipperLink), await enter(carrierLink)];
    await shipper.getByRole('button', { name: 'Accept these rules' }).click();
    await moderator.getByRole('button', { name: /^Start round 1/ }).click();
    await moderator.getByRole('button', { name: 'Start now' }).click();
    const form = shipper.getByRole('form', { name: /^Bid/ });
    await form.getByLabel('Lot').selectOption({ label: 'Boise' });
    await form.getByLabel('Blocks').fill('2');
    await form.getByLabel(/\$ a piece/).fill('2.95');
    await form.getByRole('button', { name: 'Bid', exact: true }).click();
    await form.getByText('Recorded: 2 blocks').waitFor();
    stage.live.time.skip(ROUND_MS);
    await moderator.getByRole('button', { name: /^Certify/ }).click();
    await moderator
      .getByRole('button', { name: /^Certify (now|the)/ })
      .last()
      .click();
    for (const page of [shipper, carrier]) {
      await page.locator('[data-term="award-price.boi"]').getByText('2.95').first().waitFor();
      await page.locator('[data-term="award-volume.boi"]').getByText('200').first().waitFor();
    }
    expect(problems).toEqual([]);
  });
});

describe('[UI35] what is typed while an answer is awaited', { timeout: 300_000 }, () => {
  it('stays in its field when the answer comes', async () => {
    const admin = await enter(`${stage.live.origin}/admin`);
    await admin.getByLabel(/secret/i).fill(stage.live.adminSecret ?? '');
    await admin.keyboard.press('Enter');
    await admin.getByLabel('New room').fill('Slow answers');
    await admin.getByRole('button', { name: 'Create room' }).click();
    let answer: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      answer = resolve;
    });
    await admin.route('**/commands*', async (route) => {
      await held;
      await route.continue();
    });
    await admin.getByLabel('New team').fill('First');
    await admin.getByRole('button', { name: 'Add team' }).click();
    await admin.getByLabel('New team').fill('Second');
    answer();
    await admin.getByText('First', { exact: true }).first().waitFor();
    await admin.getByRole('button', { name: 'Add team' }).and(admin.locator(':enabled')).waitFor();
    expect(await admin.getByLabel('New team').inputValue()).toBe('Second');
  });
});
