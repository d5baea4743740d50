// The Socket.IO server: who may connect, what each connection joins, presence, lines of the teams, revocation.

import type { IncomingMessage, Server as HttpServer } from 'node:http';
import { Server } from 'socket.io';
import type { RoomId, SeatId } from '../../shared/kernel/ids.ts';
import type {
  ClientToServer,
  LineReport,
  ServerToClient,
  Topic,
} from '../../shared/protocol/messages.ts';
import type { RoomCommand, RoomState } from '../../shared/room/types.ts';
import type { Metrics } from '../platform/metrics.ts';
import type { Bus } from '../ports.ts';
import type { Release } from './audience.ts';
import type { GatewayContext } from './context.ts';
import type { Leaving } from './leaving.ts';
import type { SeatHold } from './sessions.ts';
import type { ParleySocket } from './socket-session.ts';
import type { RoomViews } from './room-views.ts';
import { SYSTEM } from '../../shared/kernel/decider.ts';
import { durationMs } from '../../shared/kernel/units.ts';
import { PROTOCOL_VERSION } from '../../shared/protocol/messages.ts';
import { handshakeSchema } from '../../shared/protocol/schemas.ts';
import { credentialsOf, isOwnOrigin } from './credentials.ts';
import { encodeDeltas } from './delta-encoder.ts';
import { FORGOTTEN_MS, openElsewhere } from './elsewhere.ts';
import { errorFor, refusal } from './failures.ts';
import { atMost } from './leaving.ts';
import { parsed } from './parsed.ts';
import { RoomDesk } from './room-desk.ts';
import { RoomPeople } from './room-people.ts';
import { isHonoured } from './sessions.ts';
import { Redlines } from './redlines.ts';
import { SocketSession } from './socket-session.ts';

const PING_INTERVAL_MS = 15_000;
const PING_TIMEOUT_MS = 20_000;
/** When to come back to a node that has no other beside it. */
const COME_BACK_MS = 500;
/** How long after the last drawn instant a line may still be on its way. */
const GRACE_MS = 500;
/** How long requests in hand may take when the node is about to stop. */
const FINISH_MS = 1_500;
/** How long a line may take to bring what was last said to its client. */
const FAREWELL_MS = 1_000;

export interface Sockets {
  /** Sends one delta to everybody in an audience of this node; encoded once. */
  send(audience: string, topic: Topic, release: Release): void;
  /** Cuts connections whose seat was taken back. */
  recheck(roomId: RoomId, room: RoomState): void;
  /** Whether a page of a seat is live, on this node or on one that it hears. */
  isPresent(roomId: RoomId, seatId: SeatId): boolean;
  /** Tells everybody to go, waits for those who do, answers what the others have asked, and ends their lines. */
  close(leaving: Leaving): Promise<void>;
}

export interface SocketsDeps {
  readonly context: GatewayContext;
  readonly http: HttpServer;
  readonly metrics: Metrics;
  readonly bus: Bus;
}

/** Reads and checks who wants to connect. Throws Refusal. */
const authenticate = async (
  { sessions, origins }: GatewayContext,
  request: IncomingMessage,
  auth: unknown,
): Promise<SeatHold> => {
  const { protocol, roomId, seatId, token } = parsed(handshakeSchema, auth);
  if (protocol !== PROTOCOL_VERSION) throw refusal('protocol/version');
  const sent = credentialsOf(request.headers);
  const credentials = token === undefined ? sent : { secret: token, isToken: true };
  if (!isOwnOrigin(request.headers, credentials, origins)) throw refusal('auth/origin');
  const hold = await sessions.hold(credentials.secret, roomId, seatId);
  if (!hold) throw refusal('auth/required');
  return hold;
};

class SocketServer implements Sockets {
  readonly #deps: SocketsDeps;
  readonly #io: Server<ClientToServer, ServerToClient>;
  readonly #desk: RoomDesk;
  readonly #redlines: Redlines;
  readonly #people = new Map<RoomId, RoomPeople>();
  /** Lines that are open, each with its session once its room is read; undefined when it was not let in after all. */
  readonly #lines = new Map<ParleySocket, Promise<SocketSession | undefined>>();
  readonly #allLeft = Promise.withResolvers<void>();
  #isLeaving = false;

