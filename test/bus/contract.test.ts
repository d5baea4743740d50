// The bus contract over the bus of one node and over Redis.

import { afterAll, beforeAll } from 'vitest';
import { createLocalBus } from '../../server/bus/local.ts';
import { describeBus } from '../support/bus-contract.ts';
import { openRedisNodes } from '../support/redis-bus.ts';
import type { RedisServer } from '../support/redis.ts';
import { describeWithRedis, startRedis } from '../support/redis.ts';

describeBus('local', () => {
  const bus = createLocalBus();
  return Promise.resolve({ here: bus, there: bus, dispose: () => bus.close() });
});

describeWithRedis('over Redis', () => {
  let redis: RedisServer;
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis.dispose());

  describeBus('Redis', async () => {
    const [here, there] = await openRedisNodes([redis.url], 2);
    if (!here || !there) throw new Error('two nodes');
    return {
      here: here.bus,
      there: there.bus,
      dispose: async () => {
        await here.bus.close();
        await there.bus.close();
      },
    };
  });
});
