// Views and deltas on the wire of a real server: what is sent, to whom, and that every delta leads where a fresh view is.

import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { applyPatch } from '../../shared/protocol/patch.ts';
import { mills } from '../../shared/kernel/units.ts';
import { viewRoom } from '../../shared/room/view.ts';
import { viewerOf } from '../../shared/room/walls.ts';
import { joinAsBot } from '../support/http-client.ts';
import type { LiveServer } from '../support/live-server.ts';
import { startLive } from '../support/live-server.ts';
import { SeatClient, sit, sitAndWatch } from '../support/seat-client.ts';
import { until } from '../support/sync-stage.ts';

const BIDDERS = ['northwind', 'harbor', 'cascade'] as const;
const ROUND_MS = 180_000;

let live: LiveServer;
const clients: SeatClient[] = [];

const watching = async (seatId: string): Promise<SeatClient> => {
  const client = await sitAndWatch(live, seatId);
  clients.push(client);
  return client;
};

afterEach(() => {
  for (const client of clients.splice(0)) client.close();
});

let words = 0;
const say = async (client: SeatClient, kind: 'table' | 'team' = 'table'): Promise<string> => {
  const text = `word ${String((words += 1))}`;
  await client.must({ type: 'PostMessage', to: { kind }, text });
  return text;
};

const reads = (client: SeatClient, text: string) =>
  client.sees(({ messages }) => Object.values(messages).some((m) => m.text === text), text);

