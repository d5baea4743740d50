// The mailbox of a seat as a stream: what confirms an address, how often codes may be asked for, who claims a mail; and
// which notices make one, when.

import { describe, expect, it } from 'vitest';
import type { Notice } from '../../shared/notices/types.ts';
import type { MailboxState } from '../../shared/mail/types.ts';
import { epochMs } from '../../shared/kernel/units.ts';
import { MAIL_GAP_MS, QUIET_MS, URGENT_QUIET_MS, digestOf } from '../../shared/mail/digest.ts';
import {
  CODES_AN_HOUR,
  CODE_LIFE_MS,
  CODE_TRIES,
  isMailAddress,
  mailboxDecider,
} from '../../shared/mail/mailbox.ts';
import { Stream, seat } from '../support/stream.ts';

const ADDRESS = 'grace@harbor.example';

const opened = () => {
  const stream = new Stream(mailboxDecider);
  const ask = (address = ADDRESS) =>
    stream.refusalOf({ type: 'AskMailbox', address, kinds: ['move'], codeHash: 'right' });
  const confirm = (codeHash = 'right') => stream.refusalOf({ type: 'ConfirmMailbox', codeHash });
  return { stream, ask, confirm };
};

describe('[MAIL1] an address', () => {
  it('counts once its code came back, and goes at once when it is removed', () => {
    const { stream, ask, confirm } = opened();
    expect(ask()).toBeUndefined();
    expect(stream.state.address).toBeNull();
    expect(confirm()).toBeUndefined();
    expect(stream.state).toMatchObject({ address: ADDRESS, asked: null, kinds: ['move'] });
    expect(stream.state.toldUpToMs).toBe(stream.at);
    expect(confirm()).toBe('mail/no-code');
    stream.must({ type: 'RemoveMailbox' });
    expect(JSON.stringify(stream.state)).not.toContain(ADDRESS);
    stream.must({ type: 'RemoveMailbox' });
  });

  it('a second one takes the place of the first only once it is confirmed', () => {
    const { stream, ask, confirm } = opened();
    ask();
    confirm();
    ask('other@harbor.example');
    expect(stream.state.address).toBe(ADDRESS);
    confirm();
    expect(stream.state.address).toBe('other@harbor.example');
  });

  it('no other code will do, not for long, and not often', () => {
    const { stream, ask, confirm } = opened();
    expect(confirm()).toBe('mail/no-code');
    ask();
    for (let count = 0; count < CODE_TRIES; count += 1) {
      expect(confirm('wrong')).toBe('mail/wrong-code');
    }
    expect(confirm()).toBe('mail/no-code');
    ask();
    stream.at = epochMs(stream.at + CODE_LIFE_MS);
    expect(confirm()).toBe('mail/no-code');
    expect(stream.state.address).toBeNull();
  });

  it('codes are mailed a few times an hour at most, also when the address is removed in between', () => {
    const { stream, ask } = opened();
    for (let count = 0; count < CODES_AN_HOUR; count += 1) {
      expect(ask(`n${String(count)}@harbor.example`)).toBeUndefined();
      stream.must({ type: 'RemoveMailbox' });
    }
    expect(ask()).toBe('mail/too-often');
    stream.at = epochMs(stream.at + 3_600_000);
    expect(ask()).toBeUndefined();
  });

  it('is one that can stand in a header and in a command of SMTP, and nothing else', () => {
    const good = [ADDRESS, "o'neil+parley@mail.harbor.example", 'a@b.co', 'A.B@X-Y.example'];
    const bad = [
      ...['', 'grace', 'grace@harbor', '@harbor.example', 'grace@', 'a b@harbor.example'],
      ...['<grace@harbor.example>', 'grace@harbor.example\r\nBcc: x@y.zz', 'a@b.co,c@d.ee'],
      ...[
        'grace@@harbor.example',
        'grace@-harbor.example',
        '"a"@harbor.example',
        'é@harbor.example',
      ],
      `${'a'.repeat(65)}@harbor.example`,
    ];
    expect(good.filter((each) => !isMailAddress(each))).toEqual([]);
    expect(bad.filter(isMailAddress)).toEqual([]);
    const { ask } = opened();
    expect(ask('grace@harbor')).toBe('mail/bad-address');
  });

  it('nobody but the server gives commands to it', () => {
    const { stream } = opened();
    const command = { type: 'RemoveMailbox' } as const;
    expect(stream.refusalOf(command, seat('harbor-lead'))).toBe('seat/not-allowed');
  });
});

