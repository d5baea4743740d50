// One connection to one Redis server. Commands and what is heard share it, so that an answer proves both directions; the
// server is asked time and again, and says how many channels it sends. The line reconnects for ever, keeps nothing for
// later while it is away, and asks again for every channel.

import { createClient, ErrorReply } from 'redis';
import type { CancelTimer, Timers } from '../ports.ts';
import { durationMs } from '../../shared/kernel/units.ts';
import type { LinkListener, RedisLink } from './redis-link.ts';

const ASK_MS = 500;
/** Questions without an answer after which nothing is taken to be heard. */
const MISSED_ANSWERS = 4;
/** Answers in a row that tell of other channels than are asked for, after which a new connection is made. */
const WRONG_COUNTS = 2;
/** A connection that is silent for so long, answers and all, is given up for a new one. */
const SILENCE_MS = 5_000;
const CONNECT_MS = 2_000;
const FIRST_RETRY_MS = 50;
const MAX_RETRY_MS = 500;
const FAREWELL_MS = 1_000;
/** Commands under way; the bus stops far earlier by their bytes. */
const MAX_COMMANDS = 50_000;

export interface LineOptions {
  readonly url: string;
  /** Channels of a cluster: each lives on the server that has its slot. */
  readonly isSharded: boolean;
  readonly timers: Timers;
  readonly listener: LinkListener;
  /** Told when the server says that channels moved to another one. */
  readonly moved?: () => void;
}

/** The connection as the library makes it; never waits for a server that is away. */
const clientFor = (url: string) =>
  createClient({
    url,
    RESP: 3,
    disableOfflineQueue: true,
    commandsQueueMaxLength: MAX_COMMANDS,
    maintNotifications: 'disabled',
    // A timer a command costs more than the command; silence ends the connection, and all that waits with it.
    commandOptions: { timeout: 0 },
    socket: {
      connectTimeout: CONNECT_MS,
      socketTimeout: SILENCE_MS,
      reconnectStrategy: (retries) => Math.min(FIRST_RETRY_MS * 2 ** retries, MAX_RETRY_MS),
    },
  });

interface Channel {
  isWanted: boolean;
  /** Whether the server sends it to us, as far as is known. */
  isHeard: boolean;
  isAsking: boolean;
}

export const openLine = (options: LineOptions): RedisLink => new RedisLine(options);

