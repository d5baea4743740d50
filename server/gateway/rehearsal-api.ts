// HTTP for rehearsals: make one from an auction, seat its bots again, read its report. A rehearsal is a room of its own;
// the room that is rehearsed is only read.

import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { RoomId, SeatId } from '../../shared/kernel/ids.ts';
import type { RoomState } from '../../shared/room/types.ts';
import type { GatewayContext } from './context.ts';
import { hasEnded } from '../../shared/auction/view.ts';
import { SYSTEM } from '../../shared/kernel/decider.ts';
import { ID_PATTERN } from '../../shared/kernel/ids.ts';
import { reject } from '../../shared/kernel/rejection.ts';
import { epochMs } from '../../shared/kernel/units.ts';
import type { SeatedBot } from '../../shared/rehearsal/bot-kinds.ts';
import { BOT_KINDS } from '../../shared/rehearsal/bot-kinds.ts';
import { botsOf, planRehearsal } from '../../shared/rehearsal/clone.ts';
import { rehearsalTitle } from '../../shared/room/rehearsal-title.ts';
import { MAX_TEAMS } from '../../shared/room/room.ts';
import { isPermitted, seatKind } from '../../shared/room/seats.ts';
import { credentialsOf } from './credentials.ts';
import { refusal } from './failures.ts';
import { parsed } from './parsed.ts';
import { actorOf, createRoom, issueInvite, released } from './rooms-api.ts';

const ROOM_ID_BYTES = 8;
const MAX_SEED = 4_294_967_295;
/** Time to look around before a short rehearsal starts by itself; bots have accepted the rules long before. */
const STARTS_AFTER_MS = 8_000;
const AGAIN_AFTER_MS = 60_000;

const id = z.string().regex(ID_PATTERN);
const roomParams = z.object({ roomId: id });
const rehearsalBody = z.strictObject({
  auctionId: id,
  pace: z.enum(['short', 'real']).exactOptional(),
  /** Who runs the bots: this server, or whoever asks, with the token of the answer. */
  bots: z.enum(['server', 'caller']).exactOptional(),
  start: z.enum(['itself', 'moderator']).exactOptional(),
  seed: z.int().min(0).max(MAX_SEED).exactOptional(),
  kinds: z.array(z.enum(BOT_KINDS)).min(1).max(BOT_KINDS.length).exactOptional(),
  extraTeams: z.int().min(0).max(MAX_TEAMS).exactOptional(),
  people: z.array(id).max(MAX_TEAMS).exactOptional(),
});

/** The room, if the seat that asks may rehearse in it. Throws `auth/denied` for everybody else, administrators too. */
const roomOfModerator = async (
  context: GatewayContext,
  request: FastifyRequest,
): Promise<{ room: RoomState; seatId: SeatId }> => {
  const by = await actorOf(context, request);
  const { roomId } = parsed(roomParams, request.params);
  const { state: room } = await context.hosts.room(roomId).confirmed();
  const seat = by.kind === 'seat' ? room.seats[by.seatId] : undefined;
  if (!seat || !isPermitted(seatKind(room, seat), 'rehearse')) throw refusal('auth/denied');
  return { room, seatId: seat.id };
};

const inviteToken = (link: string): string => link.slice(link.indexOf('#') + 1);

/** Lets a session hold a seat, by an invite like everybody's. */
const holdSeat = async (
  context: GatewayContext,
  secret: string,
  { roomId, seatId }: { readonly roomId: RoomId; readonly seatId: SeatId },
): Promise<void> => {
  const { link } = await issueInvite(context, SYSTEM, { roomId, seatId });
  await context.sessions.join(secret, inviteToken(link));
};

/** A fresh session that holds the seats of all bots. */
const botSession = async (
  context: GatewayContext,
  roomId: RoomId,
  bots: readonly SeatedBot[],
): Promise<string> => {
  const secret = context.sessions.freshSecret();
  for (const { seatId } of bots) await holdSeat(context, secret, { roomId, seatId });
  return secret;
};

