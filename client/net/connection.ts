// The page's line to the server: one Socket.IO connection for one seat. Joins what keeps commands, views and
// the clock right over reconnects, and says in one word how the line stands. Holds no state of the page.

import { io } from 'socket.io-client';
import type { Socket } from 'socket.io-client';
import { v7 } from 'uuid';
import type { ProtocolError } from '../../shared/protocol/errors.ts';
import { PROTOCOL_VERSION } from '../../shared/protocol/messages.ts';
import type {
  ClientToServer,
  HandshakeAuth,
  LineReport,
  Result,
  ServerToClient,
  Topic,
  TopicView,
} from '../../shared/protocol/messages.ts';
import type {
  DraftRedlineMessage,
  RedlineAnswer,
  RedlineMessage,
} from '../../shared/protocol/redline.ts';
import type { SeatCommand } from '../../shared/protocol/schemas.ts';
import type { Answer } from '../../shared/record/receipt.ts';
import type { SeatId } from '../../shared/kernel/ids.ts';
import { ClockProbe } from './clock-probe.ts';
import { CommandQueue } from './command-queue.ts';
import { ServerClock } from './server-clock.ts';
import { WatchedTopics } from './watched-topics.ts';
import type { Ambient, Wire } from './wire.ts';
import { retryAfterMs } from './wire.ts';

/** `live` means: connected, and the view of the room is current. `refused` and `revoked` are final. */
export type ConnectionState =
  'connecting' | 'live' | 'reconnecting' | 'refused' | 'going-down' | 'revoked';

export type TeamLines = Parameters<ServerToClient['lines']>[0];

export interface ConnectionListener {
  readonly state: (state: ConnectionState, error: ProtocolError | undefined) => void;
  readonly view: (topic: Topic, view: TopicView) => void;
  readonly topicRefused: (topic: Topic, error: ProtocolError) => void;
  readonly presence: (online: readonly SeatId[]) => void;
  readonly lines: (lines: TeamLines) => void;
  readonly measured: (line: LineReport) => void;
}

export interface ConnectionOptions {
  readonly wire: Wire;
  readonly ambient: Ambient;
  readonly roomId: string;
  readonly listener: ConnectionListener;
}

/** A question that changes nothing is not kept over a cut; whoever asked asks again. */
const UNANSWERED_MS = 8_000;
const UNANSWERED: ProtocolError = {
  code: 'protocol/unavailable',
  message: 'The server did not answer.',
  retry: 'later',
};

/** The server closed the line without a word; it may come back at once, but not in a tight loop. */
const SERVER_CLOSED_WAIT_MS = 1_000;

export class Connection {
  readonly clock = new ServerClock();
  readonly #wire: Wire;
  readonly #ambient: Ambient;
  readonly #room: Topic;
  readonly #listener: ConnectionListener;
  readonly #commands: CommandQueue;
  readonly #topics: WatchedTopics;
  readonly #probe: ClockProbe;
  #state: ConnectionState = 'connecting';
  #comebackMs = SERVER_CLOSED_WAIT_MS;
  #cancelMove: () => void = () => undefined;

