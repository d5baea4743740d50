// The bar over a room at all widths: its name has room for itself, and nothing that is jumped to or kept in view stands
// behind it. And the one filled button of a view while the form that it opens is open.

import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { stageForFile } from '../support/stage.ts';

const stage = stageForFile();
const { enter: seat } = stage;

/** What there is to know of the bar, in pixels. */
const barFacts = (page: Page) =>
  page.evaluate(() => {
    const box = (name: string): DOMRect => {
      const found = document.querySelector(`header ${name}`);
      if (!found) throw new Error(name);
      return found.getBoundingClientRect();
    };
    const [room, clock, side] = [box('.room'), box('.clock'), box('.side')];
    const title = document.querySelector('header h1');
    const apart = (one: DOMRect, two: DOMRect): boolean =>
      one.right <= two.left + 0.5 || one.bottom <= two.top + 0.5 || two.bottom <= one.top + 0.5;
    return {
      titleLines: Math.round((title?.getBoundingClientRect().height ?? 0) / 16),
      isApart: apart(room, clock) && apart(room, side) && apart(clock, side),
      isCut: [...document.querySelectorAll('header .room *')].some(
        ({ scrollWidth, clientWidth }) => scrollWidth > clientWidth + 1,
      ),
      overflow: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    };
  });

/** By how much what matches stands below the lower edge of what covers the top of the page; negative is behind it. */
const below = (page: Page, selector: string, cover: string): Promise<number> =>
  page.evaluate(
    ([what, over]) => {
      const bottom = document.querySelector(over ?? '')?.getBoundingClientRect().bottom;
      const top = document.querySelector(what ?? '')?.getBoundingClientRect().top;
      return Math.round((top ?? Number.NaN) - (bottom ?? Number.NaN));
    },
    [selector, cover],
  );

describe('the bar of a room', { timeout: 240_000 }, () => {
  it('[UI101] keeps the name of the room whole, and hides nothing that is jumped to', async () => {
    const carrier = await seat('usps-lead');
    await carrier.getByRole('button', { name: /^Northwind Retail/ }).click();
    await carrier.locator('.tools').waitFor();
    // With all of its parts: those below come a moment after the page.
    await carrier.locator('header .record').waitFor();
    await carrier.getByRole('button', { name: /^Notices, /u }).waitFor();
    for (const width of [1440, 1320, 1241, 1180, 1024, 900, 800, 701, 390]) {
      await carrier.setViewportSize({ width, height: 800 });
      await expect
        .poll(() => barFacts(carrier), { message: `at ${width}`, timeout: 30_000 })
        .toEqual({ titleLines: 1, isApart: true, isCut: false, overflow: 0 });
      const tab = carrier.getByRole('button', { name: 'Sheet', exact: true });
      if (await tab.isVisible()) await tab.click();
      const cover = width > 1080 ? '.tools' : '.page > header';
      for (const [section, name] of [
        ['volume', /^4 Volume/],
        ['price', /^3 Price/],
      ] as const) {
        await carrier.getByRole('button', { name }).first().click();
        await expect
          .poll(() => below(carrier, `#section-${section}`, cover), {
            message: `${section} at ${width}`,
            timeout: 30_000,
          })
          .toBeGreaterThanOrEqual(0);
      }
    }
    // The column of the auction begins below the bar, however far the sheet is scrolled.
    await carrier.setViewportSize({ width: 1024, height: 800 });
    await expect
      .poll(() => below(carrier, '.body > .right', '.page > header'))
      .toBeGreaterThanOrEqual(-1);
    await carrier.context().close();
  });

  it('[UI102] one button is filled: what opens a form gives its fill to what acts', async () => {
    const moderator = await seat('moderator');
    const filled = moderator.locator('button.primary').filter({ visible: true });
    await moderator.getByRole('button', { name: /^Start round 1/ }).click();
    await moderator.getByRole('button', { name: 'Start now' }).waitFor();
    expect(await filled.allInnerTexts()).toEqual(['Start now']);
    await moderator.keyboard.press('Escape');
    await moderator.getByRole('button', { name: 'Start now' }).waitFor({ state: 'detached' });
    expect(await filled.allInnerTexts()).toEqual([expect.stringMatching(/^Start round 1/)]);
    await moderator.context().close();
  });
});
