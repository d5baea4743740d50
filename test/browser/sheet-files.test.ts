// Files of a sheet in a real browser: taken out as Word, brought back changed and compared, put on the table as an offer;
// the filing with its package; a page that takes no harm from a hostile file.

import { readFile } from 'node:fs/promises';
import { unzipSync, zipSync } from 'fflate';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { accessibilityProblems } from '../support/browser.ts';
import { keepPressFull } from '../support/full-press.ts';
import { stageForFile } from '../support/stage.ts';

const FORMS = { Word: 'docx', PDF: 'pdf', JSON: 'json', 'Prices (CSV)': 'csv' } as const;
const OLD = 'the contact above';
const NEW = 'the person named above';

const stage = stageForFile();
const { enter: seat } = stage;

const download = async (
  page: Page,
  click: () => Promise<void>,
): Promise<{ name: string; bytes: Uint8Array }> => {
  const [file] = await Promise.all([page.waitForEvent('download'), click()]);
  return {
    name: file.suggestedFilename(),
    bytes: new Uint8Array(await readFile(await file.path())),
  };
};

/** The same document with other words in it, as somebody else's Word would save it. */
const reworded = (bytes: Uint8Array): Uint8Array => {
  const parts = unzipSync(bytes);
  const body = new TextDecoder().decode(parts['word/document.xml']);
  if (!body.includes(OLD)) throw new Error('the words to be replaced are not there');
  return zipSync({
    ...parts,
    'word/document.xml': new TextEncoder().encode(body.replace(OLD, NEW)),
  });
};

const bring = async (page: Page, name: string, bytes: Uint8Array): Promise<void> => {
  await page
    .getByLabel('File of the other side')
    .setInputFiles({ name, mimeType: 'application/octet-stream', buffer: Buffer.from(bytes) });
};

