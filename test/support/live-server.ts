// A whole server on a free port, put together as the program does it, with the demo room in it: real HTTP, Socket.IO
// and y-websocket. Journal, time and limits can be handed in; everything is in memory unless a test says otherwise.

import { join } from 'node:path';
import { createLocalBus } from '../../server/bus/local.ts';
import type { Parts, RunningServer, ServerOptions } from '../../server/compose.ts';
import { startServer } from '../../server/compose.ts';
import { createMemoryJournal } from '../../server/journal/memory.ts';
import { createChance } from '../../server/platform/chance.ts';
import { createMetrics } from '../../server/platform/metrics.ts';
import type { Clock, Journal, Timers } from '../../server/ports.ts';
import { demoLinks, seedAdminSecret, seedDemo } from '../../server/seed.ts';
import { DEMO_SEATS } from '../../shared/room/demo.ts';
import { memoryLog } from './fakes.ts';
import { SkippableTime } from './skippable-time.ts';

/** How often a printed link works. */
const USES_OF_A_LINK = 5;

export interface LiveOptions<Time extends Clock & Timers> {
  readonly time?: Time;
  /** Stays open when the server is closed, so that a second server can start on it. */
  readonly journal?: Journal;
  readonly parts?: Partial<Parts>;
  readonly server?: Partial<ServerOptions>;
}

export interface LiveServer<Time extends Clock & Timers = SkippableTime> {
  readonly origin: string;
  readonly server: RunningServer;
  readonly journal: Journal;
  readonly time: Time;
  readonly log: ReturnType<typeof memoryLog>;
  /** The administrator's secret, when this start made it. */
  readonly adminSecret: string | undefined;
  /** The link that a start prints for a seat of the demo; works at least once more. */
  link(seatId: string): Promise<string>;
  /** Figures by their name and labels as `/metrics` has them; 0 for what was not counted. */
  figure(name: string): Promise<number>;
  close(): Promise<void>;
}

const inOneTime = <Time extends Clock & Timers>(time: Time | undefined): Time =>
  // The default of Time is what is made when no time is given.
  time ?? (new SkippableTime() as unknown as Time);

const printedLinks = (server: RunningServer) => {
  const links = new Map<string, { readonly link: string; usesLeft: number }>();
  return async (seatId: string): Promise<string> => {
    const known = links.get(seatId);
    if (!known || known.usesLeft === 0) {
      const printed = await demoLinks(server.context);
      for (const { seatId: id, name } of DEMO_SEATS) {
        const found = printed.find(({ label }) => label.includes(`: ${name} (`));
        if (found?.link !== undefined) {
          links.set(id, { link: found.link, usesLeft: USES_OF_A_LINK });
        }
      }
    }
    const entry = links.get(seatId);
    if (!entry) throw new Error(`no link is printed for ${seatId}`);
    entry.usesLeft -= 1;
    return entry.link;
  };
};

/** Time that a test skips is no outage while the server is up: it is as if another node had beaten through it. */
const beatenThrough = (journal: Journal, time: Clock, isUp: () => boolean): Journal => ({
  ...journal,
  lastBeat: async () => {
    const beat = await journal.lastBeat();
    return isUp() ? time.now() : beat;
  },
});

/** Starts a server. Close it in the end, whatever happened. */
export const startLive = async <Time extends Clock & Timers = SkippableTime>(
  options: LiveOptions<Time> = {},
): Promise<LiveServer<Time>> => {
  const time = inOneTime(options.time);
  const [log, metrics] = [memoryLog(), createMetrics()];
  const journal = options.journal ?? createMemoryJournal({ clock: time });
  const common = { clock: time, timers: time, chance: createChance(), log, metrics };
  let isUp = false;
  const server = await startServer(
    {
      journal: time instanceof SkippableTime ? beatenThrough(journal, time, () => isUp) : journal,
      bus: createLocalBus(),
      ...common,
      ...options.parts,
    },
    {
      host: '127.0.0.1',
      port: 0,
      originFor: (port) => `http://127.0.0.1:${String(port)}`,
      isDemo: true,
      isSecure: false,
      hasMetrics: true,
      sessionDays: 1,
      pageFolder: join(import.meta.dirname, '../../dist'),
      ...options.server,
    },
  );
  isUp = true;
  const adminSecret = await seedAdminSecret(server.context);
  await seedDemo(server.context);
  return {
    ...{ server, journal, time, log, adminSecret },
    origin: `http://127.0.0.1:${String(server.port)}`,
    link: printedLinks(server),
    figure: async (name) => {
      const line = (await metrics.render()).split('\n').find((text) => text.startsWith(`${name} `));
      return Number(line?.slice(name.length + 1) ?? 0);
    },
    close: async () => {
      await server.close();
      metrics.close();
      if (!options.journal) await journal.close();
    },
  };
};