  constructor(deps: SocketsDeps) {
    const { context, http, metrics } = deps;
    this.#deps = deps;
    this.#io = new Server(http, {
      // The sheets' endpoint lives on the same server; Socket.IO must not end its upgrades.
      destroyUpgrade: false,
      maxHttpBufferSize: context.limits.messageBytes,
      pingInterval: PING_INTERVAL_MS,
      pingTimeout: PING_TIMEOUT_MS,
      serveClient: false,
      transports: ['websocket', 'polling'],
      httpCompression: false,
    });
    encodeDeltas(this.#io.encoder, () => {
      metrics.deltaEncoded();
    });
    this.#redlines = new Redlines(context);
    this.#desk = new RoomDesk({
      hosts: context.hosts,
      timers: context.timers,
      chance: context.chance,
      nowMs: () => context.clock.now(),
      soon: (run) => void setImmediate(run),
      send: (audience, topic, release) => {
        this.send(audience, topic, release);
      },
      roomChanged: (roomId, room) => {
        this.recheck(roomId, room);
      },
      encoded: (kind) => {
        metrics.viewEncoded(kind);
      },
    });
    this.#io.use((socket, next) => {
      void authenticate(context, socket.request, socket.handshake.auth).then(
        (hold) => {
          (socket.data as { hold: SeatHold }).hold = hold;
          next();
        },
        (cause: unknown) => {
          const error = errorFor(cause, context);
          next(Object.assign(new Error(error.code), { data: error }));
        },
      );
    });
    this.#io.on('connection', (socket) => {
      this.#connected(socket);
    });
  }

  send(audience: string, topic: Topic, { from, to, patch }: Release): void {
    this.#io.local.to(audience).emit('delta', { topic, from, to, patch });
  }

  recheck(roomId: RoomId, room: RoomState): void {
    const people = this.#people.get(roomId);
    people?.dropAll((hold) => !isHonoured(room, hold));
    people?.changed(room);
  }

  isPresent(roomId: RoomId, seatId: SeatId): boolean {
    return (this.#people.get(roomId)?.connectionsOf(seatId).inAll ?? 0) > 0;
  }

  async close({ spreadMs, drawMs }: Leaving): Promise<void> {
    const { timers } = this.#deps.context;
    this.#isLeaving = true;
    for (const socket of this.#lines.keys()) {
      const afterMs = spreadMs > 0 ? drawMs() : COME_BACK_MS;
      socket.emit('notice', { code: 'going-down', afterMs });
    }
    this.#noteLeft();
    if (spreadMs > 0) await atMost(timers, spreadMs + GRACE_MS, this.#allLeft.promise);
    await Promise.all([...this.#lines].map(([socket, session]) => this.#finish(socket, session)));
    for (const people of this.#people.values()) people.close();
    this.#people.clear();
    this.#io.engine.close();
    this.#desk.close();
  }

  async #finish(socket: ParleySocket, session: Promise<SocketSession | undefined>): Promise<void> {
    const { timers } = this.#deps.context;
    const finished = session.then(async (open) => {
      // A message that has arrived is handed on within this turn of the event loop.
      await new Promise<void>((resolve) => timers.after(durationMs(0), resolve));
      await open?.finish();
    });
    await atMost(timers, FINISH_MS, finished);
    // What is on its way to the client goes out first.
    const closed = new Promise<void>((resolve) =>
      socket.conn.once('close', () => {
        resolve();
      }),
    );
    if (socket.connected) {
      socket.disconnect(true);
      await atMost(timers, FAREWELL_MS, closed);
    }
  }

  #noteLeft(): void {
    if (this.#isLeaving && this.#lines.size === 0) this.#allLeft.resolve();
  }

  #connected(socket: ParleySocket): void {
    const { hold } = socket.data as { hold: SeatHold };
    const { context } = this.#deps;
    const entered = this.#desk.enterRoom(hold.roomId).then(
      (rooms) => this.#entered(socket, rooms),
      (cause: unknown) => {
        errorFor(cause, context);
        socket.disconnect(true);
        return undefined;
      },
    );
    this.#lines.set(socket, entered);
    socket.on('disconnect', () => {
      this.#lines.delete(socket);
      this.#noteLeft();
    });
    // What a client sends while the room is being read waits for it; nothing is lost.
    socket.use((_packet, next) => {
      void entered.then(() => {
        next();
      });
    });
  }

  #entered(socket: ParleySocket, rooms: RoomViews): SocketSession | undefined {
    const { hold } = socket.data as { hold: SeatHold };
    const { context, metrics } = this.#deps;
    // Between the handshake and now the seat may have been taken back.
    if (socket.connected && !isHonoured(rooms.newest, hold)) {
      socket.emit('notice', { code: 'revoked' });
      socket.disconnect(true);
    }
    if (!socket.connected) {
      this.#desk.leaveRoom(hold.roomId);
      return undefined;
    }
    const people = this.#peopleOf(hold.roomId, () => rooms.newest);
    const role = rooms.newest.seats[hold.seatId]?.role ?? 'unknown';
    const session = new SocketSession(socket, {
      context,
      rooms,
      hold,
      desk: this.#desk,
      redlines: this.#redlines,
      answered: (outcome, code) => {
        metrics.commandAnswered(outcome, code);
      },
      line: (report: LineReport) => {
        people.reported(hold.seatId, report);
      },
      spend: () => people.spend(hold.seatId),
      joined: (audience) => {
        people.joined(socket, audience);
      },
      isAlone: !this.#deps.bus.isShared,
    });
    metrics.connectionOpened(role);
    people.entered(socket, hold);
    socket.on('disconnect', () => {
      metrics.connectionClosed(role);
      session.close();
      people.left(socket);
      this.#desk.leaveRoom(hold.roomId);
      if (!people.isEmpty) return;
      people.close();
      this.#people.delete(hold.roomId);
    });
    this.#holdToLimit(socket, people);
    return session;
  }

  /**
   * Ends a connection above what a seat may have. On this node at once; those on other nodes count for it only when they
   * are still there once nodes that died are forgotten, or nobody could come over from one.
   */
  #holdToLimit(socket: ParleySocket, people: RoomPeople): void {
    const { seatId } = (socket.data as { hold: SeatHold }).hold;
    const { limits, timers } = this.#deps.context;
    const { here, inAll } = people.connectionsOf(seatId);
    if (here > limits.connectionsPerSeat) socket.disconnect(true);
    else if (inAll > limits.connectionsPerSeat) {
      const cancel = timers.after(durationMs(FORGOTTEN_MS), () => {
        if (people.connectionsOf(seatId).inAll > limits.connectionsPerSeat) socket.disconnect(true);
      });
      socket.on('disconnect', cancel);
    }
  }

  /** Puts evidence of lines into the record. What cannot be stored now is not worth holding anything up for. */
  #note(roomId: RoomId, command: RoomCommand): void {
    if (this.#isLeaving) return;
    const { hosts, chance, log } = this.#deps.context;
    hosts
      .room(roomId)
      .submit(chance.id(), SYSTEM, command)
      .catch((cause: unknown) => {
        log.warn({ roomId, err: cause }, 'the state of lines could not be recorded');
      });
  }

  #peopleOf(roomId: RoomId, room: () => RoomState): RoomPeople {
    let people = this.#people.get(roomId);
    if (!people) {
      const { bus } = this.#deps;
      const { timers, clock, chance, limits } = this.#deps.context;
      const nowMs = (): number => clock.now();
      people = new RoomPeople({
        ...{ timers, nowMs, room, limits },
        note: (noted) => {
          this.#note(roomId, { type: 'NoteLines', ...noted });
        },
        ...(bus.isShared && {
          openElsewhere: (changed) =>
            openElsewhere({ roomId, bus, timers, chance, nowMs, changed }),
        }),
      });
      this.#people.set(roomId, people);
    }
    return people;
  }
}

/** Attaches Socket.IO to the HTTP server. */
export const createSockets = (deps: SocketsDeps): Sockets => new SocketServer(deps);
