// The door to the sheets' text: takes upgrades, finds out who comes, and keeps asking whenever rights in the room change.
// What travels behind the door is sync.ts; what may be written is decided by host and text check.

import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { RoomId, SeatId } from '../../shared/kernel/ids.ts';
import type { SheetState } from '../../shared/sheet/types.ts';
import type { RoomState } from '../../shared/room/types.ts';
import type { Bus, Unsubscribe } from '../ports.ts';
import type { Limits } from '../config.ts';
import type { Metrics } from '../platform/metrics.ts';
import type { GatewayContext } from './context.ts';
import type { Leaving } from './leaving.ts';
import type { SheetAccess } from '../../shared/room/seats.ts';
import type { Authorised, SyncReader, TextAddress } from './sync.ts';
import type { SeatHold } from './sessions.ts';
import { CLOSE } from '../../shared/protocol/errors.ts';
import { caucusOf } from '../../shared/room/caucus-rights.ts';
import { sheetAccess } from '../../shared/room/seats.ts';
import { mayKnowSeat, viewerOf } from '../../shared/room/walls.ts';
import { credentialsOf, isOwnOrigin } from './credentials.ts';
import { stateWith } from './newest.ts';
import { isHonoured } from './sessions.ts';
import { createSync } from './sync.ts';

const MAX_BUFFERED_BYTES = 8 * 1024 * 1024;
const AWARENESS_BYTES = 4 * 1024;
/** A page has a sheet and its caucus open at most, once more while it changes from one to another. */
const TEXTS_A_PAGE = 3;

export interface SheetDoor {
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Ends all connections, each once its edits are decided. */
  close(leaving: Leaving): Promise<void>;
}

export interface SheetDoorDeps {
  readonly context: GatewayContext;
  readonly bus: Bus;
  readonly metrics: Metrics;
  readonly limits: Pick<
    Limits,
    'editsPerSecond' | 'editBurst' | 'sheetBytes' | 'connectionsPerSeat'
  >;
}

/** Whose text, and who asks for it. */
type Asked = TextAddress & { readonly hold: SeatHold };

/** What a seat may do with a text: all of its team's caucus, or what the table says of the sheet. */
const accessTo = (room: RoomState, { kind, sheetId, hold }: Asked): SheetAccess => {
  if (kind === 'sheet') return sheetAccess(room, hold.seatId, sheetId);
  const caucus = caucusOf(room, hold.seatId, sheetId);
  return { mayRead: Boolean(caucus), mayWrite: Boolean(caucus), side: caucus?.side ?? null };
};

/** Who a seat is at a text, or undefined when it may not read it. */
const readerOf = (
  context: GatewayContext,
  room: RoomState,
  asked: Asked,
): SyncReader | undefined => {
  const { hold } = asked;
  const access = accessTo(room, asked);
  const seat = room.seats[hold.seatId];
  if (!seat || !access.mayRead || !isHonoured(room, hold)) return undefined;
  const viewer = viewerOf(room, hold.seatId);
  return {
    roomId: hold.roomId,
    seatId: hold.seatId,
    name: seat.name,
    side: access.side,
    mayWrite: access.mayWrite,
    maySee: (otherId: SeatId) => {
      const other = room.seats[otherId];
      return other !== undefined && mayKnowSeat(room, viewer, other);
    },
    recheck: async () => {
      const { state } = await context.hosts.room(hold.roomId).confirmed();
      return readerOf(context, state, asked);
    },
  };
};

const refused = (closeCode: number, reason: string) => ({ ok: false, closeCode, reason }) as const;

const authorise = async (
  context: GatewayContext,
  request: IncomingMessage,
  address: TextAddress,
): Promise<Authorised> => {
  const { kind, sheetId } = address;
  const { searchParams } = new URL(request.url ?? '/', 'http://parley');
  const roomId = searchParams.get('room') ?? '';
  const seatId = searchParams.get('seat') ?? '';
  const credentials = credentialsOf(request.headers);
  if (!isOwnOrigin(request.headers, credentials, context.origins)) {
    return refused(CLOSE.forbidden, 'auth/origin');
  }
  const hold = await context.sessions.hold(credentials.secret, roomId, seatId);
  if (!hold) return refused(CLOSE.unauthenticated, 'auth/required');
  const readerIn = (room: RoomState) => readerOf(context, room, { ...address, hold });
  const room = context.hosts.room(roomId);
  const state = await stateWith(room, (newest) => readerIn(newest) !== undefined);
  const reader = readerIn(state);
  if (!reader) return refused(CLOSE.notFound, 'not-found');
  // A listing alone is not enough: the sheet must say itself that it belongs to the room.
  const isOfRoom = (sheet: SheetState): boolean => sheet.roomId === roomId;
  if (!isOfRoom(await stateWith(context.hosts.sheet(sheetId), isOfRoom)))
    return refused(CLOSE.notFound, 'not-found');
  const caucus = kind === 'caucus' ? caucusOf(state, seatId, sheetId) : undefined;
  return { ok: true, reader, ...(caucus && { teamId: caucus.teamId }) };
};

/** What rights and walls hang on, as text: seats and what they hold, sheets, who bids and is shown. */
const rightsText = ({ seats, sheets, auctions }: RoomState): string =>
  JSON.stringify([
    Object.values(seats).map(({ id, isRevoked, grants }) => [id, isRevoked, Object.keys(grants)]),
    Object.keys(sheets),
    Object.values(auctions).map(({ rules: { direction, information } }) => [
      direction,
      information.carrierSeesBidders,
    ]),
  ]);

/** Calls back whenever somebody's rights in a room may have changed. */
const watchRights = (
  { hosts }: GatewayContext,
  roomId: RoomId,
  changed: () => void,
): Unsubscribe => {
  let known: string | undefined;
  return hosts.room(roomId).watch(({ state }) => {
    const rights = rightsText(state);
    if (rights === known) return;
    known = rights;
    changed();
  });
};

/** Opens the door on an HTTP server's upgrades. */
export const createSheetDoor = ({ context, bus, metrics, limits }: SheetDoorDeps): SheetDoor => {
  const sync = createSync({
    hosts: context.hosts,
    timers: context.timers,
    clock: context.clock,
    log: context.log,
    bus,
    authorise: (request, address) => authorise(context, request, address),
    watchRights: (roomId, changed) => watchRights(context, roomId, changed),
    limits: {
      editsPerSecond: limits.editsPerSecond,
      editBurst: limits.editBurst,
      frameBytes: limits.sheetBytes,
      maxBufferedBytes: MAX_BUFFERED_BYTES,
      awarenessBytes: AWARENESS_BYTES,
      textsPerSeat: TEXTS_A_PAGE * limits.connectionsPerSeat,
    },
    counted: (kind) => {
      if (kind === 'edit-accepted') metrics.textEdits('accepted', 1);
      if (kind === 'edit-refused') metrics.textEdits('refused', 1);
    },
  });
  return {
    upgrade: (request, socket, head) => {
      // As it was sent, and not as a URL would be read: Socket.IO looks at its path in the same way.
      const path = request.url ?? '';
      if (path.startsWith('/sheets/') || path.startsWith('/caucus/'))
        sync.handleUpgrade(request, socket, head);
      // Socket.IO answers its own path; everything else would hang for ever.
      else if (!path.startsWith('/socket.io/')) socket.destroy();
    },
    close: (leaving) => sync.close(CLOSE.goingDown, leaving),
  };
};
