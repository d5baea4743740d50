// The bus over a Redis cluster: the contract, channels spread over its servers, slots that move, a server that dies.

import { createClient } from 'redis';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { entriesChannel } from '../../server/bus/redis-names.ts';
import { slotOf } from '../../server/bus/redis-slots.ts';
import { describeBus, entriesOf, LAST_WORDS, listening } from '../support/bus-contract.ts';
import { eventually } from '../support/patience.ts';
import type { RedisNode } from '../support/redis-bus.ts';
import { openRedisNodes } from '../support/redis-bus.ts';
import type { RedisClusterOfThree } from '../support/redis-cluster.ts';
import { startRedisCluster } from '../support/redis-cluster.ts';
import { describeWithRedis } from '../support/redis.ts';

// A cluster on a busy machine takes its time; what hangs is ended by `eventually`, with words.
vi.setConfig({ testTimeout: 90_000 });

const slotOfStream = (stream: string): number => slotOf(entriesChannel('test', stream));

describe('slots', () => {
  it.each([
    ['123456789', 0x31c3],
    ['foo', 12_182],
    ['', 0],
  ])('[BUS12] of %j are those that Redis puts it in', (channel, slot) => {
    expect(slotOf(channel)).toBe(slot % 16_384);
  });
});

describeWithRedis('over a Redis cluster', () => {
  let cluster: RedisClusterOfThree;
  const closing: RedisNode[] = [];

  beforeAll(async () => {
    cluster = await startRedisCluster();
  });
  afterEach(async () => {
    for (const { bus } of closing.splice(0)) await bus.close();
  });
  afterAll(() => cluster.dispose());

  const twoNodes = async (urls: readonly string[] = cluster.urls) => {
    const [here, there] = await openRedisNodes(urls, 2);
    if (!here || !there) throw new Error('two nodes');
    closing.push(here, there);
    return { here, there };
  };

  describeBus('Redis cluster', async () => {
    const { here, there } = await twoNodes();
    return { here: here.bus, there: there.bus, dispose: () => Promise.resolve() };
  });

  it('[BUS12] the last words of the contract go through every server', async () => {
    const owners = LAST_WORDS.map((stream) => cluster.ownerOf(slotOfStream(stream)));
    expect(new Set(await Promise.all(owners)).size).toBe(3);
  });

  it('[BUS12] channels are spread over all servers, as sharded ones', async () => {
    const { here, there } = await twoNodes();
    const streams = Array.from({ length: 60 }, (_, index) => `room:${String(index)}`);
    for (const stream of streams) {
      const { heard } = await listening(there.bus, stream);
      here.bus.publish(stream, entriesOf(stream, ['{}']));
      await eventually(() => heard.length === 1, `${stream} is heard`);
    }
    const counts = await Promise.all(
      cluster.servers.map(async ({ url }) => {
        const client = await createClient({ url }).connect();
        const channels = (await client.sendCommand(['PUBSUB', 'SHARDCHANNELS'])) as string[];
        const plain = (await client.sendCommand(['PUBSUB', 'CHANNELS'])) as string[];
        client.destroy();
        expect(plain).toEqual([]);
        return channels.length;
      }),
    );
    expect(counts.every((count) => count > 5)).toBe(true);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(60);
  });

  it('[BUS12] one address that answers is enough', async () => {
    const { here, there } = await twoNodes(['redis://127.0.0.1:1', cluster.urls[1] ?? '']);
    const { heard } = await listening(there.bus, 'room:a');
    here.bus.publish('room:a', entriesOf('room:a', ['{}']));
    await eventually(() => heard.length > 0, 'the stream is heard');
  });

  it('[BUS12] a slot that moves takes its channels along; a word told meanwhile is heard, or said to be missing', async () => {
    const { here, there } = await twoNodes();
    const { heard } = await listening(there.bus, 'room:moving');
    let gaps = 0;
    const stopGaps = there.bus.onGap((stream) => {
      if (stream === undefined || stream === 'room:moving') gaps += 1;
    });
    const slot = slotOfStream('room:moving');
    const owner = await cluster.ownerOf(slot);
    const other = cluster.servers.find((server) => server !== owner);
    if (!other) throw new Error('another server');
    for (const [to, version] of [
      [other, 1],
      [owner, 2],
    ] as const) {
      // The gap may be told before the word that falls into it: what is lost then, the next comparison finds (BUS2).
      const before = gaps;
      await cluster.move(slot, to);
      const entries = entriesOf('room:moving', ['{}', '{}']).slice(0, version);
      const isHeard = (): boolean => heard.some((one) => one.version === version);
      here.bus.publish('room:moving', entries);
      // Never in silence: who is not told is told that it may have missed something, and asks the journal (BUS2).
      await eventually(() => isHeard() || gaps > before, 'the version is heard or a gap is told');
      await eventually(() => {
        here.bus.publish('room:moving', entries);
        return isHeard();
      }, 'the channel is heard again');
    }
    stopGaps();
  });

  it('[BUS12] slots that move to and fro while much is told are heard in the end', async () => {
    const { here, there } = await twoNodes();
    const { heard } = await listening(there.bus, 'room:restless');
    const slot = slotOfStream('room:restless');
    const owner = await cluster.ownerOf(slot);
    const other = cluster.servers.find((server) => server !== owner);
    if (!other) throw new Error('another server');
    const entries = entriesOf('room:restless', ['{}', '{}']);
    let isMoving = true;
    const telling = eventually(() => {
      // Questions of the line are on their way all the time, and answers beside the word that a channel is gone.
      for (let count = 0; count < 20; count += 1) {
        there.bus.publish('room:restless', entries.slice(0, 1));
      }
      return !isMoving;
    }, 'the moving ends');
    for (let move = 0; move < 12; move += 1) {
      await cluster.move(slot, move % 2 === 0 ? other : owner);
    }
    isMoving = false;
    await telling;
    await eventually(() => {
      here.bus.publish('room:restless', entries);
      return heard.some(({ version }) => version === 2);
    }, 'the stream is heard');
  });

  it('[BUS12] with one server dead the others’ channels are heard, and it comes back', async () => {
    const { here, there } = await twoNodes();
    const dead = cluster.servers[2];
    if (!dead) throw new Error('three servers');
    const names = Array.from({ length: 40 }, (_, index) => `room:${String(index)}`);
    const isOnDead = async (stream: string) =>
      (await cluster.ownerOf(slotOfStream(stream))) === dead;
    const owned = await Promise.all(names.map(isOnDead));
    const lost = names.find((_, index) => owned[index]);
    const kept = names.find((_, index) => !owned[index]);
    if (lost === undefined || kept === undefined) throw new Error('streams on both');
    const [lostTo, keptBy] = [await listening(there.bus, lost), await listening(there.bus, kept)];
    await dead.kill();
    await eventually(
      () => !here.bus.isConnected() && !there.bus.isConnected(),
      'the loss is noticed',
    );
    here.bus.publish(lost, entriesOf(lost, ['{}', '{}']));
    here.bus.publish(kept, entriesOf(kept, ['{}']));
    await eventually(() => keptBy.heard.length > 0, 'the other is heard');
    expect(here.count('untold')).toBe(1);
    await dead.restart();
    await eventually(
      () => here.bus.isConnected() && there.bus.isConnected(),
      'all is connected again',
    );
    here.bus.publish(lost, entriesOf(lost, ['{}', '{}', '{}']));
    await eventually(
      () => lostTo.heard.some(({ version }) => version === 3),
      'its streams are heard',
    );
  });
});
