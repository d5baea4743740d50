// HTTP for making a room: from nothing, from the demonstration, or from a template.

import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { RoomId } from '../../shared/kernel/ids.ts';
import type { RoomCommand } from '../../shared/room/types.ts';
import type { GatewayContext } from './context.ts';
import { ID_PATTERN } from '../../shared/kernel/ids.ts';
import { demoCommands } from '../../shared/room/demo.ts';
import { templateCommands } from '../../shared/templates/room-template.ts';
import { parsed } from './parsed.ts';
import { createRoom, issueInvite, requireAdmin } from './rooms-api.ts';
import { keptSheetTemplates } from './sheet-templates.ts';
import { keptTemplate } from './templates-api.ts';

const ROOM_ID_BYTES = 8;
const MODERATOR_SEAT = 'moderator';

const title = z.string().trim().min(1).max(120);
const roomBody = z.union([
  z.strictObject({ title, template: z.enum(['empty', 'usps-demo']) }),
  z.strictObject({ title, templateId: z.string().regex(ID_PATTERN) }),
]);

const emptyRoom = (roomId: RoomId, title: string): readonly RoomCommand[] => [
  { type: 'CreateRoom', roomId, title, isDemo: false },
  { type: 'AddSeat', seatId: MODERATOR_SEAT, role: 'moderator', teamId: null, name: 'Moderator' },
];

/** The route that makes rooms. */
export const addRoomCreation = (app: FastifyInstance, context: GatewayContext): void => {
  const { chance, limits } = context;
  const creation = { config: { rateLimit: { max: limits.roomsPerHour, timeWindow: 3_600_000 } } };
  app.post('/api/rooms', creation, async (request) => {
    await requireAdmin(context, request);
    const body = parsed(roomBody, request.body);
    const listing = {
      ...{ roomId: `r${chance.hex(ROOM_ID_BYTES)}`, title: body.title },
      isDemo: 'template' in body && body.template === 'usps-demo',
    };
    const { roomId, isDemo } = listing;
    const commands =
      'templateId' in body
        ? templateCommands(await keptTemplate(context, body.templateId), {
            ...listing,
            known: await keptSheetTemplates(context),
          })
        : isDemo
          ? demoCommands(roomId, body.title)
          : emptyRoom(roomId, body.title);
    await createRoom(context, commands, listing);
    const invite = { roomId, seatId: MODERATOR_SEAT };
    const { link } = await issueInvite(context, { kind: 'admin' }, invite);
    return { roomId, moderatorLink: link };
  });
};
