// What comes with a request: read only of those who are known, within bounds, and what goes back is kept by no cache.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keepsWithin } from '../../shared/kernel/json-bounds.ts';
import { ask, joinAsBot } from '../support/http-client.ts';
import type { LiveServer } from '../support/live-server.ts';
import { startLive } from '../support/live-server.ts';
import { requestRaw, sendRaw } from '../support/raw-http.ts';
import { routesOf } from '../support/routes.ts';

const [MAX_PARTS, MAX_LEVELS] = [100_000, 64];
const isWithin = (text: string): boolean =>
  keepsWithin(text, { parts: MAX_PARTS, levels: MAX_LEVELS });

const FOR_ANYBODY = ['/api/join', '/api/demo/enter', '/api/admin/enter', '/api/sign-out'];

let live: LiveServer;
let routes: readonly (readonly [method: string, path: string])[];

beforeAll(async () => {
  live = await startLive();
  routes = (await routesOf(live.server.context)).map((route) => {
    const [method = '', pattern = ''] = route.split(' ');
    return [method, pattern.replaceAll(/:\w+/g, 'nothing')] as const;
  });
});

afterAll(async () => {
  await live.close();
});

/** Asks with the promise of a body that never comes: only what does not wait for it is answered. */
const promise = (method: string, target: string, bytes: number): Promise<string> =>
  requestRaw(live, {
    ...{ method, target },
    headers: {
      Origin: live.origin,
      'Content-Type': 'application/json',
      'Content-Length': String(bytes),
    },
  });

describe('[HTTP1] a body', () => {
  it('is waited for by no route when a stranger promises one', async () => {
    const changing = routes.filter(([method]) => method !== 'GET');
    const guarded = changing.filter(([, path]) => !FOR_ANYBODY.includes(path));
    expect(changing.length - guarded.length).toBe(FOR_ANYBODY.length);
    for (const [method, path] of guarded) {
      const heard = await promise(method, path, 1_000);
      expect([path, /"code":"([^"]+)"/.exec(heard)?.[1]]).toEqual([path, 'auth/required']);
    }
    expect(await promise('POST', '/api/no-such-thing', 1_000)).toContain('"code":"not-found"');
  });

  it('of a stranger who wants in is small', async () => {
    for (const path of FOR_ANYBODY) {
      expect(await promise('POST', path, 4_097)).toContain('"code":"protocol/too-large"');
    }
    const short = await ask(live, '/api/join', { body: { token: 'x'.repeat(200) } });
    expect(short.code).toBe('auth/invite');
  });
});

describe('[HTTP2] JSON', () => {
  const nested = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels);

  it('has bounds on its parts and levels, whatever stands in its texts', () => {
    expect(isWithin(nested(MAX_LEVELS))).toBe(true);
    expect(isWithin(nested(MAX_LEVELS + 1))).toBe(false);
    expect(isWithin(nested(MAX_LEVELS).replaceAll('[', '{"a":'))).toBe(true);
    expect(isWithin(`[${'[],'.repeat(MAX_PARTS)}0]`)).toBe(false);
    // One of them is the array itself.
    expect(isWithin(`[${'0,'.repeat(MAX_PARTS - 1)}0]`)).toBe(true);
    expect(isWithin(`[${'0,'.repeat(MAX_PARTS)}0]`)).toBe(false);
    for (const text of ['[', '"[', '\\"[', '\\', '{:,']) {
      expect(isWithin(JSON.stringify({ file: text.repeat(MAX_PARTS) }))).toBe(true);
    }
    expect(isWithin(`"never ends ${'['.repeat(MAX_PARTS)}`)).toBe(true);
  });

  it('above them is refused before it is read, on a route with any limit', async () => {
    const { token } = await joinAsBot(live, await live.link('northwind-lead'));
    const [room, seat] = ['/api/rooms/usps-2026', 'seat=northwind-lead'];
    const paths = [`${room}/commands?${seat}`, `${room}/auctions/clock/bids/check?${seat}`];
    for (const path of paths) {
      const deep = await ask(live, path, { token, body: nested(MAX_LEVELS + 1) });
      expect([deep.status, deep.code]).toEqual([413, 'protocol/too-large']);
      const read = await ask(live, path, { token, body: nested(MAX_LEVELS) });
      expect(read.code).toBe('protocol/malformed');
      const poisoned = await ask(live, path, { token, body: '{"__proto__":{"file":""}}' });
      expect(poisoned.code).toBe('protocol/malformed');
    }
  });
});

it('[HTTP3] nothing under /api is kept by a cache, neither answers nor errors', async () => {
  const { token } = await joinAsBot(live, await live.link('harbor-member'));
  const own = ['', '/seals', '/replay', '/bundle', '/auctions/clock/lots.csv', '/mailbox'];
  const readable = own.map((path) => `/api/rooms/usps-2026${path}?seat=harbor-member`);
  for (const path of ['/api/me', ...readable]) {
    const { status, headers } = await ask(live, path, { token });
    expect([path, status, headers.get('cache-control')]).toEqual([path, 200, 'no-store']);
  }
  for (const [method, path] of routes.filter(([, route]) => route.startsWith('/api/'))) {
    const { headers } = await ask(live, path, { method });
    expect([path, headers.get('cache-control')]).toEqual([path, 'no-store']);
  }
});

it('[HTTP4] what is no request is answered in the form of all errors', async () => {
  const malformed = /^HTTP\/1\.1 400 .*"code":"protocol\/malformed"/s;
  expect(await sendRaw(live, 'HELO there\r\n\r\n')).toMatch(malformed);
  const twice = 'Content-Length: 1\r\nContent-Length: 2\r\n';
  expect(await sendRaw(live, `POST /api/join HTTP/1.1\r\nHost: x\r\n${twice}\r\n{}`)).toMatch(
    malformed,
  );
  const long = await requestRaw(live, { target: '/', headers: { Cookie: 'a'.repeat(20_000) } });
  expect(long).toMatch(/^HTTP\/1\.1 431 .*"code":"protocol\/too-large"/s);
});
