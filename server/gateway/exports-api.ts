// HTTP for files of a sheet: out of it, in every form and edition that the seat may have, and in from outside, compared
// with what stands. Nothing that comes in changes anything.

import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { SeatId, SheetId } from '../../shared/kernel/ids.ts';
import type { Rejection } from '../../shared/kernel/rejection.ts';
import type { FileAction } from '../../shared/room/seats.ts';
import type { RoomState } from '../../shared/room/types.ts';
import type { SheetFileAnswer } from '../../shared/protocol/files.ts';
import type { GatewayContext } from './context.ts';
import { ID_PATTERN } from '../../shared/kernel/ids.ts';
import { reject } from '../../shared/kernel/rejection.ts';
import { sheetSchedule } from '../../shared/room/award-schedule.ts';
import { authoriseFile, sheetAccess } from '../../shared/room/seats.ts';
import { hasSchedule } from '../../shared/sheet/schedule-form.ts';
import { FileRefused } from '../export/docx-in/refused.ts';
import { ZIP_LIMITS } from '../export/docx-in/zip-in.ts';
import type { ExportForm } from '../export/sheet-exports.ts';
import { EXPORT_FORMS, MEDIA_TYPES, fileNameOf } from '../export/sheet-exports.ts';
import { refusal } from './failures.ts';
import { parsed } from './parsed.ts';
import { actorOf, released } from './rooms-api.ts';

const sheetParams = z.object({
  roomId: z.string().regex(ID_PATTERN),
  sheetId: z.string().regex(ID_PATTERN),
});
const exportParams = z.object({ form: z.enum(EXPORT_FORMS as readonly [ExportForm]) });
const exportQuery = z.object({
  edition: z.enum(['sealed', 'redacted']).default('sealed'),
  reading: z.enum(['redline', 'clean']).default('redline'),
  base: z.enum(['agreed', 'template']).default('agreed'),
  comments: z.enum(['none', 'shared', 'team']).default('shared'),
  own: z.enum(['yes', 'no']).default('no'),
});

export interface AskedSheet {
  readonly room: RoomState;
  readonly seatId: SeatId;
  readonly sheetId: SheetId;
  /** Why the seat may not do it; undefined when it may. */
  readonly denied: Rejection | undefined;
}

/** The sheet that a seat asks for. Throws `not-found` for one that is not its business. */
export const askedSheet = async (
  context: GatewayContext,
  request: FastifyRequest,
  action: FileAction,
): Promise<AskedSheet> => {
  const by = await actorOf(context, request);
  if (by.kind !== 'seat') throw refusal('auth/denied');
  const { roomId, sheetId } = parsed(sheetParams, request.params);
  const { state: room } = await context.hosts.room(roomId).confirmed();
  if (!sheetAccess(room, by.seatId, sheetId).mayRead) throw refusal('not-found');
  const denied = authoriseFile(room, by.seatId, { sheetId, action });
  return { room, seatId: by.seatId, sheetId, denied };
};

/** Files cost more than other requests. */
export const fileLimit = ({ limits }: GatewayContext) => ({
  config: { rateLimit: { max: limits.filesPerMinute, timeWindow: 60_000 } },
});

const addDownloads = (app: FastifyInstance, context: GatewayContext): void => {
  const path = '/api/rooms/:roomId/sheets/:sheetId/export/:form';
  app.get(path, fileLimit(context), async (request, reply) => {
    const { form } = parsed(exportParams, request.params);
    const { edition, reading, base, ...asks } = parsed(exportQuery, request.query);
    const asked = await askedSheet(context, request, `export-${edition}`);
    if (asked.denied) throw refusal('auth/denied');
    const { paper } = await context.exports.see({
      ...{ ...asked, edition, reading, base },
      // No other form shows them.
      comments: form === 'docx' ? asks.comments : 'none',
      ...(asks.own === 'yes' && { hasOwnFields: true, isForOwnTeam: true }),
    });
    const bytes = await context.exports.write(paper, form);
    await released(context, asked.room);
    return reply
      .header('content-disposition', `attachment; filename="${fileNameOf(paper, form)}"`)
      .type(MEDIA_TYPES[form])
      .send(bytes);
  });
};

