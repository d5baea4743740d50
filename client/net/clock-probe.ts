// Asks the server for its time: a burst after each connect, then every few seconds. The answers feed the
// server clock; two missing answers say that the line is dead although nobody has closed it.

import type { LineReport } from '../../shared/protocol/messages.ts';
import { REPORT_EVERY_MS } from '../../shared/room/line-state.ts';
import type { ServerClock } from './server-clock.ts';
import type { Ambient, Wire } from './wire.ts';

const BURST = 5;
const BURST_PAUSE_MS = 200;
export const PROBE_EVERY_MS = 5_000;
/** Two missed heartbeats. */
const SILENCE_MS = 2 * PROBE_EVERY_MS;
/** Upper bound of what the server takes in a report. */
const MAX_REPORTED_MS = 600_000;

export interface ProbeListener {
  /** The clock was fed. */
  readonly measured: (line: LineReport) => void;
  readonly silent: () => void;
}

/** One connection's life. */
interface Run {
  isOver: boolean;
  lastHeardMs: number;
}

export class ClockProbe {
  readonly #wire: Wire;
  readonly #ambient: Ambient;
  readonly #clock: ServerClock;
  readonly #listener: ProbeListener;
  #run: Run | undefined;
  #latest: LineReport | undefined;

  constructor(wire: Wire, ambient: Ambient, clock: ServerClock, listener: ProbeListener) {
    this.#wire = wire;
    this.#ambient = ambient;
    this.#clock = clock;
    this.#listener = listener;
  }

  /** After a connect. */
  start(): void {
    this.stop();
    this.#clock.forget();
    const run = { isOver: false, lastHeardMs: this.#ambient.localNowMs() };
    this.#run = run;
    for (let i = 1; i < BURST; i += 1) this.#once(run, i * BURST_PAUSE_MS, () => this.#probe(run));
    this.#probe(run);
    this.#every(run, PROBE_EVERY_MS, () => {
      if (this.#ambient.localNowMs() - run.lastHeardMs >= SILENCE_MS) this.#listener.silent();
      else this.#probe(run);
    });
    const report = (): void => {
      if (this.#latest) this.#wire.emit('line', this.#latest);
    };
    // The moderator sees a fresh line at once, not only with the first regular report.
    this.#once(run, BURST * BURST_PAUSE_MS, report);
    this.#every(run, REPORT_EVERY_MS, report);
  }

  stop(): void {
    if (this.#run) this.#run.isOver = true;
    this.#run = undefined;
    this.#latest = undefined;
  }

  #once(run: Run, waitMs: number, action: () => void): void {
    this.#ambient.after(waitMs, () => {
      if (!run.isOver) action();
    });
  }

  #every(run: Run, waitMs: number, action: () => void): void {
    this.#once(run, waitMs, () => {
      action();
      if (!run.isOver) this.#every(run, waitMs, action);
    });
  }

  #probe(run: Run): void {
    const sentMs = this.#ambient.localNowMs();
    this.#wire.emit('clock', (result) => {
      // An answer to a probe of an earlier connection measures nothing.
      if (run.isOver) return;
      const receivedMs = this.#ambient.localNowMs();
      run.lastHeardMs = receivedMs;
      if (!result.ok) return;
      this.#clock.feed({ sentMs, serverMs: result.value.serverMs, receivedMs });
      this.#latest = {
        roundTripMs: Math.min(receivedMs - sentMs, MAX_REPORTED_MS),
        clockErrorMs: Math.min(this.#clock.errorMs ?? MAX_REPORTED_MS, MAX_REPORTED_MS),
      };
      this.#listener.measured(this.#latest);
    });
  }
}
