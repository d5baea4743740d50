// Who gets in, how those who do not are told, and how rights that end are noticed.

import { request } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { atRest } from '../support/virtual-time.ts';
import type { Stage } from '../support/sync-stage.ts';
import { openStage, roundTrip, until } from '../support/sync-stage.ts';

let stage: Stage;

afterEach(async () => {
  await stage.stop();
});

const changed = (seat: string, change: Partial<{ mayRead: boolean; mayWrite: boolean }>): void => {
  const person = stage.people.get(seat);
  if (person) Object.assign(person, change);
};

/** An update frame with one character. */
const letterFrame = (): number[] => {
  const doc = new Y.Doc();
  doc.getText('terms').insert(0, 'x');
  const update = Y.encodeStateAsUpdate(doc);
  return [0, 2, update.length, ...update];
};

describe('the door', () => {
  it.each([
    ['nobody knows', 4401, 'sheets'],
    ['barred', 4403, 'sheets'],
    ['carrier', 4404, 'notes'],
    ['carrier', 4404, 'sheets/Bad%20Id'],
  ])(
    '[SYN9] %s is let in only to be closed with %i, and the stock provider stops',
    async (seat, code, path) => {
      stage = await openStage();
      stage.people.set('barred', {
        name: 'B',
        side: null,
        mayRead: false,
        mayWrite: false,
        sees: [],
      });
      const client = stage.provider(seat, { path });
      await until(() => client.closes.length > 0, 'told');
      expect(client.closes.map((close) => close.code)).toEqual([code]);
      expect([client.provider.shouldConnect, client.reconnects]).toEqual([false, 0]);
      expect(stage.sync.connections()).toBe(0);
    },
  );

  it('[SYN9] a fault while authorising is logged and closes with a code the provider comes back on', async () => {
    stage = await openStage();
    const client = stage.bare('fault');
    expect(await client.closed()).toBe(1011);
    expect(stage.log.lines.map(({ level }) => level)).toEqual(['error']);
  });

  it('[SYN11] of the subprotocols only "parley" is answered, never a token', async () => {
    stage = await openStage();
    const bot = await stage.opened('north', { protocols: ['parley.token.secret', 'parley'] });
    expect(bot.socket.protocol).toBe('parley');
    const only = stage.bare('north', { protocols: ['parley.token.secret'] });
    await until(() => only.closeCode !== undefined, 'a client offering only a token gives up');
    const answer = await handshake(stage.origin, 'parley.token.secret');
    expect(JSON.stringify(answer)).not.toContain('secret');
  });

  it('[SYN12] nothing is compressed, so that no lengths tell what a frame holds', async () => {
    stage = await openStage();
    const client = await stage.opened('north');
    expect(client.socket.extensions).toBe('');
  });
});

/** Headers of the answer to a handshake by hand. */
const handshake = (origin: string, protocol: string): Promise<unknown> =>
  new Promise((resolve, reject) => {
    const asked = request(`${origin.replace('ws', 'http')}/sheets/terms?room=room&seat=north`, {
      headers: {
        Connection: 'Upgrade',
        Upgrade: 'websocket',
        'Sec-WebSocket-Version': '13',
        'Sec-WebSocket-Key': Buffer.alloc(16, 1).toString('base64'),
        'Sec-WebSocket-Protocol': protocol,
      },
    });
    asked.on('upgrade', (answer, socket) => {
      socket.destroy();
      resolve(answer.headers);
    });
    asked.on('error', reject);
    asked.end();
  });

