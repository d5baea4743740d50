// A real HTTP server with the endpoint of the sheets' text behind it, people with rights that a test can change, and
// clients of two kinds: the stock provider, and a bare WebSocket that sends any bytes and notes what it hears.

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocket } from 'ws';
import { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';
import type { Sync, SyncLimits, SyncReader } from '../../server/gateway/sync.ts';
import { createSync } from '../../server/gateway/sync.ts';
import { createLocalBus } from '../../server/bus/local.ts';
import type { SheetHost } from '../../server/host/types.ts';
import type { Bus } from '../../server/ports.ts';
import { CLOSE } from '../../shared/protocol/errors.ts';
import { memoryLog } from './fakes.ts';
import { FakeSheetHost } from './sync-host.ts';
import { atRest, VirtualTime } from './virtual-time.ts';

/** For what hangs, not for what is slow. */
const PATIENCE_MS = 150_000;
const GATHER_MS = 50;
const MAX_GATHERINGS = 200;
const TURNS = 200;

/** Waits, by turns of the event loop and not by time, until a condition holds. */
export const until = async (condition: () => boolean, what: string): Promise<void> => {
  const startMs = performance.now();
  while (!condition()) {
    if (performance.now() - startMs > PATIENCE_MS) throw new Error(`never: ${what}`);
    await new Promise<void>((resolve) => setImmediate(resolve));
  }
};

/** Comes back once what this end sent has been read, and all that was sent to it before has come. */
export const roundTrip = async (socket: WebSocket): Promise<void> => {
  let isBack = false;
  socket.once('pong', () => (isBack = true));
  socket.ping();
  await until(() => isBack || socket.readyState !== WebSocket.OPEN, 'an answer to a ping');
};

export interface Person {
  name: string;
  side: 'carrier' | 'shipper' | null;
  mayRead: boolean;
  mayWrite: boolean;
  /** Seats whose presence this person may know of. */
  sees: readonly string[];
}

/** A carrier, two shippers who must not know of each other, and somebody who only reads. */
export const cast = (): Map<string, Person> => {
  const all = { mayRead: true, mayWrite: true };
  return new Map<string, Person>([
    ['carrier', { ...all, name: 'Carla', side: 'carrier', sees: ['carrier', 'north', 'harbor'] }],
    ['north', { ...all, name: 'Nora', side: 'shipper', sees: ['north', 'carrier'] }],
    ['harbor', { ...all, name: 'Hal', side: 'shipper', sees: ['harbor', 'carrier'] }],
    ['public', { ...all, name: 'Pat', side: null, mayWrite: false, sees: [] }],
  ]);
};

const LIMITS: SyncLimits = {
  editsPerSecond: 50,
  editBurst: 200,
  frameBytes: 1024 * 1024,
  maxBufferedBytes: 256 * 1024,
  awarenessBytes: 2_048,
  textsPerSeat: 1_000,
};

export interface StageOptions {
  readonly limits?: Partial<SyncLimits>;
  readonly bus?: Bus;
  readonly time?: VirtualTime;
  readonly host?: FakeSheetHost;
  /** What connections talk to instead of the host without a journal. */
  readonly sheet?: SheetHost;
}

export class Stage {
  readonly time: VirtualTime;
  readonly host: FakeSheetHost;
  readonly people = cast();
  readonly log = memoryLog();
  readonly counts = new Map<string, number>();
  readonly sync: Sync;
  /** How often somebody asked to be let in. */
  asked = 0;
  /** What authorising waits for. */
  authorising: Promise<void> = Promise.resolve();
  /** Tells how often rights were examined anew; each examination waits for `rechecking`. */
  rechecks = 0;
  rechecking: Promise<void> = Promise.resolve();
  readonly #rightsWatchers = new Set<() => void>();
  readonly #server = createServer();
  readonly #cleanups: (() => void)[] = [];

  constructor({ limits, bus, time, host, sheet }: StageOptions) {
    this.time = time ?? new VirtualTime();
    this.host = host ?? new FakeSheetHost();
    this.sync = createSync({
      hosts: {
        sheet: () => sheet ?? this.host,
        caucus: () => {
          throw new Error('nobody here has a caucus');
        },
      },
      timers: this.time,
      clock: this.time,
      log: this.log,
      bus: bus ?? createLocalBus(),
      limits: { ...LIMITS, ...limits },
      authorise: async (request) => {
        const seatId = new URL(request.url ?? '', 'http://x').searchParams.get('seat') ?? '';
        this.asked += 1;
        await this.authorising;
        if (seatId === 'fault') throw new Error('the store is away');
        const reader = this.reader(seatId);
        if (reader) return { ok: true, reader };
        const closeCode = this.people.has(seatId) ? CLOSE.forbidden : CLOSE.unauthenticated;
        return { ok: false, closeCode, reason: 'auth/denied' };
      },
      watchRights: (_roomId, changed) => {
        this.#rightsWatchers.add(changed);
        return () => this.#rightsWatchers.delete(changed);
      },
      counted: (kind) => this.counts.set(kind, this.count(kind) + 1),
    });
  }

  count(kind: string): number {
    return this.counts.get(kind) ?? 0;
  }

  reader(seatId: string): SyncReader | undefined {
    const person = this.people.get(seatId);
    if (!person?.mayRead) return undefined;
    const { name, side, mayWrite, sees } = person;
    return {
      ...{ roomId: 'room', seatId, name, side, mayWrite },
      maySee: (other) => sees.includes(other),
      recheck: async () => {
        this.rechecks += 1;
        // By the rights of the moment it was asked, however late the answer comes.
        const reader = this.reader(seatId);
        await this.rechecking;
        return reader;
      },
    };
  }

  async listen(): Promise<this> {
    this.#server.on('upgrade', (request, socket, head) => {
      this.sync.handleUpgrade(request, socket, head);
    });
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return this;
  }

  get origin(): string {
    return `ws://127.0.0.1:${String((this.#server.address() as AddressInfo).port)}`;
  }

  /** Connects the stock provider. */
  provider(
    seat: string,
    options: { doc?: Y.Doc; path?: string; saved?: boolean } = {},
  ): StockClient {
    const client = new StockClient(
      new WebsocketProvider(
        `${this.origin}/${options.path ?? 'sheets'}`,
        'terms',
        options.doc ?? new Y.Doc(),
        {
          params: { room: 'room', seat, ...(options.saved && { saved: '1' }) },
          WebSocketPolyfill: WebSocket as unknown as typeof globalThis.WebSocket,
          disableBc: true,
        },
      ),
    );
    this.#cleanups.push(() => {
      client.provider.destroy();
      client.doc.destroy();
    });
    return client;
  }

  /** Connects the stock provider and waits until it has the text. */
  async synced(seat: string, options: Parameters<Stage['provider']>[1] = {}): Promise<StockClient> {
    const client = this.provider(seat, options);
    await until(() => client.provider.synced, `${seat} is in step`);
    return client;
  }

  /** Connects a bare socket. */
  bare(
    seat: string,
    { protocols = [] as string[], query = '', path = '/sheets/terms', autoPong = true } = {},
  ): BareClient {
    const url = `${this.origin}${path}?room=room&seat=${seat}${query}`;
    const client = new BareClient(new WebSocket(url, protocols, { autoPong }));
    this.#cleanups.push(() => {
      client.socket.terminate();
    });
    return client;
  }

  /** Connects a bare socket and waits until it is let in or closed. */
  async opened(seat: string, options: Parameters<Stage['bare']>[1] = {}): Promise<BareClient> {
    const client = this.bare(seat, options);
    await until(() => client.socket.readyState !== WebSocket.CONNECTING, 'let in');
    return client;
  }

  /** Connects a bare socket that has asked for the text and follows it from now on. */
  async following(seat: string, options: Parameters<Stage['bare']>[1] = {}): Promise<BareClient> {
    const client = await this.opened(seat, options);
    client.send([0, 0, 1, 0]);
    await until(() => client.frames.some(([type, kind]) => type === 0 && kind === 1), 'answered');
    return client;
  }

  /** Lets virtual time run, a gathering of cursors at a time, until a condition holds. */
  async flows(condition: () => boolean, what: string): Promise<void> {
    for (let gatherings = 0; !condition(); gatherings += 1) {
      if (gatherings > MAX_GATHERINGS) throw new Error(`never: ${what}`);
      await this.time.advance(GATHER_MS);
      // Real sockets take their turns; virtual time must not run far ahead of them.
      for (let turn = 0; turn < TURNS && !condition(); turn += 1) await atRest(1);
    }
  }

  async stop(): Promise<void> {
    for (const cleanup of this.#cleanups) cleanup();
    await until(() => this.sync.connections() === 0, 'everybody left');
    await new Promise<void>((resolve) => {
      this.#server.close(() => {
        resolve();
      });
      this.#server.closeAllConnections();
    });
  }
}

