// The Redis of the tests does what the other tests count on: it starts, freezes, dies and comes back.

import { createClient } from 'redis';
import { expect, it } from 'vitest';
import { describeWithRedis, startRedis } from '../support/redis.ts';

describeWithRedis('a Redis for tests', () => {
  it('answers, is gone when killed, and comes back empty on its port', async () => {
    const redis = await startRedis();
    try {
      const client = createClient({ url: redis.url, socket: { reconnectStrategy: false } });
      client.on('error', () => undefined);
      await client.connect();
      await client.set('key', 'value');
      await redis.kill();
      await expect(client.get('key')).rejects.toThrow();
      await redis.restart();
      const again = await createClient({ url: redis.url }).connect();
      expect(await again.get('key')).toBeNull();
      again.destroy();
    } finally {
      await redis.dispose();
    }
  });
});
