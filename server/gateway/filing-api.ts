// HTTP for the filing of a sheet: the checklist, and the package of everything that is filed.

import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { FilingAnswer } from '../../shared/protocol/files.ts';
import type { FilingAsk } from '../../shared/sheet/paper/filing.ts';
import type { GatewayContext } from './context.ts';
import { approvalsSchema, filingChecklist } from '../../shared/sheet/paper/filing.ts';
import { FILING_DOCUMENTS, filingPackage } from '../export/filing-package.ts';
import { askedSheet, fileLimit } from './exports-api.ts';
import { refusal } from './failures.ts';
import { parsed } from './parsed.ts';
import { released } from './rooms-api.ts';

const filingQuery = z.object({ approved: z.string().max(400).default('') });

/** Both papers of the sheet as the seat sees it, with what the checklist needs to know. */
const filingOf = async (
  context: GatewayContext,
  request: FastifyRequest,
): Promise<FilingAsk & { readonly release: () => Promise<void> }> => {
  const { approved } = parsed(filingQuery, request.query);
  const approvedOn = parsed(approvalsSchema, approved.split(',').filter(Boolean));
  const asked = await askedSheet(context, request, 'export-sealed');
  if (asked.denied) throw refusal('auth/denied');
  // The regulator gets what the side that files keeps from the other one.
  const common = { ...asked, reading: 'clean', base: 'agreed', hasOwnFields: true } as const;
  const { paper: sealed, view } = await context.exports.see({ ...common, edition: 'sealed' });
  const { paper: redacted } = await context.exports.see({ ...common, edition: 'redacted' });
  return {
    ...{ sealed, redacted, approvedOn, signed: view },
    release: () => released(context, asked.room),
  };
};

/** Routes of filing. */
export const addFilingRoutes = (app: FastifyInstance, context: GatewayContext): void => {
  const path = '/api/rooms/:roomId/sheets/:sheetId/filing';

  app.get(path, fileLimit(context), async (request, reply) => {
    const { release, ...ask } = await filingOf(context, request);
    const documents = FILING_DOCUMENTS.map(({ name }) => name);
    const answer: FilingAnswer = { ...filingChecklist(ask), documents };
    await release();
    return reply.send(answer);
  });

  app.get(`${path}.zip`, fileLimit(context), async (request, reply) => {
    const { release, ...ask } = await filingOf(context, request);
    const papers = [ask.sealed, ask.redacted];
    const bytes = await filingPackage(context.exports, papers, {
      ...{ checklist: filingChecklist(ask), signed: ask.signed },
    });
    await release();
    return reply
      .header('content-disposition', `attachment; filename="${ask.sealed.template}.filing.zip"`)
      .type('application/zip')
      .send(Buffer.from(bytes));
  });
};
