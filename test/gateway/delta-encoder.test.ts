// Deltas as packets: the same text that Socket.IO makes by itself, made by one walk through what they say.

import { Server } from 'socket.io';
import { describe, expect, it } from 'vitest';
import { encodeDeltas } from '../../server/gateway/delta-encoder.ts';

const EVENT = 2;
const ACK = 3;

const delta = (patch: unknown) => ({
  ...{ type: EVENT, nsp: '/', id: undefined as unknown as number },
  data: ['delta', { topic: { kind: 'room', id: 'r' }, from: 'a.1', to: 'a.2', patch }],
});

const encoders = () => {
  let counted = 0;
  const [stock, own] = [new Server().encoder, new Server().encoder];
  encodeDeltas(own, () => {
    counted += 1;
  });
  return { stock, own, counted: () => counted };
};

/** A patch that counts how often a line of it is read. */
const counting = (lines: number) => {
  const read = { times: 0 };
  const feed = Object.fromEntries(
    Array.from({ length: lines }, (_, place) => [`line-${String(place)}`, 'words']),
  );
  for (const key of Object.keys(feed)) {
    Object.defineProperty(feed, key, {
      enumerable: true,
      get: () => {
        read.times += 1;
        return 'words';
      },
    });
  }
  return { patch: { feed }, read };
};

describe('[NET5] a delta as a packet', () => {
  it('is the text that Socket.IO would make, and is counted', () => {
    const { stock, own, counted } = encoders();
    const packet = delta({ feed: { '1': { text: 'a "quoted" line\n' } }, gone: null, n: 1.5 });
    expect(own.encode(packet)).toEqual(stock.encode(packet));
    expect(counted()).toBe(1);
  });

  it('is walked through once, however many lines it has', () => {
    const { stock, own } = encoders();
    const [mine, theirs] = [counting(500), counting(500)];
    own.encode(delta(mine.patch));
    stock.encode(delta(theirs.patch));
    expect(mine.read.times).toBe(500);
    expect(theirs.read.times).toBeGreaterThan(500);
  });

  it('everything else goes the way it went', () => {
    const { stock, own, counted } = encoders();
    for (const packet of [
      { type: EVENT, nsp: '/', id: 7, data: ['delta', { n: 1 }] },
      { type: EVENT, nsp: '/other', data: ['delta', { n: 1 }] },
      { type: EVENT, nsp: '/', data: ['notice', { n: 1 }] },
      { type: ACK, nsp: '/', id: 7, data: [{ ok: true }] },
    ]) {
      expect(own.encode(packet as never)).toEqual(stock.encode(packet as never));
    }
    expect(counted()).toBe(0);
  });
});
