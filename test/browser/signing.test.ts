// Freezing and signing in a real browser with both sides, up to the certificate.

import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { agreeEverything } from '../support/agreed-sheet.ts';
import { accessibilityProblems } from '../support/browser.ts';
import { stageForFile } from '../support/stage.ts';

const stage = stageForFile();

const strip = (page: Page) => page.getByRole('region', { name: 'Signing' });

const signNext = async (page: Page, office: string): Promise<void> => {
  await strip(page).getByLabel('Name').fill(`A. ${office}`);
  await strip(page).getByLabel('Title').fill('Head');
  await strip(page)
    .getByRole('button', { name: `Sign as ${office}` })
    .click();
  await strip(page).getByText(`✓ A. ${office}, Head`).first().waitFor();
};

it('[SIG4] [SIG5] [SIG8] [SIG11] both sides sign on the page', { timeout: 300_000 }, async () => {
  await agreeEverything(stage.live);
  const open = async (seatId: string) => (await stage.open(await stage.live.link(seatId))).page;
  const [carrier, shipper] = [await open('usps-lead'), await open('harbor-lead')];
  await carrier.getByRole('button', { name: /^Harbor Parcel/ }).click();
  await strip(carrier).getByText('Ready to freeze').waitFor();
  await strip(carrier).getByRole('button', { name: 'Freeze for signature' }).click();
  await signNext(shipper, 'counsel');
  await strip(carrier).getByRole('button', { name: 'Reopen…' }).click();
  await strip(carrier)
    .getByText(/voids what is signed: the 1 signature/)
    .waitFor();
  await strip(carrier).getByRole('button', { name: 'Reopen and void 1 signature' }).click();
  await strip(carrier).getByText('Say why').waitFor();
  await strip(shipper).getByText('✓ A. counsel, Head').waitFor();
  await strip(carrier).getByLabel('Why is it opened again').fill('One more look');
  await strip(carrier).getByRole('button', { name: 'Reopen and void 1 signature' }).click();
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
