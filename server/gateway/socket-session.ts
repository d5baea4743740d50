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
  TopicView,
} from '../../shared/protocol/messages.ts';
import type { SeatRoomCommand, SeatSheetCommand } from '../../shared/protocol/schemas.ts';
import type { RoomState } from '../../shared/room/types.ts';
import type { ProtocolError } from '../../shared/protocol/errors.ts';
import type { SeatHold } from './sessions.ts';
import type { CaucusViews } from './caucus-views.ts';
import type { RoomViews } from './room-views.ts';
import type { SheetViews } from './sheet-views.ts';
import {
  commandMessageSchema,
  lineReportSchema,
  roomCommandSchema,
  sheetCommandSchema,
  unwatchMessageSchema,
  watchMessageSchema,
} from '../../shared/protocol/schemas.ts';
import { authoriseRoom, authoriseSheet, sheetAccess } from '../../shared/room/seats.ts';
import { redlineMessageSchema } from '../../shared/protocol/redline.ts';
import type { RedlineAnswer } from '../../shared/protocol/redline.ts';
import { refusal } from './failures.ts';
import { withTemplate } from './sheet-templates.ts';
import { parsed } from './parsed.ts';
import type { ConnectionDeps } from './socket-caucuses.ts';
import { isOfCaucus, SocketCaucuses } from './socket-caucuses.ts';
import { callbackIn, SocketRequests } from './socket-requests.ts';

export type ParleySocket = Socket<ClientToServer, ServerToClient>;

/** Topics one connection may watch at once; a room has one sheet a shipper. */
const MAX_SHEETS_WATCHED = 40;

const EVENTS: ReadonlySet<string> = new Set<keyof ClientToServer>([
  'command',
  'watch',
  'unwatch',
  'redline',
  'clock',
  'line',
]);
const NO_SUCH_EVENT = { message: 'There is no such event.' };

interface Watching {
  readonly tag: string;
  readonly view?: TopicView;
}

type TopicViews = RoomViews | SheetViews | CaucusViews;

export interface SocketSessionDeps extends ConnectionDeps {
  readonly answered: (outcome: 'accepted' | 'refused' | 'denied' | 'fault', code?: string) => void;
  readonly line: (report: LineReport) => void;
  /** Takes one message out of what the seat may send: 0, or the milliseconds until it may. */
  readonly spend: () => number;
  readonly joined: (audience: string) => void;
  /** No other node can be ahead of this one. */
  readonly isAlone: boolean;
}

export class SocketSession {
  readonly #socket: ParleySocket;
  readonly #deps: SocketSessionDeps;
  /** Sheets entered, each with the audience it was given. */
  readonly #sheets = new Map<string, Promise<SheetViews | undefined>>();
  readonly #caucuses: SocketCaucuses;
  /** How to leave each audience that this connection is in. */
  readonly #stays = new Map<string, () => void>();
  /** Topics that were shown on this connection. */
  readonly #seen = new Set<string>();
  readonly #requests: SocketRequests;
  #isClosed = false;

  constructor(socket: ParleySocket, deps: SocketSessionDeps) {
    this.#socket = socket;
    this.#deps = deps;
    this.#caucuses = new SocketCaucuses(deps);
    this.#requests = new SocketRequests(deps);
    this.#listen();
  }

  get hold(): SeatHold {
    return this.#deps.hold;
  }

  /** Takes nothing more in; resolves once everything that came before is answered. */
  finish(): Promise<void> {
    return this.#requests.finish();
  }

