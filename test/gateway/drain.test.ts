// A server that was asked to stop: whom it still lets in, what it still answers, and how long it waits for anybody.

import { once } from 'node:events';
import type { Socket } from 'node:net';
import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createMemoryJournal } from '../../server/journal/memory.ts';
import { createChance } from '../../server/platform/chance.ts';
import { ask, joinAsBot } from '../support/http-client.ts';
import type { LiveServer } from '../support/live-server.ts';
import { startLive } from '../support/live-server.ts';
import { UPGRADE, requestRaw } from '../support/raw-http.ts';
import { SeatClient } from '../support/seat-client.ts';
import { SkippableTime } from '../support/skippable-time.ts';
import { until } from '../support/sync-stage.ts';
import type { WatchedJournal } from '../support/watched-journal.ts';
import { watchJournal } from '../support/watched-journal.ts';

const SHEET = 'USPS and Northwind Retail';
const HELLO = { type: 'PostMessage', to: { kind: 'table' }, text: 'hello' } as const;
const chance = createChance();

let time: SkippableTime;
let journal: WatchedJournal;
let live: LiveServer;
let client: SeatClient;
let release: () => void;
let letTimeGo: () => void;

/** Nothing that is appended from now on is durable before `release`. */
const holdJournal = (): void => {
  release = journal.hold();
};

/** Begins to stop. Its deadlines pass when a test skips to them, and not because a machine is slow. */
const stop = (): Promise<void> => {
  letTimeGo = time.hold();
  return live.server.close();
};

beforeEach(async () => {
  time = new SkippableTime();
  journal = watchJournal(createMemoryJournal({ clock: time }));
  live = await startLive({ time, journal });
  client = await new SeatClient(
    live.origin,
    await joinAsBot(live, await live.link('northwind-lead')),
  ).connected();
  await client.watch();
  release = () => undefined;
  letTimeGo = () => undefined;
});

afterEach(async () => {
  release();
  letTimeGo();
  client.close();
  await live.close();
});

/** Gives a command that waits for the held journal. Answers 'lost' when the line ends before. */
const giveHeld = async () => {
  const before = journal.appends.length;
  holdJournal();
  const answer = client.give(HELLO).catch(() => 'lost' as const);
  await until(() => journal.appends.length > before, 'the append is under way');
  return { answer };
};

/** Resolves once the server has taken in all that was sent before. */
const probed = (): Promise<void> =>
  new Promise((resolve) =>
    client.socket.emit('clock', () => {
      resolve();
    }),
  );

describe('a server that is asked to stop', () => {
  it('[DRN1] is not ready at once, lets no line in, and serves requests on connections it does not keep', async () => {
    const { answer } = await giveHeld();
    const stopping = stop();
    const ready = await ask(live, '/readyz');
    expect([ready.status, ready.body['ready']]).toEqual([503, false]);
    expect(ready.headers.get('connection')).toBe('close');
    expect((await ask(live, '/healthz')).status).toBe(200);
    for (const target of [
      '/socket.io/?EIO=4&transport=websocket',
      `/sheets/${client.sheet(SHEET).id}`,
    ]) {
      const refused = await requestRaw(live, { target, headers: UPGRADE });
      expect(refused).toMatch(/^HTTP\/1\.1 503 [^]*Retry-After: 1\r\n/);
    }
    const polling = await ask(live, '/socket.io/?EIO=4&transport=polling');
    expect([polling.status, polling.headers.get('retry-after')]).toEqual([503, '1']);
    release();
    letTimeGo();
    await Promise.all([answer, stopping]);
  });

  it('[DRN2] tells every line, answers what came before, and leaves what comes after to another node', async () => {
    const { answer } = await giveHeld();
    const stopping = stop();
    await until(() => client.heardOf('notice').length === 1, 'told to go');
    expect(client.heardOf('notice')).toEqual([{ code: 'going-down', afterMs: 500 }]);
    await probed();
    const id = chance.id();
    const late = client.give(HELLO, { id }).catch(() => 'lost' as const);
    await probed();
    expect(client.ended).toBeUndefined();
    release();
    expect(await answer).toMatchObject({ ok: true, value: { ok: true } });
    await stopping;
    await until(() => client.ended !== undefined, 'ended');
    expect([client.ended, await late]).toEqual(['io server disconnect', 'lost']);

    letTimeGo();
    const other = await startLive({ time, journal });
    const again = await new SeatClient(other.origin, client.session).connected();
    expect(await again.give(HELLO, { id })).toMatchObject({ ok: true, value: { ok: true } });
    await again.watch();
    expect(Object.keys(again.view.messages)).toHaveLength(2);
    again.close();
    await other.close();
  });

  it('[DRN2] does not wait for a journal that hangs', async () => {
    const { answer } = await giveHeld();
    const stopping = stop();
    await until(() => client.heardOf('notice').length === 1, 'told to go');
    await probed();
    time.skip(1_500);
    expect(await answer).toBe('lost');
    release();
    await stopping;
  });

  it('[DRN4] requests in hand are answered', async () => {
    const moderator = await joinAsBot(live, await live.link('moderator'));
    holdJournal();
    const before = journal.appends.length;
    const invite = ask(live, `/api/rooms/${moderator.roomId}/invites?seat=moderator`, {
      token: moderator.token,
      body: { seatId: 'harbor-lead' },
    });
    await until(() => journal.appends.length > before, 'the append is under way');
    const stopping = stop();
    await until(() => client.ended !== undefined, 'lines are ended');
    release();
    expect((await invite).status).toBe(200);
    letTimeGo();
    await stopping;
  });

  describe('[DRN4] ends in time', () => {
    const sockets: Socket[] = [];

    afterEach(() => {
      for (const socket of sockets.splice(0)) socket.destroy();
    });

    const open = async (words: string): Promise<Socket> => {
      const socket = connect(live.server.port, '127.0.0.1');
      sockets.push(socket);
      socket.on('error', () => undefined).resume();
      await once(socket, 'connect');
      socket.write(words);
      return socket;
    };

    const upgradeTo = async (target: string): Promise<Socket> => {
      const head = Object.entries(UPGRADE).map(([name, value]) => `${name}: ${value}\r\n`);
      const socket = await open(`GET ${target} HTTP/1.1\r\nHost: x\r\n${head.join('')}\r\n`);
      await once(socket, 'data');
      return socket;
    };

    it('although clients never say that they have heard its farewell', async () => {
      const { roomId, seatId, token } = client.session;
      const path = `/sheets/${client.sheet(SHEET).id}?room=${roomId}&seat=${seatId}`;
      const deaf = await upgradeTo('/socket.io/?EIO=4&transport=websocket');
      await upgradeTo(`${path}&token=${token}`);
      const gone = once(deaf, 'close');
      const stopping = stop();
      await until(() => client.ended !== undefined, 'those who hear are gone');
      time.skip(3_500);
      await stopping;
      await gone;
    });

    it('although a request never comes whole', async () => {
      const slow = await open('POST /api/join HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n{');
      let isGone = false;
      slow.on('close', () => (isGone = true));
      const stopping = stop();
      await until(() => client.ended !== undefined, 'lines are ended');
      await until(() => {
        time.skip(100);
        return isGone;
      }, 'the request is cut');
      await stopping;
    });
  });
});
