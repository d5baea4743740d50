// The link for an address of which nobody knows yet whether it is one server or a cluster, or whether anything is
// there at all: asks until something answers, and hands over to the right one. Until then nothing is heard or sent.

import type { CancelTimer, Timers } from '../ports.ts';
import { durationMs } from '../../shared/kernel/units.ts';
import { openCluster } from './redis-cluster.ts';
import { isCluster } from './redis-discovery.ts';
import { openLine } from './redis-line.ts';
import type { LinkListener, RedisLink } from './redis-link.ts';

const RETRY_MS = 500;

export interface OpenOptions {
  /** One address, or several of one cluster. */
  readonly urls: readonly string[];
  readonly timers: Timers;
  readonly listener: LinkListener;
}

export const openRedis = (options: OpenOptions): RedisLink => new UnknownRedis(options);

class UnknownRedis implements RedisLink {
  readonly #options: OpenOptions;
  readonly #wanted = new Set<string>();
  #link: RedisLink | undefined;
  #isClosed = false;
  #hasFailed = false;
  #cancelRetry: CancelTimer | undefined;

  constructor(options: OpenOptions) {
    this.#options = options;
    void this.#discover();
  }

  isConnected(): boolean {
    return this.#link?.isConnected() ?? false;
  }

  canSend(channel: string): boolean {
    return this.#link?.canSend(channel) ?? false;
  }

  async send(channel: string, message: Buffer): Promise<void> {
    if (!this.#link) throw new Error('no Redis is known yet');
    await this.#link.send(channel, message);
  }

  want(channel: string): void {
    if (this.#link) this.#link.want(channel);
    else this.#wanted.add(channel);
  }

  drop(channel: string): void {
    if (this.#link) this.#link.drop(channel);
    else this.#wanted.delete(channel);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#cancelRetry?.();
    await this.#link?.close();
  }

  async #discover(): Promise<void> {
    const { urls, listener, timers } = this.#options;
    for (const url of urls) {
      try {
        const isOfCluster = await isCluster(url);
        if (!this.#isClosed) this.#use(url, isOfCluster);
        return;
      } catch (cause) {
        if (!this.#hasFailed && !this.#isClosed) listener.failed(cause as Error);
        this.#hasFailed = true;
      }
    }
    if (this.#isClosed) return;
    this.#cancelRetry = timers.after(durationMs(RETRY_MS), () => {
      void this.#discover();
    });
  }

  #use(url: string, isOfCluster: boolean): void {
    const { urls, timers, listener } = this.#options;
    this.#link = isOfCluster
      ? openCluster({ urls, timers, listener })
      : openLine({ url, isSharded: false, timers, listener });
    for (const channel of this.#wanted) this.#link.want(channel);
    this.#wanted.clear();
  }
}
