// Periodic work of all connections of the endpoint, spread over time by each connection's phase: pings, the end of
// those who do not answer, and the frames that keep providers and cursors alive. Whose turn it is follows from the
// clock and the connection alone: counted turns would tell everybody how many others have come (WALL4).

import type { CancelTimer, Clock, Timers } from '../ports.ts';
import { durationMs } from '../../shared/kernel/units.ts';
import type { SyncConnection } from './sync-connection.ts';
import type { AwarenessRelay } from './awareness.ts';

const TICK_MS = 1_000;
const PING_SECONDS = 15;
/** Less than the 30 s after which the stock provider gives up on a line without data; pings do not count for it. */
const REPEAT_SECONDS = 20;
/** Other nodes forget a cursor after 45 s. */
const RENEW_SECONDS = 15;
/** With the tick before and after it, a half-open line is gone within 40 s. */
const MAX_QUIET_SECONDS = 38;

export interface BeatingSheet {
  readonly connections: ReadonlySet<SyncConnection>;
  readonly awareness: Pick<AwarenessRelay, 'repeat' | 'renew'>;
}

export interface BeatsDeps {
  readonly timers: Timers;
  readonly clock: Clock;
  readonly sheets: () => Iterable<BeatingSheet>;
}

/** The seconds since the last tick; more than one when it came late. */
interface Tick {
  readonly after: number;
  readonly until: number;
}

/** Beats while there are sheets. */
export class Beats {
  readonly #deps: BeatsDeps;
  #second = 0;
  #cancel: CancelTimer | undefined;

  constructor(deps: BeatsDeps) {
    this.#deps = deps;
  }

  start(): void {
    if (this.#cancel) return;
    this.#second = this.#now();
    this.#wait();
  }

  stop(): void {
    this.#cancel?.();
    this.#cancel = undefined;
  }

  #now(): number {
    return Math.floor(this.#deps.clock.now() / TICK_MS);
  }

  #wait(): void {
    const { timers, clock } = this.#deps;
    this.#cancel = timers.after(durationMs(TICK_MS - (clock.now() % TICK_MS)), () => {
      this.#wait();
      const tick = { after: this.#second, until: this.#now() };
      this.#second = tick.until;
      this.#beatAll(tick);
    });
  }

  #beatAll(tick: Tick): void {
    for (const { connections, awareness } of this.#deps.sheets()) {
      for (const connection of connections) beat(connection, tick);
      const due = [...connections].filter(({ phase }) => isTurn(tick, phase, REPEAT_SECONDS));
      if (due.length > 0) awareness.repeat(due);
      if (isTurn(tick, 0, RENEW_SECONDS)) awareness.renew();
    }
  }
}

const beat = (connection: SyncConnection, tick: Tick): void => {
  connection.quietSeconds += 1;
  if (connection.quietSeconds > MAX_QUIET_SECONDS) connection.terminate();
  else if (isTurn(tick, connection.phase, PING_SECONDS)) connection.ping();
};

/** Whether the turn of a phase came since the last tick. */
const isTurn = ({ after, until }: Tick, phase: number, everySeconds: number): boolean =>
  Math.floor((until - phase) / everySeconds) > Math.floor((after - phase) / everySeconds);
