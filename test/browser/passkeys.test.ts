// Passkeys in a real browser, with an authenticator that the browser itself simulates: made, used, checked on the
// certificate, taken away; and a page that cannot have any.

import { readFileSync } from 'node:fs';
import type { CDPSession, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { verifyAssertion } from '../../server/record/passkey-assertion.ts';
import type { ProvenSignature } from '../../shared/sheet/passkeys/check.ts';
import { proofFinding } from '../../shared/sheet/passkeys/check.ts';
import { agreeEverything } from '../support/agreed-sheet.ts';
import { accessibilityProblems } from '../support/browser.ts';
import { stageForFile } from '../support/stage.ts';

// A passkey is bound to a name.
const stage = stageForFile({
  server: { originFor: (port) => `http://localhost:${String(port)}` },
});

const strip = (page: Page) => page.getByRole('region', { name: 'Signing' });
const keys = (page: Page) => page.getByRole('group', { name: 'My passkeys for this sheet' });

interface Saved {
  readonly form: string;
  readonly sheetId: string;
  readonly signatures: Readonly<Record<string, ProvenSignature>>;
}

interface Device {
  readonly line: CDPSession;
  readonly authenticatorId: string;
}

/** Puts an authenticator into a page's browser. */
const withDevice = async (page: Page): Promise<Device> => {
  const line = await page.context().newCDPSession(page);
  await line.send('WebAuthn.enable');
  const { authenticatorId } = await line.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      ...{ protocol: 'ctap2', transport: 'internal', hasResidentKey: true },
      ...{ hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true },
    },
  });
  return { line, authenticatorId };
};

/** Whether the device knows who uses it from now on. */
const knows = ({ line, authenticatorId }: Device, isUserVerified: boolean): Promise<unknown> =>
  line.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified });

const fill = async (page: Page, who: string): Promise<void> => {
  await strip(page).getByLabel('Name', { exact: true }).fill(who);
  await strip(page).getByLabel('Title').fill('Head');
};

describe('[PKY1] [PKY3] [PKY5] passkeys on the page', { timeout: 300_000 }, () => {
  it('one is made, proves a signature, and the certificate of either side checks it', async () => {
    await agreeEverything(stage.live);
    const open = async (seatId: string) => (await stage.open(await stage.live.link(seatId))).page;
    const [shipper, carrier] = [await open('harbor-lead'), await open('usps-lead')];
    const device = await withDevice(shipper);
    await strip(shipper).getByRole('button', { name: 'Freeze for signature' }).click();
    await strip(shipper).getByRole('button', { name: 'Passkeys' }).click();
    await keys(shipper).getByRole('button', { name: 'Make a passkey' }).click();
    await keys(shipper).getByText('Name it').waitFor();
    await keys(shipper).getByLabel('Name of the passkey').fill('Office laptop');
    await keys(shipper).getByRole('button', { name: 'Make a passkey' }).click();
    await keys(shipper).getByText('Office laptop').waitFor();
    expect(await accessibilityProblems(shipper, 'all', '.signing')).toEqual([]);

    await knows(device, false);
    await fill(shipper, 'A. Counsel');
    await strip(shipper).getByRole('button', { name: 'Sign as counsel' }).click();
    await strip(shipper)
      .getByText(/The passkey was not used.*Nothing was signed/)
      .waitFor();
    await knows(device, true);
    expect(await strip(shipper).getByLabel('also prove with my passkey').isChecked()).toBe(true);
    await strip(shipper).getByRole('button', { name: 'Sign as counsel' }).click();
    await strip(shipper)
      .getByText(/A\. Counsel, Head.*with passkey/)
      .waitFor();

    await fill(shipper, 'B. Finance');
    await strip(shipper).getByLabel('also prove with my passkey').uncheck();
    await strip(shipper).getByRole('button', { name: 'Sign as finance' }).click();
    await strip(shipper).getByText('B. Finance, Head').waitFor();
    await keys(shipper).getByRole('button', { name: 'Remove Office laptop' }).click();
    await keys(shipper).getByText('Office laptop').waitFor({ state: 'detached' });

    await carrier.getByRole('button', { name: /^Harbor Parcel/ }).click();
    for (const page of [shipper, carrier]) {
      await strip(page).getByRole('link', { name: 'Certificate' }).click();
      await page.getByText('✓ with passkey, checked here').waitFor();
      expect(await page.getByText('with passkey').count()).toBe(1);
      expect(await accessibilityProblems(page, 'all', 'main')).toEqual([]);
    }
    const [saved] = await Promise.all([
      carrier.waitForEvent('download'),
      carrier.getByRole('button', { name: 'JSON' }).click(),
    ]);
    const certificate = JSON.parse(readFileSync(await saved.path(), 'utf8')) as Saved;
    const [first, second] = Object.values(certificate.signatures);
    expect(certificate.form).toBe('parley.certificate/1');
    expect(first && (await proofFinding(certificate.sheetId, first, verifyAssertion))).toBe(
      undefined,
    );
    expect([first?.passkey.rpId, second?.passkey]).toEqual(['localhost', undefined]);
    await Promise.all([shipper, carrier].map((page) => page.context().close()));
  });

  it('[PKY6] opened by a number, the page says why it has none, and signs without', async () => {
    const link = (await stage.live.link('harbor-lead')).replace('localhost', '127.0.0.1');
    const { page } = await stage.open(link, { viewport: { width: 390, height: 800 } });
    await page.getByRole('button', { name: 'Sheet', exact: true }).click();
    await strip(page).getByRole('button', { name: 'Passkeys' }).click();
    await keys(page)
      .getByText(/opened by a number.*Signing works without/)
      .waitFor();
    expect(await keys(page).getByRole('button').count()).toBe(0);
    await fill(page, 'C. Lead');
    await strip(page).getByRole('button', { name: 'Sign as lead' }).click();
    await strip(page).getByText('C. Lead, Head').waitFor();
    await page.context().close();
  });
});
