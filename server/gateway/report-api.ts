// HTTP for reports on auctions that are over: as data for the page, as PDF and as CSV. All three are the report of whoever
// asks; a door adds nothing to it.

import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Report } from '../../shared/report/report-types.ts';
import type { Viewer } from '../../shared/room/view-types.ts';
import type { GatewayContext } from './context.ts';
import { CSV_MARK } from '../../shared/kernel/csv.ts';
import { ID_PATTERN } from '../../shared/kernel/ids.ts';
import { reportCsv } from '../../shared/report/report-csv.ts';
import { shortened } from '../../shared/report/report-types.ts';
import { viewerOf } from '../../shared/room/walls.ts';
import { reportDocument } from '../export/report-pdf.ts';
import { reportFor } from '../export/report-source.ts';
import { refusal } from './failures.ts';
import { parsed } from './parsed.ts';
import { actorOf, released } from './rooms-api.ts';

const REPORTS_A_MINUTE = 60;
/** Rows of a table that are read on a page or on paper; a CSV has all. */
const READ_ROWS = 500;

const reportParams = z.object({ roomId: z.string().regex(ID_PATTERN) });
const reportQuery = z.object({ auction: z.string().regex(ID_PATTERN) });

/** The report of whoever asks; the administrator reads what the moderator reads. */
const asked = async (context: GatewayContext, request: FastifyRequest): Promise<Report> => {
  const by = await actorOf(context, request);
  const { roomId } = parsed(reportParams, request.params);
  const { auction } = parsed(reportQuery, request.query);
  const { state: room, version } = await context.hosts.room(roomId).confirmed();
  const viewer: Viewer = by.kind === 'seat' ? viewerOf(room, by.seatId) : { kind: 'moderator' };
  const report = await reportFor(context, { room, version, viewer }, auction);
  await released(context, room);
  if (report) return report;
  // Nobody learns here whether there is an auction that is not for them.
  throw refusal('not-found', { message: 'There is no report on such an auction, or none yet.' });
};

const fileName = ({ roomId, auctionId }: Report, ending: string): string =>
  `attachment; filename="${roomId}-${auctionId}-report.${ending}"`;

/** Routes of reports. */
export const addReportRoutes = (app: FastifyInstance, context: GatewayContext): void => {
  const limited = { config: { rateLimit: { max: REPORTS_A_MINUTE, timeWindow: 60_000 } } };
  const path = '/api/rooms/:roomId/report';

  app.get(path, limited, async (request, reply) => {
    const report = await asked(context, request);
    return reply.header('cache-control', 'no-store').send(shortened(report, READ_ROWS));
  });

  app.get(`${path}.pdf`, limited, async (request, reply) => {
    const report = shortened(await asked(context, request), READ_ROWS);
    const bytes = await context.press.print(reportDocument(report));
    return reply
      .header('cache-control', 'no-store')
      .header('content-disposition', fileName(report, 'pdf'))
      .type('application/pdf')
      .send(Buffer.from(bytes));
  });

  app.get(`${path}.csv`, limited, async (request, reply) => {
    const report = await asked(context, request);
    return reply
      .header('cache-control', 'no-store')
      .header('content-disposition', fileName(report, 'csv'))
      .type('text/csv; charset=utf-8')
      .send(`${CSV_MARK}${reportCsv(report)}`);
  });
};
