// One journal and the nodes' ways to it, on virtual time and seeded chance: answers come late, a request fails before
// anything is stored or after it was, a way is cut, a node dies while its request is under way. What the journal has
// is known here at every moment, so that a test can hold what anybody sees against it.

import type { Append, AppendResult, Journal, Timers } from '../../server/ports.ts';
import type { Clock } from '../../server/ports.ts';
import { JournalFault } from '../../server/journal/fault.ts';
import { createMemoryJournal } from '../../server/journal/memory.ts';
import type { StreamName } from '../../shared/kernel/ids.ts';
import type { EpochMs } from '../../shared/kernel/units.ts';
import { durationMs, epochMs } from '../../shared/kernel/units.ts';
import type { StoredEntry } from '../../shared/record/entry.ts';
import type { Random } from '../../shared/kernel/random.ts';

export interface JournalWeather {
  /** Of a request and of its answer, each, in milliseconds. */
  readonly delayMs: readonly [number, number];
  /** Parts of 1: of requests that never arrive, and of answers that never come back. */
  readonly failsBefore: number;
  readonly failsAfter: number;
}

export const FAIR_JOURNAL: JournalWeather = { delayMs: [1, 1], failsBefore: 0, failsAfter: 0 };

/** What commits cost a store that everybody shares, in milliseconds; parts of one count. */
export interface StoreCosts {
  readonly commitMs: number;
  readonly entryMs: number;
}

/** A node's way to the journal. */
export interface JournalLine {
  readonly journal: Journal;
  isCut: boolean;
  /** Nothing comes back any more; what is under way may still arrive. */
  die(): void;
}

interface Lane {
  readonly waiting: (() => Promise<void>)[];
  isCommitting: boolean;
}

export type Counted = 'append' | 'read' | 'versions' | 'snapshot' | 'due' | 'command' | 'other';

export class SimulatedJournal {
  readonly #time: Clock & Timers;
  readonly #random: Random;
  readonly #inner: Journal;
  readonly #stored = new Map<StreamName, StoredEntry[]>();
  weather = FAIR_JOURNAL;
  readonly counts: Record<Counted, number> = {
    ...{ append: 0, read: 0, versions: 0, snapshot: 0, due: 0, command: 0, other: 0 },
  };
  /** Appends that came too late. */
  conflicts = 0;
  /** With costs a node has one commit under way, and what waits meanwhile goes together into the next one. */
  storeCosts: StoreCosts | undefined;
  commits = 0;
  #storeBusyUntilMs = 0;

  constructor(time: Clock & Timers, random: Random) {
    this.#time = time;
    this.#random = random;
    this.#inner = createMemoryJournal({ clock: time });
  }

  /** What is durable of a stream at this moment. */
  stored(stream: StreamName): readonly StoredEntry[] {
    return this.#stored.get(stream) ?? [];
  }

  /** All streams that have entries. */
  get streams(): readonly StreamName[] {
    return [...this.#stored.keys()];
  }

  /** When each stream wants to be woken. */
  async wakes(): Promise<ReadonlyMap<StreamName, EpochMs>> {
    const due = await this.#inner.due(epochMs(Number.MAX_SAFE_INTEGER), Number.MAX_SAFE_INTEGER);
    return new Map(due.map(({ stream, wakeAt }) => [stream, wakeAt]));
  }

  /** A way to the journal for one node, whose idea of the common clock is off by `skewMs`. */
  line(skewMs = 0): JournalLine {
    const line = { isCut: false, isDead: false };
    const lane: Lane = { waiting: [], isCommitting: false };
    const ask = <T>(kind: Counted, act: () => Promise<T>) => this.#ask(line, kind, act);
    const inner = this.#inner;
    const journal: Journal = {
      append: (request) => this.#inLane(lane, () => ask('append', () => this.#append(request))),
      read: (...read) => ask('read', () => inner.read(...read)),
      versions: (streams) => ask('versions', () => inner.versions(streams)),
      findCommand: (...command) => ask('command', () => inner.findCommand(...command)),
      readSnapshot: (stream) => ask('snapshot', () => inner.readSnapshot(stream)),
      writeSnapshot: (...snapshot) => ask('other', () => inner.writeSnapshot(...snapshot)),
      streams: (...page) => ask('other', () => inner.streams(...page)),
      due: (...due) => ask('due', () => inner.due(...due)),
      beat: (...beat) => ask('other', () => inner.beat(...beat)),
      lastBeat: () => ask('other', () => inner.lastBeat()),
      now: () => epochMs(this.#time.now() + skewMs),
      close: () => Promise.resolve(),
    };
    return {
      journal,
      get isCut() {
        return line.isCut;
      },
      set isCut(isCut) {
        line.isCut = isCut;
      },
      die: () => {
        line.isDead = true;
      },
    };
  }

  async #ask<T>(
    line: { readonly isCut: boolean; readonly isDead: boolean },
    kind: Counted,
    act: () => Promise<T>,
  ): Promise<T> {
    // Who is dead waits for ever, as nobody.
    if (line.isDead) return never();
    this.counts[kind] += 1;
    await this.#pass();
    if (line.isCut || this.#happens(this.weather.failsBefore)) throw cutOff('before');
    const answer = await act();
    await this.#pass();
    if (line.isDead) return never();
    if (line.isCut || this.#happens(this.weather.failsAfter)) throw cutOff('after');
    return answer;
  }

  /** Puts an append into its node's next commit, where commits cost something. */
  #inLane(lane: Lane, append: () => Promise<AppendResult>): Promise<AppendResult> {
    if (!this.storeCosts) return append();
    const { promise, resolve, reject } = Promise.withResolvers<AppendResult>();
    lane.waiting.push(() => append().then(resolve, reject));
    if (!lane.isCommitting) void this.#commit(lane, this.storeCosts);
    return promise;
  }

  async #commit(lane: Lane, { commitMs, entryMs }: StoreCosts): Promise<void> {
    lane.isCommitting = true;
    while (lane.waiting.length > 0) {
      const batch = lane.waiting.splice(0);
      this.commits += 1;
      const costMs = commitMs + entryMs * batch.length;
      this.#storeBusyUntilMs = Math.max(this.#time.now(), this.#storeBusyUntilMs) + costMs;
      const waitMs = durationMs(Math.floor(this.#storeBusyUntilMs - this.#time.now()));
      await new Promise<void>((resolve) => void this.#time.after(waitMs, resolve));
      await Promise.all(batch.map((append) => append()));
    }
    lane.isCommitting = false;
  }

  async #append(request: Append): Promise<AppendResult> {
    const result = await this.#inner.append(request);
    if (!result.ok) {
      this.conflicts += 1;
      return result;
    }
    const stored = this.#stored.get(request.stream) ?? [];
    stored.push(...result.entries);
    this.#stored.set(request.stream, stored);
    return result;
  }

  #pass(): Promise<void> {
    const [least, most] = this.weather.delayMs;
    return new Promise((resolve) => {
      this.#time.after(durationMs(this.#random.between(least, most)), resolve);
    });
  }

  #happens(part: number): boolean {
    return part > 0 && this.#random.next() < part;
  }
}

const never = (): Promise<never> => new Promise(() => undefined);

const cutOff = (when: string): JournalFault =>
  new JournalFault('unavailable', `the journal could not be reached (${when} it was asked)`);