describe('readers who may not write', () => {
  it('[SYN7] an edit closes with 4403 and is never handed in; others are served', async () => {
    stage = await openStage();
    const north = await stage.synced('north');
    const observer = await stage.synced('public');
    observer.type('graffiti');
    await until(() => observer.closes.length > 0, 'closed');
    expect(observer.closes).toEqual([{ code: 4403, reason: 'read-only' }]);
    expect(stage.host.submitted).toEqual([]);
    stage.host.write('served');
    await until(() => north.text === 'served', 'others are served');
  });

  it('[SYN7] they are not asked for their text, so that deletions they know of do no harm', async () => {
    stage = await openStage();
    stage.host.write('some text');
    stage.host.doc.getText('terms').delete(0, 5);
    const observer = await stage.synced('public');
    const bare = await stage.following('public');
    stage.host.write('!');
    await until(() => observer.text === 'text!', 'follows');
    expect(observer.closes).toEqual([]);
    expect(bare.frames.filter(([type, kind]) => type === 0 && kind === 0)).toEqual([]);
  });

  it('[SYN7] the literal empty update is taken, any other encoding of nothing is not', async () => {
    stage = await openStage();
    const client = await stage.following('public', { query: '&saved=1' });
    client.send([0, 1, 2, 0, 0]);
    await until(() => client.ofType(100).length === 1, 'taken');
    client.send([0, 1, 3, 0, 128, 0]);
    expect(await client.closed()).toBe(4403);
  });
});

describe('refused edits', () => {
  it('[SYN8] a refusal closes with 4409 and its code, and the stock provider stays away', async () => {
    stage = await openStage();
    const north = await stage.synced('north');
    stage.host.refusal = () => ({ code: 'text/locked' });
    north.type('into a locked clause');
    await until(() => north.closes.length > 0, 'closed');
    expect(north.closes).toEqual([{ code: 4409, reason: 'text/locked' }]);
    expect([north.provider.shouldConnect, north.reconnects]).toEqual([false, 0]);
    expect(stage.count('edit-refused')).toBe(1);
  });

  it('[SYN8] nothing that came after a refused edit is looked at', async () => {
    stage = await openStage();
    const north = await stage.following('north');
    const release = stage.host.commits.hold();
    stage.host.refusal = () => ({ code: 'text/locked' });
    for (let count = 0; count < 5; count += 1) north.send(letterFrame());
    await until(() => stage.host.submitted.length === 1, 'first in hand');
    await atRest(50);
    release();
    expect(await north.closed()).toBe(4409);
    await atRest(50);
    expect(stage.host.submitted).toHaveLength(1);
    expect(stage.host.text).toBe('');
  });

  it('[SYN8] nor is it when the client has left meanwhile', async () => {
    stage = await openStage();
    const north = await stage.following('north');
    const release = stage.host.commits.hold();
    stage.host.refusal = () => ({ code: 'text/locked' });
    for (let count = 0; count < 5; count += 1) north.send(letterFrame());
    await until(() => stage.host.submitted.length === 1, 'first in hand');
    north.socket.close();
    await until(() => stage.sync.connections() === 0, 'gone');
    release();
    await atRest(50);
    expect(stage.host.submitted).toHaveLength(1);
  });

  it('[SYN26] a store that cannot be written closes with 1011; the stock provider brings the edit again', async () => {
    stage = await openStage();
    const north = await stage.synced('north');
    stage.host.failure = new Error('disk full');
    north.type('twice');
    await until(() => stage.host.text === 'twice', 'brought again');
    expect(north.reconnects).toBe(1);
    expect(stage.log.lines.map(({ level }) => level)).toEqual(['error']);
  });
});