describe('in a calm room', () => {
  beforeAll(async () => {
    live = await startLive();
  });

  afterAll(async () => {
    await live.close();
  });

  it('[NET1] a connection that has watched nothing is sent nothing, whatever happens in the room', async () => {
    const moderator = await watching('moderator');
    const silent = await sit(live, 'public');
    const colleague = await watching('public');
    clients.push(silent);
    const text = await say(moderator);
    silent.socket.emit('line', { roundTripMs: 1, clockErrorMs: 1 });
    await reads(colleague, text);
    await until(() => moderator.heardOf('lines').length > 0, 'lines and presence are told');
    await silent.settled();
    expect(silent.heard).toEqual([]);
  });

  it('[NET1] a connection is for one seat that its session holds, in its room, by this protocol', async () => {
    const session = await joinAsBot(live, await live.link('harbor-lead'));
    const refusalOf = async (change: object): Promise<string> => {
      const auth = { protocol: 1, ...session, ...change };
      const client = new SeatClient(live.origin, session, { auth });
      clients.push(client);
      return (await client.refused()).code;
    };
    const required = 'auth/required';
    expect(await refusalOf({ seatId: 'harbor-member' })).toBe(required);
    expect(await refusalOf({ seatId: 'no-such-seat' })).toBe(required);
    expect(await refusalOf({ roomId: 'no-such-room' })).toBe(required);
    expect(await refusalOf({ token: '0'.repeat(64) })).toBe(required);
    expect(await refusalOf({ protocol: 2 })).toBe('protocol/version');
    for (const auth of [
      { seatId: '__proto__' },
      { seatId: 7 },
      { roomId: '' },
      { protocol: '1' },
    ]) {
      expect([auth, await refusalOf(auth)]).toEqual([auth, 'protocol/malformed']);
    }
    const client = await new SeatClient(live.origin, session).connected();
    clients.push(client);
    const topic = { kind: 'room', id: 'no-such-room' } as const;
    const watched = await client.socket.emitWithAck('watch', { topic });
    expect(watched).toMatchObject({ ok: false, error: { code: 'not-found' } });
  });

  it('[NET2] watching answers the whole view with its tag, and the tag alone to who has it', async () => {
    const client = await watching('harbor-lead');
    const { state } = await live.server.context.hosts.room('usps-2026').confirmed();
    const expected: unknown = JSON.parse(
      JSON.stringify(viewRoom(state, viewerOf(state, 'harbor-lead'))),
    );
    expect(client.view).toEqual(expected);
    const tag = client.tagOf();
    expect(await client.watch()).toEqual({ tag });
    const stale = await client.socket.emitWithAck('watch', {
      topic: client.room,
      tag: `${tag ?? ''}x`,
    });
    expect(stale).toEqual({ ok: true, value: { tag, view: client.view } });
  });

  it('[NET2] after a reconnect the tag alone when nothing was missed, else the whole view', async () => {
    const moderator = await watching('moderator');
    const client = await watching('harbor-lead');
    const comeBack = async () => {
      client.socket.disconnect().connect();
      await client.connected();
      return client.watch();
    };
    // Once a word is read, everything before it has been released: taking the seats made entries too.
    await reads(client, await say(moderator));
    expect(await comeBack()).toEqual({ tag: client.tagOf() });
    client.socket.disconnect();
    const before = client.view;
    const text = await say(moderator);
    await reads(moderator, text);
    expect((await comeBack()).view).toBeDefined();
    expect(client.view).not.toEqual(before);
    await reads(client, text);
    expect(client.misfits).toBe(0);
  });

  it('[UI3] a delta that does not fit the tag is not taken, and watching again gives the view', async () => {
    const moderator = await watching('moderator');
    const client = await watching('public');
    const fresh = await watching('public');
    await reads(client, await say(moderator));
    const [taken] = client.socket.listeners('delta');
    client.socket.off('delta');
    const isLost = new Promise<void>((resolve) => client.socket.once('delta', () => resolve()));
    await reads(fresh, await say(moderator));
    await isLost;
    if (taken) client.socket.on('delta', taken);
    const text = await say(moderator);
    await reads(fresh, text);
    await until(() => client.misfits === 1, 'it does not fit');
    expect((await client.watch()).view).toEqual(fresh.view);
    await reads(client, text);
  });

  it('[NET5] an audience whose view has not changed is sent nothing', async () => {
    const here: readonly (readonly [string, string])[] = [
      ['harbor-lead', 'harbor-lead harbor-member moderator usps-lead'],
      ['harbor-member', 'harbor-lead harbor-member moderator usps-lead'],
      ['northwind-lead', 'moderator northwind-lead usps-lead'],
      ['public', 'moderator public'],
      ['usps-lead', 'harbor-lead harbor-member moderator northwind-lead usps-lead'],
    ];
    const people = await Promise.all(here.map(([seatId]) => watching(seatId)));
    const [harbor, colleague, ...others] = people as [SeatClient, SeatClient, ...SeatClient[]];
    const knows = (client: SeatClient, index: number): boolean =>
      client.heardOf('presence').at(-1)?.online.join(' ') === here[index]?.[1];
    // That a seat was taken is an entry, released once it is durable: who reads this later word has heard of it.
    const moderator = await watching('moderator');
    const greeting = await say(moderator);
    for (const client of people) await reads(client, greeting);
    // The moderator stays: the last list that each of them hears is then the one with everybody.
    await until(() => people.every(knows), 'everybody knows who is here');
    for (const client of people) client.heard.length = 0;
    const tags = others.map((client) => client.tagOf());
    await reads(colleague, await say(harbor, 'team'));
    for (const client of others) await client.settled();
    expect(others.map(({ heard }) => heard)).toEqual([[], [], []]);
    expect(colleague.heardOf('delta')).toHaveLength(1);
    for (const [index, client] of others.entries()) {
      expect(await client.watch()).toEqual({ tag: tags[index] });
    }
  });

  it('[NET4] a tag is of one audience: another one’s is answered with the whole view', async () => {
    const harbor = await watching('harbor-lead');
    const northwind = await watching('northwind-lead');
    const [topic, tag] = [harbor.room, northwind.tagOf() ?? ''];
    expect(harbor.tagOf()).not.toBe(tag);
    const answer = await harbor.socket.emitWithAck('watch', { topic, tag });
    expect(answer).toEqual({ ok: true, value: { tag: harbor.tagOf(), view: harbor.view } });
  });
});

describe('in a room that nobody was in before', () => {
  beforeAll(async () => {
    live = await startLive();
  });

  afterAll(async () => {
    await live.close();
  });

  it('[NET4] one encoding an audience, however many connections listen', async () => {
    const moderator = await watching('moderator');
    const crowd = await Promise.all(Array.from({ length: 18 }, () => watching('public')));
    const encodings = () => live.figure('parley_view_encodings_total{topic="room"}');
    const allRead = async (word: string): Promise<void> => {
      for (const client of [moderator, ...crowd]) await reads(client, word);
    };
    await allRead(await say(moderator));
    const before = await encodings();
    for (const client of crowd) client.heard.length = 0;
    await allRead(await say(moderator));
    expect((await encodings()) - before).toBe(2);
    const deltas = new Set(crowd.map((client) => JSON.stringify(client.heardOf('delta'))));
    expect(crowd.every((client) => client.heardOf('delta').length === 1)).toBe(true);
    expect(deltas.size).toBe(1);
  });
});

