// A Redis cluster as one link: a line to each server that has slots, each channel on the line of its slot. The slots
// are read again when a server says that they moved, when a line fails, and from time to time.

import type { CancelTimer, Timers } from '../ports.ts';
import { durationMs } from '../../shared/kernel/units.ts';
import type { SlotRange } from './redis-discovery.ts';
import { readSlots } from './redis-discovery.ts';
import { openLine } from './redis-line.ts';
import type { LinkListener, RedisLink } from './redis-link.ts';
import { SLOTS, slotOf } from './redis-slots.ts';

/** Often, for the word that a channel is sent no more can be lost beside other answers. */
const REFRESH_MS = 2_000;
const RETRY_MS = 500;
/** Servers say that slots moved with every message; they are read once for all that say so together. */
const SOON_MS = 50;

export interface ClusterOptions {
  /** Addresses of servers of the cluster; one that answers is enough. */
  readonly urls: readonly string[];
  readonly timers: Timers;
  readonly listener: LinkListener;
}

/** Takes for granted that the addresses lead to a cluster. */
export const openCluster = (options: ClusterOptions): RedisLink => new RedisCluster(options);

class RedisCluster implements RedisLink {
  readonly #options: ClusterOptions;
  readonly #lines = new Map<string, RedisLink>();
  /** Where each wanted channel is heard; undefined while nobody has its slot. */
  readonly #channels = new Map<string, string | undefined>();
  #ranges: readonly SlotRange[] = [];
  #isWhole = false;
  #isReading = false;
  #isClosed = false;
  #isSoon = false;
  #cancelRefresh: CancelTimer | undefined;

  constructor(options: ClusterOptions) {
    this.#options = options;
    void this.#refresh();
  }

  isConnected(): boolean {
    return this.#isWhole && [...this.#lines.values()].every((line) => line.isConnected());
  }

  canSend(channel: string): boolean {
    return this.#lineOf(channel)?.canSend(channel) ?? false;
  }

  async send(channel: string, message: Buffer): Promise<void> {
    const line = this.#lineOf(channel);
    if (!line) throw new Error('no server of the cluster has this channel');
    try {
      await line.send(channel, message);
    } catch (cause) {
      if (cause instanceof Error && cause.message.startsWith('MOVED')) this.#refreshSoon();
      throw cause;
    }
  }

  want(channel: string): void {
    this.#channels.set(channel, undefined);
    this.#place(channel);
  }

  drop(channel: string): void {
    const url = this.#channels.get(channel);
    this.#channels.delete(channel);
    if (url !== undefined) this.#lines.get(url)?.drop(channel);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#cancelRefresh?.();
    await Promise.all([...this.#lines.values()].map((line) => line.close()));
  }

  #urlOf(channel: string): string | undefined {
    const slot = slotOf(channel);
    return this.#ranges.find(({ from, to }) => from <= slot && slot <= to)?.url;
  }

  #lineOf(channel: string): RedisLink | undefined {
    const url = this.#urlOf(channel);
    return url === undefined ? undefined : this.#lines.get(url);
  }

  #place(channel: string): void {
    const before = this.#channels.get(channel);
    const url = this.#urlOf(channel);
    if (before !== undefined && before !== url) this.#lines.get(before)?.drop(channel);
    this.#channels.set(channel, url);
    // Also where it was: a slot may have gone and come back.
    if (url !== undefined) this.#lines.get(url)?.want(channel);
  }

  #refreshSoon(): void {
    if (this.#isSoon) return;
    this.#isSoon = true;
    this.#schedule(SOON_MS);
  }

  #schedule(waitMs: number): void {
    if (this.#isReading || this.#isClosed) return;
    this.#cancelRefresh?.();
    this.#cancelRefresh = this.#options.timers.after(durationMs(waitMs), () => {
      void this.#refresh();
    });
  }

  async #refresh(): Promise<void> {
    this.#isReading = true;
    this.#isSoon = false;
    const ranges = await this.#readFromAny();
    this.#isReading = false;
    if (this.#isClosed) return;
    if (ranges) this.#take(ranges);
    if (this.#isSoon) this.#schedule(SOON_MS);
    else this.#schedule(this.isConnected() ? REFRESH_MS : RETRY_MS);
  }

  /** Asks servers that work first, then all addresses that are known; undefined when none answers. */
  async #readFromAny(): Promise<readonly SlotRange[] | undefined> {
    const open = [...this.#lines].filter(([, line]) => line.isConnected()).map(([url]) => url);
    let failure: unknown;
    for (const url of new Set([...open, ...this.#options.urls, ...this.#lines.keys()])) {
      if (this.#isClosed) return undefined;
      try {
        return await readSlots(url);
      } catch (cause) {
        failure = cause;
      }
    }
    if (this.#lines.size === 0) this.#options.listener.failed(failure as Error);
    return undefined;
  }

  #take(ranges: readonly SlotRange[]): void {
    this.#ranges = ranges;
    const covered = ranges.reduce((sum, { from, to }) => sum + to - from + 1, 0);
    this.#isWhole = covered === SLOTS;
    const urls = new Set(ranges.map(({ url }) => url));
    for (const url of urls) if (!this.#lines.has(url)) this.#lines.set(url, this.#open(url));
    for (const channel of this.#channels.keys()) this.#place(channel);
    for (const [url, line] of this.#lines) {
      if (urls.has(url)) continue;
      this.#lines.delete(url);
      void line.close();
    }
    this.#options.listener.changed();
  }

  #open(url: string): RedisLink {
    const { timers, listener } = this.#options;
    return openLine({
      url,
      isSharded: true,
      timers,
      listener: {
        ...listener,
        failed: (cause) => {
          listener.failed(cause);
          this.#refreshSoon();
        },
      },
      moved: () => {
        this.#refreshSoon();
      },
    });
  }
}
