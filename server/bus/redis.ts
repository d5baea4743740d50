// The bus of many nodes: streams and signals as channels of Redis. It only tells; nothing is kept in Redis, and whatever
// Redis loses is found in the journal. Telling never waits for Redis and never fails, and what is under way is bounded.

import type { StreamName } from '../../shared/kernel/ids.ts';
import type { StoredEntry } from '../../shared/record/entry.ts';
import type {
  Bus,
  CancelTimer,
  Chance,
  EntriesListener,
  Log,
  Timers,
  Unsubscribe,
} from '../ports.ts';
import { durationMs } from '../../shared/kernel/units.ts';
import { decodeMessage, encodeEntries, encodeSignal, encodeVersion } from './redis-messages.ts';
import { entriesChannel, signalChannel } from './redis-names.ts';
import { openRedis } from './redis-open.ts';
import type { RedisLink } from './redis-link.ts';

const NODE_BYTES = 8;
/** Bytes on their way to Redis beyond which entries are told by their version alone, and signals are dropped. */
const MAX_UNDER_WAY_BYTES = 4 * 1024 * 1024;
/** A signal is small or is not needed. */
const MAX_SIGNAL_BYTES = 256 * 1024;
/** Streams remembered as not told; more are found by comparing alone. */
const MAX_UNTOLD = 20_000;
const RETRY_MS = 200;

/**
 * `told` and `heard`: messages sent to and got from other nodes. `untold`: entries that could not be sent when they were
 * stored. `signal-dropped`: signals that were not sent. `malformed`: messages that no node of ours would send.
 */
export type BusCount = 'told' | 'heard' | 'untold' | 'signal-dropped' | 'malformed';

export interface RedisBusOptions {
  /** Addresses, `redis://` or `rediss://`: one, or several of one cluster. */
  readonly urls: readonly string[];
  /** Before all names; see isChannelPrefix. */
  readonly prefix: string;
  readonly timers: Timers;
  readonly chance: Chance;
  readonly log: Log;
  readonly counted?: (kind: BusCount) => void;
}

interface Topic {
  readonly name: string;
  readonly entries: Set<EntriesListener>;
  readonly signals: Set<(payload: Uint8Array) => void>;
}

/** Makes the bus at once; it connects in the background and for as long as it takes. */
export const createRedisBus = (options: RedisBusOptions): Bus => new RedisBus(options);

class RedisBus implements Bus {
  readonly isShared = true;
  readonly #options: RedisBusOptions;
  readonly #node: string;
  readonly #link: RedisLink;
  readonly #topics = new Map<string, Topic>();
  readonly #gapListeners = new Set<(stream?: StreamName) => void>();
  /** Versions of streams that could not be told, by stream; told when Redis is there again. */
  readonly #untold = new Map<StreamName, number>();
  #bytesUnderWay = 0;
  #cancelRetry: CancelTimer | undefined;
  #isClosed = false;
  #wasConnected = false;

