// Templates of rooms in a real browser: saved from a room, read from a file with its faults named, and a room made of one.

import { readFileSync, writeFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { accessibilityProblems } from '../support/browser.ts';
import { stageForFile } from '../support/stage.ts';

const folder = mkdtempSync(join(tmpdir(), 'parley-templates-'));
const stage = stageForFile();

afterAll(() => {
  rmSync(folder, { recursive: true });
});

it('[UI61] a room becomes a template, a file, and a room again', async () => {
  const { page, problems } = await stage.open(`${stage.live.origin}/admin`);
  await page.getByLabel('Administrator’s secret').fill(stage.live.adminSecret ?? '');
  await page.getByRole('button', { name: 'Enter' }).click();
  const { title } = (await stage.live.server.context.hosts.room('usps-2026').confirmed()).state;
  await page.getByRole('button', { name: title }).click();
  await page.getByRole('button', { name: 'Save as a template' }).click();
  await page.getByText(`Kept as the template “${title}”.`).waitFor();
  await page.getByText('4 teams · 4 sheets · Access to four facilities (clock, 4 lots)').waitFor();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: `Save ${title} as JSON` }).click(),
  ]);
  const template = JSON.parse(readFileSync(await download.path(), 'utf8')) as {
    name: string;
    auctions: { lots: { supplyBlocks: unknown }[] }[];
  };
  expect(await accessibilityProblems(page)).toEqual([]);

  const file = join(folder, 'next.json');
  const given = async (value: unknown): Promise<void> => {
    writeFileSync(file, typeof value === 'string' ? value : JSON.stringify(value));
    await page.getByLabel('Read a template from a file…').setInputFiles(file);
  };
  await given('{"form":');
  await page.getByText('next.json is not JSON').waitFor();
  const broken = structuredClone(template);
  Object.assign(broken.auctions[0]?.lots[1] ?? {}, { supplyBlocks: 'many' });
  // The browser itself notes that the server said no.
  await given(broken);
  await page.getByText('auctions.1.lots.2.supplyBlocks: ').waitFor();
  await given({ ...template, name: 'Next year' });
  await page.getByText('next.json is kept as a template.').waitFor();

  await page.getByLabel('New room').fill('Sale 2027');
  await page.getByLabel('Starts with').selectOption({ label: 'template: Next year' });
  await page.getByRole('button', { name: 'Create room' }).click();
  await page.getByText('“Sale 2027” is ready. Hand this link to its moderator:').waitFor();
  await page.getByRole('button', { name: 'Forget Next year' }).click();
  await page.getByRole('button', { name: 'Forget Next year for good' }).click();
  await page.getByText('“Next year” is forgotten.').waitFor();
  const rooms = Object.values(
    (await stage.live.server.context.hosts.site().confirmed()).state.rooms,
  );
  expect(rooms.map((room) => room.title)).toContain('Sale 2027');
  expect(
    problems.filter(
      (problem) => !problem.includes('400') && !problem.includes('403') && !problem.includes('401'),
    ),
  ).toEqual([]);
}, 300_000);
