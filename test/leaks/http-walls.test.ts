// What HTTP tells a seat beside its own business: no figures of the server, no counts of other people's requests, and
// the room not a moment before everybody has it.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BotSession } from '../support/http-client.ts';
import { ask, joinAsBot } from '../support/http-client.ts';
import type { LiveServer } from '../support/live-server.ts';
import { startLive } from '../support/live-server.ts';
import { released } from '../support/released.ts';
import { until } from '../support/sync-stage.ts';
import { atRest, VirtualTime } from '../support/virtual-time.ts';

const METRICS_TOKEN = 'a-token-for-the-scraper';
const RELEASE_MS = 100;

let live: LiveServer<VirtualTime>;
let harbor: BotSession;

beforeAll(async () => {
  const server = { isDemo: false, metricsToken: METRICS_TOKEN };
  live = await startLive({ time: new VirtualTime(), server });
  harbor = await joinAsBot(live, await live.link('harbor-lead'));
});

afterAll(async () => {
  await live.close();
});

describe('figures', () => {
  it('[WALL6] are answered to an administrator and to who has the token, to nobody else', async () => {
    const { cookie: admin } = await ask(live, '/api/admin/enter', {
      body: { secret: live.adminSecret },
    });
    const asked = [
      {},
      { token: harbor.token },
      { cookie: harbor.token },
      { token: 'f'.repeat(64) },
      { headers: { authorization: `Bearer ${METRICS_TOKEN}x` } },
      { cookie: admin ?? '' },
      { headers: { authorization: `Bearer ${METRICS_TOKEN}` } },
    ];
    const answers = await Promise.all(asked.map((asking) => ask(live, '/metrics', asking)));
    expect(answers.map(({ status }) => status)).toEqual([401, 403, 403, 401, 401, 200, 200]);
    const told = answers.map(({ body }) => JSON.stringify(body).includes('parley_connections'));
    expect(told).toEqual([false, false, false, false, false, true, true]);
  });

  it('[WALL6] without a token to bring, no bearer is a scraper', async () => {
    const bare = await startLive({ time: new VirtualTime() });
    for (const bearer of ['undefined', 'none', 'x']) {
      const headers = { authorization: `Bearer ${bearer}` };
      expect((await ask(bare, '/metrics', { headers })).status).toBe(401);
    }
    await bare.close();
  });
});

describe('answers', () => {
  it('[WALL4] count no requests of others, who may share the address of a proxy', async () => {
    const room = `/api/rooms/${harbor.roomId}?seat=${harbor.seatId}`;
    for (const path of ['/api/me', '/healthz', '/readyz', '/', '/nowhere', room]) {
      const answer = await released(live.time, ask(live, path, { token: harbor.token }));
      const names = [...answer.headers.keys()];
      expect(names.filter((name) => name.includes('ratelimit'))).toEqual([]);
    }
  });

  it('[NET6] show a change of the room on the common tick, not before those who watch have it', async () => {
    const moderator = await joinAsBot(live, await live.link('moderator'));
    const room = `/api/rooms/${harbor.roomId}`;
    await live.time.advance(RELEASE_MS - (live.time.now() % RELEASE_MS) + 10);
    const text = 'we begin';
    await ask(live, `${room}/commands?seat=moderator`, {
      token: moderator.token,
      body: {
        id: '018f0000-0000-7000-8000-000000000001',
        command: { type: 'PostMessage', to: { kind: 'table' }, text },
      },
    });
    let answered: string | undefined;
    const before = live.time.waiting;
    const asking = ask(live, `${room}?seat=harbor-lead`, { token: harbor.token }).then((answer) => {
      answered = JSON.stringify(answer.body);
    });
    await until(() => live.time.waiting > before || answered !== undefined, 'it has been asked');
    await live.time.advance(RELEASE_MS - 11);
    await atRest(200);
    expect(answered).toBeUndefined();
    await live.time.advance(1);
    await asking;
    expect(answered).toContain(text);
  });
});
