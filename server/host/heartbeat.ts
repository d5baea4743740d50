// Says that this node lives, and notices how long none did: no node ran, or none could write. The outage rule of auctions
// stands on it: a round that ran meanwhile comes back paused with what was left at the last beat (AUC15).

import type { EpochMs } from '../../shared/kernel/units.ts';
import type { Chance, Journal, Log, Timers } from '../ports.ts';
import type { Hosts } from './types.ts';
import { SYSTEM } from '../../shared/kernel/decider.ts';
import { durationMs, until } from '../../shared/kernel/units.ts';

const BEAT_MS = 500;
/** Shorter times without a beat are the beat's own rhythm. */
const MIN_OUTAGE_MS = 1_500;

export interface HeartbeatDeps {
  readonly journal: Journal;
  readonly hosts: Hosts;
  readonly timers: Timers;
  readonly chance: Chance;
  readonly log: Log;
  readonly node: string;
}

export class Heartbeat {
  readonly #deps: HeartbeatDeps;
  /** When this node's last beat was stored. */
  #beatMs: EpochMs | undefined;
  #beating: Promise<void> | undefined;
  #cancel: () => void = () => undefined;
  #isStopped = false;

  constructor(deps: HeartbeatDeps) {
    this.#deps = deps;
  }

  /** Beats once, and then until it is stopped. Rejects when the first beat cannot be stored. */
  async start(): Promise<void> {
    await this.#beat();
    this.#beatLater();
  }

  /** Resolves after the last beat. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#cancel();
    await this.#beating?.catch(() => undefined);
  }

  /**
   * Whether this node has beaten of late. What is due must not be decided before: in a time without beats nobody could
   * bid, and whether that was an outage is said first.
   */
  get isFresh(): boolean {
    if (this.#beatMs === undefined) return false;
    return until(this.#beatMs, this.#deps.journal.now()) < MIN_OUTAGE_MS;
  }

  /** Resolves once this node has beaten of late; rejects as the journal does while it is away. */
  async fresh(): Promise<void> {
    if (!this.isFresh && !this.#isStopped) await this.#beat();
  }

  #beatLater(): void {
    if (this.#isStopped) return;
    this.#cancel = this.#deps.timers.after(durationMs(BEAT_MS), () => {
      void this.#beat()
        // Whoever watches the journal says so, once.
        .catch(() => undefined)
        .then(() => {
          this.#beatLater();
        });
    });
  }

  /** One beat at a time; whoever asks meanwhile waits for the same. */
  #beat(): Promise<void> {
    this.#beating ??= this.#beatNow().finally(() => {
      this.#beating = undefined;
    });
    return this.#beating;
  }

  async #beatNow(): Promise<void> {
    const { journal, node } = this.#deps;
    const isGap = !this.isFresh;
    if (isGap) await this.#recordOutage();
    // Only now: whoever finds this beat may rely on it that the outage before it is recorded.
    const atMs = journal.now();
    await journal.beat(node, atMs);
    if (isGap) await this.#deps.hosts.afterOutage();
    this.#beatMs = atMs;
  }

  /** Records the time in which no node beat, if there was any. */
  async #recordOutage(): Promise<void> {
    const { journal, hosts, chance, log } = this.#deps;
    const fromMs = await journal.lastBeat();
    const toMs = journal.now();
    if (fromMs === undefined || until(fromMs, toMs) < MIN_OUTAGE_MS) return;
    log.info({ fromMs, toMs }, 'no node was alive for a time');
    const command = { type: 'RecordOutage', fromMs, toMs } as const;
    const answer = await hosts.site().submit(chance.id(), SYSTEM, command);
    if (!answer.ok) throw new Error(`the outage was not recorded: ${answer.rejection.code}`);
  }
}
