// HTTP for templates of term sheets: an administrator makes one from a sheet or a file, edits it, forgets it; whoever sets
// a room up reads which there are.

import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Json } from '../../shared/kernel/json.ts';
import type { RoomCommand } from '../../shared/room/types.ts';
import type { Template } from '../../shared/sheet/types.ts';
import type { GatewayContext } from './context.ts';
import { SYSTEM } from '../../shared/kernel/decider.ts';
import { ID_PATTERN } from '../../shared/kernel/ids.ts';
import { authoriseRoom } from '../../shared/room/seats.ts';
import { templateOfSheet } from '../../shared/sheet/template-from-sheet.ts';
import { templateById, templateIds } from '../../shared/sheet/template.ts';
import { readTemplate } from '../../shared/sheet/template-schema.ts';
import { wordsOfBlocks } from '../../shared/sheet/text-words.ts';
import { refusal } from './failures.ts';
import { parsed } from './parsed.ts';
import { actorOf, requireAdmin } from './rooms-api.ts';

const TEMPLATE_ID_BYTES = 8;
/** Characters of a template as JSON. */
const MAX_CHARACTERS = 400_000;

const id = z.string().regex(ID_PATTERN);
const templateParams = z.object({ templateId: id });
const roomParams = z.object({ roomId: id });
const sheetParams = z.object({ roomId: id, sheetId: id });
const newBody = z.strictObject({ template: z.unknown() });
const versionBody = z.strictObject({ template: z.unknown(), after: z.int().min(1) });

/** Who may open a sheet may know what it can be made from. */
const OPENING: RoomCommand = {
  type: 'OpenSheet',
  sheet: { kind: 'common', carrierTeamId: '', title: '', template: '' },
};

/** The template that a body holds. Throws Refusal that names every wrong place. */
const wanted = (value: unknown): Template => {
  const reading = readTemplate(value);
  if (!reading.ok) {
    const message = `The template cannot be used. ${reading.faults.join('\n')}`;
    throw refusal('protocol/malformed', { message });
  }
  return reading.template;
};

const fromSheet = async (
  { hosts }: GatewayContext,
  asked: { readonly roomId: string; readonly sheetId: string },
): Promise<Template> => {
  const { state: room } = await hosts.room(asked.roomId).confirmed();
  if (!Object.hasOwn(room.sheets, asked.sheetId)) throw refusal('not-found');
  const host = hosts.sheet(asked.sheetId);
  const { state } = await host.confirmed();
  if (!state.template) throw refusal('not-found');
  const text = await host.reading();
  return templateOfSheet(state.template, {
    ...{ id: state.template.id, title: state.template.title },
    textOf: (termId) => {
      const standing = text.authored(termId);
      return standing && wordsOfBlocks(standing.blocks);
    },
  });
};

/** Stores a version; one that somebody else has saved meanwhile is not written over. */
const save = async (
  { hosts, chance }: GatewayContext,
  { templateId, after, template }: { templateId: string; after: number; template: Template },
): Promise<{ templateId: string; version: number }> => {
  if (JSON.stringify(template).length > MAX_CHARACTERS) {
    throw refusal('protocol/too-large', { message: 'The template is too large to be kept.' });
  }
  const version = after + 1;
  const stored = { ...template, id: templateId, version };
  const saved = await hosts.site().submit(chance.id(), SYSTEM, {
    ...{ type: 'SaveSheetTemplate', templateId, after },
    ...{ title: template.title, template: stored as unknown as Json },
  });
  if (saved.ok) return { templateId, version };
  const isFull = saved.rejection.code === 'site/templates-full';
  throw refusal('auth/denied', {
    message: isFull
      ? 'There are as many templates as there may be. Forget some first.'
      : 'Somebody has saved this template meanwhile. Open it again, then change it; nothing was saved.',
  });
};

const addReading = (app: FastifyInstance, context: GatewayContext): void => {
  const { hosts } = context;
  app.get('/api/sheet-templates', async (request) => {
    await requireAdmin(context, request);
    const { state } = await hosts.site().confirmed();
    const templates = Object.entries(state.sheetTemplates).map(([templateId, kept]) => ({
      ...{ templateId, title: kept.title, version: kept.version, atMs: kept.atMs },
      terms: (kept.template as unknown as Template).sections.flatMap(({ terms }) => terms).length,
    }));
    const own = templateIds().map((templateId) => ({
      ...{ templateId, title: templateById(templateId)?.title ?? templateId },
    }));
    return { templates: templates.sort((a, b) => a.atMs - b.atMs), own };
  });

  app.get('/api/sheet-templates/:templateId', async (request, reply) => {
    await requireAdmin(context, request);
    const { templateId } = parsed(templateParams, request.params);
    const { state } = await hosts.site().confirmed();
    const kept = Object.hasOwn(state.sheetTemplates, templateId)
      ? state.sheetTemplates[templateId]?.template
      : templateById(templateId);
    if (!kept) throw refusal('not-found');
    return reply
      .header('content-disposition', `attachment; filename="${templateId}.sheet-template.json"`)
      .type('application/json; charset=utf-8')
      .send(`${JSON.stringify(kept, null, 2)}\n`);
  });

  // Not kept: the wording that stands may have faults, which the administrator sees and mends before it is saved.
  app.get('/api/rooms/:roomId/sheets/:sheetId/template', async (request, reply) => {
    await requireAdmin(context, request);
    const template = await fromSheet(context, parsed(sheetParams, request.params));
    return reply.send({ template });
  });

  app.get('/api/rooms/:roomId/sheet-templates', async (request) => {
    const by = await actorOf(context, request);
    const { roomId } = parsed(roomParams, request.params);
    const { state: room } = await hosts.room(roomId).confirmed();
    if (authoriseRoom(room, by, OPENING)) throw refusal('auth/denied');
    const { state } = await hosts.site().confirmed();
    const kept = Object.entries(state.sheetTemplates).map(([templateId, each]) => ({
      ...{ templateId, title: each.title, version: each.version },
    }));
    return { templates: kept };
  });
};

/** Routes under /api/sheet-templates, the administrator's, and the list for who sets a room up (STP1 to STP4). */
export const addSheetTemplateRoutes = (app: FastifyInstance, context: GatewayContext): void => {
  const { hosts, chance } = context;
  addReading(app, context);

  app.post('/api/sheet-templates', async (request) => {
    await requireAdmin(context, request);
    const { template } = parsed(newBody, request.body);
    const templateId = `s${chance.hex(TEMPLATE_ID_BYTES)}`;
    return save(context, { templateId, after: 0, template: wanted(template) });
  });

  app.post('/api/sheet-templates/:templateId', async (request) => {
    await requireAdmin(context, request);
    const { templateId } = parsed(templateParams, request.params);
    const { template, after } = parsed(versionBody, request.body);
    return save(context, { templateId, after, template: wanted(template) });
  });

  app.post('/api/sheet-templates/:templateId/forget', async (request) => {
    await requireAdmin(context, request);
    const { templateId } = parsed(templateParams, request.params);
    const command = { type: 'ForgetSheetTemplate', templateId } as const;
    const forgotten = await hosts.site().submit(chance.id(), SYSTEM, command);
    if (!forgotten.ok) throw refusal('not-found');
    return { forgotten: true };
  });
};
