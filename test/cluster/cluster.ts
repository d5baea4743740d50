// Three nodes as an operator runs them: the program three times, real Redis, real PostgreSQL, and nginx before them with
// the file that operators get. The nodes' clocks are two seconds apart.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { freePort } from '../support/free-port.ts';
import type { Nginx } from '../support/nginx.ts';
import { startNginx } from '../support/nginx.ts';
import { eventually } from '../support/patience.ts';
import { PostgresServer } from '../support/postgres.ts';
import { startProgram } from '../support/program.ts';
import type { RedisServer } from '../support/redis.ts';
import { startRedis } from '../support/redis.ts';
import { openRelay } from '../support/relay.ts';
import { ClusterNode } from './cluster-node.ts';

const CLOCKS_MS = [-1_000, 0, 1_000];

export interface ClusterOptions {
  /** A node each; by how much its wall clock is off. */
  readonly clocksMs?: readonly number[];
  /** Without it nodes ask the database. */
  readonly hasRedis?: boolean;
}
const SHIFTED_CLOCK = pathToFileURL(join(import.meta.dirname, 'shifted-clock.mjs')).href;
const ASK_EVERY_MS = 50;

interface Services {
  readonly folder: string;
  readonly postgres: PostgresServer;
  readonly redis: RedisServer;
  readonly hasRedis: boolean;
}

const openNode = async (
  { folder, postgres, redis, hasRedis }: Services,
  { port, clockMs, origin }: { port: number; clockMs: number; origin: string },
): Promise<ClusterNode> => {
  const lines = { redis: await openRelay(redis.port), database: await openRelay(postgres.port) };
  return new ClusterNode({
    port,
    ...lines,
    options: ['--port', String(port), '--origin', origin, '--log-level', 'error'],
    environment: {
      PARLEY_DATABASE_URL: postgres.url({ port: lines.database.port }),
      ...(hasRedis && { PARLEY_REDIS_URL: `redis://127.0.0.1:${String(lines.redis.port)}` }),
      PARLEY_SIGNING_KEY: join(folder, 'signing-key.pem'),
      PARLEY_DATA: join(folder, 'data'),
      PARLEY_TEST_CLOCK_MS: String(clockMs),
      NODE_OPTIONS: `--import ${SHIFTED_CLOCK}`,
      NODE_COMPILE_CACHE: join(folder, 'compiled'),
    },
  });
};

export class Cluster implements AsyncDisposable {
  readonly postgres: PostgresServer;
  readonly redis: RedisServer;
  readonly nginx: Nginx;
  readonly nodes: readonly ClusterNode[];
  /** Links of the demo, one a seat, as the first node printed them. */
  readonly links: readonly string[];
  readonly #folder: string;

  private constructor(
    { folder, postgres, redis }: Services,
    more: { nginx: Nginx; nodes: readonly ClusterNode[]; links: readonly string[] },
  ) {
    this.postgres = postgres;
    this.redis = redis;
    this.nginx = more.nginx;
    this.nodes = more.nodes;
    this.links = more.links;
    this.#folder = folder;
  }

  /** Starts everything; dispose of it in the end, whatever happened. */
  static async start({
    clocksMs = CLOCKS_MS,
    hasRedis = true,
  }: ClusterOptions = {}): Promise<Cluster> {
    const folder = mkdtempSync(join(tmpdir(), 'parley-cluster-'));
    const [postgres, redis] = [await PostgresServer.start(), await startRedis()];
    const services = { folder, postgres, redis, hasRedis };
    const ports: number[] = [];
    while (ports.length < clocksMs.length) ports.push(await freePort());
    const nginx = await startNginx(ports);
    const nodes = await Promise.all(
      ports.map((port, index) =>
        openNode(services, { port, clockMs: clocksMs[index] ?? 0, origin: nginx.origin }),
      ),
    );
    // A process that is struck down keeps nothing of what it compiled; this one ends by itself.
    await startProgram(['--help'], { NODE_COMPILE_CACHE: join(folder, 'compiled') }).ended;
    const [first, ...others] = nodes;
    await first?.start(['--demo']);
    await Promise.all(others.map((node) => node.start()));
    const links = first?.output.match(/\S+\/join#\S+/g) ?? [];
    const cluster = new Cluster(services, { nginx, nodes, links });
    if (hasRedis) await cluster.hearing();
    return cluster;
  }

  /** Resolves once all nodes are ready and hear each other. */
  async hearing(): Promise<void> {
    for (const node of this.nodes) {
      let said: Awaited<ReturnType<ClusterNode['readiness']>>;
      let isDone = false;
      const ask = async (): Promise<void> => {
        while (!isDone && !(said?.ready && said.nodes === 'heard')) {
          said = await node.readiness();
          await new Promise((resolve) => setTimeout(resolve, ASK_EVERY_MS));
        }
      };
      void ask();
      const isSo = (): boolean => said?.ready === true && said.nodes === 'heard';
      await eventually(
        isSo,
        () => `node ${String(node.port)} is well: ${JSON.stringify(said)} ${node.output}`,
      );
      isDone = true;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const node of this.nodes) await node.dispose();
    await this.nginx.dispose();
    await this.redis.dispose();
    await this.postgres[Symbol.asyncDispose]();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
