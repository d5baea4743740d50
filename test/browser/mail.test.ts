// A seat's address for e-mail in a real browser, with a real mail server: given, confirmed by the code that came, told what
// it missed while its page was closed, removed.

import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ROUND_MS } from '../../server/mail/rounds.ts';
import { QUIET_MS } from '../../shared/mail/digest.ts';
import { DEMO_ROOM_ID } from '../../shared/room/demo.ts';
import { accessibilityProblems, launchBrowser, openPage } from '../support/browser.ts';
import type { LiveServer } from '../support/live-server.ts';
import { startLive } from '../support/live-server.ts';
import type { SmtpServer } from '../support/smtp-server.ts';
import { startSmtp } from '../support/smtp-server.ts';
import { seat as actor } from '../support/stream.ts';
import { until } from '../support/until.ts';

const ADDRESS = 'grace@harbor.example';

let smtp: SmtpServer;
let live: LiveServer;
let browser: Browser;

beforeAll(async () => {
  smtp = await startSmtp();
  live = await startLive({
    server: {
      mail: {
        ...{ host: '127.0.0.1', port: smtp.port, isSecure: false, needsTls: false },
        from: 'parley@sale.example',
      },
    },
  });
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser.close();
  await live.close();
  await smtp.close();
});

const centre = (page: Page) => page.getByRole('region', { name: 'Notices' });

/** The part of the bell's list about mail, opened. */
const openMail = async (page: Page): Promise<void> => {
  await page.getByText('● live').waitFor();
  await page.locator('.bell').click();
  await centre(page)
    .getByText(/^By e-mail/)
    .click();
};

it('[MAIL1] [MAIL2] an address is given, confirmed, told what was missed, and removed', async () => {
  const { page, problems } = await openPage(browser, await live.link('harbor-lead'));
  await openMail(page);
  await centre(page).getByLabel('Address').fill(ADDRESS);
  await centre(page).getByRole('button', { name: 'Send a code' }).click();
  const letter = await until('the code', () => smtp.letters[0]);
  const code = /^ {4}(\d{8})\s*$/m.exec(letter.content)?.[1] ?? '';
  const field = centre(page).getByLabel('Code that was mailed to g…@harbor.example');
  await field.fill(code === '00000000' ? '11111111' : '00000000');
  await centre(page).getByRole('button', { name: 'Confirm' }).click();
  await centre(page).getByText('This is not the code. 4 more tries').waitFor();
  expect(await accessibilityProblems(page, 'all', '.centre')).toEqual([]);
  await field.fill(code);
  await centre(page).getByRole('button', { name: 'Confirm' }).click();
  await centre(page).getByText('The address is confirmed.').waitFor();
  await centre(page).getByLabel('You are mentioned in a comment').last().uncheck();
  await centre(page).getByText('Noted.').waitFor();
  expect(await accessibilityProblems(page, 'all', '.centre')).toEqual([]);
  const context = page.context();
  await page.close();
  const lines = 'parley_connections{role="lead"}';
  await until('the line is gone', async () => (await live.figure(lines)) === 0);

  const { hosts, chance } = live.server.context;
  const { sheets } = (await hosts.room(DEMO_ROOM_ID).current()).state;
  const listing = Object.values(sheets).find(({ shipperTeamId }) => shipperTeamId === 'harbor');
  const taken = await hosts.sheet(listing?.id ?? '').submit(chance.id(), actor('usps-lead'), {
    ...{ type: 'TakePosition', side: 'carrier', termId: 'minimum-charge' },
    value: { kind: 'field', value: 2_100 },
  });
  expect(taken.ok).toBe(true);
  live.time.skip(QUIET_MS);
  live.time.skip(ROUND_MS);
  await until('the mail', () => smtp.letters.length > 1);
  expect(smtp.letters[1]?.content).toContain('- It is your move on a sheet.');

  // The link of the mail opens the seat in the browser that holds it.
  const content = smtp.letters[1]?.content ?? '';
  const link = /^(http:[^\s#]+\/seats\/[^\s#]+)\s*$/m.exec(content)?.[1] ?? '';
  const plain = await context.newPage();
  await plain.goto(link);
  await plain.getByText('● live').waitFor();
  expect(await centre(plain).count()).toBe(0);
  await plain.close();
  // [MAIL9] The one of its header opens the notices with the address to remove.
  const header = /^List-Unsubscribe: <(\S+)>\s*$/im.exec(content.replace(/\r?\n[ \t]+/g, ' '))?.[1];
  expect(header).toBe(`${link}#notices`);
  expect(content).not.toMatch(/^List-Unsubscribe-Post/im);
  expect(smtp.letters[0]?.content).not.toMatch(/^List-Unsubscribe/im);
  const again = await context.newPage();
  await again.goto(header ?? '');
  await centre(again).getByRole('button', { name: 'Remove the address' }).click();
  await centre(again).getByText('The address is removed.').waitFor();
  await centre(again).getByLabel('Address').waitFor();
  expect(problems).toEqual([]);
  await context.close();
}, 300_000);
