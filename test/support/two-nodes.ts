// Two whole servers in one process, over one journal and one Redis, as two nodes behind a proxy: the same rooms, sessions
// and time, sockets and texts on either.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createMemoryJournal } from '../../server/journal/memory.ts';
import type { ServerOptions } from '../../server/compose.ts';
import type { LiveServer } from './live-server.ts';
import type { Journal } from '../../server/ports.ts';
import { startLive } from './live-server.ts';
import type { RedisNode } from './redis-bus.ts';
import { openRedisNode } from './redis-bus.ts';
import type { RedisServer } from './redis.ts';
import { startRedis } from './redis.ts';
import type { BotSession } from './http-client.ts';
import { joinAsBot } from './http-client.ts';
import { SeatClient } from './seat-client.ts';
import { SkippableTime } from './skippable-time.ts';
import { until } from './sync-stage.ts';

export interface TwoNodes {
  readonly redis: RedisServer;
  readonly time: SkippableTime;
  readonly journal: Journal;
  readonly one: LiveServer;
  readonly two: LiveServer;
  readonly buses: readonly RedisNode[];
  /** A session that holds a seat, taken on either node. */
  join(node: LiveServer, seatId: string): Promise<BotSession>;
  /** Connects to a node by a session of any node, and watches the room. */
  sit(node: LiveServer, session: BotSession): Promise<SeatClient>;
  /** Resolves once both nodes hear each other, or once neither does. */
  hearing(isHearing: boolean): Promise<void>;
  dispose(): Promise<void>;
}

/** Starts two nodes that hear each other; dispose of them in the end, whatever happened. */
export const startTwoNodes = async (options: Partial<ServerOptions> = {}): Promise<TwoNodes> => {
  const redis = await startRedis();
  const time = new SkippableTime();
  const journal = createMemoryJournal({ clock: time });
  const buses = [1, 2].map(() => openRedisNode([redis.url], { timers: time }));
  // Nodes share the key that they sign with, as operators give it to them.
  const folder = mkdtempSync(join(tmpdir(), 'parley-nodes-'));
  const server = { signingKeyFile: join(folder, 'signing-key.pem'), ...options };
  const start = (index: number): Promise<LiveServer> => {
    const bus = buses[index]?.bus;
    if (!bus) throw new Error('two buses');
    return startLive({ time, journal, parts: { bus }, server });
  };
  const [one, two] = [await start(0), await start(1)];
  const clients: SeatClient[] = [];
  const hearing = (isHearing: boolean): Promise<void> =>
    until(
      () => buses.every(({ bus }) => bus.isConnected() === isHearing),
      `nodes hear each other: ${String(isHearing)}`,
    );
  await hearing(true);
  return {
    ...{ redis, time, journal, one, two, buses, hearing },
    join: async (node, seatId) => joinAsBot(node, await node.link(seatId)),
    sit: async (node, session) => {
      const client = await new SeatClient(node.origin, session).connected();
      clients.push(client);
      await client.watch();
      return client;
    },
    dispose: async () => {
      for (const client of clients) client.close();
      await one.close();
      await two.close();
      for (const { bus } of buses) await bus.close();
      await redis.dispose();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