class RedisLine implements RedisLink {
  readonly #options: LineOptions;
  readonly #client: ReturnType<typeof clientFor>;
  readonly #channels = new Map<string, Channel>();
  readonly #heard = (message: Buffer, channel: Buffer): void => {
    this.#options.listener.message(channel.toString(), message);
  };
  #isReady = false;
  #missedAnswers = 0;
  #wrongCounts = 0;
  #isClosed = false;
  #hasFailed = false;
  #cancelAsk: CancelTimer | undefined;

  constructor(options: LineOptions) {
    this.#options = options;
    this.#client = clientFor(options.url);
    this.#client.on('ready', () => {
      this.#opened();
    });
    this.#client.on('error', (cause: Error) => {
      this.#failed(cause);
    });
    this.#client.on('sharded-channel-moved', (channel: string) => {
      this.#lost([channel]);
    });
    // The library has forgotten all channels, since the server it came back to has not all of them any more.
    this.#client.on('__MOVED', () => {
      this.#lost(this.#channels.keys());
    });
    this.#connect();
  }

  isConnected(): boolean {
    return this.#isReady && this.#missedAnswers < MISSED_ANSWERS;
  }

  canSend(): boolean {
    return this.isConnected();
  }

  async send(channel: string, message: Buffer): Promise<void> {
    const verb = this.#options.isSharded ? 'SPUBLISH' : 'PUBLISH';
    await this.#client.sendCommand([verb, channel, message]);
  }

  want(channel: string): void {
    const known = this.#channels.get(channel);
    if (known) known.isWanted = true;
    else this.#channels.set(channel, { isWanted: true, isHeard: false, isAsking: false });
    this.#settle(channel);
  }

  drop(channel: string): void {
    const known = this.#channels.get(channel);
    if (!known) return;
    known.isWanted = false;
    this.#settle(channel);
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#cancelAsk?.();
    if (this.#isReady) {
      const { promise: tooLong, resolve } = Promise.withResolvers<void>();
      const cancel = this.#options.timers.after(durationMs(FAREWELL_MS), resolve);
      await Promise.race([this.#client.close(), tooLong]);
      cancel();
    }
    if (this.#client.isOpen) this.#client.destroy();
  }

  #opened(): void {
    if (this.#isClosed) return;
    this.#isReady = true;
    this.#hasFailed = false;
    this.#missedAnswers = 0;
    this.#wrongCounts = 0;
    // The library has asked again for what it knew to be heard; the rest is asked for now.
    for (const channel of this.#channels.keys()) this.#settle(channel);
    this.#cancelAsk?.();
    this.#ask();
    const { listener } = this.#options;
    listener.changed();
    listener.gap();
  }

  #failed(cause: Error): void {
    const wasConnected = this.isConnected();
    this.#isReady = this.#client.isReady;
    if (this.#isClosed || this.#isReady) return;
    const { listener } = this.#options;
    if (!this.#hasFailed) listener.failed(cause);
    this.#hasFailed = true;
    if (!wasConnected) return;
    listener.changed();
    listener.gap();
  }

  /** Never ends by itself but when it is closed before it was open. */
  #connect(): void {
    this.#client.connect().catch((cause: unknown) => {
      if (!this.#isClosed) this.#failed(cause as Error);
    });
  }

  #ask(): void {
    let isAnswered = false;
    const answered = (info: unknown): void => {
      isAnswered = true;
      const wasSilent = this.#missedAnswers >= MISSED_ANSWERS;
      this.#missedAnswers = 0;
      if (wasSilent && this.#isReady) this.#wokeUp();
      this.#compare(String(info));
    };
    this.#client.sendCommand(['CLIENT', 'INFO']).then(answered, (cause: unknown) => {
      // A server that may not tell answers all the same; when the connection went, whoever notices that says so.
      if (cause instanceof ErrorReply) answered('');
    });
    this.#cancelAsk = this.#options.timers.after(durationMs(ASK_MS), () => {
      if (!this.#isReady) return;
      if (!isAnswered) this.#missedAnswers += 1;
      if (this.#missedAnswers === MISSED_ANSWERS && !isAnswered) this.#fellSilent();
      this.#ask();
    });
  }

  /** Notices when the server sends other channels than it was asked for: a word about that can be lost on the way. */
  #compare(info: string): void {
    const count = (this.#options.isSharded ? /\bssub=(\d+)/ : /\bsub=(\d+)/).exec(info)?.[1];
    const channels = [...this.#channels.values()];
    if (count === undefined || channels.some(({ isAsking }) => isAsking)) return;
    const isRight = Number(count) === channels.filter(({ isHeard }) => isHeard).length;
    this.#wrongCounts = isRight ? 0 : this.#wrongCounts + 1;
    if (this.#wrongCounts >= WRONG_COUNTS) this.#reconnect();
  }

  #reconnect(): void {
    this.#cancelAsk?.();
    this.#client.destroy();
    this.#failed(new Error('Redis sends other channels than it was asked for'));
    this.#connect();
  }

  #fellSilent(): void {
    const { listener } = this.#options;
    listener.failed(new Error('Redis does not answer'));
    listener.changed();
    listener.gap();
  }

  #wokeUp(): void {
    const { listener } = this.#options;
    listener.changed();
    listener.gap();
  }

  /** The server sends channels no more, for another has them now. */
  #lost(channels: Iterable<string>): void {
    for (const channel of channels) {
      const known = this.#channels.get(channel);
      if (known) known.isHeard = false;
    }
    this.#options.moved?.();
  }

  /** Brings what is heard nearer to what is wanted, one step a channel at a time. */
  #settle(channel: string): void {
    const known = this.#channels.get(channel);
    if (!known || known.isAsking) return;
    if (known.isWanted === known.isHeard) {
      if (!known.isWanted) this.#channels.delete(channel);
      return;
    }
    if (!this.#isReady) return;
    known.isAsking = true;
    const { isWanted } = known;
    (isWanted ? this.#subscribe(channel) : this.#unsubscribe(channel)).then(
      () => {
        known.isAsking = false;
        known.isHeard = isWanted;
        if (isWanted) this.#options.listener.gap(channel);
        this.#settle(channel);
      },
      (cause: unknown) => {
        known.isAsking = false;
        this.#refused(channel, cause as Error);
      },
    );
  }

  #subscribe(channel: string): Promise<void> {
    return this.#options.isSharded
      ? this.#client.sSubscribe(channel, this.#heard, true)
      : this.#client.subscribe(channel, this.#heard, true);
  }

  #unsubscribe(channel: string): Promise<void> {
    return this.#options.isSharded
      ? this.#client.sUnsubscribe(channel, this.#heard, true)
      : this.#client.unsubscribe(channel, this.#heard, true);
  }

  /** A channel could not be asked for: the connection went, which asks again when it is back, or it is elsewhere. */
  #refused(channel: string, cause: Error): void {
    if (this.#isClosed) return;
    if (cause.message.startsWith('MOVED')) this.#options.moved?.();
    else if (this.#client.isReady) {
      this.#options.listener.failed(cause);
      this.#options.timers.after(durationMs(MAX_RETRY_MS), () => {
        this.#settle(channel);
      });
    }
  }
}
