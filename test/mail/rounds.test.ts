// Mail from whole servers: two nodes on one journal, seats that are there and seats that are not, time that is skipped;
// letters are read from a real mail server.

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createLocalBus } from '../../server/bus/local.ts';
import { createMemoryJournal } from '../../server/journal/memory.ts';
import { ROUND_MS } from '../../server/mail/rounds.ts';
import type { Journal } from '../../server/ports.ts';
import { mailboxStream } from '../../shared/kernel/ids.ts';
import { MAIL_GAP_MS, QUIET_MS } from '../../shared/mail/digest.ts';
import { DEMO_ROOM_ID } from '../../shared/room/demo.ts';
import type { SheetCommand } from '../../shared/sheet/types.ts';
import type { BotSession } from '../support/http-client.ts';
import { ask, joinAsBot } from '../support/http-client.ts';
import type { LiveServer } from '../support/live-server.ts';
import { startLive } from '../support/live-server.ts';
import { SeatClient } from '../support/seat-client.ts';
import { SkippableTime } from '../support/skippable-time.ts';
import type { SmtpServer } from '../support/smtp-server.ts';
import { startSmtp } from '../support/smtp-server.ts';
import { seat as actor } from '../support/stream.ts';
import { until } from '../support/until.ts';

const ADDRESS = 'grace.canary@harbor.example';
const MAILBOX = `/api/rooms/${DEMO_ROOM_ID}/mailbox`;

let smtp: SmtpServer;
let time: SkippableTime;
let journal: Journal;
let nodes: LiveServer[];
/** How often each node has begun to look at mailboxes. */
let looks: number[];

const startNode = async (index: number): Promise<LiveServer> => {
  const counting: Journal = {
    ...journal,
    streams: (prefix, after, limit) => {
      if (prefix === 'mailbox:') looks[index] = (looks[index] ?? 0) + 1;
      return journal.streams(prefix, after, limit);
    },
  };
  return startLive({
    ...{ time, journal: counting },
    parts: { bus: createLocalBus({ isShared: true }) },
    server: {
      mail: {
        ...{ host: '127.0.0.1', port: smtp.port, isSecure: false, needsTls: false },
        from: 'parley@sale.example',
      },
    },
  });
};

beforeEach(async () => {
  smtp = await startSmtp();
  time = new SkippableTime();
  journal = createMemoryJournal({ clock: time });
  looks = [0, 0];
  nodes = [];
  for (const index of [0, 1]) nodes.push(await startNode(index));
});

afterEach(async () => {
  for (const node of nodes) await node.close();
  await journal.close();
  await smtp.close();
});

const node = (index = 0): LiveServer => {
  const found = nodes[index];
  if (!found) throw new Error('no such node');
  return found;
};

/** Skips time until every node that lives has begun another look, and the look before is over. */
const nextRound = async (): Promise<void> => {
  const before = [...looks];
  time.skip(ROUND_MS + 1);
  await until('a look of each node', () =>
    nodes.every((_, index) => (looks[index] ?? 0) > (before[index] ?? 0)),
  );
};

const rounds = async (count: number): Promise<void> => {
  for (let round = 0; round < count; round += 1) await nextRound();
};

const post = (session: BotSession, rest: string, body: object) =>
  ask(node(), `${MAILBOX}${rest}?seat=${session.seatId}`, { token: session.token, body });

const codeIn = (content: string): string => /^ {4}(\d{8})\s*$/m.exec(content)?.[1] ?? '';

/** A seat that has confirmed its address. */
const subscribed = async (seatId: string, kinds = ['move', 'offer', 'reopened']) => {
  const session = await joinAsBot(node(), await node().link(seatId));
  expect((await post(session, '', { address: ADDRESS, kinds })).body).toEqual({ ok: true });
  const letter = await until('the code', () => smtp.letters.at(-1));
  expect(letter.to).toBe(ADDRESS);
  const confirmed = await post(session, '/confirm', { code: codeIn(letter.content) });
  expect(confirmed.body).toEqual({ ok: true });
  return session;
};

