// Letters on a real line of SMTP, in virtual time: which are tried again and which never are.

import { afterEach, describe, expect, it } from 'vitest';
import { Outbox, RETRY_AFTER_MS } from '../../server/mail/outbox.ts';
import type { MailCount } from '../../server/mail/outbox.ts';
import { parseMailUrl } from '../../server/mail/mail-config.ts';
import { smtpPost } from '../../server/mail/smtp.ts';
import type { LogLine } from '../support/fakes.ts';
import { memoryLog } from '../support/fakes.ts';
import { freePort } from '../support/free-port.ts';
import type { SmtpMood, SmtpServer } from '../support/smtp-server.ts';
import { startSmtp } from '../support/smtp-server.ts';
import { until } from '../support/until.ts';
import { VirtualTime } from '../support/virtual-time.ts';

const TO = 'grace@harbor.example';
const LETTER = { id: 'letter-1', to: TO, subject: 'Parley: news', text: 'It is your move.' };

const open: { close(): Promise<void> | void }[] = [];
afterEach(async () => {
  for (const each of open.splice(0)) await each.close();
});

interface Stage {
  readonly outbox: Outbox;
  readonly time: VirtualTime;
  readonly counts: MailCount[];
  readonly lines: readonly LogLine[];
}

const outboxTo = (port: number): Stage => {
  const server = parseMailUrl(`smtp://127.0.0.1:${String(port)}`);
  if (!server) throw new Error('no address');
  const [time, log, counts] = [new VirtualTime(), memoryLog(), [] as MailCount[]];
  const outbox = new Outbox({
    ...{ post: smtpPost({ ...server, from: 'parley@sale.example' }), timers: time, log },
    counted: (count) => counts.push(count),
  });
  open.push(outbox);
  return { outbox, time, counts, lines: log.lines };
};

const serverIn = async (mood: SmtpMood): Promise<SmtpServer> => {
  const smtp = await startSmtp();
  open.push(smtp);
  smtp.mood = mood;
  return smtp;
};

const counted = (counts: readonly MailCount[], length: number) =>
  until(`${String(length)} tries`, () => counts.length >= length);

describe('[MAIL4] a letter', () => {
  it('is handed over once, as text, from the sender, marked as made by a program', async () => {
    const smtp = await serverIn('takes');
    const { outbox, counts } = outboxTo(smtp.port);
    outbox.add(LETTER);
    await counted(counts, 1);
    expect(smtp.letters).toHaveLength(1);
    const [letter] = smtp.letters;
    expect(letter).toMatchObject({ from: 'parley@sale.example', to: TO });
    expect(letter?.content).toMatch(/^Message-ID: <letter-1@sale\.example>/m);
    expect(letter?.content).toMatch(/^Auto-Submitted: auto-generated/m);
    expect(letter?.content).toContain('It is your move.');
    expect([counts, outbox.isWorking]).toEqual([['sent'], true]);
  });

  it('that a busy server did not take is tried again, so often, and then given up', async () => {
    const smtp = await serverIn('busy');
    const { outbox, time, counts } = outboxTo(smtp.port);
    outbox.add(LETTER);
    await counted(counts, 1);
    expect(outbox.isWorking).toBe(false);
    for (const [index, waitMs] of RETRY_AFTER_MS.entries()) {
      await until('a wait', () => time.waiting > 0);
      await time.advance(waitMs - 1);
      expect(counts).toHaveLength(index + 1);
      await time.advance(1);
      await counted(counts, index + 2);
    }
    await counted(counts, RETRY_AFTER_MS.length + 2);
    expect(counts.at(-1)).toBe('given-up');
    expect(smtp.asked).toHaveLength(RETRY_AFTER_MS.length + 1);
    expect([smtp.letters, time.waiting]).toEqual([[], 0]);
  });

  it('is tried again once the server is there', async () => {
    const port = await freePort();
    const { outbox, time, counts } = outboxTo(port);
    outbox.add(LETTER);
    await counted(counts, 1);
    expect(counts).toEqual(['later']);
    const smtp = await startSmtp(port);
    open.push(smtp);
    await until('a wait', () => time.waiting > 0);
    await time.advance(RETRY_AFTER_MS[0] ?? 0);
    await counted(counts, 2);
    expect([counts, smtp.letters.length, outbox.isWorking]).toEqual([['later', 'sent'], 1, true]);
  });

  it('that may have arrived is never sent twice', async () => {
    const smtp = await serverIn('cuts');
    const { outbox, time, counts } = outboxTo(smtp.port);
    outbox.add(LETTER);
    await counted(counts, 1);
    expect(counts).toEqual(['unknown']);
    expect(time.waiting).toBe(0);
    expect(smtp.letters).toHaveLength(1);
  });

  it('that is refused for good is not tried again, and is no failure of the server', async () => {
    const smtp = await serverIn('refuses');
    const { outbox, time, counts, lines } = outboxTo(smtp.port);
    outbox.add(LETTER);
    await counted(counts, 1);
    await until('a line of the log', () => lines.length > 0);
    expect([counts, time.waiting, outbox.isWorking]).toEqual([['refused'], 0, true]);
    // [MAIL7] The log says what and which letter, and neither to whom nor what was answered.
    expect(lines.map(({ fields }) => fields['code'])).toEqual(['550']);
    expect(JSON.stringify(lines)).not.toMatch(/harbor|nobody here|your move/);
  });
});

describe('[MAIL8] the address of a mail server', () => {
  it('is one of SMTP with nothing more in it; a password goes over no open line', () => {
    expect(parseMailUrl('smtps://u%40x:p%3Aw@mail.example')).toEqual({
      ...{ host: 'mail.example', port: 465, isSecure: true, needsTls: false },
      auth: { user: 'u@x', pass: 'p:w' },
    });
    expect(parseMailUrl('smtp://u:p@mail.example')).toMatchObject({ port: 587, needsTls: true });
    expect(parseMailUrl('smtp://127.0.0.1:2525')).toMatchObject({ port: 2525, needsTls: false });
    const wrong = [
      ...['mail.example', 'http://mail.example', 'smtp://', 'smtp://u@mail.example'],
      ...['smtp://mail.example/path', 'smtp://mail.example?logger=true', 'smtp://mail.example#x'],
      'smtp://u:%zz@mail.example',
    ];
    expect(wrong.filter((each) => parseMailUrl(each))).toEqual([]);
  });
});
