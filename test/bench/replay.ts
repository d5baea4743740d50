// How fast a record is folded again, beside reading its text alone; and how long a room of very many entries takes to
// open: from its first entry, and through its snapshot.

import { createLocalBus } from '../../server/bus/local.ts';
import { beginning, bodyOf, foldEntry } from '../../server/host/fold.ts';
import { createHosts } from '../../server/host/hosts.ts';
import { chainEntry } from '../../server/journal/chain.ts';
import { createChance } from '../../server/platform/chance.ts';
import { createClock } from '../../server/platform/clock.ts';
import { createTimers } from '../../server/platform/timers.ts';
import type { Journal } from '../../server/ports.ts';
import type { StoredEntry } from '../../shared/record/entry.ts';
import { roomDecider } from '../../shared/room/room.ts';
import { memoryLog } from '../support/fakes.ts';
import { biddingRoom, sqliteForBench } from './bids.ts';

const ROOM = 'replayed';
const STREAM = `room:${ROOM}`;
/** Bids decided by a host; the rest of a long record repeats them with times and ids of their own. */
const DECIDED = 2_000;
const PAGE = 1_000;

export interface ReplayFigures {
  readonly events: number;
  readonly eventsPerSecond: number;
  /** The same by what the thread had of the processor. */
  readonly ownPerSecond: number;
  /** Of the same entries, their text made into JSON and no more. */
  readonly readPerSecond: number;
  readonly openWholeMs: number;
  readonly openSnapshotMs: number;
}

const hostsOn = (journal: Journal) =>
  createHosts({
    ...{ journal, chance: createChance(), bus: createLocalBus(), log: memoryLog() },
    timers: createTimers(createClock()),
  });

/** A record of `count` entries, most of them bids of three teams and every tenth refused. */
const recordOf = async (journal: Journal, count: number): Promise<readonly StoredEntry[]> => {
  const hosts = hostsOn(journal);
  const bid = await biddingRoom(hosts, ROOM);
  for (let index = 0; index < DECIDED; index += 1) await bid(index);
  await hosts.close();
  const decided = await journal.read(STREAM, 0, count);
  const first = decided.length - DECIDED;
  const entries = [...decided];
  while (entries.length < count) {
    const like = decided[first + (entries.length % DECIDED)];
    const last = entries.at(-1);
    if (!like || !last) throw new Error('no bid to repeat');
    const entry = { stream: STREAM, version: entries.length + 1, at: last.at, body: like.body };
    entries.push(chainEntry(entry, last.head));
  }
  return entries;
};

const ownSeconds = (): number => {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1e6;
};

/** By the clock, and by what this thread had of the processor: the same where nobody else wants it. */
const perSecond = (count: number, run: () => void): { byClock: number; byOwn: number } => {
  const startMs = performance.now();
  const startOwn = ownSeconds();
  run();
  const byOwn = count / (ownSeconds() - startOwn);
  return { byClock: (count / (performance.now() - startMs)) * 1_000, byOwn };
};

const opening = async (journal: Journal): Promise<number> => {
  const hosts = hostsOn(journal);
  const startMs = performance.now();
  const { version } = await hosts.room(ROOM).confirmed();
  const tookMs = performance.now() - startMs;
  if (version < PAGE) throw new Error('the room did not open whole');
  // The first entry after so much reading has a snapshot written behind it.
  const said = { type: 'PostMessage', to: { kind: 'table' }, text: 'on we go' } as const;
  await hosts.room(ROOM).submit(createChance().id(), { kind: 'seat', seatId: 'moderator' }, said);
  await hosts.close();
  return tookMs;
};

/** Measures with a record of `count` entries. */
export const benchReplay = async (count: number): Promise<ReplayFigures> => {
  const { journal, dispose } = await sqliteForBench();
  const entries = await recordOf(journal, count);
  let events = 0;
  const read = perSecond(count, () => {
    for (const entry of entries) {
      const body = bodyOf(entry);
      events += body.kind === 'decision' ? body.events.length : 0;
    }
  });
  const fold = perSecond(events, () => {
    let folded = beginning(roomDecider.initial);
    for (const entry of entries) folded = foldEntry(roomDecider, folded, entry, bodyOf(entry));
  });
  const [stored = 0] = await journal.versions([STREAM]);
  for (let from = stored; from < count; from += PAGE) {
    const page = entries.slice(from, from + PAGE);
    await journal.append({
      stream: STREAM,
      expected: { version: from },
      entries: page.map(({ at, body }) => ({ kind: 'decision', at, body })),
    });
  }
  const openWholeMs = await opening(journal);
  const openSnapshotMs = await opening(journal);
  await dispose();
  const { byClock: eventsPerSecond, byOwn: ownPerSecond } = fold;
  const readPerSecond = read.byClock;
  return { events, eventsPerSecond, ownPerSecond, readPerSecond, openWholeMs, openSnapshotMs };
};
