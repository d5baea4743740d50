// Freezing and signing in a real browser with both sides, up to the certificate.

import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { hashOf } from '../../shared/kernel/hash.ts';
import { DEMO_ROOM_ID } from '../../shared/room/demo.ts';
import { openingOf } from '../../shared/sheet/opening.ts';
import { termTemplate } from '../../shared/sheet/template.ts';
import { accessibilityProblems, launchBrowser, openPage } from '../support/browser.ts';
import type { LiveServer } from '../support/live-server.ts';
import { startLive } from '../support/live-server.ts';
import { agreeing } from '../support/signing.ts';
import { seat as actor } from '../support/stream.ts';

let live: LiveServer;
let browser: Browser;

beforeAll(async () => {
  live = await startLive();
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser.close();
  await live.close();
});

/** Both leads agree every required term of the sheet with Harbor, the carrier its own ones too. */
const agreeEverything = async (): Promise<void> => {
  const { context } = live.server;
  const room = (await context.hosts.room(DEMO_ROOM_ID).current()).state;
  const listing = Object.values(room.sheets).find(
    ({ shipperTeamId }) => shipperTeamId === 'harbor',
  );
  const sheet = context.hosts.sheet(listing?.id ?? '');
  const { state } = await sheet.current();
  const { template } = state;
  if (!template) throw new Error('no sheet');
  const opening = openingOf(template, 'template');
  const commands = Object.keys(state.terms)
    .filter((termId) => termTemplate(template, termId)?.isRequired)
    .flatMap((termId) => agreeing(state, termId, (id) => hashOf(opening.get(id)?.blocks)));
  for (const command of commands) {
    const isCarrier = 'side' in command && command.side === 'carrier';
    const by = actor(isCarrier ? 'usps-lead' : 'harbor-lead');
    const answer = await sheet.submit(context.chance.id(), by, command);
    if (!answer.ok) throw new Error(`${answer.rejection.code} ${JSON.stringify(command)}`);
  }
};

const strip = (page: Page) => page.getByRole('region', { name: 'Signing' });

const signNext = async (page: Page, office: string): Promise<void> => {
  await strip(page).getByLabel('Name').fill(`A. ${office}`);
  await strip(page).getByLabel('Title').fill('Head');
  await strip(page)
    .getByRole('button', { name: `Sign as ${office}` })
    .click();
  await strip(page).getByText(`✓ A. ${office}, Head`).first().waitFor();
};

it('[SIG4] [SIG5] [SIG8] both sides sign on the page', { timeout: 300_000 }, async () => {
  await agreeEverything();
  const open = async (seatId: string) => (await openPage(browser, await live.link(seatId))).page;
  const [carrier, shipper] = [await open('usps-lead'), await open('harbor-lead')];
  await carrier.getByRole('button', { name: /^Harbor Parcel/ }).click();
  await strip(carrier).getByText('Ready to freeze').waitFor();
  await strip(carrier).getByRole('button', { name: 'Freeze for signature' }).click();
  await signNext(shipper, 'counsel');
  await strip(carrier).getByRole('button', { name: 'Reopen…' }).click();
  await strip(carrier).getByLabel('Why is it opened again').fill('One more look');
  await strip(carrier).getByRole('button', { name: 'Reopen the sheet' }).click();
  await strip(shipper).getByText('“One more look”').waitFor();
  await strip(shipper).getByRole('button', { name: 'Freeze for signature' }).click();
  await strip(carrier).getByText('Frozen for signature').waitFor();
  expect(await accessibilityProblems(carrier, 'all', '.signing')).toEqual([]);
  for (const page of [carrier, shipper]) {
    for (const office of ['counsel', 'finance', 'lead', 'executive']) await signNext(page, office);
  }
  await strip(carrier)
    .getByText(/^✓\s*Signed$/)
    .waitFor();
  await strip(shipper).getByRole('link', { name: 'Certificate' }).click();
  await shipper.getByText('give the same hash').waitFor();
  await shipper.getByRole('heading', { name: 'Void signatures' }).waitFor();
  await shipper.getByText('✓ receipt checked').first().waitFor();
  expect(await shipper.getByText('“One more look”').count()).toBe(1);
  expect(await accessibilityProblems(shipper, 'all', 'main')).toEqual([]);
});
