// Holds rehearsals from outside: asks a server for the rooms, runs their bots from here on real lines, and brings the
// reports home. What `parley rehearse` does, and what tests and benchmarks make load with.

import type { AuctionId, RoomId, SeatId } from '../../shared/kernel/ids.ts';
import type { Rejection } from '../../shared/kernel/rejection.ts';
import type { ProtocolError } from '../../shared/protocol/errors.ts';
import type { BotKind, SeatedBot } from '../../shared/rehearsal/bot-kinds.ts';
import type { BotTally } from '../../shared/rehearsal/bot.ts';
import { Bot } from '../../shared/rehearsal/bot.ts';
import { Conductor } from '../../shared/rehearsal/conductor.ts';
import type { RehearsalReport } from '../../shared/rehearsal/report-types.ts';
import type { RoomView } from '../../shared/room/view-types.ts';
import type { Chance, Clock, Timers } from '../ports.ts';
import type { BotEnd } from './bot-line.ts';
import { BotLine } from './bot-line.ts';

/** A moderator's seat and a session that holds it. */
export interface ModeratorPlace {
  readonly origin: string;
  readonly roomId: RoomId;
  readonly seatId: SeatId;
  readonly token: string;
}

export interface HeldWish {
  readonly auctionId: AuctionId;
  readonly pace: 'short' | 'real';
  readonly seed?: number;
  readonly kinds?: readonly BotKind[];
  readonly extraTeams: number;
  /** The longest that a bot thinks before a bid, in milliseconds. */
  readonly thinkMs: number;
}

export interface Outside {
  readonly clock: Clock;
  readonly timers: Timers;
  readonly chance: Chance;
}

/** What the lines of a rehearsal went through, as measured where the bots run. */
export interface LineFigures {
  readonly bots: number;
  readonly commands: number;
  readonly medianMs: number;
  readonly p99Ms: number;
  /** Bots that the server turned away for good, by code. */
  readonly refusedBots: Readonly<Record<string, number>>;
}

export interface HeldRehearsal {
  readonly roomId: RoomId;
  readonly report: RehearsalReport;
  readonly lines: LineFigures;
}

/** The server said no, or cannot be reached; the message is one line for a person. */
export class RehearsalRefused extends Error {}

type Asked<T> = T | { readonly error: ProtocolError };

const PERCENT = 100;

/** Asks the server over HTTP. Throws RehearsalRefused with what it says. */
export const askServer = async <T>(
  origin: string,
  path: string,
  { body, token }: { readonly body?: object; readonly token?: string } = {},
): Promise<T> => {
  let answer: Asked<T>;
  try {
    const response = await fetch(`${origin}${path}`, {
      method: body ? 'POST' : 'GET',
      headers: {
        origin,
        ...(body && { 'content-type': 'application/json' }),
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
      },
      ...(body && { body: JSON.stringify(body) }),
    });
    answer = (await response.json()) as Asked<T>;
  } catch (cause) {
    throw new RehearsalRefused(`no Parley server answers at ${origin}`, { cause });
  }
  if (typeof answer === 'object' && answer !== null && 'error' in answer) {
    throw new RehearsalRefused(`${answer.error.code}: ${answer.error.message}`);
  }
  return answer;
};

type Decided<T> =
  ({ readonly ok: true } & T) | { readonly ok: false; readonly rejection: Rejection };

const must = <T>(decided: Decided<T>): { readonly ok: true } & T => {
  if (decided.ok) return decided;
  const { code, ...numbers } = decided.rejection;
  throw new RehearsalRefused(`${code} ${JSON.stringify(numbers)}`);
};

/** The room as its moderator sees it. */
export const roomSeenBy = async ({
  origin,
  roomId,
  seatId,
  token,
}: ModeratorPlace): Promise<RoomView> =>
  (await askServer<{ view: RoomView }>(origin, `/api/rooms/${roomId}?seat=${seatId}`, { token }))
    .view;

const quantile = (sorted: readonly number[], percent: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * percent) / PERCENT))] ?? 0;

interface Made {
  readonly roomId: RoomId;
  readonly seatId: SeatId;
  readonly auctionId: AuctionId;
  readonly seed: number;
  readonly bots: readonly SeatedBot[];
  readonly token: string;
}

/** Runs all lines of one rehearsal until every bot has left. */
const play = async (
  { origin, token: moderatorToken }: ModeratorPlace,
  made: Made,
  { thinkMs, outside }: { readonly thinkMs: number; readonly outside: Outside },
) => {
  const took: number[] = [];
  const refusedBots: Record<string, number> = {};
  const { roomId, auctionId, seatId, seed, token } = made;
  const bots = made.bots.map((seated) => new Bot({ ...seated, seed, thinkMs }));
  const ended = (reason: BotEnd): void => {
    if (typeof reason === 'string') return;
    const { code } = reason.refused;
    refusedBots[code] = (refusedBots[code] ?? 0) + 1;
  };
  const sit = (player: Bot | Conductor, at: SeatId, secret: string): Promise<void> =>
    new Promise((resolve) => {
      new BotLine(player, {
        ...{ origin, roomId, auctionId, seatId: at, token: secret, ...outside },
        answered: (tookMs) => took.push(tookMs),
        left: (reason) => {
          ended(reason);
          resolve();
        },
      });
    });
  await Promise.all([
    sit(new Conductor(), seatId, moderatorToken),
    ...bots.map((bot) => sit(bot, bot.seated.seatId, token)),
  ]);
  const sorted = took.toSorted((a, b) => a - b);
  const lines: LineFigures = {
    ...{ bots: bots.length, commands: took.length, refusedBots },
    medianMs: quantile(sorted, PERCENT / 2),
    p99Ms: quantile(sorted, PERCENT - 1),
  };
  const tallies = Object.fromEntries(bots.map((bot) => [bot.seated.teamId, bot.tally]));
  return { lines, tallies };
};

const withTallies = (
  report: RehearsalReport,
  tallies: Readonly<Record<string, BotTally>>,
): RehearsalReport => ({
  ...report,
  teams: report.teams.map((team) => {
    const tally = tallies[team.teamId];
    return { ...team, ...(tally && { tally }) };
  }),
});

/** Holds one rehearsal of an auction from its start to its end. Throws RehearsalRefused. */
export const holdRehearsal = async (
  place: ModeratorPlace,
  wish: HeldWish,
  outside: Outside,
): Promise<HeldRehearsal> => {
  const { origin, roomId, seatId, token } = place;
  const { thinkMs, ...asked } = wish;
  const made = must(
    await askServer<Decided<Made>>(origin, `/api/rooms/${roomId}/rehearsals?seat=${seatId}`, {
      body: { ...asked, bots: 'caller', start: 'moderator' },
      token,
    }),
  );
  const { lines, tallies } = await play(place, made, { thinkMs, outside });
  const { report } = must(
    await askServer<Decided<{ report: RehearsalReport }>>(
      origin,
      `/api/rooms/${made.roomId}/rehearsal?seat=${made.seatId}`,
      { token },
    ),
  );
  return { roomId: made.roomId, report: withTallies(report, tallies), lines };
};
