// One Socket.IO connection of one seat: checks every message, hands commands to hosts, watches topics.
// Decides nothing about rules and hides nothing: that is the room's, the sheet's and the views' work.

import type { Socket } from 'socket.io';
import type { Actor } from '../../shared/kernel/decider.ts';
import type { Answer } from '../../shared/record/receipt.ts';
import type {
  ClientToServer,
  CommandMessage,
  LineReport,
  Result,
  ServerToClient,
  Topic,
} from '../../shared/protocol/messages.ts';
import type { SeatRoomCommand, SeatSheetCommand } from '../../shared/protocol/schemas.ts';
import type { ProtocolError } from '../../shared/protocol/errors.ts';
import type { GatewayContext } from './context.ts';
import type { RoomDesk } from './room-desk.ts';
import type { SeatHold } from './sessions.ts';
import type { Place, RoomViews, SheetViews } from './views.ts';
import {
  commandMessageSchema,
  lineReportSchema,
  roomCommandSchema,
  sheetCommandSchema,
  unwatchMessageSchema,
  watchMessageSchema,
} from '../../shared/protocol/schemas.ts';
import { authoriseRoom, authoriseSheet, sheetAccess } from '../../shared/room/seats.ts';
import { Bucket } from './bucket.ts';
import { errorFor, refusal } from './failures.ts';
import { parsed } from './parsed.ts';

export type ParleySocket = Socket<ClientToServer, ServerToClient>;

/** Topics one connection may watch at once; a room has one sheet a shipper. */
const MAX_SHEETS_WATCHED = 40;

export interface SocketSessionDeps {
  readonly context: GatewayContext;
  readonly desk: RoomDesk;
  readonly rooms: RoomViews;
  readonly hold: SeatHold;
  readonly answered: (outcome: 'accepted' | 'refused' | 'denied' | 'fault', code?: string) => void;
  readonly line: (report: LineReport) => void;
  readonly joined: (audience: string) => void;
}

export class SocketSession {
  readonly #socket: ParleySocket;
  readonly #deps: SocketSessionDeps;
  readonly #bucket: Bucket;
  /** Sheets entered, each with the audience it was given. */
  readonly #sheets = new Map<string, Promise<SheetViews | undefined>>();
  /** How to leave each audience that this connection is in. */
  readonly #stays = new Map<string, () => void>();
  #isClosed = false;

  constructor(socket: ParleySocket, deps: SocketSessionDeps) {
    this.#socket = socket;
    this.#deps = deps;
    const { limits, clock } = deps.context;
    this.#bucket = new Bucket(limits.commandsPerSecond, limits.commandBurst, () => clock.now());
    this.#listen();
  }

  get hold(): SeatHold {
    return this.#deps.hold;
  }

