// HTTP for those who set rooms up: administrators and moderators. Each act is a command like any other.

import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Actor } from '../../shared/kernel/decider.ts';
import type { RoomId, SeatId } from '../../shared/kernel/ids.ts';
import type { RoomCommand, RoomState } from '../../shared/room/types.ts';
import type { GatewayContext } from './context.ts';
import { SYSTEM } from '../../shared/kernel/decider.ts';
import { ID_PATTERN } from '../../shared/kernel/ids.ts';
import { durationMs, epochMs } from '../../shared/kernel/units.ts';
import { commandIdSchema, roomCommandSchema } from '../../shared/protocol/schemas.ts';
import { authoriseRoom } from '../../shared/room/seats.ts';
import { viewRoom } from '../../shared/room/view.ts';
import { viewerOf } from '../../shared/room/walls.ts';
import { credentialsOf } from './credentials.ts';
import type { Refusal } from './failures.ts';
import { refusal } from './failures.ts';
import { stateWith } from './newest.ts';
import { parsed } from './parsed.ts';
import { withTemplate } from './sheet-templates.ts';
import { untilReleaseMs } from './room-views.ts';

const MAX_INVITE_DAYS = 365;
const DAY_MS = 86_400_000;
const INVITE_ID_BYTES = 8;

const roomParams = z.object({ roomId: z.string().regex(ID_PATTERN) });
const seatQuery = z.object({ seat: z.string().regex(ID_PATTERN).exactOptional() });
const commandBody = z.strictObject({ id: commandIdSchema, command: roomCommandSchema });
const inviteBody = z.strictObject({
  seatId: z.string().regex(ID_PATTERN),
  expiresInMs: z
    .int()
    .min(60_000)
    .max(MAX_INVITE_DAYS * DAY_MS)
    .exactOptional(),
  uses: z.int().min(1).max(1_000).exactOptional(),
});

const inviteRefusal = (code: string): Refusal => {
  if (code === 'room/unknown-seat') return refusal('not-found');
  const message = 'This room has as many open invites as it may have. Take some back first.';
  return refusal('auth/denied', code === 'room/full' ? { message } : {});
};

/** Makes an invite link; the token exists only in the answer. */
export const issueInvite = async (
  context: GatewayContext,
  by: Actor,
  invite: { roomId: RoomId; seatId: SeatId; expiresInMs?: number; uses?: number },
): Promise<{ inviteId: string; link: string; expiresAtMs: number }> => {
  const { chance, clock, hosts, limits, origin, sessions } = context;
  const { roomId, seatId, uses = 1, expiresInMs = limits.inviteLifeMs } = invite;
  const { token, tokenHash } = sessions.freshInvite(roomId);
  const inviteId = chance.hex(INVITE_ID_BYTES);
  const expiresAtMs = epochMs(clock.now() + expiresInMs);
  const answer = await hosts.room(roomId).submit(chance.id(), by, {
    type: 'IssueInvite',
    inviteId,
    seatId,
    tokenHash,
    expiresAtMs,
    uses,
  });
  if (!answer.ok) throw inviteRefusal(answer.rejection.code);
  return { inviteId, link: `${origin}/join#${token}`, expiresAtMs };
};

/** Creates a room from a list of commands and puts it on the list of rooms. */
export const createRoom = async (
  { hosts, chance }: Pick<GatewayContext, 'hosts' | 'chance'>,
  commands: readonly RoomCommand[],
  listing: { roomId: RoomId; title: string; isDemo: boolean },
): Promise<void> => {
  for (const command of commands) {
    const answer = await hosts.room(listing.roomId).submit(chance.id(), SYSTEM, command);
    if (!answer.ok) throw new Error(`${command.type} was refused: ${answer.rejection.code}`);
  }
  const listed = await hosts.site().submit(chance.id(), SYSTEM, { type: 'ListRoom', ...listing });
  if (!listed.ok) throw new Error(`the room was not listed: ${listed.rejection.code}`);
};

/** Who acts on a room: the administrator, or the seat named in the query (ACC6). */
export const actorOf = async (context: GatewayContext, request: FastifyRequest): Promise<Actor> => {
  const { roomId } = parsed(roomParams, request.params);
  const { seat } = parsed(seatQuery, request.query);
  const { secret } = credentialsOf(request.headers);
  if (seat !== undefined) {
    const hold = await context.sessions.hold(secret, roomId, seat);
    if (!hold) throw refusal('auth/required');
    return { kind: 'seat', seatId: hold.seatId };
  }
  const session = await context.sessions.find(secret, ({ isAdmin }) => isAdmin);
  if (!session) throw refusal('auth/required');
  if (!session.isAdmin) throw refusal('auth/denied');
  const { createdAtMs } = await stateWith(
    context.hosts.room(roomId),
    (room) => room.createdAtMs !== null,
  );
  if (createdAtMs === null) throw refusal('not-found');
  return { kind: 'admin' };
};

/** Resolves when the newest of a state has been released to those who watch: nobody gains by asking (NET6). */
export const released = ({ clock, timers }: GatewayContext, state: RoomState): Promise<void> =>
  new Promise((resolve) => {
    timers.after(durationMs(untilReleaseMs(state, clock.now())), resolve);
  });

/** Throws `auth/required` or `auth/denied` for everybody but the administrator. */
export const requireAdmin = async (
  context: GatewayContext,
  request: FastifyRequest,
): Promise<void> => {
  const { secret } = credentialsOf(request.headers);
  const session = await context.sessions.find(secret, ({ isAdmin }) => isAdmin);
  if (!session) throw refusal('auth/required');
  if (!session.isAdmin) throw refusal('auth/denied');
};

/** Routes under /api/rooms. */
export const addRoomRoutes = (app: FastifyInstance, context: GatewayContext): void => {
  const { hosts } = context;

  app.get('/api/rooms', async (request) => {
    await requireAdmin(context, request);
    const { state } = await hosts.site().confirmed();
    const rooms = Object.entries(state.rooms).map(([roomId, room]) => ({ roomId, ...room }));
    return { rooms: rooms.sort((a, b) => a.atMs - b.atMs) };
  });

  app.get('/api/rooms/:roomId', async (request) => {
    const by = await actorOf(context, request);
    const { roomId } = parsed(roomParams, request.params);
    const { state } = await hosts.room(roomId).confirmed();
    // The administrator sets rooms up and so sees what the moderator sees; a seat sees its own view.
    const viewer =
      by.kind === 'seat' ? viewerOf(state, by.seatId) : ({ kind: 'moderator' } as const);
    await released(context, state);
    return { view: viewRoom(state, viewer) };
  });

  app.post('/api/rooms/:roomId/commands', async (request) => {
    const by = await actorOf(context, request);
    const { roomId } = parsed(roomParams, request.params);
    const { id, command } = parsed(commandBody, request.body);
    const room = hosts.room(roomId);
    const state = await stateWith(room, (newest) => !authoriseRoom(newest, by, command));
    const denied = authoriseRoom(state, by, command);
    if (denied) return { ok: false, rejection: denied };
    return room.submit(id, by, await withTemplate(context, command));
  });

  app.post('/api/rooms/:roomId/invites', async (request) => {
    const by = await actorOf(context, request);
    const { roomId } = parsed(roomParams, request.params);
    return issueInvite(context, by, { roomId, ...parsed(inviteBody, request.body) });
  });
};
