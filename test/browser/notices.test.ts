// The notices of a room in a real browser: what one side does reaches the other's bell, leads to its place by click and
// key, stays read over a reload; on a phone, in both themes, with nobody else told.

import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { DEMO_ROOM_ID } from '../../shared/room/demo.ts';
import type { SheetCommand } from '../../shared/sheet/types.ts';
import { accessibilityProblems } from '../support/browser.ts';
import { stageForFile } from '../support/stage.ts';
import { seat as actor } from '../support/stream.ts';

const stage = stageForFile();
const { enter: open } = stage;

const bell = (page: Page, unread: string) =>
  page.getByRole('button', { name: `Notices, ${unread} unread`, exact: true });
const centre = (page: Page) => page.getByRole('region', { name: 'Notices' });
const focused = (page: Page): Promise<string | undefined> =>
  page.evaluate(
    () => document.activeElement?.closest('[data-term]')?.getAttribute('data-term') ?? undefined,
  );

/** Gives a command on the sheet of a shipper as a lead. */
const give = async (shipper: string, seatId: string, command: SheetCommand): Promise<void> => {
  const { context } = stage.live.server;
  const { sheets } = (await context.hosts.room(DEMO_ROOM_ID).current()).state;
  const listing = Object.values(sheets).find(({ shipperTeamId }) => shipperTeamId === shipper);
  const sheet = context.hosts.sheet(listing?.id ?? '');
  const answer = await sheet.submit(context.chance.id(), actor(seatId), command);
  if (!answer.ok) throw new Error(answer.rejection.code);
};

const take = (shipper: string, side: 'carrier' | 'shipper', termId: string, value: number) =>
  give(shipper, side === 'carrier' ? 'usps-lead' : `${shipper}-lead`, {
    ...{ type: 'TakePosition', side, termId },
    value: { kind: 'field', value },
  });

const offerOn = (shipper: string, side: 'carrier' | 'shipper', expiresAfterMs?: number) =>
  give(shipper, side === 'carrier' ? 'usps-lead' : `${shipper}-lead`, {
    ...{ type: 'MakeOffer', side },
    items: [{ termId: 'minimum-charge', value: { kind: 'field', value: 2_050 } }],
    ...(expiresAfterMs !== undefined && {
      expiresAtMs: (stage.live.time.now() + expiresAfterMs) as never,
    }),
  });