/** The room as a seat sees it by what is durable now. */
const durableView = async (seatId: string): Promise<unknown> => {
  const { state } = await live.server.context.hosts.room('usps-2026').confirmed();
  return JSON.parse(JSON.stringify(viewRoom(state, viewerOf(state, seatId))));
};

const sizeOf = (value: unknown): number => JSON.stringify(value).length;

describe('in an auction', () => {
  beforeAll(async () => {
    live = await startLive();
  });

  afterAll(async () => {
    await live.close();
  });

  it('[NET3] every delta leads where a fresh view is, and is a small part of it', async () => {
    const moderator = await watching('moderator');
    const leads = await Promise.all(BIDDERS.map((team) => watching(`${team}-lead`)));
    const others = await Promise.all(['usps-lead', 'regulator', 'public'].map(watching));
    const people = [moderator, ...leads, ...others];
    const firstViews = people.map(({ view }) => view);
    const clockOf = ({ view }: SeatClient) => {
      const auction = view.auctions['clock'];
      return auction?.format === 'clock' ? auction : undefined;
    };
    const allSee = (what: string, condition: (clock: ReturnType<typeof clockOf>) => boolean) =>
      until(() => people.every((person) => condition(clockOf(person))), `all see ${what}`);

    const rulesHash = clockOf(moderator)?.rulesHash ?? '';
    for (const [index, teamId] of BIDDERS.entries()) {
      await leads[index]?.clock({ type: 'AcceptRules', teamId, rulesHash });
    }
    await moderator.clock({ type: 'StartAuction' });
    for (const round of [1, 2]) {
      if (round > 1) await moderator.clock({ type: 'OpenRound' });
      await allSee(`round ${String(round)}`, (clock) => clock?.round === round);
      for (const [index, teamId] of BIDDERS.entries()) {
        const priceMills = mills(clockOf(moderator)?.prices['q1']?.clockPriceMills ?? 0);
        const bid = { lotId: 'q1', quantityBlocks: 4 - index, priceMills };
        await leads[index]?.clock({ type: 'PlaceBid', teamId, round, bid });
      }
      live.time.skip(ROUND_MS);
      await allSee('its result', (clock) => clock?.rounds[round] !== undefined);
    }

    for (const [index, person] of people.entries()) {
      const { seatId } = person.session;
      const whole = await durableView(seatId);
      await until(() => sizeOf(person.view) === sizeOf(whole), `${seatId} has it all`);
      expect([seatId, person.view, person.misfits]).toEqual([seatId, whole, 0]);
      const deltas = person.heardOf('delta');
      expect(deltas.length).toBeGreaterThan(3);
      const replayed = deltas.reduce(
        (view, { patch }) => applyPatch(view, patch),
        firstViews[index],
      );
      expect(replayed).toEqual(whole);
      for (const { patch } of deltas) expect(sizeOf(patch)).toBeLessThan(sizeOf(whole) / 2);
    }
  });

  it('[NET3] a sheet’s deltas lead to its view, for both sides and who reads', async () => {
    const people = await Promise.all(['usps-lead', 'harbor-lead', 'regulator'].map(watching));
    const [carrier, harbor] = people as [SeatClient, SeatClient];
    const topic = harbor.sheet('USPS and Harbor Parcel');
    for (const person of people) await person.watch(topic);
    const days = (value: number) =>
      ({ termId: 'notice-days', value: { kind: 'field', value } }) as const;
    await carrier.must({ type: 'TakePosition', side: 'carrier', ...days(90) }, { topic });
    await harbor.must({ type: 'TakePosition', side: 'shipper', ...days(60) }, { topic });
    await carrier.must({ type: 'TakePosition', side: 'carrier', ...days(60) }, { topic });
    await harbor.must(
      { type: 'ReopenTerm', termId: 'notice-days', reason: 'too short' },
      { topic },
    );
    for (const person of people) {
      const isReopened = () => JSON.stringify(person.viewOf(topic)).includes('too short');
      await until(isReopened, 'the term is open again');
      const again = await person.socket.emitWithAck('watch', { topic });
      expect(again).toEqual({
        ok: true,
        value: { tag: person.tagOf(topic), view: person.viewOf(topic) },
      });
      expect(person.misfits).toBe(0);
      const deltas = person.heardOf('delta').filter(({ topic: { kind } }) => kind === 'sheet');
      expect(deltas).toHaveLength(4);
      // What moved and its line in the history of the term; never the term's other moves.
      for (const { patch } of deltas) expect(sizeOf(patch)).toBeLessThan(800);
    }
  });
});
