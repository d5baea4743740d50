// Invites and sessions over real HTTP: how a link becomes a cookie or a token, and what every other token is told.

import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { openSqliteJournal } from '../../server/journal/sqlite.ts';
import { sha256Hex } from '../../shared/kernel/hash.ts';
import { ask, joinAsBot, tokenIn } from '../support/http-client.ts';
import type { LiveServer } from '../support/live-server.ts';
import { startLive } from '../support/live-server.ts';
import { SeatClient } from '../support/seat-client.ts';
import { SkippableTime } from '../support/skippable-time.ts';

const DAY_MS = 86_400_000;
const ROOM = '/api/rooms/usps-2026';

let live: LiveServer;

afterEach(async () => {
  await live.close();
});

const joinWith = (token: unknown, more: object = {}) =>
  ask(live, '/api/join', { body: { token, ...more } });

/** The moderator of the demo over HTTP. */
const moderator = async () => {
  const { token } = await joinAsBot(live, await live.link('moderator'));
  const post = (path: string, body: object) => ask(live, `${ROOM}${path}`, { body, token });
  return {
    invite: async (body: object) => {
      const made = await post('/invites?seat=moderator', body);
      expect(made.status).toBe(200);
      return made.body as { inviteId: string; link: string; expiresAtMs: number };
    },
    give: (command: object) =>
      post('/commands?seat=moderator', { id: crypto.randomUUID(), command }),
  };
};

const cookieOf = (headers: Headers): string => headers.getSetCookie()[0] ?? '';

describe('an invite link', () => {
  it('[ACC3] gives a browser a cookie that no script reads and other sites do not send along', async () => {
    live = await startLive();
    const token = tokenIn(await live.link('harbor-lead'));
    const joined = await joinWith(token);
    expect(joined.body).toEqual({ roomId: 'usps-2026', seatId: 'harbor-lead' });
    const cookie = cookieOf(joined.headers);
    expect(cookie).toMatch(/^parley_session=[0-9a-f]{64}; /);
    for (const part of ['HttpOnly', 'SameSite=Lax', 'Path=/', `Max-Age=${String(86_400)}`]) {
      expect(cookie.split('; ')).toContain(part);
    }
    expect(cookie).not.toContain('Secure');
    const me = await ask(live, '/api/me', { cookie: joined.cookie ?? '' });
    expect(me.body['seats']).toEqual([
      {
        ...{ roomId: 'usps-2026', roomTitle: 'USPS last-mile access 2026' },
        ...{ seatId: 'harbor-lead', seatName: 'Grace Mbeki', role: 'lead' },
        teamName: 'Harbor Parcel',
      },
    ]);
  });

  it('[ACC3] behind https the cookie travels over https only', async () => {
    live = await startLive({ server: { isSecure: true } });
    const joined = await joinWith(tokenIn(await live.link('public')));
    expect(cookieOf(joined.headers).split('; ')).toContain('Secure');
    expect(joined.headers.get('strict-transport-security')).toMatch(/^max-age=31536000/);
  });

  it('[ACC3] gives a bot a token and sets no cookie; each use makes a session of its own', async () => {
    live = await startLive();
    const token = tokenIn(await live.link('harbor-lead'));
    const bots = [
      await joinWith(token, { form: 'token' }),
      await joinWith(token, { form: 'token' }),
    ];
    const tokens = bots.map(({ body }) => body['token'] as string);
    expect(tokens.every((secret) => /^[0-9a-f]{64}$/.test(secret))).toBe(true);
    expect(new Set(tokens).size).toBe(2);
    expect(bots.flatMap(({ headers }) => headers.getSetCookie())).toEqual([]);
    for (const secret of tokens) {
      const me = await ask(live, '/api/me', { token: secret, origin: null });
      expect(me.body['seats']).toMatchObject([{ seatId: 'harbor-lead' }]);
    }
  });

  it('[ACC2] adds its seat to the session that the browser has; other sessions get nothing', async () => {
    live = await startLive();
    const first = await joinWith(tokenIn(await live.link('harbor-lead')));
    const cookie = first.cookie ?? '';
    const stranger = await joinAsBot(live, await live.link('public'));
    const second = await ask(live, '/api/join', {
      body: { token: tokenIn(await live.link('moderator')) },
      cookie,
    });
    expect(second.cookie).toBe(cookie);
    const seatsOf = async (asking: object) =>
      ((await ask(live, '/api/me', asking)).body['seats'] as { seatId: string }[]).map(
        ({ seatId }) => seatId,
      );
    expect(await seatsOf({ cookie })).toEqual(['harbor-lead', 'moderator']);
    expect(await seatsOf({ token: stranger.token })).toEqual(['public']);
    expect(await seatsOf({ cookie: 'f'.repeat(64) })).toEqual([]);
    expect(await seatsOf({})).toEqual([]);
  });

  it('[ACC3] a cookie that was never given out does not become a session by joining', async () => {
    live = await startLive();
    const planted = 'a'.repeat(64);
    const joined = await ask(live, '/api/join', {
      body: { token: tokenIn(await live.link('public')) },
      cookie: planted,
    });
    expect(joined.cookie).toMatch(/^[0-9a-f]{64}$/);
    expect(joined.cookie).not.toBe(planted);
    expect((await ask(live, '/api/me', { cookie: planted })).body['seats']).toEqual([]);
  });
});

