// Two nodes as one: sockets and texts of one room on different nodes, with Redis and after it is gone.

import { isDeepStrictEqual } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import type { Topic } from '../../shared/protocol/messages.ts';
import { clauseHash } from '../../shared/sheet/clause-hash.ts';
import { mills } from '../../shared/kernel/units.ts';
import type { SheetView } from '../../shared/sheet/types.ts';
import { createChance } from '../../server/platform/chance.ts';
import { ask } from '../support/http-client.ts';
import type { LiveServer } from '../support/live-server.ts';
import { describeWithRedis } from '../support/redis.ts';
import type { SeatClient, SheetText } from '../support/seat-client.ts';
import { until } from '../support/sync-stage.ts';
import type { TwoNodes } from '../support/two-nodes.ts';
import { startTwoNodes } from '../support/two-nodes.ts';
import { clauseOf } from '../text/sheet-fixture.ts';

const SHEET = 'USPS and Northwind Retail';
const ROUND_MS = 180_000;
const chance = createChance();

let nodes: TwoNodes;

beforeEach(async () => {
  nodes = await startTwoNodes();
});

afterEach(async () => {
  await nodes.dispose();
});

const losesRedis = async (): Promise<void> => {
  await nodes.redis.kill();
  await nodes.hearing(false);
};

const at = async (node: LiveServer, seatId: string): Promise<SeatClient> =>
  nodes.sit(node, await nodes.join(node, seatId));

const say = (client: SeatClient, text: string) =>
  client.must({ type: 'PostMessage', to: { kind: 'table' }, text });

const reads = (client: SeatClient, text: string) =>
  client.sees(({ messages }) => Object.values(messages).some((m) => m.text === text), text);

const stateOf = ({ provider }: SheetText): string =>
  JSON.stringify(provider.doc.getMap('clauses').toJSON());

const firstClause = ({ provider }: SheetText): string =>
  [...provider.doc.getMap('clauses').keys()].sort()[0] ?? '';

const type = ({ provider }: SheetText, clause: string, words: string): void => {
  const paragraph = new Y.XmlElement('paragraph');
  provider.doc.transact(() => {
    clauseOf(provider.doc, clause).insert(0, [paragraph]);
    paragraph.insert(0, [new Y.XmlText(words)]);
  });
};

/** Waits until clients have the same view of a topic, and it is as it should be. */
const areEqual = async (
  [here, there]: readonly [SeatClient, SeatClient],
  topic: Topic,
  isSo: (view: Partial<SheetView>) => boolean = () => true,
): Promise<void> => {
  await until(() => {
    const view = here.viewOf(topic);
    return isSo(view as Partial<SheetView>) && isDeepStrictEqual(view, there.viewOf(topic));
  }, 'the views are equal');
  expect([here.misfits, there.misfits]).toEqual([0, 0]);
};

/** Both sides take the position that a clause is as it stands, which locks it. */
const agreeOn = async (
  clause: string,
  text: SheetText,
  [carrier, shipper]: readonly [SeatClient, SeatClient],
) => {
  const hash = clauseHash(clauseOf(text.provider.doc, clause));
  const position = {
    type: 'TakePosition',
    termId: clause,
    value: { kind: 'clause', hash },
  } as const;
  const topic = carrier.sheet(SHEET);
  await carrier.must({ ...position, side: 'carrier' }, { topic });
  await shipper.must({ ...position, side: 'shipper' }, { topic });
};

