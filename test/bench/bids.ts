// How fast bids are decided and made durable, beside the raw rate of the same journal in the same run.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLocalBus } from '../../server/bus/local.ts';
import { createHosts } from '../../server/host/hosts.ts';
import type { Hosts } from '../../server/host/types.ts';
import { openSqliteJournal } from '../../server/journal/sqlite.ts';
import { createChance } from '../../server/platform/chance.ts';
import { createClock } from '../../server/platform/clock.ts';
import { createTimers } from '../../server/platform/timers.ts';
import type { Journal } from '../../server/ports.ts';
import type { Actor } from '../../shared/kernel/decider.ts';
import type { RoomCommand } from '../../shared/room/types.ts';
import { SYSTEM } from '../../shared/kernel/decider.ts';
import { mills } from '../../shared/kernel/units.ts';
import { demoCommands } from '../../shared/room/demo.ts';
import { memoryLog } from '../support/fakes.ts';

const BODY = JSON.stringify({ kind: 'decision', salt: 'x'.repeat(450) });

/** Runs `total` jobs with `inFlight` of them under way at any time; answers jobs a second. */
const rateOf = async (
  total: number,
  inFlight: number,
  job: (index: number) => Promise<unknown>,
): Promise<number> => {
  let next = 0;
  const startMs = performance.now();
  const lane = async (): Promise<void> => {
    while (next < total) {
      next += 1;
      await job(next);
    }
  };
  await Promise.all(Array.from({ length: inFlight }, lane));
  return (total / (performance.now() - startMs)) * 1_000;
};

/** Entries a second through the journal alone: one entry an append, each lane a stream of its own. */
export const rawRate = async (
  journal: Journal,
  { total, lanes, name }: { total: number; lanes: number; name: string },
): Promise<number> => {
  // A lane's next append waits for its last one, so each stream's versions follow one another.
  const free = Array.from({ length: lanes }, (_, lane) => ({ lane, version: 0 }));
  return rateOf(total, lanes, async () => {
    const own = free.pop();
    if (!own) throw new Error('more jobs than lanes');
    await journal.append({
      stream: `room:${name}${String(own.lane)}`,
      expected: { version: own.version },
      entries: [{ kind: 'decision', at: journal.now(), body: BODY }],
    });
    free.push({ ...own, version: own.version + 1 });
  });
};

const seat = (seatId: string): Actor => ({ kind: 'seat', seatId });

/** Opens round 1 of the demo sale in a fresh room; answers how to bid there. */
export const biddingRoom = async (
  hosts: Hosts,
  roomId: string,
): Promise<(index: number) => Promise<void>> => {
  const chance = createChance();
  const room = hosts.room(roomId);
  const give = async (by: Actor, command: RoomCommand): Promise<void> => {
    const answer = await room.submit(chance.id(), by, command);
    if (!answer.ok) throw new Error(`${command.type}: ${answer.rejection.code}`);
  };
  for (const command of demoCommands(roomId, 'Benchmark')) await give(SYSTEM, command);
  const { state } = await room.confirmed();
  const rulesHash = state.auctions['clock']?.rulesHash ?? '';
  const teams = ['northwind', 'harbor', 'cascade'];
  const inClock = (command: Extract<RoomCommand, { type: 'Auction' }>['command']): RoomCommand => ({
    type: 'Auction',
    auctionId: 'clock',
    command,
  });
  for (const teamId of teams) {
    await give(seat(`${teamId}-lead`), inClock({ type: 'AcceptRules', teamId, rulesHash }));
  }
  await give(seat('moderator'), inClock({ type: 'StartAuction' }));
  return (index) => {
    const teamId = teams[index % teams.length] ?? '';
    const bid = { lotId: 'q1', quantityBlocks: index % 4, priceMills: mills(2_400) };
    return give(seat(`${teamId}-lead`), inClock({ type: 'PlaceBid', teamId, round: 1, bid }));
  };
};

/** Bids a second in one room, each decided, durable and answered. */
const bidRate = async (
  journal: Journal,
  { total, inFlight, roomId }: { total: number; inFlight: number; roomId: string },
): Promise<number> => {
  const timers = createTimers(createClock());
  const own = { chance: createChance(), bus: createLocalBus(), timers, log: memoryLog() };
  const hosts = createHosts({ journal, ...own });
  const rate = await rateOf(total, inFlight, await biddingRoom(hosts, roomId));
  await hosts.close();
  return rate;
};

export interface BidFigures {
  readonly rawPerSecond: number;
  readonly bidsPerSecond: number;
}

export interface BenchJournal {
  readonly journal: Journal;
  readonly dispose: () => Promise<void>;
}

/** A SQLite journal in a folder that goes with it. */
export const sqliteForBench = async (): Promise<BenchJournal> => {
  const folder = mkdtempSync(join(tmpdir(), 'parley-bench-'));
  const journal = await openSqliteJournal({ folder, clock: createClock() });
  return {
    journal,
    dispose: async () => {
      await journal.close();
      rmSync(folder, { recursive: true });
    },
  };
};

/** Both rates, measured one after the other on the same disk. */
export const benchBids = async (
  open: () => Promise<BenchJournal> = sqliteForBench,
  { total = 40_000, inFlight = 256 }: { total?: number; inFlight?: number } = {},
): Promise<BidFigures> => {
  const { journal, dispose } = await open();
  try {
    // Once unmeasured, so that both are compiled.
    await rawRate(journal, { total: total / 10, lanes: inFlight, name: 'warm' });
    await bidRate(journal, { total: total / 10, inFlight, roomId: 'warm' });
    const rawPerSecond = await rawRate(journal, { total, lanes: inFlight, name: 'raw' });
    const bidsPerSecond = await bidRate(journal, { total, inFlight, roomId: 'bench' });
    return { rawPerSecond, bidsPerSecond };
  } finally {
    await dispose();
  }
};
