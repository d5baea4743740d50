// HTTP for coming in and going out: who am I, invites, the demo's open seats, administrator, sign-out.

import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import type { RoomState, Seat } from '../../shared/room/types.ts';
import type { GatewayContext } from './context.ts';
import type { SeatHold } from './sessions.ts';
import { SYSTEM } from '../../shared/kernel/decider.ts';
import { ID_PATTERN } from '../../shared/kernel/ids.ts';
import { FOR_ANYBODY } from './bodies.ts';
import { SESSION_COOKIE, credentialsOf } from './credentials.ts';
import { refusal } from './failures.ts';
import { stateWith } from './newest.ts';
import { parsed } from './parsed.ts';
import { issueInvite } from './rooms-api.ts';
import { isHonoured } from './sessions.ts';

const DAY_SECONDS = 86_400;
/** Guesses of secrets a minute and address. */
const GUESSES = {
  ...FOR_ANYBODY,
  config: { ...FOR_ANYBODY.config, rateLimit: { max: 60, timeWindow: 60_000 } },
};

const joinBody = z.strictObject({
  token: z.string().min(1).max(256),
  form: z.enum(['cookie', 'token']).exactOptional(),
});
const demoBody = z.strictObject({ seatId: z.string().regex(ID_PATTERN) });
const adminBody = z.strictObject({ secret: z.string().min(1).max(256) });

const seatCard = (room: RoomState, seat: Seat) => {
  const team = seat.teamId === null ? undefined : room.teams[seat.teamId];
  return {
    seatId: seat.id,
    role: seat.role,
    name: seat.name,
    ...(team && { teamName: team.name, side: team.side }),
  };
};

const demoOf = async ({ hosts, demoRoomId }: GatewayContext) => {
  if (demoRoomId === undefined) return {};
  const { state } = await hosts.room(demoRoomId).confirmed();
  const seats = Object.values(state.seats).map((seat) => seatCard(state, seat));
  return { demo: { roomId: demoRoomId, title: state.title, seats } };
};

const heldSeats = async ({ hosts }: GatewayContext, holds: readonly SeatHold[]) => {
  const seats = [];
  for (const hold of holds) {
    const state = await stateWith(hosts.room(hold.roomId), (room) => isHonoured(room, hold));
    const seat = state.seats[hold.seatId];
    if (!seat || !isHonoured(state, hold)) continue;
    const { seatId, role, name, teamName } = seatCard(state, seat);
    seats.push({
      roomId: hold.roomId,
      seatId,
      roomTitle: state.title,
      role,
      seatName: name,
      ...(teamName !== undefined && { teamName }),
    });
  }
  return seats;
};

/** Routes under /api that anybody may call. */
export const addEntryRoutes = (app: FastifyInstance, context: GatewayContext): void => {
  const { sessions, sessionDays, isSecure } = context;

  const setCookie = (reply: FastifyReply, secret: string): void => {
    void reply.setCookie(SESSION_COOKIE, secret, {
      path: '/',
      httpOnly: true,
      sameSite: 'lax',
      secure: isSecure,
      maxAge: sessionDays * DAY_SECONDS,
    });
  };

  /** The session that the browser has, or a fresh secret for one. */
  const ownOrFresh = async (secret: string | undefined): Promise<string> =>
    secret !== undefined && (await sessions.find(secret)) ? secret : sessions.freshSecret();

  app.get('/api/me', async (request) => {
    const session = await sessions.find(credentialsOf(request.headers).secret);
    const seats = await heldSeats(context, Object.values(session?.seats ?? {}));
    return { isAdmin: session?.isAdmin ?? false, seats, ...(await demoOf(context)) };
  });

  app.post('/api/join', GUESSES, async (request, reply) => {
    const { token, form = 'cookie' } = parsed(joinBody, request.body);
    const { secret: given } = credentialsOf(request.headers);
    const secret = form === 'token' ? sessions.freshSecret() : await ownOrFresh(given);
    const { roomId, seatId } = await sessions.join(secret, token);
    if (form === 'token') return { roomId, seatId, token: secret };
    setCookie(reply, secret);
    return { roomId, seatId };
  });

  app.post('/api/demo/enter', GUESSES, async (request, reply) => {
    const { demoRoomId: roomId } = context;
    if (roomId === undefined) throw refusal('not-found');
    const { seatId } = parsed(demoBody, request.body);
    const secret = await ownOrFresh(credentialsOf(request.headers).secret);
    // A demo's seats are open to who can reach the page; the way in is an invite all the same.
    if (!(await sessions.hold(secret, roomId, seatId))) {
      const { link } = await issueInvite(context, SYSTEM, { roomId, seatId });
      await sessions.join(secret, link.slice(link.indexOf('#') + 1));
    }
    setCookie(reply, secret);
    return { roomId, seatId };
  });

  app.post('/api/admin/enter', GUESSES, async (request, reply) => {
    const { secret: adminSecret } = parsed(adminBody, request.body);
    const secret = await ownOrFresh(credentialsOf(request.headers).secret);
    await sessions.becomeAdmin(secret, adminSecret);
    setCookie(reply, secret);
    return { isAdmin: true };
  });

  app.post('/api/sign-out', FOR_ANYBODY, async (request, reply) => {
    await sessions.signOut(credentialsOf(request.headers).secret);
    void reply.clearCookie(SESSION_COOKIE, { path: '/' });
    return { signedOut: true };
  });
};