  constructor({ wire, ambient, roomId, listener }: ConnectionOptions) {
    this.#wire = wire;
    this.#ambient = ambient;
    this.#room = { kind: 'room', id: roomId };
    this.#listener = listener;
    this.#commands = new CommandQueue(wire, ambient);
    this.#topics = new WatchedTopics(wire, ambient, {
      changed: listener.view,
      current: (topic) => {
        if (topic.kind === 'room') this.#enter('live');
      },
      refused: (topic, error) => {
        // Without the room there is nothing to show; a sheet may be refused by itself.
        if (topic.kind === 'room' && error.retry === 'never') this.#end('refused', error);
        else listener.topicRefused(topic, error);
      },
    });
    this.#probe = new ClockProbe(wire, ambient, this.clock, {
      measured: listener.measured,
      silent: () => {
        this.#connectAnew();
      },
    });
    this.#listen();
    this.#topics.watch(this.#room);
    wire.connect();
  }

  get state(): ConnectionState {
    return this.#state;
  }

  /** Resolves when the command is durable or refused; never rejects. Survives reconnects. */
  submit(topic: Topic, command: SeatCommand): Promise<Result<Answer>> {
    return this.#commands.submit(topic, command);
  }

  /** Resolves with the answer, or with an error that says when to ask again; never rejects. */
  redline(message: RedlineMessage | DraftRedlineMessage): Promise<Result<RedlineAnswer>> {
    return new Promise((settle) => {
      const cancel = this.#ambient.after(UNANSWERED_MS, () => {
        settle({ ok: false, error: UNANSWERED });
      });
      this.#wire.emit('redline', message, (result) => {
        cancel();
        settle(result);
      });
    });
  }

  watch(topic: Topic): void {
    this.#topics.watch(topic);
  }

  unwatch(topic: Topic): void {
    this.#topics.unwatch(topic);
  }

  /** Server time now in milliseconds since the epoch; undefined before the first probe came back. */
  serverNowMs(): number | undefined {
    return this.clock.now(this.#ambient.localNowMs());
  }

  close(): void {
    this.#probe.stop();
    this.#cancelMove();
    this.#commands.close({
      code: 'protocol/unavailable',
      message: 'This page left the room.',
      retry: 'never',
    });
    this.#wire.disconnect();
  }

  #listen(): void {
    this.#wire.on('connect', () => {
      this.#comebackMs = SERVER_CLOSED_WAIT_MS;
      this.#topics.connected();
      this.#commands.resend();
      this.#probe.start();
    });
    this.#wire.on('disconnect', (reason) => {
      this.#probe.stop();
      this.#cancelMove();
      if (this.#isOver) return;
      if (this.#state !== 'going-down') this.#enter('reconnecting');
      // Socket.IO comes back by itself, except where the server closed the line on purpose.
      if (reason === 'io server disconnect') this.#comeBackAfter(this.#comebackMs);
    });
    this.#wire.on('connect_error', (error) => {
      this.#connectFailed(protocolErrorIn(error));
    });
    this.#wire.on('view', (message) => {
      this.#topics.view(message);
    });
    this.#wire.on('delta', (message) => {
      this.#topics.delta(message);
    });
    this.#wire.on('presence', ({ online }) => {
      this.#listener.presence(online);
    });
    this.#wire.on('lines', this.#listener.lines);
    this.#wire.on('notice', (notice) => {
      this.#noticed(notice);
    });
  }

  #noticed({ code, afterMs }: Parameters<ServerToClient['notice']>[0]): void {
    switch (code) {
      case 'going-down':
        this.#comebackMs = afterMs ?? SERVER_CLOSED_WAIT_MS;
        this.#enter('going-down');
        // Before the server ends the line: what is unanswered then is sent again, over the new one.
        this.#cancelMove = this.#ambient.after(this.#comebackMs, () => {
          this.#connectAnew();
        });
        return;
      case 'revoked':
        this.#end('revoked', {
          code: 'auth/revoked',
          message: 'This seat was taken back by the moderator.',
          retry: 'never',
        });
        return;
      case 'signed-out':
        this.#end('refused', {
          code: 'auth/required',
          message: 'You signed out in this browser. Open your invite link to come back.',
          retry: 'never',
        });
        return;
    }
  }

  #connectFailed(error: ProtocolError | undefined): void {
    if (this.#isOver) return;
    if (error === undefined) {
      if (this.#state === 'live') this.#enter('reconnecting');
      if (!this.#wire.active) this.#comeBackAfter(SERVER_CLOSED_WAIT_MS);
      return;
    }
    const waitMs = retryAfterMs(error);
    if (waitMs === undefined)
      this.#end(error.code === 'auth/revoked' ? 'revoked' : 'refused', error);
    else this.#comeBackAfter(Math.max(waitMs, SERVER_CLOSED_WAIT_MS));
  }

  #comeBackAfter(waitMs: number): void {
    this.#ambient.after(waitMs, () => {
      if (!this.#isOver && !this.#wire.active) this.#wire.connect();
    });
  }

  /** Closing and opening by hand is faster than waiting for the transport to notice. */
  #connectAnew(): void {
    this.#wire.disconnect();
    this.#wire.connect();
  }

  get #isOver(): boolean {
    return this.#state === 'refused' || this.#state === 'revoked';
  }

  #enter(state: ConnectionState, error?: ProtocolError): void {
    if (this.#isOver || this.#state === state) return;
    this.#state = state;
    this.#listener.state(state, error);
  }

  #end(state: 'refused' | 'revoked', error: ProtocolError): void {
    this.#enter(state, error);
    this.#probe.stop();
    this.#commands.close(error);
    this.#wire.disconnect();
  }
}

const protocolErrorIn = (error: Error & { data?: unknown }): ProtocolError | undefined => {
  const { data } = error;
  const isError = typeof data === 'object' && data !== null && 'code' in data && 'retry' in data;
  return isError ? (data as ProtocolError) : undefined;
};

/** Opens the line of one seat with Socket.IO on the page's own origin. */
export const connectSeat = (
  seat: Omit<HandshakeAuth, 'protocol'>,
  listener: ConnectionListener,
): Connection => {
  const auth: HandshakeAuth = { ...seat, protocol: PROTOCOL_VERSION };
  const wire: Socket<ServerToClient, ClientToServer> = io({
    auth,
    autoConnect: false,
    // With several nodes, polling would need all requests of a line to reach the same one.
    transports: ['websocket'],
    reconnectionDelay: 250,
    reconnectionDelayMax: 4_000,
  });
  return new Connection({ wire, ambient: browserAmbient, roomId: seat.roomId, listener });
};

const browserAmbient: Ambient = {
  localNowMs: () => performance.now(),
  after: (waitMs, action) => {
    const timer = setTimeout(action, waitMs);
    return () => {
      clearTimeout(timer);
    };
  },
  newCommandId: () => v7(),
};
