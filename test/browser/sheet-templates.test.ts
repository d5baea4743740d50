// Templates of term sheets in a real browser: made from a sheet, edited with faults at their places, kept in versions, taken
// along as a file, and a sheet opened from one.

import { readFileSync, writeFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import type { Template } from '../../shared/sheet/types.ts';
import { SCHEDULE_TYPE } from '../../shared/sheet/schedule-form.ts';
import { accessibilityProblems } from '../support/browser.ts';
import { stageForFile } from '../support/stage.ts';

const folder = mkdtempSync(join(tmpdir(), 'parley-sheet-templates-'));
const stage = stageForFile();

afterAll(() => {
  rmSync(folder, { recursive: true });
});

it('[UI62] a sheet becomes a template, is edited, kept, and another sheet is made from it', async () => {
  const { page, problems } = await stage.open(`${stage.live.origin}/admin`);
  await page.getByLabel('Administrator’s secret').fill(stage.live.adminSecret ?? '');
  await page.getByRole('button', { name: 'Enter' }).click();
  const room = stage.live.server.context.hosts.room('usps-2026');
  const { state } = await room.confirmed();
  await page.getByRole('button', { name: state.title }).click();
  await page.getByRole('button', { name: /^Make a template… from .*Harbor/ }).click();
  await page.getByLabel('Title', { exact: true }).fill('House agreement');

  // A clause is opened and changed; a broken reference is said beside it, and keeps the template from being saved.
  await page.getByRole('button', { name: /^Commitment and band/ }).click();
  const wording = page.getByLabel('Opening wording, a paragraph a line');
  await wording.fill('See {ref:nowhere}.');
  await page.getByLabel('Fallback').focus();
  await page.getByText('"volume-band" refers to "nowhere", which is not there').waitFor();
  const save = page.getByRole('button', { name: 'Save as version 1' });
  expect(await save.isDisabled()).toBe(true);
  await wording.fill('The house tenders what it says.');
  await page.getByLabel('Fallback').focus();
  await page.getByText('Nothing is wrong with it.').waitFor();
  await page.getByLabel('Title of section 1', { exact: true }).fill('Who we are');
  await page.getByRole('button', { name: 'Add a field' }).first().click();
  await page.getByLabel('Label', { exact: true }).fill('House number');
  await page.getByRole('combobox', { name: 'Type' }).selectOption('quantity');

  // Bounds are typed in the unit that people use; what is none keeps the template from being saved.
  const row = (name: RegExp) => page.getByRole('listitem').getByRole('button', { name });
  await row(/^Heaviest piece/).click();
  const heaviest = page.getByLabel('Most, lb');
  expect(await heaviest.inputValue()).toBe('70');
  await heaviest.fill('heavy');
  await heaviest.press('Tab');
  await page.getByText('1 thing to mend.').waitFor();
  await page.getByText('▲ Most: must be a whole number').waitFor();
  await heaviest.fill('40.5');
  await heaviest.press('Tab');
  await page.getByText('Nothing is wrong with it.').waitFor();

  // A price list, a table, an assumption and a computed value have forms of their own.
  await row(/^Prices price list/).click();
  await page.getByRole('button', { name: 'Add a step' }).click();
  await page.getByLabel('Step 7', { exact: true }).fill('≤ 40 lb');
  await page.getByLabel('Step 7 goes up to, lb').fill('40');
  await row(/^Fuel fee/).click();
  await page.getByRole('button', { name: 'Add a column' }).click();
  await page.getByLabel('Column 3', { exact: true }).fill('House fee');
  await page.getByLabel('Type of column 3').selectOption('money');
  await row(/^That year at its tiers|^A contract year with/)
    .first()
    .click();
  await page.getByLabel('Starts from').fill('12000000');
  await row(/^Effective rate on the sample/).click();
  const wired = page.getByLabel('Price list', { exact: true });
  await wired.selectOption('');
  await page.getByText('its input "prices" is wired to nothing').waitFor();
  await wired.selectOption({ label: 'Price: Prices' });
  await page.getByText('Nothing is wrong with it.').waitFor();
  const volume = page.getByRole('group', { name: 'Section 4' });
  await volume.getByRole('button', { name: 'Add a computed value' }).click();
  await volume.getByLabel('Label', { exact: true }).fill('House volume at its tiers');
  await volume.getByLabel('Formula').selectOption('tier-price');
  await volume.getByLabel('Price tiers', { exact: true }).selectOption('term:tiers');
  await volume.getByLabel('Volume', { exact: true }).selectOption('assumption:volume');
  await page.getByText('Nothing is wrong with it.').waitFor();

  // A note beside a title, proper names that the wording holds, and a table that certificates fill.
  await page
    .getByRole('group', { name: 'Section 1', exact: true })
    .getByLabel('Note beside the title')
    .fill('of the house');
  await row(/^Commitment and band/).click();
  await wording.fill('The house tenders what Redwood Parcel takes.');
  await page.getByRole('button', { name: 'Look for others in the wording' }).click();
  await page.getByRole('button', { name: 'Add “Redwood Parcel”' }).click();
  await expect
    .poll(() => page.getByLabel('Proper names, one a line').inputValue())
    .toContain('Redwood Parcel');
  await page.getByText('All words with capitals are defined, or stand in the list.').waitFor();
  await row(/^Fuel fee/).click();
  await page.getByLabel('certificates list lots here').check();
  await page.getByText('"fuel-fee" lists schedules of awards, so it is their table').waitFor();
  expect(await save.isDisabled()).toBe(true);
  await page.getByLabel('certificates list lots here').uncheck();
  await page.getByText('Nothing is wrong with it.').waitFor();
  const fifth = page.getByRole('group', { name: 'Section 5' });
  await fifth.getByRole('button', { name: 'Add a field' }).click();
  await fifth.getByLabel('Label', { exact: true }).fill('House schedules');
  await fifth.getByRole('combobox', { name: 'Type' }).selectOption('table');
  await page.getByLabel('certificates list lots here').check();
  await page.getByRole('button', { name: 'Give it these columns' }).click();
  await page.getByText('Nothing is wrong with it.').waitFor();
  expect(await accessibilityProblems(page)).toEqual([]);
  await save.click();
  await page.getByText('“House agreement” is kept as version 1.').waitFor();

  // Edited again: the next version.
  await page.getByRole('button', { name: 'Edit House agreement' }).click();
  await page.getByRole('button', { name: 'Move section 2 up' }).click();
  await page.getByRole('button', { name: 'Save as version 2' }).click();
  await page.getByText('“House agreement” is kept as version 2.').waitFor();

  // Along as a file, and in again; a wrong file says where.
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Save House agreement as JSON' }).click(),
  ]);
  const template = JSON.parse(readFileSync(await download.path(), 'utf8')) as Template;
  expect(template.sections[1]?.title).toBe('Who we are');
  const file = join(folder, 'wrong.json');
  const { sections } = template;
  writeFileSync(file, JSON.stringify({ ...template, sections: [{ ...sections[0], title: '' }] }));
  await page.getByLabel('Read a sheet’s template from a file…').setInputFiles(file);
  await page.getByText('sections.1.title: must not be empty').waitFor();

  // A sheet of a new room begins with it.
  await page.getByLabel('New room').fill('House sale');
  await page.getByRole('button', { name: 'Create room' }).click();
  await page.getByText('“House sale” is ready.').waitFor();
  const rooms = Object.entries(
    (await stage.live.server.context.hosts.site().confirmed()).state.rooms,
  );
  const [roomId = ''] = rooms.find(([, { title }]) => title === 'House sale') ?? [];
  const house = stage.live.server.context.hosts.room(roomId);
  const team = { id: 'house', name: 'House Carrier', side: 'carrier' } as const;
  await house.submit('add-the-house', { kind: 'system' }, { type: 'AddTeam', team });
  await page.evaluate('window.dispatchEvent(new Event("focus"))');
  await page
    .getByLabel('New sheets begin with')
    .selectOption({ label: 'House agreement, version 2' });
  await page.getByRole('button', { name: 'Open the auction terms' }).click();
  await page.getByText('read by everybody').waitFor();
  const [sheet] = Object.values((await house.confirmed()).state.sheets);
  const opened = stage.live.server.context.hosts.sheet(sheet?.id ?? '');
  await expect
    .poll(async () => (await opened.confirmed()).state.template?.sections[1]?.title)
    .toBe('Who we are');
  const kept = (await opened.confirmed()).state.template;
  expect(kept?.version).toBe(2);
  const terms = kept?.sections.flatMap((section) => section.terms) ?? [];
  const typeOf = (termId: string) => {
    const found = terms.find(({ id }) => id === termId);
    return found?.kind === 'field' ? found.type : undefined;
  };
  expect(typeOf('weight-max')).toEqual({ kind: 'weight', max: 40_500 });
  expect(typeOf('prices')).toMatchObject({
    steps: expect.arrayContaining([
      { id: 'step-7', label: '≤ 40 lb', upToThousandths: 40_000 },
    ]) as unknown,
  });
  expect(typeOf('fuel-fee')).toMatchObject({
    columns: expect.arrayContaining([
      { id: 'column-3', label: 'House fee', type: { kind: 'money', unit: '$' }, isRequired: true },
    ]) as unknown,
  });
  expect(kept?.sections[1]?.note).toBe('of the house');
  expect(kept?.names).toContain('Redwood Parcel');
  const schedules = terms.find((term) => term.kind === 'field' && term.label === 'House schedules');
  expect(schedules).toMatchObject({ listsSchedules: true, type: SCHEDULE_TYPE });
  expect(terms.find(({ id }) => id === 'fuel-fee')).not.toHaveProperty('listsSchedules');
  const values = kept?.sections.find(({ id }) => id === 'volume');
  expect(values?.assumptions?.find(({ id }) => id === 'volume')?.value).toBe(12_000_000);
  expect(values?.derived?.at(-1)).toMatchObject({
    label: 'House volume at its tiers',
    formula: 'tier-price',
    inputs: { tiers: { term: 'tiers' }, volume: { assumption: 'volume' } },
  });
  expect(problems.filter((problem) => !/40[013]/.test(problem))).toEqual([]);
}, 150_000);