/** The stock provider with what tests want to know of it. */
export class StockClient {
  readonly provider: WebsocketProvider;
  readonly closes: { code: number; reason: string }[] = [];
  /** How often it tried again after its first attempt. */
  reconnects = 0;

  constructor(provider: WebsocketProvider) {
    this.provider = provider;
    provider.on('closed', (close) => {
      this.closes.push(close);
    });
    provider.on('status', ({ status }) => {
      if (status === 'connecting') this.reconnects += 1;
    });
  }

  get doc(): Y.Doc {
    return this.provider.doc;
  }

  get text(): string {
    return this.doc.getText('terms').toString();
  }

  /** Comes back once what it sent has been read. */
  async flushed(): Promise<void> {
    if (this.provider.ws) await roundTrip(this.provider.ws as unknown as WebSocket);
  }

  type(content: string): void {
    this.doc.getText('terms').insert(this.text.length, content);
  }

  /** States of others, by client id. */
  others(): ReadonlyMap<number, Readonly<Record<string, unknown>>> {
    const states = new Map(this.provider.awareness.getStates());
    states.delete(this.provider.awareness.clientID);
    return states;
  }

  /** Names of others, sorted. */
  names(): readonly string[] {
    return [...this.others().values()].map(({ user }) => (user as { name: string }).name).sort();
  }
}

