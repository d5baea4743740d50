// The server's clock as this page knows it, with an honest error. Pure: fed with probes, told the local time.
// The local clock must be monotonic (performance.now), so that a changed wall clock moves no countdown.

/** One probe: local times before and after, and what the server's clock said in between; all in milliseconds. */
export interface ClockSample {
  readonly sentMs: number;
  readonly serverMs: number;
  readonly receivedMs: number;
}

/** An error above this is too large to trust the last second of a round. */
export const CERTAIN_ERROR_MS = 500;

const KEPT_SAMPLES = 12;
/** Two samples may contradict each other by this much before the local clock is taken to have jumped. */
const JUMP_MS = 50;

interface Estimate {
  readonly offsetMs: number;
  readonly errorMs: number;
}

/** Keeps the sample with the smallest round trip of the last twelve; its half round trip is the error. */
export class ServerClock {
  #estimates: readonly Estimate[] = [];
  #best: Estimate | undefined;
  #isStale = false;

  /** Takes a probe; one that came back before it was sent is dropped. */
  feed(sample: ClockSample): void {
    const roundTripMs = sample.receivedMs - sample.sentMs;
    if (!Number.isFinite(sample.serverMs) || !(roundTripMs >= 0)) return;
    const estimate = {
      offsetMs: sample.serverMs - (sample.sentMs + sample.receivedMs) / 2,
      errorMs: roundTripMs / 2,
    };
    // A local clock that stood still (a sleeping laptop) makes all older samples wrong, however good they were.
    const agreeing = this.#estimates.filter((older) => !contradict(older, estimate));
    this.#estimates = [...agreeing, estimate].slice(-KEPT_SAMPLES);
    this.#best = this.#estimates.reduce((a, b) => (b.errorMs < a.errorMs ? b : a));
    this.#isStale = false;
  }

  /** Forgets the samples, but goes on with their offset until the next one: uncertain, yet not blank. */
  forget(): void {
    this.#estimates = [];
    this.#isStale = true;
  }

  /** The server's time at local time `localMs`, whole milliseconds since the epoch; undefined before the first sample. */
  now(localMs: number): number | undefined {
    return this.#best && Math.round(localMs + this.#best.offsetMs);
  }

  /** The server's time is `now` ± this; undefined before the first sample and after `forget`. */
  get errorMs(): number | undefined {
    return this.#isStale ? undefined : this.#best?.errorMs;
  }

  get isCertain(): boolean {
    return this.errorMs !== undefined && this.errorMs <= CERTAIN_ERROR_MS;
  }
}

const contradict = (a: Estimate, b: Estimate): boolean =>
  Math.abs(a.offsetMs - b.offsetMs) > a.errorMs + b.errorMs + JUMP_MS;
