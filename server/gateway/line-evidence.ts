// Evidence of lines for the record: what this node knows of the seats that are connected to it, noted when a round
// closes, when a team tells a problem, and while an auction runs when a line gets worse or better (rules HLP3, HLP4).

import type { AuctionId, SeatId } from '../../shared/kernel/ids.ts';
import type { LineReport } from '../../shared/protocol/messages.ts';
import type { HelpCommand, LineFacts, LineState } from '../../shared/room/help-types.ts';
import type { RoomState } from '../../shared/room/types.ts';
import type { CancelTimer, Timers } from '../ports.ts';
import { formatOf } from '../../shared/auction/formats/all.ts';
import { durationMs, epochMs } from '../../shared/kernel/units.ts';
import { GONE_AFTER_MS, lineStateOf, missedIn } from '../../shared/room/line-state.ts';

const CHECK_MS = 5_000;
/** A line that comes and goes is noted at most so often. */
export const CHANGE_EVERY_MS = 30_000;

/** What is noted of lines, and why. */
export type NotedLines = Omit<Extract<HelpCommand, { type: 'NoteLines' }>, 'type'>;

export interface LineEvidenceDeps {
  readonly timers: Timers;
  readonly nowMs: () => number;
  readonly room: () => RoomState;
  /** Connections of a seat here and to all nodes. */
  readonly connectionsOf: (seatId: SeatId) => { readonly here: number; readonly inAll: number };
  readonly note: (noted: NotedLines) => void;
}

interface Heard {
  readonly sinceMs: number;
  report: LineReport | undefined;
  atMs: number;
  missed: number;
  noted: LineState;
  notedAtMs: number;
}

const isRunning = (room: RoomState): boolean =>
  Object.values(room.auctions).some(({ phase, pause }) => phase === 'running' && !pause);

/** How many rounds of each auction have a result. */
const roundsClosed = (room: RoomState): ReadonlyMap<AuctionId, number> =>
  new Map(
    Object.entries(room.auctions).map(([auctionId, auction]) => [
      auctionId,
      formatOf(auction.rules).results(auction).length,
    ]),
  );

/** Of one room on this node. */
export class LineEvidence {
  readonly #deps: LineEvidenceDeps;
  readonly #heard = new Map<SeatId, Heard>();
  #closed: ReadonlyMap<AuctionId, number>;
  #problems: RoomState['problems'];
  #checkedMs: number;
  #cancel: CancelTimer | undefined;

  constructor(deps: LineEvidenceDeps) {
    this.#deps = deps;
    const room = deps.room();
    this.#closed = roundsClosed(room);
    this.#problems = room.problems;
    this.#checkedMs = deps.nowMs();
    this.#checkLater();
  }

  entered(seatId: SeatId): void {
    if (this.#heard.has(seatId) || this.#teamOf(seatId) === null) return;
    const atMs = this.#deps.nowMs();
    this.#heard.set(seatId, {
      ...{ sinceMs: atMs, report: undefined, atMs, missed: 0 },
      ...{ noted: 'good', notedAtMs: Number.NEGATIVE_INFINITY },
    });
  }

  reported(seatId: SeatId, report: LineReport): void {
    const heard = this.#heard.get(seatId);
    if (!heard) return;
    const nowMs = this.#deps.nowMs();
    heard.missed += missedIn(nowMs - heard.atMs);
    heard.report = report;
    heard.atMs = nowMs;
  }

  /** The room has changed: a round may have closed, a problem may have been told. */
  changed(room: RoomState): void {
    const closed = roundsClosed(room);
    const auctionIds = [...closed].flatMap(([auctionId, count]) =>
      count > (this.#closed.get(auctionId) ?? 0) ? [auctionId] : [],
    );
    if (auctionIds.length > 0) {
      this.#note({ occasion: 'round-closed', auctionIds }, [...this.#heard.keys()]);
    }
    // Rounds that are taken back and held again close anew.
    this.#closed = closed;
    if (room.problems === this.#problems) return;
    const fresh = Object.entries(room.problems).filter(([id]) => !this.#problems[id]);
    this.#problems = room.problems;
    const teams = new Set(fresh.map(([, { teamId }]) => teamId));
    const seats = [...this.#heard.keys()].filter((id) => teams.has(this.#teamOf(id) ?? ''));
    this.#note({ occasion: 'problem' }, seats);
  }

  close(): void {
    this.#cancel?.();
  }

  #teamOf(seatId: SeatId): string | null {
    return this.#deps.room().seats[seatId]?.teamId ?? null;
  }

  #stateOf({ report, atMs, sinceMs }: Heard, nowMs: number): LineState {
    // Nothing can be told of a page that has just come.
    if (!report && nowMs - sinceMs < GONE_AFTER_MS) return 'good';
    return lineStateOf(report && { ...report, atMs }, nowMs);
  }

  #note(why: Omit<NotedLines, 'lines'>, seats: readonly SeatId[]): void {
    const nowMs = this.#deps.nowMs();
    const lines = seats.flatMap((seatId): readonly LineFacts[] => {
      const heard = this.#heard.get(seatId);
      if (!heard) return [];
      const { report, atMs, missed } = heard;
      return [
        {
          ...{
            seatId,
            state: this.#stateOf(heard, nowMs),
            missed: missed + missedIn(nowMs - atMs),
          },
          ...(report && {
            roundTripMs: Math.round(report.roundTripMs),
            clockErrorMs: Math.round(report.clockErrorMs),
            heartbeatAtMs: epochMs(atMs),
          }),
        },
      ];
    });
    if (lines.length > 0) this.#deps.note({ ...why, lines });
  }

  #checkLater(): void {
    this.#cancel = this.#deps.timers.after(durationMs(CHECK_MS), () => {
      this.#checkLater();
      this.#check();
    });
  }

  #check(): void {
    const nowMs = this.#deps.nowMs();
    const wasAway = nowMs - this.#checkedMs >= 2 * CHECK_MS;
    this.#checkedMs = nowMs;
    // A node that stood still has heard nobody, and says nothing about the lines of others.
    if (wasAway) {
      for (const heard of this.#heard.values()) heard.atMs = nowMs;
      return;
    }
    if (!isRunning(this.#deps.room())) return;
    const changed = [...this.#heard].filter(([seatId, heard]) => {
      const { here, inAll } = this.#deps.connectionsOf(seatId);
      // It has gone over to another node, which hears it now.
      if (here === 0 && inAll > 0) this.#heard.delete(seatId);
      return (
        (here > 0 || inAll === 0) &&
        this.#stateOf(heard, nowMs) !== heard.noted &&
        nowMs - heard.notedAtMs >= CHANGE_EVERY_MS
      );
    });
    for (const [, heard] of changed) {
      heard.noted = this.#stateOf(heard, nowMs);
      heard.notedAtMs = nowMs;
    }
    this.#note(
      { occasion: 'changed' },
      changed.map(([seatId]) => seatId),
    );
  }
}
