// The HTTP server: headers that protect the page, origin checks, errors in one form, routes, the built page.

import type { Socket } from 'node:net';
import { fastifyCookie } from '@fastify/cookie';
import { fastifyHelmet } from '@fastify/helmet';
import { fastifyRateLimit } from '@fastify/rate-limit';
import { fastifyStatic } from '@fastify/static';
import Fastify from 'fastify';
import type { FastifyError, FastifyInstance, FastifyReply } from 'fastify';
import type { GatewayContext } from './context.ts';
import { sha256Hex } from '../../shared/kernel/hash.ts';
import { SAFE_METHODS, guardBodies } from './bodies.ts';
import { credentialsOf, isOwnOrigin } from './credentials.ts';
import { addEntryRoutes } from './entry-api.ts';
import { Refusal, errorFor, protocolError, refusal, statusOf } from './failures.ts';
import { addExportRoutes } from './exports-api.ts';
import { addFilingRoutes } from './filing-api.ts';
import { addKeyRoutes } from './keys-api.ts';
import { addMailboxRoutes } from './mailbox-api.ts';
import { addPasskeyRoutes } from './passkeys-api.ts';
import { addRecordRoutes } from './record-api.ts';
import { addReportRoutes } from './report-api.ts';
import { addRehearsalRoutes } from './rehearsal-api.ts';
import { addRoomRoutes } from './rooms-api.ts';
import { addSheetTemplateRoutes } from './sheet-templates-api.ts';
import { addTemplateRoutes } from './templates-api.ts';
import { addRoomCreation } from './room-creation-api.ts';
import { addSaleRoutes } from './sale-api.ts';

const REQUESTS_A_MINUTE = 1_200;
const REQUEST_TIMEOUT_MS = 30_000;
const YEAR_SECONDS = 31_536_000;

export interface Health {
  /** True from the moment this node was asked to stop. */
  readonly isStopping: () => boolean;
  /** `writable`: all is well. `readable`: views are served and commands refused. `away`: neither. Asked at each call. */
  readonly journal: () => Promise<'writable' | 'readable' | 'away'>;
  /**
   * How this node learns what others do. `alone`: there are none. `heard`: the bus tells. `asked`: the bus is away or
   * there is none, so the journal is asked; slower, and as right.
   */
  readonly nodes: () => 'alone' | 'heard' | 'asked';
  /** How letters leave; absent where none are sent. Failing keeps nobody from anything else. */
  readonly mail?: () => 'working' | 'failing';
  /** Absent when figures are not served. */
  readonly metrics?: () => Promise<string>;
  /** What a scraper brings to read them; absent: only an administrator's session may. */
  readonly metricsToken?: string;
}

/** Of all that one address asks nothing is told to the next one behind the same proxy (WALL4). */
const NO_RATE_HEADERS = {
  'x-ratelimit-limit': false,
  'x-ratelimit-remaining': false,
  'x-ratelimit-reset': false,
} as const;

const protect = async (app: FastifyInstance, { isSecure }: GatewayContext): Promise<void> => {
  await app.register(fastifyHelmet, {
    contentSecurityPolicy: {
      directives: {
        defaultSrc: ["'self'"],
        // No inline script or style, no eval; sockets go to our own origin.
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'", 'data:'],
        fontSrc: ["'self'"],
        connectSrc: ["'self'"],
        frameAncestors: ["'none'"],
        formAction: ["'self'"],
        baseUri: ["'none'"],
        objectSrc: ["'none'"],
        upgradeInsecureRequests: isSecure ? [] : null,
      },
    },
    strictTransportSecurity: isSecure ? { maxAge: YEAR_SECONDS, includeSubDomains: true } : false,
    xFrameOptions: { action: 'deny' },
    referrerPolicy: { policy: 'no-referrer' },
    crossOriginOpenerPolicy: { policy: 'same-origin' },
  });
};

/** Any thrown thing as one JSON form; Fastify's own complaints become ours. */
const answerWith =
  (context: GatewayContext) =>
  (cause: FastifyError | Refusal, _request: unknown, reply: FastifyReply): void => {
    const isOurs =
      cause instanceof Refusal || cause.statusCode === undefined || cause.statusCode >= 500;
    const code = !isOurs && cause.statusCode === 413 ? 'protocol/too-large' : 'protocol/malformed';
    const error = isOurs ? errorFor(cause, context) : protocolError(code);
    if (error.code === 'protocol/busy') {
      reply.header('retry-after', Math.ceil((error.afterMs ?? 0) / 1_000));
    }
    void reply.code(statusOf(error)).send({ error });
  };

