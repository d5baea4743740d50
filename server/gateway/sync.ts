// The endpoint that the stock y-websocket provider talks to: lets connections in, groups them by sheet, and ends those
// whose right to be there has ended. It never refuses a handshake, for the provider would retry for ever; it accepts
// and closes with a code. Text is sync-sheet.ts, cursors are awareness.ts, one connection's frames sync-session.ts.

import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import type { Hosts } from '../host/types.ts';
import type { Bus, Clock, Log, Timers, Unsubscribe } from '../ports.ts';
import type { SheetId, TeamId } from '../../shared/kernel/ids.ts';
import { isId } from '../../shared/kernel/ids.ts';
import { CLOSE } from '../../shared/protocol/errors.ts';
import type { Leaving } from './leaving.ts';
import { AT_ONCE, atMost } from './leaving.ts';
import { AwarenessRelay } from './awareness.ts';
import { Beats } from './sync-beats.ts';
import { SyncConnection } from './sync-connection.ts';
import type { SyncCount, SyncReader } from './sync-connection.ts';
import { RightsWatch } from './sync-rights.ts';
import { CLOSE_FAULT, SyncSession } from './sync-session.ts';
import type { SessionLimits } from './sync-session.ts';
import { SheetText } from './sync-sheet.ts';
import { createSocketServer, turnAway } from './sync-socket.ts';

export type { SyncReader } from './sync-connection.ts';

/** Which text is asked for: that of a sheet, or of the caucus that whoever asks has on it. */
export interface TextAddress {
  readonly kind: 'sheet' | 'caucus';
  readonly sheetId: SheetId;
}

export type Authorised =
  /** Of a caucus: the team whose it is. */
  | { readonly ok: true; readonly reader: SyncReader; readonly teamId?: TeamId }
  | { readonly ok: false; readonly closeCode: number; readonly reason: string };

export interface SyncLimits extends SessionLimits {
  /** What a reader may leave unread before it is cut off, in bytes. */
  readonly maxBufferedBytes: number;
  /** Texts that one seat may have open on this node, of sheets and caucuses together. */
  readonly textsPerSeat: number;
  /** Longest awareness state of one client, in bytes. */
  readonly awarenessBytes: number;
}

export interface SyncDeps {
  readonly hosts: Pick<Hosts, 'sheet' | 'caucus'>;
  readonly timers: Timers;
  readonly clock: Clock;
  readonly log: Log;
  readonly bus: Pick<Bus, 'signal' | 'onSignal'>;
  readonly limits: SyncLimits;
  authorise(request: IncomingMessage, address: TextAddress): Promise<Authorised>;
  /** Calls back whenever somebody's rights in a room may have changed. */
  watchRights(roomId: string, changed: () => void): Unsubscribe;
  counted(kind: SyncCount): void;
}

export interface Sync {
  /** Takes any upgrade; paths other than `/sheets/<sheetId>` and `/caucus/<sheetId>` are closed with 4404. */
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Ends the connections of one seat. */
  closeSeat(roomId: string, seatId: string, code: number): void;
  /** Examines every connection of a room again; meanwhile no text passes through it in either direction. */
  recheck(roomId: string): void;
  /** Takes nobody in any more, lets edits that have arrived be decided, and ends all connections with a code. */
  close(code: number, leaving?: Leaving): Promise<void>;
  /** How many connections are open. */
  connections(): number;
}

interface OpenSheet {
  readonly text: SheetText;
  readonly awareness: AwarenessRelay;
  readonly connections: Set<SyncConnection>;
}

/** How long edits in hand may take when the node is about to stop. */
const FINISH_MS = 2_000;
const TEXT_PATH = /^\/(sheets|caucus)\/([^/]+)$/;
const NOT_FOUND = { ok: false, closeCode: CLOSE.notFound, reason: 'not-found' } as const;
const FAULT = { ok: false, closeCode: CLOSE_FAULT, reason: 'protocol/fault' } as const;

/** Where a request wants to go; undefined when that is no text. */
const destination = (
  request: IncomingMessage,
): (TextAddress & { readonly wantsSaved: boolean }) | undefined => {
  const url = URL.parse(request.url ?? '/', 'http://parley');
  const [, kind, sheetId] = TEXT_PATH.exec(url?.pathname ?? '') ?? [];
  if (!url || sheetId === undefined || !isId(sheetId)) return undefined;
  const wantsSaved = url.searchParams.get('saved') === '1';
  return { kind: kind === 'caucus' ? 'caucus' : 'sheet', sheetId, wantsSaved };
};

