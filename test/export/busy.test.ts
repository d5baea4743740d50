// What the server answers when it has as many files to make as is reasonable, and for a file that takes more than that.

import { afterAll, beforeAll, expect, it } from 'vitest';
import { SheetExports } from '../../server/export/sheet-exports.ts';
import { errorFor, statusOf } from '../../server/gateway/failures.ts';
import { redlineOf } from '../../shared/sheet/redline/build.ts';
import { ask } from '../support/http-client.ts';
import { keepPressFull } from '../support/full-press.ts';
import type { LiveServer } from '../support/live-server.ts';
import { startLive } from '../support/live-server.ts';
import { sitAndWatch } from '../support/seat-client.ts';
import { VirtualTime } from '../support/virtual-time.ts';
import { paperWith } from './paper-fixture.ts';

let live: LiveServer;

beforeAll(async () => {
  live = await startLive();
});

afterAll(() => live.close());

it('[EXP11] busy with when to try again, for a sheet and for a filing; other files come', async () => {
  const client = await sitAndWatch(live, 'harbor-lead');
  const { id } = client.sheet('USPS and Harbor Parcel');
  const { token } = client.session;
  const file = (rest: string) =>
    ask(live, `/api/rooms/usps-2026/sheets/${id}/${rest}?seat=harbor-lead`, { token });
  const release = keepPressFull(live.server.context.press);
  for (const rest of ['export/pdf', 'filing.zip']) {
    const answer = await file(rest);
    expect([rest, answer.status, answer.code]).toEqual([rest, 503, 'protocol/busy']);
    expect(answer.headers.get('retry-after')).toBe('5');
    expect(answer.body['error']).toMatchObject({ retry: 'later', afterMs: 5_000 });
  }
  expect((await file('export/json')).status).toBe(200);
  await release();
  expect((await file('export/pdf')).status).toBe(200);
  expect(live.log.lines.filter((line) => JSON.stringify(line).includes('fault'))).toEqual([]);
  client.close();
});

it('[EXP14] a sheet that takes too long to write is refused as too long, and is no fault', async () => {
  const { context } = live.server;
  const time = new VirtualTime();
  const exports = new SheetExports({ ...context, timers: time });
  const paper = paperWith(redlineOf([], [{ type: 'paragraph' }]));
  const [slow, next] = [exports.write(paper, 'docx'), exports.write(paper, 'docx')];
  const cause = slow.catch((reason: unknown) => reason);
  // As long as a file may take, before the thread has even started.
  await time.advance(30_000);
  const before = live.log.lines.length;
  const error = errorFor(await cause, { chance: context.chance, log: live.log });
  expect([error.code, error.retry, statusOf(error)]).toEqual([
    'protocol/file-too-long',
    'never',
    422,
  ]);
  expect(live.log.lines).toHaveLength(before);
  expect((await next).length).toBeGreaterThan(1_000);
  await exports.close();
});
