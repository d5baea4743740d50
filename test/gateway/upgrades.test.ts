// Upgrades that nobody serves: they are ended at once, and no request line, however odd, harms the server.

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ask } from '../support/http-client.ts';
import type { LiveServer } from '../support/live-server.ts';
import { startLive } from '../support/live-server.ts';
import { UPGRADE, requestRaw } from '../support/raw-http.ts';

let live: LiveServer;

beforeEach(async () => {
  live = await startLive();
});

afterEach(async () => {
  await live.close();
});

describe('[NET7] upgrades on paths that nobody serves', () => {
  it.each([
    '/',
    '//',
    '//sheets/x',
    '/sheets',
    '/caucus',
    '//caucus/x',
    '/%zz',
    '/x/../socket.io/?EIO=4&transport=websocket',
    '/x/../sheets/x',
    'http://[/sheets/x',
    'http://other.example/sheets/x',
    '*',
  ])('%s is dropped, and others are served', async (target) => {
    expect(await requestRaw(live, { target, headers: UPGRADE })).not.toContain('101 Switching');
    expect((await ask(live, '/healthz')).body).toEqual({ ok: true });
  });
});
