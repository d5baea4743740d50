// Rights that end: live connections of both kinds are cut at once, whoever else is in the room or is not.

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createMemoryJournal } from '../../server/journal/memory.ts';
import type { Journal } from '../../server/ports.ts';
import { ask, joinAsBot } from '../support/http-client.ts';
import type { LiveServer } from '../support/live-server.ts';
import { startLive } from '../support/live-server.ts';
import { SeatClient, sitAndWatch } from '../support/seat-client.ts';
import { SkippableTime } from '../support/skippable-time.ts';
import { until } from '../support/sync-stage.ts';

const OWN_SHEET = 'USPS and Northwind Retail';

let live: LiveServer;
const clients: SeatClient[] = [];

beforeEach(async () => {
  live = await startLive();
});

afterEach(async () => {
  for (const client of clients.splice(0)) client.close();
  await live.close();
});

const seated = async (seatId: string): Promise<SeatClient> => {
  const client = await sitAndWatch(live, seatId);
  clients.push(client);
  return client;
};

const overHttp = (client: SeatClient, command: object) =>
  ask(live, `/api/rooms/usps-2026/commands?seat=${client.session.seatId}`, {
    token: client.session.token,
    body: { id: crypto.randomUUID(), command },
  });

const signOut = (client: SeatClient) =>
  ask(live, '/api/sign-out', { token: client.session.token, body: {} });

const revoke = { type: 'RevokeSeat', seatId: 'northwind-lead', reason: 'left the firm' } as const;

/** A journal whose sheets cannot be read on while a gate is shut. */
const gatedJournal = (time: SkippableTime) => {
  const memory = createMemoryJournal({ clock: time });
  const gate = { opened: Promise.resolve(), reached: false };
  const journal: Journal = {
    ...memory,
    read: async (stream, ...range) => {
      if (stream.startsWith('sheet:')) {
        gate.reached = true;
        await gate.opened;
      }
      return memory.read(stream, ...range);
    },
  };
  return { journal, gate };
};

it('[ACC8] a record on its way ends when its seat is taken back, and is not taken for whole', async () => {
  const time = new SkippableTime();
  const { journal, gate } = gatedJournal(time);
  const here = await startLive({ time, journal });
  try {
    const north = await joinAsBot(here, await here.link('northwind-lead'));
    const moderator = await joinAsBot(here, await here.link('moderator'));
    const path = '/api/rooms/usps-2026';
    const bundle = () => ask(here, `${path}/bundle?seat=northwind-lead`, { token: north.token });
    expect(String((await bundle()).body['text'])).toContain('"signature"');
    const { promise, resolve } = Promise.withResolvers<void>();
    Object.assign(gate, { opened: promise, reached: false });
    const cut = bundle().then(
      () => 'whole',
      () => 'cut off',
    );
    await until(() => gate.reached, 'the room is sent, its sheets are not');
    const told = await ask(here, `${path}/commands?seat=moderator`, {
      token: moderator.token,
      body: { id: crypto.randomUUID(), command: revoke },
    });
    expect(told.body['ok']).toBe(true);
    time.skip(1_000);
    resolve();
    expect(await cut).toBe('cut off');
  } finally {
    await here.close();
    await journal.close();
  }
});

describe('a seat that is taken back', () => {
  it('[ACC2] loses its lines and its text at once and gets nothing afterwards; others stay', async () => {
    const moderator = await seated('moderator');
    const north = await seated('northwind-lead');
    const colleague = await seated('northwind-member');
    const sheetId = north.sheet(OWN_SHEET).id;
    const [text, other] = [await north.text(sheetId), await colleague.text(sheetId)];
    await moderator.must(revoke);
    await until(() => north.ended !== undefined && text.closes.length > 0, 'both are cut');
    expect(north.heardOf('notice')).toEqual([{ code: 'revoked' }]);
    expect([north.ended, text.closes]).toEqual(['io server disconnect', ['4403 auth/revoked']]);
    expect([colleague.ended, other.closes]).toEqual([undefined, []]);
    const events = north.heard.length;
    await moderator.must({ type: 'PostMessage', to: { kind: 'table' }, text: 'to those who stay' });
    await colleague.sees(({ messages }) => Object.keys(messages).length === 1, 'the message');
    expect(north.heard).toHaveLength(events);
  });

  it('[ACC2] is not let in again at any door by the session that held it', async () => {
    const moderator = await seated('moderator');
    const north = await seated('northwind-lead');
    const sheetId = north.sheet(OWN_SHEET).id;
    await moderator.must(revoke);
    await until(() => north.ended !== undefined, 'cut');
    expect((await new SeatClient(live.origin, north.session).refused()).code).toBe('auth/required');
    expect((await north.text(sheetId)).closes).toEqual(['4401 auth/required']);
    const message = { type: 'PostMessage', to: { kind: 'team' }, text: 'still here?' };
    expect((await overHttp(north, message)).code).toBe('auth/required');
    const me = await ask(live, '/api/me', { token: north.session.token });
    expect(me.body['seats']).toEqual([]);
  });

  it('[ACC2] loses its text although nobody on this server looks at the room', async () => {
    const moderator = await seated('moderator');
    const north = await seated('northwind-lead');
    const text = await north.text(north.sheet(OWN_SHEET).id);
    for (const { socket } of clients) socket.close();
    await until(
      () => north.socket.disconnected && moderator.socket.disconnected,
      'no line is open any more',
    );
    expect((await overHttp(moderator, revoke)).status).toBe(200);
    await until(() => text.closes.length > 0, 'the text is cut');
    expect(text.closes).toEqual(['4403 auth/revoked']);
  });
});

describe('signing out', () => {
  it('[ACC5] ends the session’s lines and texts at once, on every seat it holds', async () => {
    const north = await seated('northwind-lead');
    const text = await north.text(north.sheet(OWN_SHEET).id);
    expect((await signOut(north)).body).toEqual({ signedOut: true });
    await until(() => north.ended !== undefined && text.closes.length > 0, 'both are cut');
    expect([north.heardOf('notice'), text.closes]).toEqual([
      [{ code: 'signed-out' }],
      ['4403 auth/revoked'],
    ]);
  });
});
