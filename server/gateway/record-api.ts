// HTTP for the record of a room: its seals as they stand, and the bundle of whoever asks, sent while it is made.

import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { ReplayFrame } from '../../shared/record/replay-form.ts';
import type { RoomState } from '../../shared/room/types.ts';
import type { Viewer } from '../../shared/room/view-types.ts';
import type { GatewayContext } from './context.ts';
import { ID_PATTERN } from '../../shared/kernel/ids.ts';
import { sheetIsFor } from '../../shared/room/view-rights.ts';
import { viewerOf } from '../../shared/room/walls.ts';
import { refusal } from './failures.ts';
import { publicKeysOf } from './keys-api.ts';
import { parsed } from './parsed.ts';
import { actorOf, released } from './rooms-api.ts';
import { whileAllowed } from './while-allowed.ts';

const BUNDLES_A_MINUTE = 30;
const REPLAYS_A_MINUTE = 60;

const roomParams = z.object({ roomId: z.string().regex(ID_PATTERN) });
const sheetQuery = z.object({ sheet: z.string().regex(ID_PATTERN).exactOptional() });
const sealsQuery = z.object({ after: z.coerce.number().int().min(0).exactOptional() });

/** The room, and as whom it is asked for; the administrator sees what the moderator sees. */
const asked = async (
  context: GatewayContext,
  request: FastifyRequest,
): Promise<{ room: RoomState; version: number; viewer: Viewer }> => {
  const by = await actorOf(context, request);
  const { roomId } = parsed(roomParams, request.params);
  const { state, version } = await context.hosts.room(roomId).confirmed();
  const viewer: Viewer = by.kind === 'seat' ? viewerOf(state, by.seatId) : { kind: 'moderator' };
  return { room: state, version, viewer };
};

async function* linesOf(frames: AsyncGenerator<ReplayFrame>): AsyncGenerator<string> {
  for await (const frame of frames) yield `${JSON.stringify(frame)}\n`;
}

/** Routes of the record. */
export const addRecordRoutes = (app: FastifyInstance, context: GatewayContext): void => {
  const { clock, hosts, records } = context;
  const allowed = (request: FastifyRequest, lines: AsyncIterable<string>) =>
    whileAllowed(lines, { clock, stillMay: () => actorOf(context, request) });

  app.get('/api/rooms/:roomId/seals', async (request, reply) => {
    const { room, version } = await asked(context, request);
    const { after = 0 } = parsed(sealsQuery, request.query);
    const answer = await records.seals(room.roomId, after, version);
    // A seal comes no sooner than what it ends with, and how long it took says nothing (NET6).
    await released(context, room);
    return reply.send(answer);
  });

  const replays = { config: { rateLimit: { max: REPLAYS_A_MINUTE, timeWindow: 60_000 } } };
  app.get('/api/rooms/:roomId/replay', replays, async (request, reply) => {
    const { room, viewer } = await asked(context, request);
    const { sheet: sheetId } = parsed(sheetQuery, request.query);
    const listing = sheetId === undefined ? undefined : room.sheets[sheetId];
    if (sheetId !== undefined && !(listing && sheetIsFor(viewer, listing))) {
      throw refusal('not-found');
    }
    return reply
      .type('application/x-ndjson; charset=utf-8')
      .send(Readable.from(allowed(request, linesOf(records.replay(room, viewer, sheetId)))));
  });

  const limited = { config: { rateLimit: { max: BUNDLES_A_MINUTE, timeWindow: 60_000 } } };
  app.get('/api/rooms/:roomId/bundle', limited, async (request, reply) => {
    const { room, viewer } = await asked(context, request);
    const { state: site } = await hosts.site().confirmed();
    const lines = records.bundle(room, viewer, publicKeysOf(site));
    return reply
      .header('content-disposition', `attachment; filename="${room.roomId}.parley.ndjson"`)
      .type('application/x-ndjson; charset=utf-8')
      .send(Readable.from(allowed(request, lines)));
  });
};
