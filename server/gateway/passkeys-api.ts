// HTTP for passkeys: a ticket for the seat that asks, and the names that a key can be bound to. Keys and proofs come with
// commands.

import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { PasskeyTicketAnswer } from '../../shared/protocol/passkeys.ts';
import type { GatewayContext } from './context.ts';
import { ID_PATTERN } from '../../shared/kernel/ids.ts';
import { mayKeepPasskeys } from '../../shared/room/passkey-rights.ts';
import { sheetAccess } from '../../shared/room/seats.ts';
import { refusal } from './failures.ts';
import { parsed } from './parsed.ts';
import { actorOf } from './rooms-api.ts';

const TICKETS_A_MINUTE = 60;
const sheetParams = z.object({
  roomId: z.string().regex(ID_PATTERN),
  sheetId: z.string().regex(ID_PATTERN),
});

/** Routes of passkeys. */
export const addPasskeyRoutes = (app: FastifyInstance, context: GatewayContext): void => {
  const path = '/api/rooms/:roomId/sheets/:sheetId/passkey-ticket';
  const limit = { config: { rateLimit: { max: TICKETS_A_MINUTE, timeWindow: 60_000 } } };
  app.get(path, limit, async (request, reply) => {
    const by = await actorOf(context, request);
    if (by.kind !== 'seat') throw refusal('auth/denied');
    const { roomId, sheetId } = parsed(sheetParams, request.params);
    const { state: room } = await context.hosts.room(roomId).confirmed();
    if (!sheetAccess(room, by.seatId, sheetId).mayRead) throw refusal('not-found');
    if (!mayKeepPasskeys(room, by.seatId, sheetId)) throw refusal('auth/denied');
    const ticket = context.passkeys.ticket({ sheetId, seatId: by.seatId });
    const answer: PasskeyTicketAnswer = { ticket, rpIds: context.passkeys.rpIds };
    return reply.send(answer);
  });
};