const give = async (seatId: string, command: SheetCommand): Promise<void> => {
  const { context } = node().server;
  const { sheets } = (await context.hosts.room(DEMO_ROOM_ID).current()).state;
  const listing = Object.values(sheets).find(({ shipperTeamId }) => shipperTeamId === 'harbor');
  const sheet = context.hosts.sheet(listing?.id ?? '');
  const answer = await sheet.submit(context.chance.id(), actor(seatId), command);
  if (!answer.ok) throw new Error(answer.rejection.code);
};

const take = (termId: string, value: number) =>
  give('usps-lead', {
    ...{ type: 'TakePosition', side: 'carrier', termId },
    value: { kind: 'field', value },
  });

const claims = async (): Promise<number> => {
  const entries = await journal.read(mailboxStream(DEMO_ROOM_ID, 'harbor-lead'), 0, 1_000);
  return entries.filter(({ body }) => body.includes('"MailClaimed"')).length;
};

const news = () => smtp.letters.filter(({ content }) => content.includes('news in the room'));

describe('[MAIL2] [MAIL3] [MAIL5] what waits while nobody looks', { timeout: 120_000 }, () => {
  it('is mailed once by two nodes, names the room and nothing in it, and opens nothing', async () => {
    const session = await subscribed('harbor-lead');
    await take('minimum-charge', 2_137);
    await rounds(3);
    expect(news()).toEqual([]);
    time.skip(QUIET_MS);
    await nextRound();
    await until('the letter', () => news().length > 0);
    await rounds(3);
    expect([news().length, await claims()]).toEqual([1, 1]);
    const [letter] = news();
    const content = letter?.content ?? '';
    expect(content).toContain('In the room USPS last-mile access 2026:');
    expect(content).toContain('- It is your move on a sheet.');
    const link = `${node().origin}/rooms/${DEMO_ROOM_ID}/seats/harbor-lead`;
    const other = `${node(1).origin}/rooms/${DEMO_ROOM_ID}/seats/harbor-lead`;
    expect(content.includes(link) || content.includes(other)).toBe(true);
    // Neither who, nor what, nor how much, nor anything that lets somebody in.
    expect(content).not.toMatch(/2[.,]?137|2\.14|Minimum|Postal|Maria|Grace Mbeki|Harbor Parcel/);
    expect(content).not.toContain(session.token);
    expect(content).not.toMatch(/join#|token|[0-9a-f]{32}/);
  });

  it('is not mailed to somebody whose page is live on either node, also after it closed', async () => {
    const session = await subscribed('harbor-lead');
    const page = await new SeatClient(node(1).origin, session).connected();
    await page.watch();
    await take('minimum-charge', 2_100);
    await nextRound();
    await until('seen', async () => {
      const entries = await journal.read(mailboxStream(DEMO_ROOM_ID, 'harbor-lead'), 0, 100);
      return entries.some(({ body }) => body.includes('"MailSeen"'));
    });
    page.close();
    time.skip(QUIET_MS);
    await rounds(2);
    expect([news(), await claims()]).toEqual([[], 0]);
    // What happens from now on is news again.
    await take('annual-commitment', 40_000_000);
    time.skip(QUIET_MS);
    await nextRound();
    await until('the letter', () => news().length > 0);
    expect(await claims()).toBe(1);
  });

  it('comes once an hour at most, and no more once the address is removed', async () => {
    const session = await subscribed('harbor-lead');
    await take('minimum-charge', 2_100);
    time.skip(QUIET_MS);
    await nextRound();
    await until('the letter', () => news().length === 1);
    await take('annual-commitment', 40_000_000);
    time.skip(QUIET_MS);
    await rounds(2);
    expect(await claims()).toBe(1);
    time.skip(MAIL_GAP_MS);
    await nextRound();
    await until('another', () => news().length === 2);
    await take('minimum-charge', 2_200);
    expect((await post(session, '/remove', {})).body).toEqual({ ok: true });
    time.skip(MAIL_GAP_MS);
    await rounds(2);
    expect([news().length, await claims()]).toEqual([2, 2]);
  });

  it('a node that dies after its claim loses that mail and nobody sends it again', async () => {
    await subscribed('harbor-lead');
    smtp.mood = 'busy';
    await take('minimum-charge', 2_100);
    time.skip(QUIET_MS);
    await nextRound();
    // The code, and the letter that is not taken.
    await until('a try', () => smtp.asked.length === 2);
    expect(await claims()).toBe(1);
    // Both die while the letter waits for its next try; what starts instead knows of no letter.
    for (const each of nodes.splice(0)) await each.close();
    smtp.mood = 'takes';
    for (const index of [0, 1]) nodes.push(await startNode(index));
    time.skip(MAIL_GAP_MS);
    await rounds(2);
    expect([news(), await claims()]).toEqual([[], 1]);
  });
});

describe('[MAIL6] a mail server that is away', { timeout: 60_000 }, () => {
  it('slows nobody, is told to operators as degraded, and not as down', async () => {
    const session = await subscribed('harbor-lead');
    await until('working', async () => (await ask(node(), '/readyz')).body['mail'] === 'working');
    await smtp.close();
    await post(session, '', { address: 'second.canary@harbor.example', kinds: ['move'] });
    const ready = await until('failing', async () => {
      const answer = await ask(node(), '/readyz');
      return answer.body['mail'] === 'failing' && answer;
    });
    expect([ready.status, ready.body['ready']]).toEqual([200, true]);
    expect(await node().figure('parley_mail_working')).toBe(0);
    expect(await node().figure('parley_mail_total{outcome="later"}')).toBe(1);
    await take('minimum-charge', 2_100);
    smtp = await startSmtp();
  });
});

describe('[MAIL7] the address', { timeout: 60_000 }, () => {
  it('is seen by nobody: no view, no bundle, no log, no answer to another seat', async () => {
    const session = await subscribed('harbor-lead');
    const seen: string[] = [];
    for (const seatId of ['harbor-lead', 'harbor-member', 'usps-lead', 'moderator', 'regulator']) {
      const other = await joinAsBot(node(), await node().link(seatId));
      for (const path of ['', '/bundle', '/seals', '/mailbox']) {
        const url = `/api/rooms/${DEMO_ROOM_ID}${path}?seat=${seatId}`;
        const { status, body } = await ask(node(), url, { token: other.token });
        expect([url, status]).toEqual([url, 200]);
        seen.push(JSON.stringify(body));
      }
      if (seatId === 'harbor-lead') continue;
      const foreign = await ask(node(), `${MAILBOX}?seat=harbor-lead`, { token: other.token });
      expect(foreign.status).toBe(401);
    }
    expect(seen.join('')).not.toContain('canary');
    expect(JSON.stringify(nodes.map(({ log }) => log.lines))).not.toContain('canary');
    const own = await ask(node(), `${MAILBOX}?seat=harbor-lead`, { token: session.token });
    expect(own.body).toMatchObject({ isOffered: true, address: 'g…@harbor.example' });
  });

  it('is not asked of a seat that many share, nor by an administrator, nor without a mail server', async () => {
    const observer = await joinAsBot(node(), await node().link('public'));
    const path = `${MAILBOX}?seat=public`;
    expect((await ask(node(), path, { token: observer.token })).body).toEqual({ isOffered: false });
    const wanted = { address: ADDRESS, kinds: ['reopened'] };
    const refused = await ask(node(), path, { token: observer.token, body: wanted });
    expect([refused.status, refused.code]).toEqual([404, 'not-found']);
    const nobody = await ask(node(), MAILBOX);
    expect(nobody.status).toBe(401);
    const bad = await post(
      await joinAsBot(node(), await node().link('harbor-lead')),
      ...(['', { address: 'x', kinds: [] }] as const),
    );
    expect(bad.body).toMatchObject({ ok: false, rejection: { code: 'mail/bad-address' } });
    expect(smtp.asked).toEqual([]);
  });
});

describe('[MAIL7] where no mail server is named', () => {
  let plain: LiveServer;
  beforeAll(async () => {
    plain = await startLive();
  });
  afterAll(async () => {
    await plain.close();
  });

  it('nobody is asked for an address, and none is taken', async () => {
    const session = await joinAsBot(plain, await plain.link('harbor-lead'));
    const path = `${MAILBOX}?seat=harbor-lead`;
    const { token } = session;
    expect((await ask(plain, path, { token })).body).toEqual({ isOffered: false });
    const asked = await ask(plain, path, { token, body: { address: ADDRESS, kinds: [] } });
    expect(asked.status).toBe(404);
    expect((await ask(plain, '/readyz')).body).not.toHaveProperty('mail');
  });
});
