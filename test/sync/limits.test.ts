// Too much, too large, broken: the one who sends it is closed with the code that says so, everybody else is served.

import * as encoding from 'lib0/encoding';
import { fc } from '../support/fast-check.ts';
import { afterEach, describe, expect, it } from 'vitest';
import { isEmptyUpdate, readFrame } from '../../server/gateway/sync-frames.ts';
import { atRest } from '../support/virtual-time.ts';
import type { BareClient, Stage } from '../support/sync-stage.ts';
import { openStage, until } from '../support/sync-stage.ts';

let stage: Stage | undefined;

afterEach(async () => {
  await stage?.stop();
  stage = undefined;
});

const open = async (options: Parameters<typeof openStage>[0] = {}): Promise<Stage> => {
  stage = await openStage(options);
  return stage;
};

const BROKEN: readonly (readonly [string, readonly number[]])[] = [
  ['nothing at all', []],
  ['an unknown type', [7, 1]],
  ['the type of saved messages', [100, 1]],
  ['an unknown sync type', [0, 9, 1, 0]],
  ['an update that is cut off', [0, 2, 200, 1, 0, 0]],
  ['an update with more behind it', [0, 2, 2, 0, 0, 5]],
  ['a state vector that is cut off', [0, 0, 2, 1, 5]],
  ['a state vector of 2^50 clients', [0, 0, 9, 128, 128, 128, 128, 128, 128, 128, 4, 0]],
  ['a length that never ends', [0, 2, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255]],
  ['awareness that is cut off', [1, 9, 1, 5]],
  ['awareness of 2^50 clients', [1, 8, 128, 128, 128, 128, 128, 128, 128, 4]],
];

describe('broken frames', () => {
  it.each(BROKEN)('[SYN12] %s closes with 4400, others are served', async (_name, bytes) => {
    const { host, opened, following } = bound(await open());
    const other = await following('harbor');
    const culprit = await opened('north');
    culprit.send(bytes);
    expect(await culprit.closed()).toBe(4400);
    host.write('served');
    await until(() => other.texts().length === 2, 'served');
    expect(host.submitted).toEqual([]);
  });

  it('[SYN12] a text frame closes with 4400, and so does a frame that breaks WebSocket itself', async () => {
    const { opened } = bound(await open());
    const texting = await opened('north');
    texting.socket.send('hello');
    expect(await texting.closed()).toBe(4400);
    const unmasked = await opened('north');
    rawSocketOf(unmasked).write(Buffer.from([0x82, 0x01, 0x00]));
    expect(await unmasked.closed()).toBe(4400);
  });

  it('[SYN12] a frame over the limit closes with 4413 and the stock provider stops', async () => {
    const { host, provider, following } = bound(await open({ limits: { frameBytes: 1_000 } }));
    const other = await following('harbor');
    const writer = provider('north');
    await until(() => writer.provider.synced, 'in step');
    writer.type('x'.repeat(2_000));
    await until(() => writer.closes.length > 0, 'closed');
    expect(writer.closes[0]?.code).toBe(4413);
    host.write('served');
    await until(() => other.texts().length === 2, 'served');
  });

  it('[SYN12] whatever bytes come, reading never throws and never reaches past the frame', () => {
    const noise = fc.uint8Array({ minLength: 1, maxLength: 64 });
    const nearlyRight = fc
      .tuple(fc.nat(3), fc.nat(2), fc.nat(40), fc.uint8Array({ maxLength: 40 }))
      .map(([type, kind, length, content]) => Uint8Array.of(type, kind, length, ...content));
    const right = fc
      .tuple(fc.nat(2), fc.uint8Array({ maxLength: 40 }))
      .map(([kind, content]) => Uint8Array.of(0, kind, content.length, ...content));
    const memory = fc.oneof(noise, nearlyRight, right);
    fc.assert(
      fc.property(memory, fc.nat(8), fc.nat(8), (bytes, before, lost) => {
        // As a socket hands frames out: a window on memory with something else on both sides.
        const all = Uint8Array.of(...new Uint8Array(before).fill(9), ...bytes, 9, 9, 9);
        const window = all.subarray(
          before,
          before + Math.max(0, bytes.length - (lost > 4 ? lost : 0)),
        );
        const inbound = readFrame(window);
        const alone = readFrame(window.slice());
        expect(inbound).toEqual(alone);
        if (inbound?.kind === 'edit') {
          expect(inbound.update.buffer.byteLength).toBe(inbound.update.length);
          expect(inbound.update.length).toBeLessThan(window.length);
        }
      }),
      { numRuns: 5_000 },
    );
  });

  it('[SYN12] a state vector larger than any sheet has is not read', () => {
    const asking = (entries: number): Uint8Array =>
      encoding.encode((frame) => {
        encoding.writeUint8(frame, 0);
        encoding.writeUint8(frame, 0);
        const vector = encoding.encode((encoder) => {
          encoding.writeVarUint(encoder, entries);
          encoding.writeUint8Array(encoder, new Uint8Array(2 * entries).fill(1));
        });
        encoding.writeVarUint8Array(frame, vector);
      });
    expect(readFrame(asking(1_000))?.kind).toBe('ask');
    expect(readFrame(asking(524_288))).toBeUndefined();
  });

  it('[SYN7] only two zero bytes are an empty update', () => {
    expect(isEmptyUpdate(Uint8Array.of(0, 0))).toBe(true);
    for (const bytes of [[], [0], [0, 1], [1, 0], [0, 0, 0]]) {
      expect(isEmptyUpdate(Uint8Array.from(bytes))).toBe(false);
    }
  });
});

