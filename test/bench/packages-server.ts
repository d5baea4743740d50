// A whole server in a process of its own with a frozen book before it: takes 1,200 packages, then on a message lets the
// cut-off pass and says how long the award took and how long its thread was held up at most meanwhile.

import { monitorEventLoopDelay } from 'node:perf_hooks';
import { openSqliteJournal } from '../../server/journal/sqlite.ts';
import { SYSTEM } from '../../shared/kernel/decider.ts';
import { DEMO_ROOM_ID } from '../../shared/room/demo.ts';
import type { RoomCommand } from '../../shared/room/types.ts';
import { startLive } from '../support/live-server.ts';
import { SkippableTime } from '../support/skippable-time.ts';
import {
  MARKET_AUCTION_ID,
  MARKET_RULES,
  biddingCommands,
  drawMarket,
  marketCommands,
} from './package-market.ts';

/** What one award cost. */
export interface AwardFigures {
  /** From the cut-off to the end of the auction, durable. */
  readonly awardMs: number;
  /** The longest that nothing else ran on the serving thread, from the cut-off until all were told. */
  readonly heldUp: HeldUp;
  /** The same over as long a time in which nothing happened: what the machine itself adds. */
  readonly idle: HeldUp;
  readonly isProved: boolean;
}

/** Views are released after the award too. */
const AFTERWARDS_MS = 1_000;
const NANOSECONDS = 1e6;
const MICROSECONDS = 1e3;

const [folder = '', seed = '1'] = process.argv.slice(2);
const time = new SkippableTime();
const journal = await openSqliteJournal({ folder, clock: time });
const live = await startLive({ time, journal });
const { hosts, chance } = live.server.context;
const room = hosts.room(DEMO_ROOM_ID);
const market = drawMarket(Number(seed));

const give = async (command: RoomCommand): Promise<void> => {
  const answer = await room.submit(chance.id(), SYSTEM, command);
  if (!answer.ok) throw new Error(`${command.type}: ${answer.rejection.code}`);
};

for (const command of marketCommands(market)) await give(command);
const { state } = await room.confirmed();
const rulesHash = state.auctions[MARKET_AUCTION_ID]?.rulesHash ?? '';
for (const command of biddingCommands(market, rulesHash)) await give(command);

const wait = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

interface HeldUp {
  /** By the clock on the wall. */
  readonly wallMs: number;
  /** What this thread computed of it: all of it where nobody else wants the processor. */
  readonly ownMs: number;
}

/** The longest time in which a timer of a millisecond had to wait for its turn while something is done. */
const heldUp = async (act: () => Promise<void>): Promise<HeldUp> => {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  const used = (): number => {
    const { user, system } = process.threadCpuUsage();
    return (user + system) / MICROSECONDS;
  };
  delay.enable();
  await wait(50);
  let ownMs = 0;
  let before = used();
  const probe = setInterval(() => {
    const now = used();
    ownMs = Math.max(ownMs, now - before);
    before = now;
  }, 1);
  delay.reset();
  await act();
  clearInterval(probe);
  delay.disable();
  return { wallMs: delay.max / NANOSECONDS, ownMs };
};

const measure = async (): Promise<AwardFigures> => {
  let awardMs = 0;
  const ended = new Promise<void>((done) => {
    room.watch(({ state: { auctions } }) => {
      if (auctions[MARKET_AUCTION_ID]?.phase === 'provisional') done();
    });
  });
  const during = await heldUp(async () => {
    const startMs = performance.now();
    time.skip(MARKET_RULES.roundMs);
    await ended;
    awardMs = performance.now() - startMs;
    await wait(AFTERWARDS_MS);
  });
  const idle = await heldUp(() => wait(awardMs + AFTERWARDS_MS));
  const auction = (await room.confirmed()).state.auctions[MARKET_AUCTION_ID];
  const last = auction && 'package' in auction ? auction.package.results.at(-1) : undefined;
  return { awardMs, heldUp: during, idle, isProved: last?.answer.isProved === true };
};

process.on('message', (asked: 'award' | 'stop') => {
  const answer = async (): Promise<AwardFigures | 'stopped'> => {
    if (asked === 'award') return measure();
    await live.close();
    await journal.close();
    return 'stopped';
  };
  void answer().then((value) => process.send?.(value, () => asked === 'stop' && process.exit(0)));
});

const SEATS = ['moderator', 'usps-lead', 'regulator', 'public', 'northwind-lead', 'harbor-lead'];
const links: string[] = [];
for (const seatId of [...SEATS, 'cascade-lead']) links.push(await live.link(seatId));
process.send?.({ origin: live.origin, links });
