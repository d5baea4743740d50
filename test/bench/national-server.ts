// The server of the national benchmark, in a process of its own: a room of 200 teams whose clock has 18,000 lots, beside
// the demo's room. Told by its parent when teams bid and when the round ends; tells how long the close took and for how
// long its event loop was busy at a stretch.

import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { RoomCommand } from '../../shared/room/types.ts';
import type { Lot, QuantityBid } from '../../shared/auction/types.ts';
import type { Actor } from '../../shared/kernel/decider.ts';
import { SYSTEM } from '../../shared/kernel/decider.ts';
import { durationMs, mills } from '../../shared/kernel/units.ts';
import { pricesAt } from '../../shared/auction/formats/large.ts';
import { createRoom, issueInvite } from '../../server/gateway/rooms-api.ts';
import { clockRules, lot } from '../support/auction.ts';
import { startLive } from '../support/live-server.ts';
import { SkippableTime } from '../support/skippable-time.ts';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteJournal } from '../../server/journal/sqlite.ts';

const LOTS = 18_000;
const TEAMS = 200;
const BIDS_A_TEAM = 1_000;
const ROOM = 'national';
const AUCTION = 'sale';

/** The same numbers in every run. */
const numbers = (seed: number): (() => number) => {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
};
const next = numbers(42);
const below = (limit: number): number => Math.floor(next() * limit);

const time = new SkippableTime();
const folder = mkdtempSync(join(tmpdir(), 'parley-national-'));
const journal = await openSqliteJournal({ folder, clock: time });
const live = await startLive({
  time,
  journal,
  // Two hundred teams do not sit behind one address.
  server: {
    trustedProxies: ['127.0.0.1'],
    limits: { roomsPerHour: 10_000, commandsPerSecond: 10_000, commandBurst: 10_000 },
  },
});
const { hosts, chance } = live.server.context;

const give = async (by: Actor, command: RoomCommand): Promise<void> => {
  const answer = await hosts.room(ROOM).submit(chance.id(), by, command);
  if (!answer.ok) throw new Error(`${command.type}: ${answer.rejection.code}`);
};
type Inner = Extract<RoomCommand, { type: 'Auction' }>['command'];
const inSale = (by: Actor, command: Inner): Promise<void> =>
  give(by, { type: 'Auction', auctionId: AUCTION, command });
const teamId = (place: number): string => `team-${String(place)}`;
const lead = (place: number): Actor => ({ kind: 'seat', seatId: `lead-${String(place)}` });
const MODERATOR: Actor = { kind: 'seat', seatId: 'moderator' };

const lots: readonly Lot[] = Array.from({ length: LOTS }, (_, place) =>
  lot(`lot-${String(place)}`, 4 + below(20), 2_000 + below(100) * 10, {
    region: `Region ${String(place % 50)}`,
    facility: `Facility ${String(place % 3_000)}`,
  }),
);
const rules = clockRules({
  ...{ rounds: 'manual', roundMs: durationMs(600_000) },
  outageMs: durationMs(3_600_000),
});

/** Each team takes part in the same lots all along. */
const places = Array.from({ length: TEAMS }, () => {
  const chosen = new Set<number>();
  while (chosen.size < BIDS_A_TEAM) chosen.add(below(LOTS));
  return [...chosen].sort((a, b) => a - b);
});