const scheduleParams = z.object({ auctionId: z.string().regex(ID_PATTERN) });

/** The file that a row of awarded lots names by its hash: for whoever reads the sheet. */
const addSchedules = (app: FastifyInstance, context: GatewayContext): void => {
  const path = '/api/rooms/:roomId/sheets/:sheetId/awards/:auctionId';
  app.get(path, fileLimit(context), async (request, reply) => {
    const { auctionId } = parsed(scheduleParams, request.params);
    const { room, sheetId, denied } = await askedSheet(context, request, 'export-sealed');
    if (denied) throw refusal('auth/denied');
    const { state } = await context.hosts.sheet(sheetId).confirmed();
    // Its team may have other sheets, which this award is not on.
    const isHere = hasSchedule(state, auctionId);
    const csv = isHere ? sheetSchedule(room, state.parties, auctionId) : undefined;
    if (csv === undefined) throw refusal('not-found');
    await released(context, room);
    return reply
      .header('content-disposition', `attachment; filename="${auctionId}.awards.csv"`)
      .type(MEDIA_TYPES.csv)
      .send(csv);
  });
};

/** What the file says differently from the sheet as the seat sees it, or why it is not read. */
const compared = async (
  { exports }: GatewayContext,
  { room, seatId, sheetId }: AskedSheet,
  body: unknown,
): Promise<SheetFileAnswer> => {
  const ask = {
    room,
    seatId,
    sheetId,
    edition: 'sealed',
    reading: 'clean',
    base: 'agreed',
    hasOwnFields: true,
  } as const;
  const { paper } = await exports.see(ask);
  if (Buffer.isBuffer(body)) {
    const bytes = new Uint8Array(body);
    const read = await exports.office.run({ kind: 'compare-docx', paper, bytes });
    const { comparison, ...file } = read;
    return { ok: true, kind: 'docx', ...file, ...comparison };
  }
  if (typeof body !== 'string') throw refusal('protocol/malformed');
  const { side } = sheetAccess(room, seatId, sheetId);
  const job = { kind: 'compare-json', paper, text: body, side } as const;
  const found = await exports.office.run(job);
  if (!found.ok) return { ok: false, rejection: reject('file/not-sheet', { fault: found.fault }) };
  return { ...found, kind: 'json' };
};

const addUploads = async (scope: FastifyInstance, context: GatewayContext): Promise<void> => {
  const bodyLimit = ZIP_LIMITS.fileBytes;
  const asIs = (
    _: FastifyRequest,
    body: unknown,
    done: (error: null, body: unknown) => void,
  ): void => {
    done(null, body);
  };
  scope.removeContentTypeParser('application/json');
  scope.addContentTypeParser('application/json', { parseAs: 'string', bodyLimit }, asIs);
  const binary = [MEDIA_TYPES.docx, 'application/octet-stream', 'application/zip'];
  scope.addContentTypeParser(binary, { parseAs: 'buffer', bodyLimit }, asIs);
  const options = { bodyLimit, ...fileLimit(context) };
  scope.post('/api/rooms/:roomId/sheets/:sheetId/compare', options, async (request) => {
    const asked = await askedSheet(context, request, 'read-file');
    if (asked.denied) return { ok: false, rejection: asked.denied };
    try {
      return await compared(context, asked, request.body);
    } catch (cause) {
      if (!(cause instanceof FileRefused)) throw cause;
      return { ok: false, rejection: reject(cause.code) };
    } finally {
      await released(context, asked.room);
    }
  });
  await Promise.resolve();
};

/** Routes of files. */
export const addExportRoutes = (app: FastifyInstance, context: GatewayContext): void => {
  addDownloads(app, context);
  addSchedules(app, context);
  app.register((scope) => addUploads(scope, context));
};