/** What cannot be read as HTTP, or not in time, has no request that could be answered: by hand, in the same form (HTTP4). */
const answerUnreadable = (cause: Error & { readonly code?: string }, socket: Socket): void => {
  // Nobody is there any more.
  if (cause.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const isTooLarge = cause.code === 'HPE_HEADER_OVERFLOW';
  const error = protocolError(isTooLarge ? 'protocol/too-large' : 'protocol/malformed');
  const body = JSON.stringify({ error });
  const head = [
    isTooLarge ? '431 Request Header Fields Too Large' : '400 Bad Request',
    'Content-Type: application/json; charset=utf-8',
    `Content-Length: ${String(Buffer.byteLength(body))}`,
    'Connection: close',
  ];
  socket.end(`HTTP/1.1 ${head.join('\r\n')}\r\n\r\n${body}`);
};

const addPage = async (app: FastifyInstance, { pageFolder }: GatewayContext): Promise<void> => {
  await app.register(fastifyStatic, {
    root: pageFolder,
    wildcard: false,
    // Beside each text lies its compressed copy, made with the page.
    preCompressed: true,
    // Built files carry a hash in their names; the page itself must always be asked for.
    setHeaders: (response, path) => {
      const isNamedByHash = path.includes('/assets/');
      response.header(
        'cache-control',
        isNamedByHash ? `public, max-age=${String(YEAR_SECONDS)}, immutable` : 'no-cache',
      );
    },
  });
  app.setNotFoundHandler((request, reply) => {
    const isPage =
      request.method === 'GET' && !/^\/(api|assets|socket\.io)([/?]|$)/.test(request.url);
    if (isPage) return reply.header('cache-control', 'no-cache').sendFile('index.html');
    const error = protocolError('not-found');
    return reply.code(statusOf(error)).send({ error });
  });
};

const isSameSecret = (a: string, b: string): boolean => sha256Hex(a) === sha256Hex(b);

/** Figures count everybody's acts in all rooms: whoever sits at a seat must not read them (WALL6). */
const addFigures = (
  app: FastifyInstance,
  { sessions }: GatewayContext,
  { metrics, metricsToken }: Health,
): void => {
  if (!metrics) return;
  app.get('/metrics', async ({ headers }, reply) => {
    const bearer = /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1];
    const isScraper =
      metricsToken !== undefined && bearer !== undefined && isSameSecret(bearer, metricsToken);
    if (!isScraper) {
      const session = await sessions.find(credentialsOf(headers).secret);
      if (!session) throw refusal('auth/required');
      if (!session.isAdmin) throw refusal('auth/denied');
    }
    return reply.type('text/plain; version=0.0.4').send(await metrics());
  });
};

/** Builds the server; nothing listens yet. */
export const createHttp = async (
  context: GatewayContext,
  health: Health,
): Promise<FastifyInstance> => {
  const answerError = answerWith(context);
  const app = Fastify({
    frameworkErrors: answerError,
    bodyLimit: context.limits.bodyBytes,
    requestTimeout: REQUEST_TIMEOUT_MS,
    trustProxy: context.trustedProxies.length > 0 && [...context.trustedProxies],
    forceCloseConnections: 'idle',
    clientErrorHandler: answerUnreadable,
  });
  await protect(app, context);
  await app.register(fastifyCookie);
  await app.register(fastifyRateLimit, {
    max: REQUESTS_A_MINUTE,
    timeWindow: 60_000,
    addHeaders: { ...NO_RATE_HEADERS, 'retry-after': true },
    addHeadersOnExceeding: NO_RATE_HEADERS,
    errorResponseBuilder: (_request, { ttl }) =>
      refusal('protocol/rate', { retry: 'later', afterMs: ttl }),
  });
  app.setErrorHandler(answerError);
  app.addHook('onRequest', async ({ method, headers, routeOptions: { url = '' } }, reply) => {
    // What is asked for here is one person's: no cache keeps it, on the way or on a shared machine (HTTP3).
    if (url.startsWith('/api/')) reply.header('cache-control', 'no-store');
    // What changes nothing may come without an origin: a browser names none when it loads a page.
    if (SAFE_METHODS.has(method) && headers.origin === undefined) return;
    if (!isOwnOrigin(headers, credentialsOf(headers), context.origins)) {
      throw refusal('auth/origin');
    }
  });
  guardBodies(app, context);
  addEntryRoutes(app, context);
  addRoomRoutes(app, context);
  addRoomCreation(app, context);
  addTemplateRoutes(app, context);
  addSheetTemplateRoutes(app, context);
  addSaleRoutes(app, context);
  addKeyRoutes(app, context);
  addRecordRoutes(app, context);
  addReportRoutes(app, context);
  addExportRoutes(app, context);
  addFilingRoutes(app, context);
  addPasskeyRoutes(app, context);
  addRehearsalRoutes(app, context);
  addMailboxRoutes(app, context);
  app.get('/healthz', () => ({ ok: true }));
  app.get('/readyz', async (_request, reply) => {
    const journal = await health.journal();
    // A journal that takes no writes does so for all nodes: none is better than this one, and what is there can be read.
    const ready = !health.isStopping() && journal !== 'away';
    const mail = health.mail && { mail: health.mail() };
    return reply.code(ready ? 200 : 503).send({ ready, journal, nodes: health.nodes(), ...mail });
  });
  addFigures(app, context, health);
  await addPage(app, context);
  return app;
};