describe('rights that end', () => {
  it('[SYN23] a seat that is taken back loses all its connections at once, others none', async () => {
    stage = await openStage();
    const north = await stage.synced('north');
    const window = await stage.synced('north');
    const harbor = await stage.synced('harbor');
    stage.sync.closeSeat('other-room', 'harbor', 4403);
    stage.sync.closeSeat('room', 'north', 4401);
    await until(() => north.closes.length + window.closes.length === 2, 'both closed');
    expect([...north.closes, ...window.closes].map(({ code }) => code)).toEqual([4401, 4401]);
    expect([harbor.closes, stage.sync.connections()]).toEqual([[], 1]);
  });

  it('[SYN23] who may no longer read is closed with 4403 and sees no text from the first doubt on', async () => {
    stage = await openStage();
    const north = await stage.following('north');
    const harbor = await stage.following('harbor');
    const examined = Promise.withResolvers<void>();
    stage.rechecking = examined.promise;
    changed('north', { mayRead: false });
    stage.sync.recheck('room');
    stage.host.write('after the doubt');
    for (const { socket } of [north, harbor]) await roundTrip(socket);
    expect([north.texts().length, harbor.texts().length]).toEqual([1, 1]);
    examined.resolve();
    await until(() => harbor.texts().length === 2, 'who may read gets it late');
    expect(await north.closed()).toBe(4403);
    expect(north.texts()).toHaveLength(1);
  });

  it('[SYN23] who may no longer write gets no edit in, from the first doubt on', async () => {
    stage = await openStage();
    const north = await stage.following('north');
    const examined = Promise.withResolvers<void>();
    stage.rechecking = examined.promise;
    changed('north', { mayWrite: false });
    stage.sync.recheck('room');
    north.send(letterFrame());
    await roundTrip(north.socket);
    examined.resolve();
    expect(await north.closed()).toBe(4403);
    expect(stage.host.submitted).toEqual([]);
  });

  it('[SYN23] edits that wait when a seat is taken back are not handed in', async () => {
    stage = await openStage();
    const north = await stage.following('north');
    const release = stage.host.commits.hold();
    for (let count = 0; count < 5; count += 1) north.send(letterFrame());
    await until(() => stage.host.submitted.length === 1, 'first in hand');
    stage.sync.closeSeat('room', 'north', 4401);
    release();
    expect(await north.closed()).toBe(4401);
    await atRest(50);
    expect(stage.host.submitted).toHaveLength(1);
  });

  it('[SYN23] an older examination that answers late does not give back what a newer one took', async () => {
    stage = await openStage();
    const north = await stage.following('north');
    const late = Promise.withResolvers<void>();
    stage.rechecking = late.promise;
    stage.sync.recheck('room');
    await atRest(5);
    changed('north', { mayWrite: false });
    stage.rechecking = Promise.resolve();
    stage.sync.recheck('room');
    await atRest(5);
    late.resolve();
    await atRest(5);
    north.send(letterFrame());
    expect(await north.closed()).toBe(4403);
    expect(stage.host.submitted).toEqual([]);
  });

  it('[SYN23] rights that change while a connection is being authorised are examined again', async () => {
    stage = await openStage();
    const entered = Promise.withResolvers<void>();
    const before = stage.reader('north');
    stage.authorising = entered.promise;
    const late = stage.bare('north');
    await until(() => stage.asked === 1, 'it asks to be let in');
    changed('north', { mayRead: false });
    stage.sync.recheck('room');
    // As if the answer had been made before the change: the door still lets the old reader in.
    stage.reader = ((seat) =>
      stage.rechecks === 0 && seat === 'north' ? before : undefined) as Stage['reader'];
    entered.resolve();
    expect(await late.closed()).toBe(4403);
    expect(stage.rechecks).toBe(1);
  });

  it('[SYN24] a node that stops lets arrived edits be decided, tells everybody 4503, and takes nobody in', async () => {
    stage = await openStage();
    const north = await stage.following('north', { query: '&saved=1' });
    const harbor = await stage.opened('harbor');
    const release = stage.host.commits.hold();
    north.send(letterFrame());
    await until(() => stage.host.submitted.length === 1, 'in hand');
    const closing = stage.sync.close(4503);
    expect(await harbor.closed()).toBe(4503);
    const late = stage.bare('north');
    expect(await late.closed()).toBe(4503);
    release();
    await closing;
    expect([north.ofType(100).length, await north.closed()]).toEqual([1, 4503]);
    expect(stage.host.watcherCount).toBe(0);
  });

  it('[SYN24] a commit that hangs does not keep a node from stopping', async () => {
    stage = await openStage();
    const north = await stage.following('north');
    stage.host.commits.hold();
    north.send(letterFrame());
    await until(() => stage.host.submitted.length === 1, 'in hand');
    const closing = stage.sync.close(4503);
    await stage.time.advance(2_000);
    await closing;
    expect(await north.closed()).toBe(4503);
  });
});