const roomForBots = ({ rehearsals }: GatewayContext, count: number): void => {
  const message = rehearsals.fullness(count);
  if (message !== undefined) {
    throw refusal('protocol/rate', { message, retry: 'later', afterMs: AGAIN_AFTER_MS });
  }
};

const make = async (
  context: GatewayContext,
  { room, seatId, secret }: { room: RoomState; seatId: SeatId; secret: string },
  asked: z.infer<typeof rehearsalBody>,
) => {
  const { chance, clock, rehearsals } = context;
  const { auctionId, pace = 'short', bots: runBy = 'server', extraTeams = 0, people = [] } = asked;
  const { kinds, start = pace === 'short' ? 'itself' : 'moderator' } = asked;
  const roomId = `r${chance.hex(ROOM_ID_BYTES)}`;
  const seed = asked.seed ?? Number.parseInt(chance.hex(4), 16);
  const nowMs = clock.now();
  const plan = planRehearsal(
    room,
    {
      ...{ roomId, auctionId, seed, pace, extraTeams, people, ...(kinds && { kinds }) },
      ...(start === 'itself' && { startsAtMs: epochMs(nowMs + STARTS_AFTER_MS) }),
    },
    nowMs,
  );
  if ('code' in plan) return { ok: false as const, rejection: plan };
  if (runBy === 'server') roomForBots(context, plan.bots.length);
  const title = rehearsalTitle(room.title);
  await createRoom(context, plan.commands, { roomId, title, isDemo: false });
  const token = await botSession(context, roomId, plan.bots);
  if (runBy === 'server') {
    rehearsals.start({ roomId, auctionId, seed, pace, bots: plan.bots, token });
  }
  // The moderator's own seat is in the rehearsal too, like every other.
  await holdSeat(context, secret, { roomId, seatId });
  const { bots } = plan;
  const answer = { ok: true as const, roomId, seatId, auctionId, seed, bots };
  return runBy === 'caller' ? { ...answer, token } : answer;
};

/** Routes of rehearsals. */
export const addRehearsalRoutes = (app: FastifyInstance, context: GatewayContext): void => {
  const { hosts, limits, rehearsals } = context;
  const creation = { config: { rateLimit: { max: limits.roomsPerHour, timeWindow: 3_600_000 } } };

  app.post('/api/rooms/:roomId/rehearsals', creation, async (request) => {
    const { room, seatId } = await roomOfModerator(context, request);
    const { secret } = credentialsOf(request.headers);
    if (secret === undefined) throw refusal('auth/required');
    return make(context, { room, seatId, secret }, parsed(rehearsalBody, request.body));
  });

  app.post('/api/rooms/:roomId/bots', async (request) => {
    const { room } = await roomOfModerator(context, request);
    const { rehearsal, roomId } = room;
    if (!rehearsal) throw refusal('not-found');
    if (rehearsals.isRunning(roomId)) return { seated: 0 };
    const bots = botsOf(room);
    roomForBots(context, bots.length);
    const token = await botSession(context, roomId, bots);
    const seed = room.bots?.seed ?? 0;
    rehearsals.start({
      ...{ roomId, auctionId: rehearsal.ofAuctionId, seed, bots, token },
      pace: 'short',
    });
    return { seated: bots.length };
  });

  app.get('/api/rooms/:roomId/rehearsal', async (request) => {
    const { room } = await roomOfModerator(context, request);
    const { rehearsal, roomId } = room;
    const auction = rehearsal && room.auctions[rehearsal.ofAuctionId];
    if (!auction) throw refusal('not-found');
    if (!hasEnded(auction) && auction.phase !== 'cancelled') {
      return { ok: false, rejection: reject('rehearsal/not-over', { phase: auction.phase }) };
    }
    const { state, version } = await hosts.room(roomId).confirmed();
    await released(context, state);
    return { ok: true, report: await rehearsals.report(state, auction, version) };
  });
};
