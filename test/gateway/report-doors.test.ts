// The doors of reports on a real server: data, PDF and CSV say the same, and the same again; no door is opened too early.

import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Report } from '../../shared/report/report-types.ts';
import { reportCsv } from '../../shared/report/report-csv.ts';
import { inClock } from '../support/demo-room.ts';
import type { BotSession } from '../support/http-client.ts';
import { ask, joinAsBot } from '../support/http-client.ts';
import type { LiveServer } from '../support/live-server.ts';
import { startLive } from '../support/live-server.ts';

let live: LiveServer;
let moderator: BotSession;
let harbor: BotSession;

const DOOR = '/api/rooms/usps-2026/report';

beforeAll(async () => {
  live = await startLive();
  moderator = await joinAsBot(live, await live.link('moderator'));
  harbor = await joinAsBot(live, await live.link('harbor-lead'));
});

afterAll(async () => {
  await live.close();
});

const read = async ({ token, seatId }: BotSession, ending = ''): Promise<Response> => {
  const url = `${live.server.origin}${DOOR}${ending}?seat=${seatId}&auction=clock`;
  return fetch(url, { headers: { authorization: `Bearer ${token}`, origin: live.server.origin } });
};

const bytesOf = async (session: BotSession, ending: string): Promise<string> =>
  Buffer.from(await (await read(session, ending)).arrayBuffer()).toString('latin1');

it('[REP1] a report that is not there yet, and one on what is not there, are refused alike', async () => {
  const early = await read(harbor);
  const path = `${DOOR}?seat=${harbor.seatId}&auction=nowhere`;
  const nowhere = await ask(live, path, { token: harbor.token });
  expect([early.status, await early.json()]).toEqual([404, nowhere.body]);
  expect((await ask(live, DOOR, { token: harbor.token })).code).toBe('auth/denied');
});

it('[REP5] data, PDF and CSV are one report, dated and the same again', async () => {
  const command = inClock({ type: 'CancelAuction', reason: '=HYPERLINK("http://x")' });
  const answer = await ask(live, `/api/rooms/usps-2026/commands?seat=${moderator.seatId}`, {
    token: moderator.token,
    body: { id: crypto.randomUUID(), command },
  });
  expect(answer.body['ok']).toBe(true);
  const report = (await (await read(harbor)).json()) as Report;
  expect(report.viewer).toBe('Harbor Parcel');
  const csv = await read(harbor, '.csv');
  expect(csv.headers.get('content-type')).toBe('text/csv; charset=utf-8');
  expect(csv.headers.get('content-disposition')).toBe(
    'attachment; filename="usps-2026-clock-report.csv"',
  );
  const text = Buffer.from(await csv.arrayBuffer()).toString('utf8');
  expect(text).toBe(`\uFEFF${reportCsv(report)}`);
  const pdf = await bytesOf(harbor, '.pdf');
  expect(pdf.startsWith('%PDF-1.7')).toBe(true);
  expect(await bytesOf(harbor, '.pdf')).toBe(pdf);
  expect(pdf).toContain(
    `(D:${new Date(report.asOfMs).toISOString().slice(0, 19).replace(/\D/g, '')}Z)`,
  );
  expect(await bytesOf(moderator, '.pdf')).not.toBe(pdf);
});

it('[CSV1] nothing that somebody typed begins a cell as a formula', async () => {
  const typed = await (await read(moderator, '.csv')).text();
  expect(typed).toContain('=HYPERLINK');
  expect(typed.split('\r\n').filter((row) => /(^|,)"?[=+@]/.test(row))).toEqual([]);
});
