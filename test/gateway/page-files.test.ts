// The files of the built page over HTTP: compressed for whoever takes that, the same for whoever does not, and kept.

import { request } from 'node:http';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LiveServer } from '../support/live-server.ts';
import { startLive } from '../support/live-server.ts';

let live: LiveServer;

beforeAll(async () => {
  live = await startLive();
});

afterAll(() => live.close());

interface Got {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
}

/** As it comes over the wire: `fetch` would unpack it. */
const get = (path: string, encodings?: string): Promise<Got> =>
  new Promise((resolve, reject) => {
    const headers = encodings === undefined ? {} : { 'accept-encoding': encodings };
    const asked = request(new URL(path, live.origin), { headers }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('end', () => {
        resolve({ headers: response.headers, body: Buffer.concat(parts) });
      });
    });
    asked.on('error', reject).end();
  });

describe('[UI10] the files of the page', () => {
  it('go out compressed to whoever takes that, and are the same for whoever does not', async () => {
    const page = await get('/');
    const [script = ''] = /\/assets\/index-[^"]+\.js/.exec(page.body.toString()) ?? [];
    const [plain, packed] = [await get(script), await get(script, 'gzip, br')];
    expect(plain.headers['content-encoding']).toBeUndefined();
    expect(packed.headers['content-encoding']).toBe('gzip');
    expect(gunzipSync(packed.body).equals(plain.body)).toBe(true);
    expect(packed.body.length).toBeLessThan(plain.body.length / 2);
    for (const { headers } of [plain, packed]) {
      expect(headers['content-type']).toMatch(/javascript/);
      expect(headers['vary']).toMatch(/accept-encoding/i);
      expect(headers['cache-control']).toMatch(/max-age=\d+, immutable/);
    }
  });

  it('the page itself is asked for each time', async () => {
    for (const path of ['/', '/rooms/usps-2026/seats/moderator']) {
      const { headers, body } = await get(path, 'gzip');
      expect(headers['cache-control']).toBe('no-cache');
      const isPacked = headers['content-encoding'] === 'gzip';
      expect((isPacked ? gunzipSync(body) : body).toString()).toContain('<title>Parley</title>');
    }
  });
});