describe('[NTC7] [NTC8] the notices of a room', { timeout: 180_000 }, () => {
  it('a move leads to its term by click and by key, and stays read over a reload', async () => {
    const [shipper, rival] = [await open('harbor-lead'), await open('cascade-lead')];
    await bell(shipper, 'none').waitFor();
    await take('harbor', 'carrier', 'minimum-charge', 2_100);
    await bell(shipper, '1').waitFor();
    const said = shipper.locator('[aria-live="polite"]', { hasText: 'Notice: Your move' });
    await said.waitFor({ state: 'attached' });

    await bell(shipper, '1').click();
    expect(await shipper.evaluate(() => document.activeElement?.id)).toBe('notices-title');
    expect(await accessibilityProblems(shipper, 'all', '.notices')).toEqual([]);
    await centre(shipper)
      .getByRole('button', { name: /Your move: Minimum charge/ })
      .click();
    await centre(shipper).waitFor({ state: 'detached' });
    await expect.poll(() => focused(shipper)).toBe('minimum-charge');
    await bell(shipper, 'none').waitFor();

    await shipper.reload();
    await bell(shipper, 'none').waitFor();
    await shipper.keyboard.press('i');
    await centre(shipper).getByText('Read.').waitFor({ state: 'attached' });
    await shipper.keyboard.press('Escape');
    await centre(shipper).waitFor({ state: 'detached' });
    expect(await shipper.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe(
      'Notices, none unread',
    );

    // By the keyboard alone, from another place of the page.
    await take('harbor', 'carrier', 'annual-commitment', 40_000_000);
    await bell(shipper, '1').waitFor();
    await shipper.keyboard.press('i');
    await centre(shipper).waitFor();
    for (const key of ['Tab', 'Tab', 'Tab', 'Enter']) await shipper.keyboard.press(key);
    await expect.poll(() => focused(shipper)).toBe('annual-commitment');

    // Mentioned in a comment: to the words that it is about.
    await give('harbor', 'usps-lead', {
      ...{ type: 'MakeComment', side: 'carrier', scope: 'shared', termId: 'minimum-charge' },
      ...{ text: 'What do you say, @Grace Mbeki?', mentions: ['harbor-lead'] },
    });
    await bell(shipper, '1').click();
    await centre(shipper)
      .getByRole('button', { name: /Maria Reyes mentioned you on Minimum charge/ })
      .click();
    const thread = shipper
      .getByRole('region', { name: 'Comments' })
      .locator('article', { hasText: 'What do you say' });
    await thread.getByRole('heading').and(shipper.locator(':focus')).waitFor();
    await bell(shipper, 'none').waitFor();

    // A competitor's page has nothing of all that.
    await bell(rival, 'none').waitFor();
    await Promise.all([shipper, rival].map((page) => page.context().close()));
  });

  it('notices of a sheet that is not open lead there; all are marked read at once', async () => {
    const carrier = await open('usps-lead');
    await carrier.getByRole('button', { name: /^Harbor Parcel/ }).click();
    const before = Number(
      /\d+/.exec((await carrier.locator('.bell').getAttribute('aria-label')) ?? '')?.[0] ?? 0,
    );
    await offerOn('northwind', 'shipper', 60 * 60_000);
    await bell(carrier, String(before + 1)).waitFor();
    await carrier.keyboard.press('i');
    const offer = centre(carrier).getByRole('button', { name: /Offer 1 is on the table/ });
    expect(await offer.innerText()).toContain('Northwind Retail');
    await offer.click();
    await carrier.locator('#sheet [data-offer="o1"]').waitFor();
    await expect
      .poll(() =>
        carrier.evaluate(() =>
          document.activeElement?.closest('[data-offer]')?.getAttribute('data-offer'),
        ),
      )
      .toBe('o1');
    await carrier.getByRole('heading', { name: 'USPS and Northwind Retail' }).waitFor();

    // By the server's time it is about to expire.
    stage.live.time.skip(51 * 60_000);
    await carrier.locator('.bell[aria-label*="1 unread"]').waitFor();
    await carrier.keyboard.press('i');
    await centre(carrier)
      .getByText(/Offer 1 waits for your answer and expires at/)
      .waitFor();
    await centre(carrier).getByRole('button', { name: 'Mark all read' }).click();
    await bell(carrier, 'none').waitFor();
    expect(await centre(carrier).getByRole('button', { name: 'Mark all read' }).count()).toBe(0);
    await carrier.context().close();
  });

  it('what a seat does not want to be told about is not told, on this browser, until it wants it again', async () => {
    const shipper = await open('cascade-lead', { viewport: { width: 390, height: 800 } });
    await take('cascade', 'carrier', 'minimum-charge', 2_100);
    await bell(shipper, '1').waitFor();
    await bell(shipper, '1').click();
    await centre(shipper).getByText('What to be told about').click();
    const move = centre(shipper).getByLabel('Your move on a term');
    await move.uncheck();
    await bell(shipper, 'none').waitFor();
    await shipper.reload();
    await bell(shipper, 'none').waitFor();
    await bell(shipper, 'none').click();
    await centre(shipper).getByText('What to be told about').click();
    await move.check();
    await bell(shipper, '1').waitFor();
    expect(await accessibilityProblems(shipper, 'all', '.notices')).toEqual([]);
    await shipper.emulateMedia({ colorScheme: 'dark' });
    expect(await accessibilityProblems(shipper, 'colours', '.notices')).toEqual([]);
    // The clock stays in sight, and the list within the page.
    const [clock, list] = [
      await shipper.locator('header .clock').boundingBox(),
      await shipper.locator('.centre').boundingBox(),
    ];
    expect((list?.y ?? 0) >= (clock?.y ?? 0) + (clock?.height ?? 0)).toBe(true);
    expect((list?.x ?? -1) >= 0 && (list?.x ?? 0) + (list?.width ?? 999) <= 390).toBe(true);
    await centre(shipper)
      .getByRole('button', { name: /Your move: Minimum charge/ })
      .click();
    await expect.poll(() => focused(shipper)).toBe('minimum-charge');
    await shipper.context().close();
  });

  it('an observer is offered what it can be told about and no more', async () => {
    const observer = await open('regulator');
    await bell(observer, 'none').click();
    await centre(observer).getByText('What to be told about').click();
    expect(await centre(observer).getByRole('checkbox').count()).toBe(3);
    expect(await centre(observer).getByLabel('Your move on a term').count()).toBe(0);
    await observer.context().close();
  });
});