/** A WebSocket that notes all it hears. */
export class BareClient {
  readonly socket: WebSocket;
  readonly frames: Uint8Array[] = [];
  pings = 0;
  closeCode: number | undefined;
  closeReason = '';

  constructor(socket: WebSocket) {
    this.socket = socket;
    socket.on('message', (data) => {
      if (data instanceof Buffer) this.frames.push(new Uint8Array(data));
    });
    socket.on('ping', () => {
      this.pings += 1;
    });
    socket.on('close', (code, reason) => {
      this.closeCode = code;
      this.closeReason = reason.toString();
    });
    socket.on('error', () => undefined);
  }

  send(bytes: readonly number[] | Uint8Array): void {
    this.socket.send(Uint8Array.from(bytes));
  }

  /** Resolves with the code that the server closed with. */
  async closed(): Promise<number> {
    await until(() => this.closeCode !== undefined, 'closed');
    return this.closeCode ?? 0;
  }

  /** Frames that carry text: sync step 2 and updates. */
  texts(): readonly Uint8Array[] {
    return this.frames.filter(([type, kind]) => type === 0 && (kind === 1 || kind === 2));
  }

  ofType(type: number): readonly Uint8Array[] {
    return this.frames.filter((frame) => frame[0] === type);
  }
}

/** Opens a stage. */
export const openStage = (options: StageOptions = {}): Promise<Stage> =>
  new Stage(options).listen();