/** The methods as functions, so that a test can take them apart. */
const bound = (of: Stage) => ({
  host: of.host,
  opened: of.opened.bind(of),
  following: of.following.bind(of),
  provider: of.provider.bind(of),
});

/** The TCP socket below a client. */
const rawSocketOf = (client: BareClient): { write(bytes: Buffer): void } =>
  (client.socket as unknown as { _socket: { write(bytes: Buffer): void } })._socket;

const EMPTY_EDIT = [0, 2, 2, 0, 0];

describe('rates', () => {
  it('[SYN13] more edits than allowed close with 4429, not sooner and not for others', async () => {
    const limits = { editsPerSecond: 1, editBurst: 5 };
    const { following } = bound(await open({ limits }));
    const fast = await following('north', { query: '&saved=1' });
    const other = await following('harbor', { query: '&saved=1' });
    for (let count = 0; count < 5; count += 1) fast.send(EMPTY_EDIT);
    await until(() => fast.ofType(100).length === 5, 'five are within the limit');
    fast.send(EMPTY_EDIT);
    expect(await fast.closed()).toBe(4429);
    other.send(EMPTY_EDIT);
    await until(() => other.ofType(100).length === 1, 'others are served');
  });

  it('[SYN13] what was used up comes back with time', async () => {
    const limits = { editsPerSecond: 2, editBurst: 2 };
    const here = await open({ limits });
    const client = await here.following('north', { query: '&saved=1' });
    client.send(EMPTY_EDIT);
    client.send(EMPTY_EDIT);
    await until(() => client.ofType(100).length === 2, 'both taken');
    await here.time.advance(1_000);
    client.send(EMPTY_EDIT);
    client.send(EMPTY_EDIT);
    await until(() => client.ofType(100).length === 4, 'two more taken');
  });

  it('[SYN13] asking for the whole text again and again closes with 4429', async () => {
    const client = await (await open()).following('north');
    for (let count = 0; count < 30; count += 1) client.send([0, 0, 1, 0]);
    expect(await client.closed()).toBe(4429);
    expect(client.texts().length).toBeLessThanOrEqual(10);
  });

  it('[SYN13] a large edit counts for several', async () => {
    const limits = { editsPerSecond: 1, editBurst: 6, frameBytes: 100_000 };
    const { following } = bound(await open({ limits }));
    const client = await following('north', { query: '&saved=1' });
    // 17,000 bytes: two times 8 KiB and the edit itself.
    const large = [0, 2, 0xe8, 0x84, 0x01, ...new Uint8Array(17_000).fill(1)];
    client.send(large);
    client.send(large);
    await until(() => client.ofType(100).length === 2, 'both are within the limit');
    client.send(EMPTY_EDIT);
    expect(await client.closed()).toBe(4429);
  });

  it('[SYN13] a seat has so many texts open at once, over all of them, and others have theirs', async () => {
    const here = await open({ limits: { textsPerSeat: 2 } });
    const first = await here.following('north');
    await here.following('north', { path: '/sheets/other' });
    expect(await (await here.opened('north')).closed()).toBe(4429);
    await here.following('harbor');
    first.socket.close();
    await until(() => here.sync.connections() === 2, 'one has left');
    await here.following('north');
  });

  it('[SYN13] edits that pile up while the store is slow are bounded in bytes', async () => {
    const here = await open({ limits: { frameBytes: 1_000 } });
    const client = await here.following('north');
    here.host.commits.hold();
    const edit = [0, 2, 0x84, 0x07, ...new Uint8Array(900).fill(1)];
    for (let count = 0; count < 5; count += 1) client.send(edit);
    expect(await client.closed()).toBe(4429);
    expect(here.host.submitted.length).toBeLessThanOrEqual(1);
  });
});

