// HTTP for templates of rooms: an administrator saves a room as one, takes one out as JSON, puts one in, forgets one.

import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Json } from '../../shared/kernel/json.ts';
import type { RoomTemplate } from '../../shared/templates/room-template.ts';
import type { GatewayContext } from './context.ts';
import { SYSTEM } from '../../shared/kernel/decider.ts';
import { ID_PATTERN } from '../../shared/kernel/ids.ts';
import {
  MAX_TEMPLATE_CHARACTERS,
  readRoomTemplate,
  templateOf,
} from '../../shared/templates/room-template.ts';
import { refusal } from './failures.ts';
import { parsed } from './parsed.ts';
import { keptSheetTemplates } from './sheet-templates.ts';
import { requireAdmin } from './rooms-api.ts';

const TEMPLATE_ID_BYTES = 8;

const id = z.string().regex(ID_PATTERN);
const templateParams = z.object({ templateId: id });
const templateBody = z.union([
  z.strictObject({ roomId: id, name: z.string().trim().min(1).max(120) }),
  z.strictObject({ template: z.unknown() }),
]);

/** The template that a body holds. Throws Refusal that names every wrong place. */
const readTemplate = async (context: GatewayContext, value: unknown): Promise<RoomTemplate> => {
  const reading = readRoomTemplate(value, await keptSheetTemplates(context));
  if (reading.ok) return reading.template;
  const message = `The template cannot be used. ${reading.faults.join('\n')}`;
  throw refusal('protocol/malformed', { message });
};

const roomTemplate = async (
  { hosts }: GatewayContext,
  roomId: string,
  name: string,
): Promise<RoomTemplate> => {
  const { state } = await hosts.room(roomId).confirmed();
  if (state.createdAtMs === null) throw refusal('not-found');
  return templateOf(state, name);
};

/** A template that is kept. Throws Refusal `not-found`. */
export const keptTemplate = async (
  context: GatewayContext,
  templateId: string,
): Promise<RoomTemplate> => {
  const { state } = await context.hosts.site().confirmed();
  const kept = Object.hasOwn(state.templates, templateId) ? state.templates[templateId] : undefined;
  if (!kept) throw refusal('not-found');
  return readTemplate(context, kept.template);
};

/** What a list says of a template. */
const cardOf = (template: RoomTemplate) => ({
  teams: template.teams.length,
  sheets: template.sheets.length,
  auctions: template.auctions.map(({ rules, lots }) => ({
    ...{ title: rules.title, format: rules.format, lots: lots.length },
  })),
});

/** Routes under /api/templates; all of them the administrator's. */
export const addTemplateRoutes = (app: FastifyInstance, context: GatewayContext): void => {
  const { hosts, chance } = context;

  app.get('/api/templates', async (request) => {
    await requireAdmin(context, request);
    const { state } = await hosts.site().confirmed();
    const templates = Object.entries(state.templates).map(([templateId, kept]) => ({
      ...{ templateId, name: kept.name, atMs: kept.atMs },
      ...cardOf(kept.template as unknown as RoomTemplate),
    }));
    return { templates: templates.sort((a, b) => a.atMs - b.atMs) };
  });

  app.post('/api/templates', async (request) => {
    await requireAdmin(context, request);
    const body = parsed(templateBody, request.body);
    const template =
      'roomId' in body
        ? await roomTemplate(context, body.roomId, body.name)
        : await readTemplate(context, body.template);
    if (JSON.stringify(template).length > MAX_TEMPLATE_CHARACTERS) {
      throw refusal('protocol/too-large', {
        message: 'The room is too large for a template. Save its rules and lots as files instead.',
      });
    }
    const templateId = `t${chance.hex(TEMPLATE_ID_BYTES)}`;
    const saved = await hosts.site().submit(chance.id(), SYSTEM, {
      ...{ type: 'SaveTemplate', templateId, name: template.name },
      template: template as unknown as Json,
    });
    if (!saved.ok) {
      const message = 'There are as many templates as there may be. Forget some first.';
      throw refusal('auth/denied', { message });
    }
    return { templateId };
  });

  app.get('/api/templates/:templateId', async (request, reply) => {
    await requireAdmin(context, request);
    const { templateId } = parsed(templateParams, request.params);
    const template = await keptTemplate(context, templateId);
    return reply
      .header('content-disposition', `attachment; filename="${templateId}.room.json"`)
      .type('application/json; charset=utf-8')
      .send(`${JSON.stringify(template, null, 2)}\n`);
  });

  app.post('/api/templates/:templateId/forget', async (request) => {
    await requireAdmin(context, request);
    const { templateId } = parsed(templateParams, request.params);
    const command = { type: 'ForgetTemplate', templateId } as const;
    const forgotten = await hosts.site().submit(chance.id(), SYSTEM, command);
    if (!forgotten.ok) throw refusal('not-found');
    return { forgotten: true };
  });
};
