// Compares where hosted streams end with the journal: after every gap of the bus, and from time to time, for a lost
// message leaves no trace. Many streams are asked for at once and one question at a time, so that the cost is bounded.

import type { CancelTimer, Journal, Log, Timers } from '../ports.ts';
import type { StreamName } from '../../shared/kernel/ids.ts';
import { durationMs } from '../../shared/kernel/units.ts';

/** Streams in one question. */
const BATCH_STREAMS = 500;
/** Between two questions at least; what came up meanwhile is asked together. */
const PAUSE_MS = 20;
/** Between two rounds over all streams: as long as other nodes are heard, and when they are not. */
const ROUND_MS = 1_000;
const DEAF_ROUND_MS = 200;

export interface ComparingDeps {
  readonly journal: Journal;
  readonly timers: Timers;
  readonly log: Log;
  /** True while other nodes are heard. */
  readonly isHearing: () => boolean;
  /** All streams that are hosted. */
  readonly streams: () => Iterable<StreamName>;
  /** The version up to which a stream is known; undefined when it is not hosted any more. */
  readonly versionOf: (stream: StreamName) => number | undefined;
  /** Told of a stream that has more entries than are known. */
  readonly grew: (stream: StreamName, version: number) => void;
}

export class Comparing {
  readonly #deps: ComparingDeps;
  readonly #asked = new Set<StreamName>();
  #cancel: CancelTimer | undefined;
  #isSoon = false;
  #isAsking = false;
  #isFailing = false;
  #isStopped = false;

  constructor(deps: ComparingDeps) {
    this.#deps = deps;
    this.#schedule();
  }

  /** Compares one stream soon. */
  one(stream: StreamName): void {
    this.#asked.add(stream);
    this.#schedule();
  }

  /** Compares all streams soon. */
  all(): void {
    for (const stream of this.#deps.streams()) this.#asked.add(stream);
    this.#schedule();
  }

  stop(): void {
    this.#isStopped = true;
    this.#cancel?.();
  }

  #schedule(): void {
    if (this.#isAsking || this.#isStopped || this.#isSoon) return;
    this.#cancel?.();
    this.#isSoon = this.#asked.size > 0;
    const roundMs = this.#deps.isHearing() ? ROUND_MS : DEAF_ROUND_MS;
    this.#cancel = this.#deps.timers.after(durationMs(this.#isSoon ? PAUSE_MS : roundMs), () => {
      void this.#ask();
    });
  }

  async #ask(): Promise<void> {
    if (this.#asked.size === 0) for (const stream of this.#deps.streams()) this.#asked.add(stream);
    const batch = [...this.#asked].slice(0, BATCH_STREAMS);
    for (const stream of batch) this.#asked.delete(stream);
    this.#isSoon = false;
    this.#isAsking = true;
    try {
      if (batch.length > 0) await this.#compare(batch);
      this.#isFailing = false;
    } catch (cause) {
      this.#failed(cause);
    }
    this.#isAsking = false;
    this.#schedule();
  }

  async #compare(batch: readonly StreamName[]): Promise<void> {
    const { journal, versionOf, grew } = this.#deps;
    const versions = await journal.versions(batch);
    batch.forEach((stream, index) => {
      const [known, version] = [versionOf(stream), versions[index]];
      if (known !== undefined && version !== undefined && version > known) grew(stream, version);
    });
  }

  /** The next round asks for all again; until one succeeds nothing more is said about it. */
  #failed(cause: unknown): void {
    this.#asked.clear();
    if (!this.#isFailing) {
      this.#deps.log.warn({ err: cause }, 'streams could not be compared with the journal');
    }
    this.#isFailing = true;
  }
}
