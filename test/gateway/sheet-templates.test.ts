// Templates of term sheets at the doors of a real server: kept in versions that nobody writes over unseen, and the sheets
// that are opened from them.

import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Asking } from '../support/http-client.ts';
import { ask } from '../support/http-client.ts';
import type { LiveServer } from '../support/live-server.ts';
import { startLive } from '../support/live-server.ts';

const ROOM = '/api/rooms/usps-2026';
let live: LiveServer;

beforeAll(async () => {
  live = await startLive();
});

afterAll(async () => {
  await live.close();
});

const administrator = async (): Promise<Asking> => {
  const entered = await ask(live, '/api/admin/enter', { body: { secret: live.adminSecret } });
  return { cookie: entered.cookie ?? '' };
};

it('[STP2] keeps templates of sheets in versions, and writes over nobody’s', async () => {
  const asking = await administrator();
  const path = '/api/sheet-templates';
  const own = (await ask(live, `${path}/auction-terms`, asking)).body;
  const saved = await ask(live, path, { body: { template: own }, ...asking });
  expect(saved.body['version']).toBe(1);
  const id = String(saved.body['templateId']);
  const next = { template: { ...own, title: 'House terms' }, after: 1 };
  expect((await ask(live, `${path}/${id}`, { body: next, ...asking })).body['version']).toBe(2);
  const late = await ask(live, `${path}/${id}`, { body: next, ...asking });
  expect(late.code).toBe('auth/denied');
  const kept = (await ask(live, `${path}/${id}`, asking)).body;
  expect(kept).toMatchObject({ id, version: 2, title: 'House terms' });
  const wrong = { template: { ...own, sections: [] } };
  const refused = await ask(live, path, { body: wrong, ...asking });
  expect(refused.code).toBe('protocol/malformed');
  const listed = (await ask(live, path, asking)).body['templates'] as object[];
  expect(listed).toHaveLength(1);
});

it('[STP3] opens a sheet from a kept template; forgetting it changes no sheet', async () => {
  const asking = await administrator();
  const path = '/api/sheet-templates';
  const own = (await ask(live, `${path}/auction-terms`, asking)).body;
  const template = { ...own, title: 'Lasting terms' };
  const saved = await ask(live, path, { body: { template }, ...asking });
  const id = String(saved.body['templateId']);
  const sheet = { kind: 'common', carrierTeamId: 'usps', title: 'zq lasting', template: id };
  const open = (command: string) =>
    ask(live, `${ROOM}/commands`, {
      body: { id: command, command: { type: 'OpenSheet', sheet } },
      ...asking,
    });
  const first = '01890000-0000-7000-8000-00000000f001';
  expect((await open(first)).body).toMatchObject({ ok: true });
  await ask(live, `${path}/${id}/forget`, { body: {}, ...asking });
  const again = await open('01890000-0000-7000-8000-00000000f002');
  expect(again.body).toMatchObject({ ok: false, rejection: { code: 'room/unknown-template' } });
  const { hosts } = live.server.context;
  const { sheets } = (await hosts.room('usps-2026').confirmed()).state;
  const listing = Object.values(sheets).find(({ title }) => title === 'zq lasting');
  await expect
    .poll(async () => (await hosts.sheet(listing?.id ?? '').confirmed()).state.template?.title)
    .toBe('Lasting terms');
});
