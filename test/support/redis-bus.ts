// Nodes on one Redis, for tests: buses by the real clock, with what each counted and logged.

import type { Bus } from '../../server/ports.ts';
import type { BusCount, RedisBusOptions } from '../../server/bus/redis.ts';
import { createRedisBus } from '../../server/bus/redis.ts';
import { createChance } from '../../server/platform/chance.ts';
import { createClock } from '../../server/platform/clock.ts';
import { createTimers } from '../../server/platform/timers.ts';
import { memoryLog } from './fakes.ts';
import { until } from './sync-stage.ts';

export interface RedisNode {
  readonly bus: Bus;
  readonly log: ReturnType<typeof memoryLog>;
  count(kind: BusCount): number;
}

/** Opens the bus of one node; it need not be connected yet. */
export const openRedisNode = (
  urls: readonly string[],
  options: Partial<RedisBusOptions> = {},
): RedisNode => {
  const counts = new Map<BusCount, number>();
  const log = memoryLog();
  const bus = createRedisBus({
    urls,
    prefix: 'test',
    timers: createTimers(createClock()),
    chance: createChance(),
    log,
    counted: (kind) => counts.set(kind, (counts.get(kind) ?? 0) + 1),
    ...options,
  });
  return { bus, log, count: (kind) => counts.get(kind) ?? 0 };
};

/** Opens buses and waits until each is connected. */
export const openRedisNodes = async <Count extends number>(
  urls: readonly string[],
  count: Count,
): Promise<readonly RedisNode[]> => {
  const nodes = Array.from({ length: count }, () => openRedisNode(urls));
  await until(() => nodes.every(({ bus }) => bus.isConnected()), 'all nodes are connected');
  return nodes;
};
