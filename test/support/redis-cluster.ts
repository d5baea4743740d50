// A Redis cluster of three servers for tests, each with a third of the slots, and slots that a test can move.

import type { RedisServer } from './redis.ts';
import { freePort } from './free-port.ts';
import { startRedis } from './redis.ts';
import { SLOTS } from '../../server/bus/redis-slots.ts';

const SERVERS = 3;
const LOOK_MS = 50;

export interface RedisClusterOfThree {
  readonly servers: readonly RedisServer[];
  readonly urls: readonly string[];
  /** The server that has a slot. */
  ownerOf(slot: number): Promise<RedisServer>;
  /** Gives a slot, which must hold no keys, to another server. */
  move(slot: number, to: RedisServer): Promise<void>;
  dispose(): Promise<void>;
}

const startServer = async (): Promise<RedisServer> => {
  const busPort = String(await freePort());
  const cluster = ['--cluster-enabled', 'yes', '--cluster-port', busPort];
  const patience = ['--cluster-node-timeout', '2000', '--cluster-require-full-coverage', 'no'];
  const server = await startRedis({ options: [...cluster, ...patience] });
  busPorts.set(server, busPort);
  return server;
};
const busPorts = new WeakMap<RedisServer, string>();

const rangeOf = (index: number): readonly [string, string] => [
  String(Math.floor((SLOTS * index) / SERVERS)),
  String(Math.floor((SLOTS * (index + 1)) / SERVERS) - 1),
];

const idOf = async (server: RedisServer): Promise<string> =>
  String(await server.ask('CLUSTER', 'MYID'));

/** Every server knows of all slots. */
const isWhole = async (servers: readonly RedisServer[]): Promise<boolean> => {
  for (const server of servers) {
    const info = String(await server.ask('CLUSTER', 'INFO'));
    if (!/cluster_state:ok/.test(info) || !/cluster_slots_ok:16384/.test(info)) return false;
  }
  return true;
};

/** Starts one; dispose of it in the end, whatever happened. */
export const startRedisCluster = async (): Promise<RedisClusterOfThree> => {
  const servers = await Promise.all(Array.from({ length: SERVERS }, startServer));
  const [first] = servers;
  if (!first) throw new Error('no servers');
  for (const [index, server] of servers.entries()) {
    await server.ask('CLUSTER', 'ADDSLOTSRANGE', ...rangeOf(index));
    if (server === first) continue;
    const place = ['127.0.0.1', String(server.port), busPorts.get(server) ?? ''];
    await first.ask('CLUSTER', 'MEET', ...place);
  }
  while (!(await isWhole(servers))) await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  const ownerOf = async (slot: number): Promise<RedisServer> => {
    const ranges = (await first.ask('CLUSTER', 'SLOTS')) as [number, number, [string, number]][];
    const port = ranges.find(([from, to]) => from <= slot && slot <= to)?.[2][1];
    const owner = servers.find((server) => server.port === port);
    if (!owner) throw new Error(`nobody has slot ${String(slot)}`);
    return owner;
  };
  return {
    servers,
    urls: servers.map(({ url }) => url),
    ownerOf,
    move: async (slot, to) => {
      const [id, from] = [await idOf(to), await ownerOf(slot)];
      // As resharding does it: who takes in a slot gets a new epoch with it. Without one an older claim would win over
      // the gossip, and the two could end up naming each other, so that nobody has the slot for ever.
      await to.ask('CLUSTER', 'SETSLOT', String(slot), 'IMPORTING', await idOf(from));
      for (const server of new Set([to, from, ...servers])) {
        await server.ask('CLUSTER', 'SETSLOT', String(slot), 'NODE', id);
      }
    },
    dispose: async () => {
      for (const server of servers) await server.dispose();
    },
  };
};