describe('[MAIL3] a claim', () => {
  it('takes what nobody has taken, once', () => {
    const { stream, ask, confirm } = opened();
    ask();
    const claim = (sinceMs: number, upToMs: number) =>
      stream.refusalOf({
        ...{ type: 'ClaimMail', sinceMs: epochMs(sinceMs), upToMs: epochMs(upToMs) },
      });
    expect(claim(0, 1)).toBe('mail/told');
    confirm();
    const since = stream.state.toldUpToMs;
    expect(claim(since, since + 5)).toBeUndefined();
    expect(stream.state).toMatchObject({ toldUpToMs: since + 5, mailedAtMs: stream.at });
    expect(claim(since, since + 5)).toBe('mail/told');
    expect(claim(since, since + 9)).toBe('mail/told');
    stream.must({ type: 'SeeMail', upToMs: epochMs(since + 7) });
    expect(claim(since + 5, since + 9)).toBe('mail/told');
    stream.must({ type: 'SeeMail', upToMs: epochMs(since + 6) });
    expect(stream.state.toldUpToMs).toBe(since + 7);
  });
});

describe('[MAIL2] a digest', () => {
  const notice = (atMs: number, more: Partial<Notice> = {}): Notice => ({
    ...{ id: String(atMs), kind: 'move', code: 'move/terms', atMs, about: {} },
    ...{ place: { kind: 'help' }, ...more },
  });
  const box = (more: Partial<MailboxState> = {}): MailboxState => ({
    ...mailboxDecider.initial,
    ...{ address: ADDRESS, kinds: ['move', 'offer'], toldUpToMs: epochMs(1_000), ...more },
  });

  it('waits ten minutes from the first thing, two for an offer that is about to expire', () => {
    const first = notice(2_000);
    const isDue = (at: number, notices: readonly Notice[] = [first]) =>
      digestOf(notices, box(), at)?.isDue;
    expect(isDue(2_000 + QUIET_MS - 1)).toBe(false);
    expect(isDue(2_000 + QUIET_MS)).toBe(true);
    expect(isDue(2_000 + QUIET_MS, [first, notice(2_000 + QUIET_MS)])).toBe(true);
    const urgent = notice(2_000, { kind: 'offer', code: 'offer/theirs-expiring' });
    expect(isDue(2_000 + URGENT_QUIET_MS - 1, [urgent])).toBe(false);
    expect(isDue(2_000 + URGENT_QUIET_MS, [urgent])).toBe(true);
  });

  it('is about what was not told, of the kinds that were chosen, each named once', () => {
    const told = notice(1_000);
    const other = notice(3_000, { kind: 'help', code: 'help/answered' });
    expect(digestOf([told, other], box(), 9_999_999)).toBeUndefined();
    const offers = [notice(5_000, { kind: 'offer' }), notice(4_000, { kind: 'offer' })];
    expect(digestOf([...offers, notice(3_000), other, told], box(), 9_999_999)).toEqual({
      ...{ upToMs: 5_000, kinds: ['move', 'offer'], isDue: true },
    });
  });

  it('comes once an hour at most', () => {
    const mailed = box({ mailedAtMs: epochMs(2_000) });
    const at = (nowMs: number) => digestOf([notice(3_000)], mailed, nowMs)?.isDue;
    expect(at(2_000 + MAIL_GAP_MS - 1)).toBe(false);
    expect(at(2_000 + MAIL_GAP_MS)).toBe(true);
  });
});
