// A rehearsal in the page, in a real browser: one press on the start page, bots that play the sale, the mark on every
// page, the report at the end; and the same from the moderator's room.

import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { accessibilityProblems } from '../support/browser.ts';
import { stageForFile } from '../support/stage.ts';
import { until } from '../support/until.ts';

const PATIENCE_MS = 120_000;
const REHEARSE = { name: 'Rehearse with bots' } as const;

const stage = stageForFile();

const mark = (page: Page) =>
  page.getByRole('region', { name: 'Rehearsal' }).getByText('Bots bid, and nothing here counts');

describe('a rehearsal in the page', () => {
  it(
    '[REH8] one press on the demo’s start page holds it; every page is marked; the report follows',
    async () => {
      const { page, problems } = await stage.open(stage.live.origin);
      await page.getByRole('button', REHEARSE).click();
      await mark(page).waitFor();
      const room = page.url();
      await page.getByText('step by step').waitFor();
      expect(await accessibilityProblems(page)).toEqual([]);
      await until(
        'the report stands on the page',
        async () => {
          // Slowly enough for bots whose bids go over real lines.
          stage.live.time.skip(40);
          return page.getByRole('heading', { name: 'Report on the rehearsal' }).isVisible();
        },
        PATIENCE_MS,
      );
      await page.getByRole('table', { name: 'Bidders' }).getByText('last moment').waitFor();
      expect(
        await page.getByRole('table', { name: 'Rounds' }).locator('tbody tr').count(),
        // How many follows from what the bots drew: after one round demand may be met already.
      ).toBeGreaterThan(0);
      expect(await accessibilityProblems(page)).toEqual([]);
      await page.getByRole('link', { name: 'Report on this auction' }).click();
      await mark(page).waitFor();
      await page.goto(`${room}/replay`);
      await mark(page).waitFor();
      expect(problems).toEqual([]);
    },
    PATIENCE_MS * 2,
  );

  it(
    '[REH8] from the moderator’s room, a seat can be left to people and the times to the rules',
    async () => {
      const { page } = await stage.open(await stage.live.link('moderator'));
      expect(await mark(page).count()).toBe(0);
      await page.getByText('Choose pace and seats').click();
      await page.getByLabel(/As on the day/).check();
      await page.getByRole('checkbox', { name: 'Harbor Parcel' }).check();
      await page.getByRole('button', REHEARSE).click();
      await mark(page).waitFor();
      await page.getByRole('button', { name: /^Start/ }).waitFor();
      const bots = page.getByRole('region', { name: 'Bots' });
      await bots.getByText('Northwind Retail').waitFor();
      expect(await bots.getByText('Harbor Parcel').count()).toBe(0);
    },
    PATIENCE_MS,
  );
});