describe('readers who do not keep up', () => {
  const LARGE = new Uint8Array(256 * 1024).fill(1);

  it('[SYN14] one who stops reading is cut with 4508 while the other gets everything', async () => {
    const here = await open({ limits: { maxBufferedBytes: 1024 * 1024 } });
    const healthy = await here.following('harbor');
    const stuck = await here.following('north');
    stuck.socket.pause();
    let sent = 0;
    while (here.count('slow-closed') === 0 && sent < 200) {
      here.host.tell({ update: LARGE, authors: ['elsewhere'] });
      sent += 1;
      await until(() => healthy.texts().length === sent + 1, 'the healthy one has it');
    }
    expect([here.count('slow-closed'), here.sync.connections()]).toEqual([1, 1]);
    stuck.socket.resume();
    expect(await stuck.closed()).toBe(4508);
    here.host.tell({ update: LARGE, authors: ['elsewhere'] });
    await until(() => healthy.texts().length === sent + 2, 'still served');
  });

  it('[SYN14] one who never reads again is gone after a farewell of 3 s', async () => {
    const here = await open({ limits: { maxBufferedBytes: 1024 * 1024 } });
    const stuck = await here.following('north');
    stuck.socket.pause();
    for (let sent = 0; here.count('slow-closed') === 0 && sent < 200; sent += 1) {
      here.host.tell({ update: LARGE, authors: ['elsewhere'] });
      await atRest(2);
    }
    let isStopped = false;
    const stopping = here.sync.close(4503).then(() => {
      isStopped = true;
    });
    await here.time.advance(2_900);
    expect(isStopped).toBe(false);
    await here.time.advance(200);
    await stopping;
  });

  it('[SYN14] a joiner is not slow for being sent a document larger than the limit', async () => {
    const here = await open({ limits: { maxBufferedBytes: 1_000 } });
    // More than the system takes off the server's hands.
    here.host.write('long '.repeat(6_000_000));
    const joiner = await here.opened('north');
    joiner.socket.pause();
    joiner.send([0, 0, 1, 0]);
    await until(() => here.count('frame-sent') === 2, 'answered and asked');
    here.host.write('more');
    expect(here.count('frame-sent')).toBe(3);
    joiner.socket.resume();
    await until(() => joiner.texts().length === 2, 'followed on');
    expect(here.count('slow-closed')).toBe(0);
  });
});