  close(): void {
    this.#isClosed = true;
    for (const leave of this.#stays.values()) leave();
    this.#stays.clear();
    for (const sheetId of this.#sheets.keys()) this.#deps.desk.leaveSheet(sheetId);
    this.#sheets.clear();
  }

  #listen(): void {
    const { context } = this.#deps;
    this.#socket.on('command', (message, reply) => {
      void this.#answer(reply, () => this.#command(message)).then((result) => {
        this.#count(result);
      });
    });
    this.#socket.on('watch', (message, reply) => {
      void this.#answer(reply, () => this.#watch(message));
    });
    this.#socket.on('unwatch', (message, reply) => {
      void this.#answer(reply, () => this.#unwatch(message));
    });
    this.#socket.on('clock', (reply) => {
      if (typeof reply === 'function')
        reply({ ok: true, value: { serverMs: context.clock.now() } });
    });
    this.#socket.on('line', (report) => {
      const line = lineReportSchema.safeParse(report);
      if (line.success) this.#deps.line(line.data);
    });
  }

  /** Runs one request and answers it whatever happens; a client that wants no answer gets none. */
  async #answer<T>(reply: unknown, run: () => Promise<T>): Promise<Result<T>> {
    let result: Result<T>;
    try {
      this.#spend();
      result = { ok: true, value: await run() };
    } catch (cause) {
      result = { ok: false, error: errorFor(cause, this.#deps.context) };
    }
    // The answer comes from outside too: it may be anything.
    if (typeof reply === 'function') (reply as (result: Result<T>) => void)(result);
    return result;
  }

  #spend(): void {
    const afterMs = this.#bucket.take();
    if (afterMs > 0) throw refusal('protocol/rate', { retry: 'later', afterMs });
  }

  async #command(message: unknown): Promise<Answer> {
    const { id, topic, command } = parsed(commandMessageSchema, message) as CommandMessage;
    if (topic.kind === 'room') return this.#roomCommand(id, topic, command);
    return this.#sheetCommand(id, topic, command);
  }

  async #roomCommand(id: string, topic: Topic, sent: unknown): Promise<Answer> {
    const { context, rooms, hold } = this.#deps;
    if (topic.id !== hold.roomId) throw refusal('not-found');
    const command: SeatRoomCommand = parsed(roomCommandSchema, sent);
    const by: Actor = { kind: 'seat', seatId: hold.seatId };
    // A refused resend must still get its first answer, so only what can never have been taken is stopped here.
    const denied = authoriseRoom(rooms.newest, by, command);
    if (denied) return { ok: false, rejection: denied };
    return context.hosts.room(hold.roomId).submit(id, by, command);
  }

  async #sheetCommand(id: string, topic: Topic, sent: unknown): Promise<Answer> {
    const { context, rooms, hold } = this.#deps;
    const command: SeatSheetCommand = parsed(sheetCommandSchema, sent);
    if (!sheetAccess(rooms.newest, hold.seatId, topic.id).mayRead) throw refusal('not-found');
    if (!(await this.#enter(topic.id))) throw refusal('not-found');
    const denied = authoriseSheet(rooms.newest, hold.seatId, topic.id, command);
    if (denied) return { ok: false, rejection: denied };
    const by: Actor = { kind: 'seat', seatId: hold.seatId };
    return context.hosts.sheet(topic.id).submit(id, by, command);
  }

  async #watch(message: unknown): Promise<{ tag: string; view?: Place<never>['view'] }> {
    const { topic, tag } = parsed(watchMessageSchema, message);
    const place = await this.#place(topic);
    await this.#socket.join(place.audience);
    if (!this.#isClosed && !this.#stays.has(place.audience)) {
      this.#stays.set(place.audience, place.enter());
    }
    this.#deps.joined(place.audience);
    const answer = place.tag === tag ? { tag } : { tag: place.tag, view: place.view };
    return answer as { tag: string; view?: Place<never>['view'] };
  }

  async #unwatch(message: unknown): Promise<true> {
    const { topic } = parsed(unwatchMessageSchema, message);
    if (topic.kind === 'sheet' && this.#sheets.has(topic.id)) {
      const { audience } = await this.#place(topic);
      await this.#socket.leave(audience);
      this.#stays.get(audience)?.();
      this.#stays.delete(audience);
      if (this.#sheets.delete(topic.id)) this.#deps.desk.leaveSheet(topic.id);
    }
    return true;
  }

  async #place(topic: Topic) {
    const { rooms, hold } = this.#deps;
    if (topic.kind === 'room') {
      if (topic.id !== hold.roomId) throw refusal('not-found');
      await rooms.ready(hold.seatId);
      return rooms.place(hold.seatId);
    }
    if (!sheetAccess(rooms.newest, hold.seatId, topic.id).mayRead) throw refusal('not-found');
    const sheet = await this.#enter(topic.id);
    if (!sheet) throw refusal('not-found');
    return sheet.place(hold.seatId);
  }

  /** Opens a sheet once a connection and keeps it open until the connection ends. */
  async #enter(sheetId: string): Promise<SheetViews | undefined> {
    const known = this.#sheets.get(sheetId);
    if (known) return known;
    if (this.#sheets.size >= MAX_SHEETS_WATCHED) throw refusal('protocol/rate');
    const entered = this.#deps.desk.enterSheet(this.#deps.rooms, sheetId);
    this.#sheets.set(sheetId, entered);
    try {
      const sheet = await entered;
      if (this.#isClosed) throw refusal('auth/required');
      return sheet;
    } catch (cause) {
      this.#sheets.delete(sheetId);
      this.#deps.desk.leaveSheet(sheetId);
      throw cause;
    }
  }

  #count(result: Result<Answer>): void {
    const { answered } = this.#deps;
    if (!result.ok) answered(outcomeOf(result.error), result.error.code);
    else if (result.value.ok) answered('accepted');
    else answered('refused', result.value.rejection.code);
  }
}

const outcomeOf = ({ code }: ProtocolError): 'denied' | 'fault' =>
  code === 'protocol/fault' || code === 'protocol/unavailable' ? 'fault' : 'denied';
