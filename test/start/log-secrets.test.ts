// What the program writes about itself while people come in, guess, bid and fail: not one secret of anybody.

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ask, joinAsBot } from '../support/http-client.ts';
import { startProgram } from '../support/program.ts';
import { SeatClient } from '../support/seat-client.ts';
import { until } from '../support/until.ts';

const METRICS_TOKEN = 'canary-of-the-scraper';
const MAIL_USER = 'canary-of-the-mail-user';
const MAIL_PASSWORD = 'canary-of-the-mail-server';
const ADDRESS = 'canary-of-an-address@harbor.example';
const GUESS = 'ca9a41'.padEnd(64, '0');
const WORDS = 'canary of what people write';

it('[OPS4] the whole program’s log, at its most talkative, holds no secret and no word of anybody', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'parley-log-'));
  // The links are for the standard output, which a supervisor may keep elsewhere.
  const program = startProgram(['--port', '0', '--data', folder, '--log-level', 'debug'], {
    PARLEY_METRICS_TOKEN: METRICS_TOKEN,
    // Nobody listens there, which is what gets into logs.
    PARLEY_MAIL_URL: `smtp://${MAIL_USER}:${MAIL_PASSWORD}@127.0.0.1:1`,
    PARLEY_MAIL_FROM: 'parley@sale.example',
  });
  let log = '';
  program.child.stderr?.on('data', (chunk: Buffer) => {
    log += chunk.toString();
  });
  try {
    await program.says(/Stop it with/);
    const printed = program.output();
    const origin = /running at (http:\/\/\S+)/.exec(printed)?.[1] ?? '';
    const secret = /shown this once\): ([0-9a-f]{32})/.exec(printed)?.[1] ?? '';
    const links = [...printed.matchAll(/\S+\/join#(\S+)/g)].map(([link]) => link);
    const live = { origin };
    const session = await joinAsBot(live, links[0] ?? '');
    const client = await new SeatClient(origin, session).connected();
    await client.watch();
    await client.must({ type: 'PostMessage', to: { kind: 'table' }, text: WORDS });
    // What goes wrong is what gets into logs.
    const wrong = [
      await ask(live, '/api/join', { body: { token: `usps-2026.${GUESS}` } }),
      await ask(live, '/api/join', { body: `{"token": "${GUESS}` }),
      await ask(live, `/api/me?token=${GUESS}`, { token: GUESS, cookie: GUESS }),
      await ask(live, '/api/admin/enter', { body: { secret: GUESS } }),
      await ask(live, '/metrics', { token: GUESS }),
      await ask(live, '/api/admin/enter', { body: { secret, more: WORDS } }),
    ];
    expect(wrong.filter(({ status }) => status >= 500)).toEqual([]);
    const mailbox = `/api/rooms/${session.roomId}/mailbox?seat=${session.seatId}`;
    const asked = await ask(live, mailbox, {
      ...{ token: session.token, body: { address: ADDRESS, kinds: ['help'] } },
    });
    expect(asked.body).toEqual({ ok: true });
    const admin = await ask(live, '/api/admin/enter', { body: { secret } });
    const figures = await ask(live, '/metrics', { token: METRICS_TOKEN });
    expect([admin.status, figures.status]).toEqual([200, 200]);
    const { cookie = '' } = admin;
    expect(cookie).toHaveLength(64);
    const keys = await ask(live, '/.well-known/parley-keys.json');
    const [key] = keys.body['keys'] as readonly { keyId: string }[];
    const retired = await ask(live, `/api/keys/${key?.keyId ?? ''}/retire`, { cookie, body: {} });
    expect(retired.status).toBe(200);
    client.close();
    await until('the letter that was not sent', () => log.includes('a letter was not sent'));
    const pem = readFileSync(join(folder, 'signing-key.pem'), 'utf8').split('\n')[1] ?? '';
    program.child.kill('SIGTERM');
    expect(await program.ended).toBe(0);
    // It did write: what follows is no empty promise.
    expect(log).toContain('signing with a fresh key');
    const tokens = links.map((link) => link.split('#')[1]?.split('.')[1] ?? '');
    const mail = [MAIL_USER, MAIL_PASSWORD, ADDRESS];
    const own = [METRICS_TOKEN, GUESS, WORDS, secret, session.token, cookie, pem];
    const secrets = [...own, ...mail, ...tokens];
    expect(secrets.every((each) => each.length >= 16)).toBe(true);
    expect(secrets.filter((each) => log.includes(each))).toEqual([]);
  } finally {
    program.child.kill('SIGKILL');
    await program.ended;
    rmSync(folder, { recursive: true, force: true });
  }
});