/** A text that is open here. */
interface TextPlace {
  readonly sheetId: SheetId;
  /** Of a caucus: the team whose it is. */
  readonly teamId?: TeamId | undefined;
}

/** One name a text. Ids hold no colon, so a caucus is never taken for a sheet. */
const textName = ({ sheetId, teamId }: TextPlace): string =>
  teamId === undefined ? sheetId : `caucus:${sheetId}:${teamId}`;

/** Makes the endpoint; it opens a sheet with its first reader and lets go of it with its last. */
export const createSync = (deps: SyncDeps): Sync => new SyncEndpoint(deps);

class SyncEndpoint implements Sync {
  readonly #deps: SyncDeps;
  readonly #server;
  readonly #sheets = new Map<string, OpenSheet>();
  readonly #sessions = new Map<SyncConnection, SyncSession>();
  readonly #beats: Beats;
  readonly #rooms: RightsWatch;
  /** Grows whenever rights may have changed, so that a check under way is known to be old. */
  #rights = 0;
  #closingCode: number | undefined;

  constructor(deps: SyncDeps) {
    this.#deps = deps;
    this.#server = createSocketServer(deps.limits.frameBytes);
    const { timers, clock } = deps;
    this.#beats = new Beats({ timers, clock, sheets: () => this.#sheets.values() });
    this.#rooms = new RightsWatch({
      watch: (roomId, changed) => deps.watchRights(roomId, changed),
      changed: (roomId) => {
        this.recheck(roomId);
      },
    });
  }

  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    void this.#admit(request, socket, head);
  }

  closeSeat(roomId: string, seatId: string, code: number): void {
    this.#rights += 1;
    for (const connection of this.#of(roomId)) {
      if (connection.reader.seatId === seatId) connection.cut(code, 'auth/revoked');
    }
  }

  recheck(roomId: string): void {
    this.#rights += 1;
    for (const connection of this.#of(roomId)) void this.#check(connection);
  }

  async close(code: number, leaving = AT_ONCE): Promise<void> {
    this.#closingCode = code;
    const { timers } = this.#deps;
    const giveUp = async (connection: SyncConnection): Promise<void> => {
      if (leaving.spreadMs > 0) await atMost(timers, leaving.drawMs(), connection.closed);
      await this.#finish(connection, code);
    };
    await Promise.all([...this.#sessions.keys()].map(giveUp));
  }

  connections(): number {
    let count = 0;
    for (const { connections } of this.#sheets.values()) count += connections.size;
    return count;
  }

  async #admit(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    // A client that gives up meanwhile is noticed by the handshake below.
    const ignore = (): void => undefined;
    socket.on('error', ignore);
    const place = destination(request);
    const rights = this.#rights;
    const verdict = place ? await this.#authorise(request, place) : NOT_FOUND;
    this.#server.handleUpgrade(request, socket, head, (accepted) => {
      socket.off('error', ignore);
      const { timers } = this.#deps;
      if (!verdict.ok || !place) {
        const { closeCode: code, reason } = verdict.ok ? NOT_FOUND : verdict;
        turnAway(accepted, { code, reason }, timers);
      } else if (this.#closingCode !== undefined) {
        turnAway(accepted, { code: this.#closingCode, reason: 'going-down' }, timers);
      } else if (!this.#hasRoomFor(verdict.reader)) {
        turnAway(accepted, { code: CLOSE.rate, reason: 'rate' }, timers);
      } else {
        const { reader, teamId } = verdict;
        this.#open(accepted, reader, { ...place, teamId, rights });
      }
    });
  }

  async #authorise(request: IncomingMessage, address: TextAddress): Promise<Authorised> {
    try {
      return await this.#deps.authorise(request, address);
    } catch (cause) {
      this.#deps.log.error(
        { sheetId: address.sheetId, err: cause },
        'a connection could not be authorised',
      );
      return FAULT;
    }
  }

  #open(
    socket: WebSocket,
    reader: SyncReader,
    place: TextPlace & { readonly wantsSaved: boolean; readonly rights: number },
  ): void {
    const { timers, clock, log, limits, counted } = this.#deps;
    const sheet = this.#sheet(place);
    if (!sheet) {
      turnAway(socket, { code: CLOSE_FAULT, reason: FAULT.reason }, timers);
      return;
    }
    const connection = new SyncConnection(socket, reader, clock.now(), {
      timers,
      maxBufferedBytes: limits.maxBufferedBytes,
      counted,
      ended: () => {
        this.#leave(textName(place), sheet, connection);
        this.#rooms.left(reader.roomId);
      },
    });
    const { text, awareness } = sheet;
    const { wantsSaved } = place;
    const session = new SyncSession({
      ...{ connection, text, awareness, clock, timers, log, limits, wantsSaved },
      counted,
    });
    sheet.connections.add(connection);
    awareness.joined(connection);
    this.#sessions.set(connection, session);
    void connection.closed.then(() => {
      this.#sessions.delete(connection);
      return session.finish();
    });
    this.#listen(socket, connection, session);
    const isNewlyWatched = this.#rooms.entered(reader.roomId);
    if (isNewlyWatched || place.rights !== this.#rights) void this.#check(connection);
  }

  #listen(socket: WebSocket, connection: SyncConnection, session: SyncSession): void {
    socket.on('message', (data, isBinary) => {
      if (data instanceof Buffer) session.receive(data, isBinary);
    });
    socket.on('pong', () => {
      connection.quietSeconds = 0;
    });
    // The library has closed it already, with a code that says what was wrong.
    socket.on('error', () => {
      connection.cut(CLOSE.malformed, 'malformed');
    });
    this.#beats.start();
  }

  #sheet(place: TextPlace): OpenSheet | undefined {
    const { sheetId, teamId } = place;
    const name = textName(place);
    const known = this.#sheets.get(name);
    if (known) return known;
    const { hosts, clock, timers, bus, limits, log } = this.#deps;
    try {
      const host = teamId === undefined ? hosts.sheet(sheetId) : hosts.caucus(sheetId, teamId);
      const sheet: OpenSheet = {
        text: new SheetText({ host, clock, timers }),
        awareness: new AwarenessRelay({
          ...{ sheetId: name, bus, timers, clock },
          maxStateBytes: limits.awarenessBytes,
        }),
        connections: new Set(),
      };
      this.#sheets.set(name, sheet);
      return sheet;
    } catch (cause) {
      log.error({ sheetId, err: cause }, 'a sheet could not be opened');
      return undefined;
    }
  }

  #leave(name: string, sheet: OpenSheet, connection: SyncConnection): void {
    sheet.connections.delete(connection);
    sheet.text.left(connection);
    sheet.awareness.left(connection);
    if (sheet.connections.size > 0) return;
    this.#sheets.delete(name);
    sheet.text.close();
    sheet.awareness.close();
    if (this.#sheets.size === 0) this.#beats.stop();
  }

  #hasRoomFor({ roomId, seatId }: SyncReader): boolean {
    const own = this.#of(roomId).filter(({ reader }) => reader.seatId === seatId);
    return own.length < this.#deps.limits.textsPerSeat;
  }

  #of(roomId: string): readonly SyncConnection[] {
    return [...this.#sheets.values()].flatMap(({ connections }) =>
      [...connections].filter(({ reader }) => reader.roomId === roomId),
    );
  }

  #check(connection: SyncConnection): Promise<void> {
    return connection.during(async () => {
      if (!connection.isOpen) return;
      const before = connection.reader;
      try {
        const reader = await before.recheck();
        if (!reader) connection.cut(CLOSE.forbidden, 'auth/revoked');
        if (!reader || !connection.isOpen) return;
        connection.reader = reader;
        for (const { connections, awareness } of this.#sheets.values()) {
          if (connections.has(connection)) awareness.readerChanged(connection, before);
        }
      } catch (cause) {
        this.#deps.log.error({ seatId: before.seatId, err: cause }, 'rights could not be checked');
        connection.cut(CLOSE_FAULT, FAULT.reason);
      }
    });
  }

  async #finish(connection: SyncConnection, code: number): Promise<void> {
    const finished = this.#sessions.get(connection)?.finish() ?? Promise.resolve();
    await atMost(this.#deps.timers, FINISH_MS, finished);
    connection.cut(code, 'going-down');
    await connection.closed;
  }
}
