// A whole server in a process of its own, for measuring what people cost it: says where it is, and on each message what
// it has used so far.

import { openSqliteJournal } from '../../server/journal/sqlite.ts';
import { startLive } from '../support/live-server.ts';
import { SkippableTime } from '../support/skippable-time.ts';

const [folder = ''] = process.argv.slice(2);
const UNLIMITED = 1_000_000;

const time = new SkippableTime();
const journal = await openSqliteJournal({ folder, clock: time });
const live = await startLive({
  ...{ time, journal },
  server: {
    limits: {
      connectionsPerSeat: UNLIMITED,
      commandsPerSecond: UNLIMITED,
      commandBurst: UNLIMITED,
    },
  },
});

/** What the process has used: microseconds of CPU, and bytes after what is garbage was collected. */
const usage = () => {
  globalThis.gc?.();
  const { user, system } = process.cpuUsage();
  return { cpuMicros: user + system, bytes: process.memoryUsage.rss() };
};

process.on('message', (asked: 'usage' | 'link' | 'stop') => {
  const answer = async () => {
    if (asked === 'link') return live.link('public');
    if (asked === 'usage') return usage();
    await live.close();
    await journal.close();
    return 'stopped';
  };
  void answer().then((value) => process.send?.(value, () => asked === 'stop' && process.exit(0)));
});

process.send?.({
  origin: live.origin,
  links: {
    moderator: await live.link('moderator'),
    northwind: await live.link('northwind-lead'),
    harbor: await live.link('harbor-lead'),
  },
});
