// A node without doors: the program's own hosts on a real database and a real Redis, which takes commands from the process
// that started it and answers them. Run: node deciding-node.ts <database url> <redis url>, with a channel to its parent.

import { createRedisBus } from '../../server/bus/redis.ts';
import { Heartbeat } from '../../server/host/heartbeat.ts';
import { createHosts } from '../../server/host/hosts.ts';
import { openPostgresJournal } from '../../server/journal/postgres.ts';
import { createChance } from '../../server/platform/chance.ts';
import { createClock, steadyMs } from '../../server/platform/clock.ts';
import { createTimers } from '../../server/platform/timers.ts';
import type { Clock } from '../../server/ports.ts';
import { memoryLog } from '../support/fakes.ts';
import type { Asked, Told } from './crowd.ts';

const [url, redisUrl] = process.argv.slice(2);
if (url === undefined || redisUrl === undefined) throw new Error('which database, which Redis?');

const chance = createChance();
// Whoever reads the log of a process that is killed every few seconds?
const log = memoryLog();
const journal = await openPostgresJournal({
  ...{ url, schema: 'parley', steadyMs, chance, log },
  timers: createTimers(createClock()),
});
const clock: Clock = { now: () => journal.now() };
const timers = createTimers(clock);
const bus = createRedisBus({ urls: [redisUrl], prefix: 'parley:', timers, chance, log });
const hosts = createHosts({
  ...{ journal, bus, timers, chance, log },
  fresh: () => heartbeat.fresh(),
});
const heartbeat = new Heartbeat({ journal, hosts, timers, chance, log, node: chance.hex(8) });
await heartbeat.start();

const answers: Told[] = [];
/** What is answered in one turn goes together. */
const answer = (told: Told): void => {
  if (answers.push(told) > 1) return;
  setImmediate(() => {
    process.send?.(answers.splice(0));
  });
};

const decide = async ({ index, id, roomId, by, command }: Asked): Promise<void> => {
  try {
    const given = await hosts.room(roomId).submit(id, by, command);
    answer({ index, hash: given.receipt?.entryHash ?? '', isTaken: given.ok });
  } catch (cause) {
    // It is asked again, here or elsewhere.
    answer({ index, fault: (cause as Error).message });
  }
};

process.on('message', (asked: readonly Asked[]) => {
  for (const one of asked) void decide(one);
});
process.on('disconnect', () => {
  process.exit(0);
});
process.send?.([]);