describeWithRedis('two nodes', () => {
  describe.each([
    ['with Redis', () => Promise.resolve()],
    ['without Redis', losesRedis],
  ])('%s', (_how, begin) => {
    it('[BUS17] what happens through one is seen through the other, and views are equal', async () => {
      await begin();
      const [here, there] = [await at(nodes.one, 'usps-lead'), await at(nodes.two, 'usps-member')];
      await say(here, 'from one');
      await say(there, 'from two');
      await reads(here, 'from two');
      await reads(there, 'from one');
      await areEqual([here, there], here.room);
      const topic = here.sheet(SHEET);
      await Promise.all([here.watch(topic), there.watch(topic)]);
      const text = await here.text(topic.id);
      const termId = firstClause(text);
      const hash = clauseHash(clauseOf(text.provider.doc, termId));
      const value = { kind: 'clause', hash } as const;
      await here.must({ type: 'TakePosition', side: 'carrier', termId, value }, { topic });
      await areEqual([here, there], topic, ({ terms }) => Boolean(terms?.[termId]?.carrier));
    });

    it('[CLU3] who comes over from the other node is not shown less than before', async () => {
      // Somebody who stays keeps room and sheet open on the second node.
      const there = await at(nodes.two, 'usps-member');
      const topic = there.sheet(SHEET);
      await there.watch(topic);
      await begin();
      const session = await nodes.join(nodes.one, 'usps-lead');
      const here = await nodes.sit(nodes.one, session);
      for (let time = 0; time < 5; time += 1) {
        const text = `said ${String(time)}`;
        await say(here, text);
        const value = { kind: 'field', value: 10 + time } as const;
        const position = { type: 'TakePosition', side: 'carrier', termId: 'term-months' } as const;
        await here.must({ ...position, value }, { topic });
        const moved = await nodes.sit(nodes.two, session);
        await moved.watch(topic);
        expect(Object.values(moved.view.messages).map((message) => message.text)).toContain(text);
        const { terms } = moved.viewOf(topic) as SheetView;
        expect(terms['term-months']?.carrier).toMatchObject({ value: value.value });
      }
    });

    it('[BUS17] a command that is sent again to the other node gets its first answer', async () => {
      await begin();
      const session = await nodes.join(nodes.one, 'usps-lead');
      const [here, there] = [
        await nodes.sit(nodes.one, session),
        await nodes.sit(nodes.two, session),
      ];
      const id = chance.id();
      const message = { type: 'PostMessage', to: { kind: 'table' }, text: 'once' } as const;
      const first = await here.give(message, { id });
      expect(first).toMatchObject({ ok: true, value: { ok: true } });
      expect(await there.give(message, { id })).toEqual(first);
      await reads(there, 'once');
      expect(Object.keys(there.view.messages)).toHaveLength(1);
    });

    it('[BUS17] text typed on both becomes the same on both, and is saved on both', async () => {
      await begin();
      const carrier = await at(nodes.one, 'usps-lead');
      const shipper = await at(nodes.two, 'northwind-lead');
      const sheetId = carrier.sheet(SHEET).id;
      const [left, right] = [await carrier.text(sheetId), await shipper.text(sheetId)];
      const clause = firstClause(left);
      for (let round = 0; round < 10; round += 1) {
        type(left, clause, `left ${String(round)} `);
        type(right, clause, `right ${String(round)} `);
      }
      await until(() => left.saved >= 10 && right.saved >= 10, 'all is durable');
      await until(
        () => stateOf(left) === stateOf(right) && stateOf(left).includes('right 9'),
        'both read the same',
      );
      expect(stateOf(right)).toContain('left 9');
      expect([left.closes, right.closes]).toEqual([[], []]);
    });

    it('[BUS17] a lock on one node refuses a late edit on the other', async () => {
      await begin();
      const carrier = await at(nodes.one, 'usps-lead');
      const shipper = await at(nodes.one, 'northwind-lead');
      const late = await at(nodes.two, 'northwind-lead');
      const text = await late.text(carrier.sheet(SHEET).id);
      const [clause, other] = [...text.provider.doc.getMap('clauses').keys()].sort();
      if (clause === undefined || other === undefined) throw new Error('two clauses');
      await agreeOn(clause, text, [carrier, shipper]);
      type(text, other, 'in time');
      type(text, clause, 'too late');
      await until(() => text.closes.length > 0, 'the edit is refused');
      expect(text.closes).toEqual(['4409 text/locked']);
      const again = await carrier.text(carrier.sheet(SHEET).id);
      expect(stateOf(again)).toContain('in time');
      expect(stateOf(again)).not.toContain('too late');
    });

    it('[BUS17] a client id that one node has given to a seat is not taken on the other', async () => {
      await begin();
      const carrier = await at(nodes.one, 'usps-lead');
      const shipper = await at(nodes.two, 'northwind-lead');
      const sheetId = carrier.sheet(SHEET).id;
      const [left, right] = [await carrier.text(sheetId), await shipper.text(sheetId)];
      const clause = firstClause(left);
      // Written offline under a number that somebody else draws too.
      right.provider.disconnect();
      for (const [text, words] of [
        [left, 'mine'],
        [right, 'not yours'],
      ] as const) {
        const { doc } = text.provider;
        const own = doc.clientID;
        doc.clientID = 4_711;
        type(text, clause, words);
        doc.clientID = own;
      }
      await until(() => left.saved > 0, 'the first is durable');
      right.closes.length = 0;
      right.provider.connect();
      await until(() => right.closes.length > 0, 'the second is refused');
      expect([left.closes, right.closes]).toEqual([[], ['4409 text/client-id']]);
    });

    it('[BUS16] a seat that is taken back loses its lines and texts on both nodes', async () => {
      await begin();
      const moderator = await at(nodes.one, 'moderator');
      const session = await nodes.join(nodes.one, 'northwind-lead');
      const [here, there] = [
        await nodes.sit(nodes.one, session),
        await nodes.sit(nodes.two, session),
      ];
      const text = await there.text(there.sheet(SHEET).id);
      const colleague = await at(nodes.two, 'northwind-member');
      await moderator.must({ type: 'RevokeSeat', seatId: 'northwind-lead', reason: 'left' });
      await until(() => here.ended !== undefined && there.ended !== undefined, 'both are cut');
      await until(() => text.closes.length > 0, 'the text is cut');
      expect([here, there].map((client) => client.heardOf('notice'))).toEqual([
        [{ code: 'revoked' }],
        [{ code: 'revoked' }],
      ]);
      expect(text.closes).toEqual(['4403 auth/revoked']);
      expect(colleague.ended).toBeUndefined();
    });

    it('[BUS16] signing out on one node ends lines and texts on the other', async () => {
      await begin();
      const session = await nodes.join(nodes.one, 'northwind-lead');
      const there = await nodes.sit(nodes.two, session);
      const text = await there.text(there.sheet(SHEET).id);
      const answer = await ask(nodes.one, '/api/sign-out', { token: session.token, body: {} });
      expect(answer.body).toEqual({ signedOut: true });
      await until(() => there.ended !== undefined && text.closes.length > 0, 'both are cut');
      expect(there.heardOf('notice')).toEqual([{ code: 'signed-out' }]);
    });

    it('[BUS15] who takes a seat through one node is let in by the other at once', async () => {
      await begin();
      const me = async (node: LiveServer, cookie: string) =>
        (await ask(node, '/api/me', { cookie })).body['seats'] as readonly { seatId: string }[];
      const first = await ask(nodes.one, '/api/demo/enter', { body: { seatId: 'usps-member' } });
      const cookie = first.cookie ?? '';
      expect(await me(nodes.two, cookie)).toHaveLength(1);
      for (const seatId of ['northwind-member', 'harbor-member', 'cascade-member']) {
        await ask(nodes.one, '/api/demo/enter', { cookie, body: { seatId } });
        const session = { roomId: 'usps-2026', seatId, token: cookie };
        const client = await nodes.sit(nodes.two, session);
        expect(client.view.seats[seatId]?.id).toBe(seatId);
      }
    });

    it('[BUS17] a round with bids through both nodes closes once, on both alike', async () => {
      await begin();
      const moderator = await at(nodes.one, 'moderator');
      const bidders = [
        await at(nodes.one, 'northwind-lead'),
        await at(nodes.two, 'harbor-lead'),
        await at(nodes.two, 'cascade-lead'),
      ];
      const auction = Object.values(moderator.view.auctions)[0];
      const rulesHash = auction?.rulesHash ?? '';
      for (const bidder of bidders) {
        const teamId = bidder.view.seats[bidder.session.seatId]?.teamId ?? '';
        await bidder.clock({ type: 'AcceptRules', teamId, rulesHash });
      }
      await moderator.clock({ type: 'StartAuction' });
      const bid = { lotId: 'q1', quantityBlocks: 2, priceMills: mills(2_400) };
      const bids = bidders.map(async (bidder) => {
        await bidder.sees(
          (view) => Object.values(view.auctions)[0]?.stage === 'bidding',
          'round 1',
        );
        const teamId = bidder.view.seats[bidder.session.seatId]?.teamId ?? '';
        await bidder.clock({ type: 'PlaceBid', teamId, round: 1, bid });
      });
      await Promise.all(bids);
      nodes.time.skip(ROUND_MS + 1);
      const watcher = await at(nodes.two, 'moderator');
      const isClosed = (client: SeatClient) =>
        client.sees((view) => Object.values(view.auctions)[0]?.stage !== 'bidding', 'the close');
      await isClosed(moderator);
      await isClosed(watcher);
      await areEqual([moderator, watcher], moderator.room);
    });
  });

  it('[BUS13] everybody sees who is here on either node', async () => {
    const carrier = await at(nodes.one, 'usps-lead');
    const shipper = await at(nodes.two, 'northwind-lead');
    const rival = await at(nodes.two, 'harbor-lead');
    const online = (client: SeatClient) => client.heardOf('presence').at(-1)?.online;
    const both = ['northwind-lead', 'usps-lead'];
    await until(() => online(shipper)?.join() === both.join(), 'the shipper sees the carrier');
    await until(() => online(carrier)?.length === 3, 'the carrier sees both shippers');
    await until(() => online(rival)?.join() === 'harbor-lead,usps-lead', 'the rival sees its own');
    rival.close();
    await until(() => online(carrier)?.join() === both.join(), 'the rival is gone');
    expect(shipper.heardOf('presence').flatMap(({ online: seats }) => seats)).not.toContain(
      'harbor-lead',
    );
  });

  it('[BUS13] cursors of both nodes are seen on both', async () => {
    const carrier = await at(nodes.one, 'usps-lead');
    const shipper = await at(nodes.two, 'northwind-lead');
    const sheetId = carrier.sheet(SHEET).id;
    const [left, right] = [await carrier.text(sheetId), await shipper.text(sheetId)];
    for (const { provider } of [left, right]) provider.awareness.setLocalState({ cursor: null });
    const seen = ({ provider }: SheetText): readonly number[] =>
      [...provider.awareness.getStates().keys()].sort();
    const ids = [left, right].map(({ provider }) => provider.doc.clientID).sort();
    await until(() => seen(left).join() === ids.join(), 'the carrier sees both');
    await until(() => seen(right).join() === ids.join(), 'the shipper sees both');
  });

  it('[BUS14] the commands of a seat are counted over both nodes', async () => {
    const session = await nodes.join(nodes.one, 'usps-lead');
    const clients = [await nodes.sit(nodes.one, session), await nodes.sit(nodes.two, session)];
    // Who comes later is told later: once they are seen, what came before is known too.
    const colleague = await at(nodes.one, 'usps-member');
    const other = await at(nodes.two, 'moderator');
    for (const [client, seatId] of [
      [colleague, 'moderator'],
      [other, 'usps-member'],
    ] as const) {
      const sees = () => client.heardOf('presence').at(-1)?.online.includes(seatId) ?? false;
      await until(sees, `${seatId} is seen`);
    }
    // What a second gives back is not the matter here.
    const letTimeGo = nodes.time.hold();
    const answers = await Promise.all(
      clients.flatMap((client) =>
        Array.from({ length: 40 }, () =>
          client.socket.emitWithAck('watch', { topic: client.room }),
        ),
      ),
    );
    letTimeGo();
    const taken = answers.filter(({ ok }) => ok).length;
    expect(taken).toBeGreaterThanOrEqual(30);
    expect(taken).toBeLessThan(60);
  });

  it('[BUS17] after Redis was away a while nothing is missing, and all hear each other again', async () => {
    const [here, there] = [await at(nodes.one, 'usps-lead'), await at(nodes.two, 'usps-member')];
    await losesRedis();
    await say(here, 'meanwhile');
    await reads(there, 'meanwhile');
    await nodes.redis.restart();
    await nodes.hearing(true);
    await say(there, 'afterwards');
    await reads(here, 'afterwards');
    await areEqual([here, there], here.room);
    const { body } = await ask(nodes.one, '/readyz');
    expect(body).toEqual({ ready: true, journal: 'writable', nodes: 'heard' });
  });
});