  constructor(options: RedisBusOptions) {
    this.#options = options;
    this.#node = options.chance.hex(NODE_BYTES);
    this.#link = openRedis({
      urls: options.urls,
      timers: options.timers,
      listener: {
        message: (channel, message) => {
          this.#received(channel, message);
        },
        gap: (channel) => {
          this.#gap(channel);
        },
        changed: () => {
          this.#changed();
        },
        failed: (cause) => {
          options.log.warn({ err: cause }, 'Redis: rooms go on by asking the journal');
        },
      },
    });
  }

  isConnected(): boolean {
    return this.#link.isConnected();
  }

  publish(stream: StreamName, entries: readonly StoredEntry[]): void {
    const version = entries.at(-1)?.version;
    if (version === undefined) return;
    const channel = this.#entriesChannel(stream);
    if (!this.#link.canSend(channel)) {
      this.#keep(stream, version);
      return;
    }
    const isCrowded = this.#bytesUnderWay > MAX_UNDER_WAY_BYTES;
    const message = isCrowded
      ? encodeVersion(this.#node, version)
      : encodeEntries(this.#node, entries);
    this.#tell(stream, version, message);
  }

  subscribe(stream: StreamName, listener: EntriesListener): Unsubscribe {
    const channel = this.#entriesChannel(stream);
    return this.#listen(channel, stream, ({ entries }) => entries, listener);
  }

  signal(topic: string, payload: Uint8Array): void {
    const channel = signalChannel(this.#options.prefix, topic);
    const isCrowded = this.#bytesUnderWay > MAX_UNDER_WAY_BYTES;
    if (isCrowded || payload.length > MAX_SIGNAL_BYTES || !this.#link.canSend(channel)) {
      this.#count('signal-dropped');
      return;
    }
    this.#send(channel, encodeSignal(this.#node, payload)).catch(() => {
      this.#count('signal-dropped');
    });
  }

  onSignal(topic: string, listener: (payload: Uint8Array) => void): Unsubscribe {
    const channel = signalChannel(this.#options.prefix, topic);
    return this.#listen(channel, topic, ({ signals }) => signals, listener);
  }

  onGap(listener: (stream?: StreamName) => void): Unsubscribe {
    this.#gapListeners.add(listener);
    return () => this.#gapListeners.delete(listener);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#cancelRetry?.();
    await this.#link.close();
  }

  #entriesChannel(stream: StreamName): string {
    return entriesChannel(this.#options.prefix, stream);
  }

  #listen<Listener>(
    channel: string,
    name: string,
    part: (topic: Topic) => Set<Listener>,
    listener: Listener,
  ): Unsubscribe {
    const topic = this.#topics.get(channel) ?? { name, entries: new Set(), signals: new Set() };
    if (!this.#topics.has(channel)) {
      this.#topics.set(channel, topic);
      this.#link.want(channel);
    }
    part(topic).add(listener);
    return () => {
      part(topic).delete(listener);
      const isUnused = topic.entries.size + topic.signals.size === 0;
      if (!isUnused || this.#topics.get(channel) !== topic) return;
      this.#topics.delete(channel);
      this.#link.drop(channel);
    };
  }

  #tell(stream: StreamName, version: number, message: Buffer): void {
    this.#send(this.#entriesChannel(stream), message).then(
      () => {
        this.#count('told');
      },
      () => {
        this.#keep(stream, version);
      },
    );
  }

  async #send(channel: string, message: Buffer): Promise<void> {
    this.#bytesUnderWay += message.length;
    try {
      await this.#link.send(channel, message);
    } finally {
      this.#bytesUnderWay -= message.length;
    }
  }

  /** Remembers that others were not told how far a stream has grown. */
  #keep(stream: StreamName, version: number): void {
    this.#count('untold');
    const known = this.#untold.get(stream) ?? 0;
    if (known === 0 && this.#untold.size >= MAX_UNTOLD) return;
    this.#untold.set(stream, Math.max(known, version));
    // A single message may be refused by a Redis that works; what is away says when it is back.
    if (!this.#link.isConnected() || this.#cancelRetry || this.#isClosed) return;
    this.#cancelRetry = this.#options.timers.after(durationMs(RETRY_MS), () => {
      this.#cancelRetry = undefined;
      this.#tellUntold();
    });
  }

  #tellUntold(): void {
    for (const [stream, version] of this.#untold) {
      if (this.#bytesUnderWay > MAX_UNDER_WAY_BYTES) return;
      if (!this.#link.canSend(this.#entriesChannel(stream))) continue;
      this.#untold.delete(stream);
      this.#tell(stream, version, encodeVersion(this.#node, version));
    }
  }

  #received(channel: string, bytes: Buffer): void {
    const topic = this.#topics.get(channel);
    if (!topic) return;
    try {
      const message = decodeMessage(topic.name, bytes);
      if (!message) {
        this.#count('malformed');
        return;
      }
      if (message.node === this.#node) return;
      this.#count('heard');
      if (message.kind === 'signal') for (const tell of topic.signals) tell(message.payload);
      else for (const tell of topic.entries) tell(message.entries, message.version);
    } catch (cause) {
      // Nothing that came from outside may end the reading of the connection.
      this.#options.log.error({ err: cause }, 'a message of the bus was not taken');
    }
  }

  #gap(channel: string | undefined): void {
    const topic = channel === undefined ? undefined : this.#topics.get(channel);
    if (channel !== undefined && (topic?.entries.size ?? 0) === 0) return;
    for (const tell of this.#gapListeners) tell(topic?.name);
  }

  #changed(): void {
    const isConnected = this.#link.isConnected();
    this.#tellUntold();
    if (isConnected && !this.#wasConnected) {
      this.#options.log.info({}, 'Redis: other nodes are heard');
    }
    this.#wasConnected = isConnected;
  }

  #count(kind: BusCount): void {
    this.#options.counted?.(kind);
  }
}