const setUp = async (): Promise<void> => {
  const commands: RoomCommand[] = [
    { type: 'CreateRoom', roomId: ROOM, title: 'The national sale', isDemo: false },
    { ...{ type: 'AddSeat', seatId: 'moderator', role: 'moderator' }, teamId: null, name: 'M' },
    { type: 'AddTeam', team: { id: 'usps', name: 'USPS', side: 'carrier' } },
  ];
  for (let place = 0; place < TEAMS; place += 1) {
    const name = `Team ${String(place)}`;
    commands.push(
      { type: 'AddTeam', team: { id: teamId(place), name, side: 'shipper' } },
      {
        ...{ type: 'AddSeat', seatId: `lead-${String(place)}`, role: 'lead', name },
        teamId: teamId(place),
      },
    );
  }
  const context = live.server.context;
  await createRoom(context, commands, { roomId: ROOM, title: 'The national sale', isDemo: false });
  const draft = { type: 'DraftAuction', rules, lots, reservesMills: {} } as const;
  await give(MODERATOR, { type: 'AddAuction', auctionId: AUCTION, command: draft });
  for (let place = 0; place < TEAMS; place += 1) {
    const points = place === 0 ? 20_000 : 8_000;
    await inSale(MODERATOR, { type: 'SetEligibility', teamId: teamId(place), points });
  }
  await inSale(MODERATOR, { type: 'ScheduleAuction' });
  const rulesHash = (await sale()).rulesHash;
  for (let place = 0; place < TEAMS; place += 1) {
    await inSale(lead(place), { type: 'AcceptRules', teamId: teamId(place), rulesHash });
  }
  await inSale(MODERATOR, { type: 'StartAuction' });
};

const sale = async () => {
  const auction = (await hosts.room(ROOM).confirmed()).state.auctions[AUCTION];
  if (auction?.rules.format !== 'clock') throw new Error('there is no sale');
  return auction as Extract<typeof auction, { clock: object }>;
};

/** All teams bid on all their lots: most keep, some reduce at a price inside the round, some add. */
const bidAll = async (): Promise<void> => {
  const auction = await sale();
  for (const [place, own] of places.entries()) {
    const bids = own.map((at): QuantityBid => {
      const one = lots[at];
      if (!one) throw new Error('no such lot');
      const { start, clock } = pricesAt(auction, one);
      const inside = start + below((clock - start) / 10 + 1) * 10;
      const quantityBlocks = auction.round === 1 ? 2 + below(4) : below(5);
      return { lotId: one.id, quantityBlocks, priceMills: mills(next() < 0.6 ? clock : inside) };
    });
    const { round } = auction;
    await inSale(lead(place), { type: 'PlaceBids', teamId: teamId(place), round, bids });
  }
};

const delay = monitorEventLoopDelay({ resolution: 1 });

/** Ends the round; answers the milliseconds until its result was durable. */
const close = async (): Promise<number> => {
  const { closesAtMs } = await sale();
  const done = new Promise<void>((resolve) => {
    const stop = hosts.room(ROOM).watch(({ state }) => {
      if (state.auctions[AUCTION]?.stage !== 'results') return;
      stop();
      resolve();
    });
  });
  delay.reset();
  const startMs = performance.now();
  time.skip((closesAtMs ?? 0) - time.now() + 1);
  await done;
  return performance.now() - startMs;
};

const answer = async (asked: string): Promise<object> => {
  switch (asked) {
    case 'bid':
      await bidAll();
      return {};
    case 'close':
      return { closeMs: await close() };
    case 'open':
      await inSale(MODERATOR, { type: 'OpenRound' });
      return {};
    case 'calm':
      delay.reset();
      return {};
    case 'log':
      return {
        log: JSON.stringify(live.log).slice(-3000),
        sale: {
          ...(await sale()),
          lots: 0,
          lotOrder: 0,
          accepted: 0,
          clock: 0,
          initialEligibility: 0,
        },
      };
    case 'longest':
      return { longestMs: delay.max / 1e6 };
    case 'end':
      await live.close();
      await journal.close();
      rmSync(folder, { recursive: true });
      return {};
    default:
      throw new Error(`not known: ${asked}`);
  }
};

await setUp();
delay.enable();
const links: Record<string, string> = {};
for (const seatId of ['moderator', ...places.map((_, place) => `lead-${String(place)}`)]) {
  const { link } = await issueInvite(live.server.context, SYSTEM, { roomId: ROOM, seatId });
  links[seatId] = link;
}
process.on('message', (asked: string) => {
  void answer(asked).then((said) => {
    process.send?.(said);
    if (asked === 'end') process.exit(0);
  });
});
process.send?.({ origin: live.origin, links, demo: await live.link('moderator') });
