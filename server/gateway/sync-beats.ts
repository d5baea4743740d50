// Periodic work of all connections of the endpoint, spread over time by each connection's phase: pings, the end of
// those who do not answer, and the frames that keep providers and cursors alive.

import type { CancelTimer, Timers } from '../ports.ts';
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

/** Beats while there are sheets. */
export class Beats {
  readonly #timers: Timers;
  readonly #sheets: () => Iterable<BeatingSheet>;
  #second = 0;
  #cancel: CancelTimer | undefined;

  constructor(timers: Timers, sheets: () => Iterable<BeatingSheet>) {
    this.#timers = timers;
    this.#sheets = sheets;
  }

  start(): void {
    this.#cancel ??= this.#timers.after(durationMs(TICK_MS), () => {
      this.#cancel = undefined;
      this.start();
      this.#tick();
    });
  }

  stop(): void {
    this.#cancel?.();
    this.#cancel = undefined;
  }

  #tick(): void {
    this.#second += 1;
    for (const { connections, awareness } of this.#sheets()) {
      for (const connection of connections) this.#beat(connection);
      const due = [...connections].filter(({ phase }) => this.#isTurn(phase, REPEAT_SECONDS));
      if (due.length > 0) awareness.repeat(due);
      if (this.#second % RENEW_SECONDS === 0) awareness.renew();
    }
  }

  #beat(connection: SyncConnection): void {
    connection.quietSeconds += 1;
    if (connection.quietSeconds > MAX_QUIET_SECONDS) connection.terminate();
    else if (this.#isTurn(connection.phase, PING_SECONDS)) connection.ping();
  }

  #isTurn(phase: number, everySeconds: number): boolean {
    return this.#second % everySeconds === phase % everySeconds;
  }
}