  close(): void {
    this.#isClosed = true;
    for (const leave of this.#stays.values()) leave();
    this.#stays.clear();
    for (const sheetId of this.#sheets.keys()) this.#deps.desk.leaveSheet(sheetId);
    this.#sheets.clear();
    this.#caucuses.close();
  }

  #listen(): void {
    const { context } = this.#deps;
    this.#socket.on('command', (...sent) => {
      void this.#requests
        .answer(sent, async (message) => {
          const answer = await this.#command(message);
          return () => answer;
        })
        .then((result) => {
          if (result) this.#count(result);
        });
    });
    this.#socket.on('watch', (...sent) => {
      void this.#requests.answer(sent, (message) => this.#watch(message));
    });
    this.#socket.on('unwatch', (...sent) => {
      void this.#requests.answer(sent, (message) => this.#unwatch(message));
    });
    this.#socket.on('redline', (...sent) => {
      void this.#requests.answer(sent, (message) => this.#redline(message));
    });
    this.#socket.on('clock', (...sent: unknown[]) => {
      callbackIn(sent)?.({ ok: true, value: { serverMs: context.clock.now() } });
    });
    this.#socket.on('line', (report) => {
      const line = lineReportSchema.safeParse(report);
      if (line.success) this.#deps.line(line.data);
    });
    this.#socket.onAny((event: string, ...sent: unknown[]) => {
      if (EVENTS.has(event)) return;
      void this.#requests.answer(sent, () =>
        Promise.reject(refusal('protocol/malformed', NO_SUCH_EVENT)),
      );
    });
  }

  async #command(message: unknown): Promise<Answer> {
    const { id, topic, command } = parsed(commandMessageSchema, message) as CommandMessage;
    if (topic.kind === 'room') return this.#roomCommand(id, topic, command);
    if (topic.kind === 'caucus') return this.#caucuses.command(id, topic.id, command);
    return this.#sheetCommand(id, topic, command);
  }

  async #roomCommand(id: string, topic: Topic, sent: unknown): Promise<Answer> {
    const { context, hold } = this.#deps;
    if (topic.id !== hold.roomId) throw refusal('not-found');
    const command: SeatRoomCommand = parsed(roomCommandSchema, sent);
    const by: Actor = { kind: 'seat', seatId: hold.seatId };
    // A refused resend must still get its first answer, so only what can never have been taken is stopped here.
    const denied = await this.#deniedBy((room) => authoriseRoom(room, by, command));
    if (denied) return { ok: false, rejection: denied };
    return context.hosts.room(hold.roomId).submit(id, by, await withTemplate(context, command));
  }

  async #sheetCommand(id: string, topic: Topic, sent: unknown): Promise<Answer> {
    const { context, hold } = this.#deps;
    const command: SeatSheetCommand = parsed(sheetCommandSchema, sent);
    await this.#enterReadable(topic.id);
    const denied = await this.#deniedBy((room) =>
      authoriseSheet(room, hold.seatId, topic.id, command),
    );
    if (denied) return { ok: false, rejection: denied };
    const by: Actor = { kind: 'seat', seatId: hold.seatId };
    const holder = { sheetId: topic.id, seatId: hold.seatId };
    const checked = await context.passkeys.checked(command, holder);
    return context.hosts.sheet(topic.id).submit(id, by, checked);
  }

  async #watch(message: unknown): Promise<() => Watching> {
    const { topic, tag: known } = parsed(watchMessageSchema, message);
    const views = await this.#newestViews(topic);
    return () => {
      if (this.#isClosed) throw refusal('auth/required');
      const { audience, tag, view, enter } = views.place(this.#deps.hold.seatId);
      void this.#socket.join(audience);
      if (!this.#stays.has(audience)) this.#stays.set(audience, enter());
      this.#deps.joined(audience);
      return tag === known ? { tag } : { tag, view };
    };
  }

  async #unwatch(message: unknown): Promise<() => true> {
    const { topic } = parsed(unwatchMessageSchema, message);
    const isCaucus = topic.kind === 'caucus' && this.#caucuses.has(topic.id);
    if (isCaucus || (topic.kind === 'sheet' && this.#sheets.has(topic.id))) {
      const views = await this.#views(topic);
      const { audience } = views.place(this.#deps.hold.seatId);
      await this.#socket.leave(audience);
      this.#stays.get(audience)?.();
      this.#stays.delete(audience);
      if (isCaucus) this.#caucuses.leave(topic.id);
      else if (this.#sheets.delete(topic.id)) this.#deps.desk.leaveSheet(topic.id);
    }
    return () => true;
  }

  /**
   * The first view of a topic on a connection has all that the journal has: the client may come from a node that was
   * ahead of this one, and must not be taken back behind what it has seen (CLU3).
   */
  async #newestViews(topic: Topic): Promise<TopicViews> {
    const { context, rooms, hold, isAlone } = this.#deps;
    const key = `${topic.kind}:${topic.id}`;
    const isFirst = !isAlone && !this.#seen.has(key);
    const views = await this.#views(topic);
    if (topic.kind === 'caucus') await this.#caucuses.readOn(topic.id, isFirst);
    else if (isFirst) await context.hosts[topic.kind](topic.id).current();
    if (topic.kind === 'room') await rooms.ready(hold.seatId, isFirst);
    this.#seen.add(key);
    return views;
  }

  async #redline(message: unknown): Promise<() => RedlineAnswer> {
    const answer = isOfCaucus(message)
      ? await this.#caucuses.redline(message)
      : await this.#redlineSheet(message);
    return () => {
      // What was readable when it was asked for may be so no more.
      if (this.#isClosed) throw refusal('auth/required');
      return answer;
    };
  }

  async #redlineSheet(message: unknown): Promise<RedlineAnswer> {
    const { redlines, rooms, hold } = this.#deps;
    const asked = parsed(redlineMessageSchema, message);
    await this.#enterReadable(asked.topic.id);
    return redlines.answer(asked, { room: rooms.newest, seatId: hold.seatId });
  }

  async #views(topic: Topic): Promise<TopicViews> {
    const { rooms, hold } = this.#deps;
    if (topic.kind === 'caucus') return this.#caucuses.enter(topic.id);
    if (topic.kind === 'sheet') return this.#enterReadable(topic.id);
    if (topic.id !== hold.roomId) throw refusal('not-found');
    return rooms;
  }

  /** What keeps this seat from something, by the newest state of the room. */
  async #deniedBy<Denial>(
    denial: (room: RoomState) => Denial | undefined,
  ): Promise<Denial | undefined> {
    const { context, rooms, hold } = this.#deps;
    if (!denial(rooms.newest)) return undefined;
    // Another node may have allowed it a moment ago.
    return denial((await context.hosts.room(hold.roomId).current()).state);
  }

  /** Opens a sheet; throws `not-found` when there is none that this seat may read. */
  async #enterReadable(sheetId: string): Promise<SheetViews> {
    const { seatId } = this.#deps.hold;
    const isHidden = await this.#deniedBy(
      (room) => !sheetAccess(room, seatId, sheetId).mayRead || undefined,
    );
    const sheet = isHidden ? undefined : await this.#enter(sheetId);
    if (!sheet) throw refusal('not-found');
    return sheet;
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
      this.#deps.redlines.opened(sheetId);
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
