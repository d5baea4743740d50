// Very many commands over three nodes that are killed at random, on real PostgreSQL and Redis: nothing that was answered is
// lost, and nothing is there twice. A million in the long run.

import { afterAll, beforeAll, expect, it } from 'vitest';
import { SYSTEM } from '../../shared/kernel/decider.ts';
import { Random } from '../../shared/kernel/random.ts';
import { roomStream } from '../../shared/kernel/ids.ts';
import { GENESIS_HEAD } from '../../shared/record/entry.ts';
import { createLocalBus } from '../../server/bus/local.ts';
import { bodyOf } from '../../server/host/fold.ts';
import { createHosts } from '../../server/host/hosts.ts';
import { createChance } from '../../server/platform/chance.ts';
import { createClock } from '../../server/platform/clock.ts';
import { createTimers } from '../../server/platform/timers.ts';
import type { Journal } from '../../server/ports.ts';
import { DEMO_AUCTION_ID, demoCommands } from '../../shared/room/demo.ts';
import { inClock, MODERATOR } from '../support/demo-room.ts';
import { memoryLog } from '../support/fakes.ts';
import { entryHash, nextHead } from '../support/journal-chain.ts';
import { PostgresServer } from '../support/postgres.ts';
import { Installation } from '../support/postgres-journals.ts';
import { describeWith } from '../support/programs.ts';
import type { RedisServer } from '../support/redis.ts';
import { startRedis } from '../support/redis.ts';
import { seat } from '../support/stream.ts';
import { Crowd, idOf, ROOM_IDS } from './crowd.ts';

const IS_LONG = process.env['PARLEY_TEST_LONG'] === '1';
const COMMANDS = Number(process.env['PARLEY_TEST_COMMANDS'] ?? (IS_LONG ? 1_000_000 : 6_000));
const KILL_EVERY = Math.max(1_000, Math.floor(COMMANDS / 200));
const SEED = Number(process.env['PARLEY_TEST_SEED'] ?? (IS_LONG ? Date.now() : 20_261_130));
const PAGE = 1_000;

let postgres: PostgresServer;
let redis: RedisServer;
let installation: Installation;

/** Rooms of the demo, each with its clock in round 1. */
const makeRooms = async (journal: Journal): Promise<void> => {
  const timers = createTimers(createClock());
  const chance = createChance();
  const parts = { journal, bus: createLocalBus(), timers, chance, log: memoryLog() };
  const hosts = createHosts(parts);
  for (const roomId of ROOM_IDS) {
    const room = hosts.room(roomId);
    for (const command of demoCommands(roomId, 'Volume')) {
      await room.submit(chance.id(), SYSTEM, command);
    }
    const { rulesHash } = (await room.confirmed()).state.auctions[DEMO_AUCTION_ID] ?? {};
    for (const teamId of ['northwind', 'harbor', 'cascade']) {
      const accept = { type: 'AcceptRules', teamId, rulesHash: rulesHash ?? '' } as const;
      await room.submit(chance.id(), seat(`${teamId}-lead`), inClock(accept));
    }
    await room.submit(chance.id(), MODERATOR, inClock({ type: 'StartAuction' }));
  }
  await hosts.close();
};

/** How often each command is in the record, by its hash; fails where a chain is broken. */
const countStored = async (journal: Journal): Promise<ReadonlyMap<string, readonly string[]>> => {
  const found = new Map<string, string[]>();
  for (const roomId of ROOM_IDS) {
    let [version, head] = [0, GENESIS_HEAD];
    for (;;) {
      const page = await journal.read(roomStream(roomId), version, PAGE);
      for (const entry of page) {
        const hash = entryHash(entry);
        head = nextHead(head, hash);
        version += 1;
        if (entry.version !== version || entry.head !== head)
          throw new Error(`${roomId}: no chain`);
        const body = bodyOf(entry);
        const id = body.kind === 'decision' ? body.id : '';
        if (!id.startsWith('command-')) continue;
        found.set(id, [...(found.get(id) ?? []), hash]);
      }
      if (page.length < PAGE) break;
    }
  }
  return found;
};

describeWith(['redis-server'], `volume, seed ${String(SEED)}`, () => {
  beforeAll(async () => {
    [postgres, redis] = [await PostgresServer.start(), await startRedis()];
    installation = new Installation(postgres, 'parley');
    await makeRooms(await installation.open());
  });
  afterAll(async () => {
    await installation.close();
    await redis.dispose();
    await postgres[Symbol.asyncDispose]();
  });

  it(
    `[CLU7] of ${String(COMMANDS)} commands over nodes that are killed each is in the record once, as it was answered`,
    { timeout: 180_000 + COMMANDS * 10 },
    async () => {
      const place = [postgres.url(), redis.url] as const;
      const random = new Random(SEED);
      const crowd = new Crowd({ commands: COMMANDS, killEvery: KILL_EVERY, random, place });
      await crowd.run();
      const stored = await countStored(await installation.open());
      const lost: string[] = [];
      const doubled: string[] = [];
      for (let index = 0; index < COMMANDS; index += 1) {
        const hashes = stored.get(idOf(index)) ?? [];
        if (hashes.length > 1) doubled.push(idOf(index));
        if (!hashes.includes(crowd.hashes[index] ?? '')) lost.push(idOf(index));
      }
      expect({ lost, doubled, entries: stored.size }).toEqual({
        ...{ lost: [], doubled: [], entries: COMMANDS },
      });
      expect(crowd.again.otherwise).toBe(0);
      // What the run was made of, so that it cannot have been empty.
      expect(crowd.again.asked).toBeGreaterThan(COMMANDS / 200);
      expect(crowd.taken).toBeGreaterThan(COMMANDS / 4);
      expect(crowd.kills).toBeGreaterThan(3);
      if (IS_LONG) console.info({ kills: crowd.kills, taken: crowd.taken, faults: crowd.faults });
    },
  );
});
