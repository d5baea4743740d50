// Rehearsals whose bots this server runs itself, on real lines to its own address. Keeps true: there are only so many
// of them, bots leave when their auction is over, and nothing of them is left when the server stops.

import type { AuctionId, RoomId } from '../../shared/kernel/ids.ts';
import { durationMs } from '../../shared/kernel/units.ts';
import type { SeatedBot } from '../../shared/rehearsal/bot-kinds.ts';
import type { BotTally } from '../../shared/rehearsal/bot.ts';
import type { RehearsalReport } from '../../shared/rehearsal/report-types.ts';
import { RehearsalLog } from '../../shared/rehearsal/report.ts';
import type { RoomEvent, RoomState } from '../../shared/room/types.ts';
import type { AuctionState } from '../../shared/auction/types.ts';
import { roomStream } from '../../shared/kernel/ids.ts';
import { bodyOf } from '../host/fold.ts';
import { Bot } from '../../shared/rehearsal/bot.ts';
import type { CancelTimer, Chance, Clock, Journal, Log, Timers } from '../ports.ts';
import { BotLine } from './bot-line.ts';

/** Rehearsals with bots of one server at a time. */
export const MAX_REHEARSALS = 4;
/** Bots of one of them; larger ones are held by `parley rehearse`, from another machine if need be. */
export const MAX_SERVER_BOTS = 40;
/** A sale that nobody starts is given up, and its bots leave. */
const STAY_MS = 4 * 3_600_000;
const PAGE_ENTRIES = 500;
const THINK_MS = { short: 900, real: 8_000 } as const;

export interface RehearsalsDeps {
  /** Where this server listens, as it reaches itself. */
  readonly origin: () => string;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly chance: Chance;
  readonly log: Log;
  readonly journal: Pick<Journal, 'read'>;
}

export interface BotsWanted {
  readonly roomId: RoomId;
  readonly auctionId: AuctionId;
  readonly seed: number;
  readonly pace: 'short' | 'real';
  readonly bots: readonly SeatedBot[];
  /** Of a session that holds all their seats. */
  readonly token: string;
}

interface Running {
  readonly lines: readonly BotLine<Bot>[];
  readonly cancel: CancelTimer;
}

export class Rehearsals {
  readonly #deps: RehearsalsDeps;
  readonly #running = new Map<RoomId, Running>();
  /** What bots of rooms tell of themselves; of the last rehearsals only. */
  readonly #tallies = new Map<RoomId, Readonly<Record<string, BotTally>>>();
  #isClosed = false;

  constructor(deps: RehearsalsDeps) {
    this.#deps = deps;
  }

  /** Why no further bots can be run now; undefined when they can. */
  fullness(botCount: number): string | undefined {
    if (botCount > MAX_SERVER_BOTS) {
      return `A server runs ${String(MAX_SERVER_BOTS)} bots a rehearsal at most; use parley rehearse for more.`;
    }
    if (this.#isClosed) return 'The server is about to stop.';
    return this.#running.size >= MAX_REHEARSALS
      ? `${String(MAX_REHEARSALS)} rehearsals are running, as many as a server holds. Wait for one to end, or cancel one.`
      : undefined;
  }

  isRunning(roomId: RoomId): boolean {
    return this.#running.has(roomId);
  }

  /** Seats the bots. They leave by themselves when the auction has ended. */
  start({ roomId, auctionId, seed, pace, bots, token }: BotsWanted): void {
    const { origin, clock, timers, chance, log } = this.#deps;
    let left = bots.length;
    const lines = bots.map(
      (seated) =>
        new BotLine(new Bot({ ...seated, seed, thinkMs: THINK_MS[pace] }), {
          ...{ origin: origin(), roomId, auctionId, token, clock, timers, chance },
          seatId: seated.seatId,
          left: (reason) => {
            left -= 1;
            if (typeof reason !== 'string') {
              log.warn({ roomId, code: reason.refused.code }, 'a bot was refused');
            }
            if (left === 0) this.#ended(roomId);
          },
        }),
    );
    const cancel = timers.after(durationMs(STAY_MS), () => {
      this.stop(roomId);
    });
    this.#running.set(roomId, { lines, cancel });
  }

  /** What the bots of a room tell of themselves, by team; undefined when this server did not run them. */
  tallies(roomId: RoomId): Readonly<Record<string, BotTally>> | undefined {
    const running = this.#running.get(roomId);
    return running ? talliesOf(running) : this.#tallies.get(roomId);
  }

  /** Sums up a rehearsal from its record up to a version. */
  async report(room: RoomState, auction: AuctionState, version: number): Promise<RehearsalReport> {
    const log = new RehearsalLog(auction.auctionId);
    const stream = roomStream(room.roomId);
    for (let read = 0; read < version;) {
      const entries = await this.#deps.journal.read(stream, read, PAGE_ENTRIES);
      if (entries.length === 0) break;
      for (const entry of entries) {
        const body = bodyOf(entry);
        // Whatever stands in the stream of a room was once an event of one.
        const events = body.kind === 'decision' ? (body.events as unknown as RoomEvent[]) : [];
        for (const event of events) log.note(event, entry.at);
      }
      read = entries.at(-1)?.version ?? version;
    }
    return log.report(room, auction, this.tallies(room.roomId));
  }

  /** Ends the lines of a room's bots. */
  stop(roomId: RoomId): void {
    for (const line of this.#running.get(roomId)?.lines ?? []) line.close();
    this.#ended(roomId);
  }

  close(): void {
    this.#isClosed = true;
    for (const roomId of this.#running.keys()) this.stop(roomId);
  }

  #ended(roomId: RoomId): void {
    const running = this.#running.get(roomId);
    if (!running) return;
    running.cancel();
    this.#running.delete(roomId);
    this.#tallies.delete(roomId);
    this.#tallies.set(roomId, talliesOf(running));
    const [oldest] = this.#tallies.keys();
    if (this.#tallies.size > MAX_REHEARSALS * 4 && oldest !== undefined) {
      this.#tallies.delete(oldest);
    }
  }
}

const talliesOf = ({ lines }: Running): Readonly<Record<string, BotTally>> =>
  Object.fromEntries(lines.map(({ player }) => [player.seated.teamId, player.tally]));
