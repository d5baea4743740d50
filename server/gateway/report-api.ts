// HTTP for reports on auctions that are over: as data for the page, as PDF and as CSV. All three are the report of whoever
// asks; a door adds nothing to it.

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Json } from '../../shared/kernel/json.ts';
import type { Viewer } from '../../shared/room/view-types.ts';
import type { MadeReport, ReportForm } from '../export/report-forms.ts';
import type { GatewayContext } from './context.ts';
import { ID_PATTERN } from '../../shared/kernel/ids.ts';
import { reportOf } from '../../shared/report/report.ts';
import { viewerOf } from '../../shared/room/walls.ts';
import { madeReport } from '../export/report-forms.ts';
import { reportSource } from '../export/report-source.ts';
import { refusal } from './failures.ts';
import { parsed } from './parsed.ts';
import { actorOf, released } from './rooms-api.ts';

const REPORTS_A_MINUTE = 60;

const reportParams = z.object({ roomId: z.string().regex(ID_PATTERN) });
const reportQuery = z.object({
  auction: z.string().regex(ID_PATTERN),
  /** `all`: no table of the page is cut. */
  rows: z.literal('all').optional(),
});

/** The report of whoever asks, for the page or in one form; the administrator reads what the moderator reads. */
const asked = async (
  context: GatewayContext,
  request: FastifyRequest,
  file?: ReportForm,
): Promise<MadeReport> => {
  // Who asks comes first: a stranger learns nothing from what is wrong with a question.
  const by = await actorOf(context, request);
  const { roomId } = parsed(reportParams, request.params);
  const { auction, rows } = parsed(reportQuery, request.query);
  const form = file ?? rows ?? 'page';
  const { state: room, version } = await context.hosts.room(roomId).confirmed();
  const viewer: Viewer = by.kind === 'seat' ? viewerOf(room, by.seatId) : { kind: 'moderator' };
  const source = await reportSource(context, { room, version, viewer }, auction);
  await released(context, room);
  // Nobody learns here whether there is an auction that is not for them.
  if (!source) {
    throw refusal('not-found', { message: 'There is no report on such an auction, or none yet.' });
  }
  if (!source.course) return madeReport(reportOf(source), form, false);
  // Plain data, though its types do not say so; the thread answers in the form that was asked for.
  const question = { form, source } as unknown as Json;
  return (await context.reporter.answer(question)) as unknown as MadeReport;
};

const fileName = (name: string, ending: string): string =>
  `attachment; filename="${name}.${ending}"`;

const sent = (reply: FastifyReply, made: MadeReport): FastifyReply => {
  if (made.form === 'pdf') throw new RangeError('a document goes to the press first');
  const { buffer, byteOffset, byteLength } = made.bytes;
  return reply.send(Buffer.from(buffer, byteOffset, byteLength));
};

/** Routes of reports. */
export const addReportRoutes = (app: FastifyInstance, context: GatewayContext): void => {
  const limited = { config: { rateLimit: { max: REPORTS_A_MINUTE, timeWindow: 60_000 } } };
  const path = '/api/rooms/:roomId/report';

  app.get(path, limited, async (request, reply) => {
    const made = await asked(context, request);
    return sent(reply.type('application/json; charset=utf-8'), made);
  });

  app.get(`${path}.pdf`, limited, async (request, reply) => {
    const made = await asked(context, request, 'pdf');
    if (made.form !== 'pdf') throw new RangeError('nothing to print');
    const bytes = await context.press.print(made.document);
    return reply
      .header('content-disposition', fileName(made.name, 'pdf'))
      .type('application/pdf')
      .send(Buffer.from(bytes));
  });

  app.get(`${path}.csv`, limited, async (request, reply) => {
    const made = await asked(context, request, 'csv');
    reply.header('content-disposition', fileName(made.name, 'csv'));
    return sent(reply.type('text/csv; charset=utf-8'), made);
  });
};
