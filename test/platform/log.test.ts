// What the log writes, and above all what it does not.

import { describe, expect, it } from 'vitest';
import { JournalFault } from '../../server/journal/fault.ts';
import { createLog } from '../../server/platform/log.ts';
import type { LogLevel } from '../../server/settings.ts';

const logged = (level: LogLevel = 'info') => {
  const lines: string[] = [];
  const log = createLog(level, { write: (line) => lines.push(line) });
  return {
    log,
    text: () => lines.join(''),
    last: () => JSON.parse(lines.at(-1) ?? 'null') as Record<string, unknown> | null,
  };
};

describe('log', () => {
  it('[OPS4] a line has time, level, ids and message', () => {
    const { log, last } = logged();
    log.warn({ stream: 'room:usps-2026', version: 7, code: 'auction/below' }, 'tick failed');
    expect(last()).toMatchObject({
      level: 'warn',
      stream: 'room:usps-2026',
      version: 7,
      code: 'auction/below',
      msg: 'tick failed',
    });
    expect(last()?.['time']).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
  });

  it('[OPS4] words, names and secrets are left out at any depth', () => {
    const { log, text } = logged();
    const secret = 'canary';
    log.error(
      {
        seatName: secret,
        text: secret,
        token: secret,
        inviteToken: secret,
        authorization: secret,
        command: { kind: 'say', words: secret },
        seats: [{ id: 'harbor-lead', name: secret, deep: { title: secret } }],
        headers: { cookie: secret, host: 'here' },
        url: `/join?token=${secret}#${secret}`,
        document: new TextEncoder().encode(secret),
      },
      'all of it',
    );
    expect(text()).not.toContain(secret);
    expect(text()).toContain('harbor-lead');
    expect(text()).toContain('"host":"here"');
  });

  it('[OPS4] a fault keeps kind, message, stack and cause', () => {
    const { log, last } = logged();
    const cause = new Error('disk went away');
    log.error(
      { err: new JournalFault('full', 'no room left', { cause }), faultId: 'f1' },
      'stream failed',
    );
    expect(last()).toMatchObject({
      faultId: 'f1',
      err: {
        type: 'JournalFault',
        kind: 'full',
        message: 'no room left',
        cause: { type: 'Error', message: 'disk went away' },
      },
    });
    expect(JSON.stringify(last()?.['err'])).toContain('log.test.ts');
  });

  it('[OPS4] what a parser could not read is not quoted', () => {
    const { log, text } = logged();
    const unreadable = (() => {
      try {
        return JSON.parse('canary') as unknown;
      } catch (cause) {
        return cause;
      }
    })();
    log.error({ err: unreadable }, 'malformed');
    expect(text()).toContain('SyntaxError');
    expect(text()).not.toContain('canary');
  });

  it('[OPS4] long texts are cut and rings are not followed for ever', () => {
    const { log, last, text } = logged();
    const ring: Record<string, unknown> = { id: 'x'.repeat(9_000) };
    ring['self'] = ring;
    log.info({ ring }, 'round');
    expect(last()).toMatchObject({ msg: 'round' });
    expect(text().length).toBeLessThan(5_000);
  });

  it('[OPS4] lines below the level are not written', () => {
    const { log, text } = logged('warn');
    log.info({}, 'quiet');
    log.warn({}, 'loud');
    expect(text()).not.toContain('quiet');
    expect(text()).toContain('loud');
    const silent = logged('silent');
    silent.log.error({}, 'nothing');
    expect(silent.text()).toBe('');
  });
});