describe('[UI80] files of a sheet on the page', { timeout: 300_000 }, () => {
  it('every form of the sheet is downloaded from the menu, redacted without tracked changes', async () => {
    const page = await seat('harbor-lead');
    await page.getByRole('heading', { name: 'USPS and Harbor Parcel' }).waitFor();
    await page.getByText('Files', { exact: true }).click();
    for (const [word, form] of Object.entries(FORMS)) {
      const { name, bytes } = await download(page, () =>
        page.getByRole('link', { name: word, exact: true }).click(),
      );
      expect([word, name]).toEqual([word, `usps-and-harbor-parcel.sealed.${form}`]);
      expect(bytes.length).toBeGreaterThan(60);
    }
    await page.getByLabel('redacted: to be published').check();
    expect(await page.getByLabel('without tracked changes').isDisabled()).toBe(true);
    const { name } = await download(page, () =>
      page.getByRole('link', { name: 'Word', exact: true }).click(),
    );
    expect(name).toBe('last-mile-delivery-agreement.redacted.docx');
    expect(await accessibilityProblems(page)).toEqual([]);
    await page.context().close();
  });

  it('a file that comes back is compared, and what differs goes on the table as an offer', async () => {
    const page = await seat('harbor-lead');
    await page.getByRole('heading', { name: 'USPS and Harbor Parcel' }).waitFor();
    await page.getByText('Files', { exact: true }).click();
    const { bytes } = await download(page, () =>
      page.getByRole('link', { name: 'Word', exact: true }).click(),
    );
    await bring(page, 'same.docx', bytes);
    await page.getByText('This file says the same as the sheet.').waitFor();
    await bring(page, 'theirs.docx', reworded(bytes));
    const found = page.getByRole('region', { name: 'theirs.docx' });
    await found.getByText('1 clause differs').waitFor();
    expect(await found.locator('ins').allTextContents()).toEqual(['person named']);
    expect(await found.locator('del').allTextContents()).toEqual(['contact']);
    expect(await accessibilityProblems(page)).toEqual([]);
    await found.getByLabel('Reason, if you like').fill('as in their draft');
    await found.getByRole('button', { name: 'Put 1 term on the table as an offer' }).click();
    await found.waitFor({ state: 'detached' });
    const { state } = await stage.live.server.context.hosts.room('usps-2026').confirmed();
    const sheetId =
      Object.values(state.sheets).find(({ shipperTeamId }) => shipperTeamId === 'harbor')?.id ?? '';
    const offers =
      (await stage.live.server.context.hosts.sheet(sheetId).confirmed()).state.offers?.byId ?? {};
    expect(Object.values(offers)).toMatchObject([
      {
        side: 'shipper',
        status: 'open',
        reason: 'as in their draft',
        items: [{ value: { kind: 'clause' } }],
      },
    ]);
    await page.context().close();
  });

  it('a file that is none is refused in words, and nothing changes', async () => {
    const page = await seat('usps-lead');
    await page
      .getByRole('button', { name: /^Harbor Parcel/ })
      .first()
      .click();
    await bring(
      page,
      'evil.docx',
      zipSync({ 'word/document.xml': new Uint8Array(), 'word/vbaProject.bin': new Uint8Array() }),
    );
    await page
      .getByRole('alert')
      .getByText(/macros.*Nothing was changed/)
      .waitFor();
    await bring(page, 'album.docx', new Uint8Array(8 * 1024 * 1024 + 1));
    await page
      .getByRole('alert')
      .getByText(/larger than 8 MB.*Nothing was changed/)
      .waitFor();
    await page.context().close();
  });

  it('[EXP12] what only the own side sees goes out where it is asked for, and by no other name', async () => {
    const page = await seat('usps-lead');
    await page
      .getByRole('button', { name: /^Harbor Parcel/ })
      .first()
      .click();
    const word = () =>
      download(page, () => page.getByRole('link', { name: 'Word', exact: true }).click());
    const parts = ({ bytes }: { readonly bytes: Uint8Array }): string =>
      new TextDecoder().decode(unzipSync(bytes)['word/document.xml']);
    await page.getByText('Files', { exact: true }).click();
    const plain = await word();
    expect([plain.name, parts(plain).includes('Cost coverage')]).toEqual([
      'usps-and-harbor-parcel.sealed.docx',
      false,
    ]);
    await page.getByLabel(/only our side sees \(Attributable cost, Cost coverage\)/).check();
    const own = await word();
    expect([own.name, parts(own).includes('Cost coverage')]).toEqual([
      'usps-and-harbor-parcel.sealed.internal.docx',
      true,
    ]);
    expect(await accessibilityProblems(page)).toEqual([]);
    await page.context().close();
    const other = await seat('harbor-lead');
    await other.getByText('Files', { exact: true }).click();
    expect(await other.getByLabel(/only our side sees/).count()).toBe(0);
    await other.context().close();
  });

  it('the filing says what is missing and gives the package', async () => {
    const page = await seat('usps-lead');
    await page
      .getByRole('button', { name: /^Harbor Parcel/ })
      .first()
      .click();
    await page.getByText('Files', { exact: true }).click();
    await page.getByRole('button', { name: 'Filing', exact: true }).click();
    const filing = page.getByRole('region', { name: /^Filing/ });
    await filing.getByText('not ready yet').waitFor();
    await filing.getByText('day of filing + 15 days').waitFor();
    const { name, bytes } = await download(page, () =>
      filing.getByRole('link', { name: 'Download the package' }).click(),
    );
    expect(name).toBe('usps-last-mile.filing.zip');
    expect(Object.keys(unzipSync(bytes))).toContain('redacted/agreement.pdf');
    expect(await accessibilityProblems(page)).toEqual([]);
    await page.context().close();
  });

  it('[EXP11] a press that is full is told in words, and the file comes once it is not', async () => {
    const page = await seat('harbor-lead');
    const release = keepPressFull(stage.live.server.context.press);
    await page.getByText('Files', { exact: true }).click();
    await page.getByRole('link', { name: 'PDF', exact: true }).click();
    await page
      .getByRole('alert')
      .getByText(/makes other files just now.*try again in 5\.0 s/)
      .waitFor();
    await release();
    const { name } = await download(page, () =>
      page.getByRole('link', { name: 'PDF', exact: true }).click(),
    );
    expect(name).toBe('usps-and-harbor-parcel.sealed.pdf');
    await page.getByRole('alert').waitFor({ state: 'detached' });
    await page.context().close();
  });

  it('the public takes out what is published, and nothing else is offered', async () => {
    const page = await seat('public');
    await page.getByText('Files', { exact: true }).click();
    const { name } = await download(page, () =>
      page.getByRole('link', { name: 'JSON', exact: true }).click(),
    );
    expect(name).toMatch(/\.redacted\.json$/);
    expect(await page.getByRole('button', { name: /Compare a file|Filing/ }).count()).toBe(0);
    await page.context().close();
  });
});