describe('[ACC3] every token that does not work', () => {
  it('gets the same answer, byte for byte, whatever is wrong with it', async () => {
    live = await startLive();
    const { invite, give } = await moderator();
    const usedUp = await invite({ seatId: 'public' });
    expect((await joinWith(tokenIn(usedUp.link))).status).toBe(200);
    const revoked = await invite({ seatId: 'public', uses: 5 });
    await give({ type: 'RevokeInvite', inviteId: revoked.inviteId });
    const ofRevokedSeat = await invite({ seatId: 'cascade-member', uses: 5 });
    await give({ type: 'RevokeSeat', seatId: 'cascade-member', reason: 'left' });
    const expired = await invite({ seatId: 'public', expiresInMs: 60_000 });
    live.time.skip(60_000);
    const good = await invite({ seatId: 'public' });
    const [, secret = ''] = tokenIn(good.link).split('.');
    const tokens = {
      usedUp: tokenIn(usedUp.link),
      revoked: tokenIn(revoked.link),
      ofRevokedSeat: tokenIn(ofRevokedSeat.link),
      expired: tokenIn(expired.link),
      unknownSecret: `usps-2026.${'0'.repeat(64)}`,
      unknownRoom: `no-such-room.${secret}`,
      hashInsteadOfSecret: `usps-2026.${sha256Hex(secret)}`,
      roomMissing: secret,
      secretMissing: 'usps-2026.',
      cutOff: tokenIn(good.link).slice(0, -1),
      upperCase: tokenIn(good.link).toUpperCase(),
      noText: ' ',
      badRoom: `../usps-2026.${secret}`,
      prototype: `__proto__.${secret}`,
    };
    const answers = new Map<string, string[]>();
    for (const [what, token] of Object.entries(tokens)) {
      const { status, body, headers } = await joinWith(token);
      const kept = [...headers].filter(([name]) => !/^(date|x-ratelimit)/.test(name));
      const answer = JSON.stringify([status, body, kept]);
      answers.set(answer, [...(answers.get(answer) ?? []), what]);
    }
    expect([...answers.values()]).toEqual([Object.keys(tokens)]);
    expect([...answers.keys()][0]).toMatch(/^\[410,\{"error":\{.*"code":"auth\/invite"/);
    expect((await joinWith(tokenIn(good.link))).status).toBe(200);
  });

  it('too many guesses from one address are told to wait', async () => {
    live = await startLive();
    const codes = new Map<string | undefined, number>();
    let waitMs = 0;
    for (let guess = 0; guess < 70; guess += 1) {
      const { code, body } = await joinWith(`usps-2026.${guess.toString(16).padStart(64, '0')}`);
      codes.set(code, (codes.get(code) ?? 0) + 1);
      if (code === 'protocol/rate') waitMs = (body['error'] as { afterMs: number }).afterMs;
    }
    expect([...codes]).toEqual([
      ['auth/invite', 60],
      ['protocol/rate', 10],
    ]);
    expect(waitMs).toBeGreaterThan(0);
    expect(waitMs).toBeLessThanOrEqual(60_000);
  });
});

describe('[CFG12] guesses through a proxy', () => {
  /** How many of so many guesses were looked at, each said to come from somewhere. */
  const lookedAt = async (from: (guess: number) => string): Promise<number> => {
    let count = 0;
    for (let guess = 0; guess < 65; guess += 1) {
      const { code } = await ask(live, '/api/join', {
        body: { token: `usps-2026.${'0'.repeat(64)}` },
        headers: { 'x-forwarded-for': from(guess) },
      });
      if (code === 'auth/invite') count += 1;
    }
    return count;
  };

  it('are counted for each person when the proxy is trusted, whatever they say of themselves', async () => {
    live = await startLive({ server: { trustedProxies: ['127.0.0.1'] } });
    expect(await lookedAt(() => '203.0.113.7')).toBe(60);
    expect(await lookedAt(() => '203.0.113.8')).toBe(60);
    // The proxy adds whom it sees behind what it was sent.
    expect(await lookedAt((guess) => `198.51.100.${String(guess)}, 203.0.113.9`)).toBe(60);
  });

  it('are counted together when no proxy is', async () => {
    live = await startLive();
    expect(await lookedAt((guess) => `203.0.113.${String(guess)}`)).toBe(60);
  });
});

describe('invites of a room', () => {
  it('[ROOM3] the link works until its expiry and as often as said, and then the room shows it no more', async () => {
    live = await startLive();
    const { invite } = await moderator();
    const { inviteId, link, expiresAtMs } = await invite({ seatId: 'public', uses: 2 });
    expect(Math.round((expiresAtMs - live.time.now()) / DAY_MS)).toBe(7);
    expect(link).toMatch(new RegExp(`^${live.origin}/join#usps-2026\\.[0-9a-f]{64}$`));
    const client = await new SeatClient(
      live.origin,
      await joinAsBot(live, await live.link('moderator')),
    ).connected();
    await client.watch();
    const usesLeft = () => client.view.invites?.[inviteId]?.usesLeft;
    expect(usesLeft()).toBe(2);
    expect((await joinWith(tokenIn(link))).status).toBe(200);
    await client.sees(() => usesLeft() === 1, 'one use');
    expect((await joinWith(tokenIn(link))).status).toBe(200);
    await client.sees(() => usesLeft() === undefined, 'no use');
    expect((await joinWith(tokenIn(link))).code).toBe('auth/invite');
    client.close();
  });
});

describe('[ACC3] at rest', () => {
  it('no secret is in the journal’s files or the log, only the hashes are', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'parley-secrets-'));
    const time = new SkippableTime();
    const journal = await openSqliteJournal({ folder, clock: time });
    try {
      live = await startLive({ journal, time });
      const inviteToken = tokenIn(await live.link('harbor-lead'));
      const bot = await joinWith(inviteToken, { form: 'token' });
      const browser = await joinWith(inviteToken);
      const admin = await ask(live, '/api/admin/enter', { body: { secret: live.adminSecret } });
      const bytes = readdirSync(folder)
        .map((name) => readFileSync(join(folder, name), 'latin1'))
        .join('');
      const secrets = {
        invite: inviteToken.split('.')[1] ?? '',
        bot: bot.body['token'] as string,
        browser: browser.cookie ?? '',
        admin: live.adminSecret ?? '',
        adminSession: admin.cookie ?? '',
      };
      for (const [what, secret] of Object.entries(secrets)) {
        expect([what, secret]).toEqual([what, expect.stringMatching(/^[0-9a-f]{32,64}$/)]);
        expect([what, bytes.includes(secret)]).toEqual([what, false]);
        expect([what, bytes.includes(sha256Hex(secret))]).toEqual([what, true]);
        expect(JSON.stringify(live.log.lines)).not.toContain(secret);
      }
    } finally {
      await live.close();
      await journal.close();
      rmSync(folder, { recursive: true });
      live = await startLive();
    }
  });
});
