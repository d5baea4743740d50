// What the server answers when it has as many files to make as is reasonable.

import { afterAll, beforeAll, expect, it } from 'vitest';
import { ask } from '../support/http-client.ts';
import { keepPressFull } from '../support/full-press.ts';
import type { LiveServer } from '../support/live-server.ts';
import { startLive } from '../support/live-server.ts';
import { sitAndWatch } from '../support/seat-client.ts';

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
