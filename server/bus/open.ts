// Which bus the settings ask for: Redis where it is named; without, one that hears nobody where nodes share a database,
// and that of a single node where a file keeps the record.

import type { Config } from '../config.ts';
import type { Metrics } from '../platform/metrics.ts';
import type { Bus, Chance, Log, Timers } from '../ports.ts';
import { createLocalBus } from './local.ts';
import { createRedisBus } from './redis.ts';

export interface BusParts {
  readonly timers: Timers;
  readonly chance: Chance;
  readonly log: Log;
  readonly metrics: Pick<Metrics, 'busMessage'>;
}

/** Makes the bus at once; whether Redis is there shows later and keeps nobody from starting. */
export const openBus = (
  { redis, database }: Pick<Config, 'redis' | 'database'>,
  { metrics, ...parts }: BusParts,
): Bus => {
  if (!redis) return createLocalBus({ isShared: database !== undefined });
  return createRedisBus({
    ...parts,
    ...redis,
    counted: (kind) => {
      metrics.busMessage(kind);
    },
  });
};
