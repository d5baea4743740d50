// What comes with a request, before anything reads it: who asks comes first, and JSON has bounds on its parts and levels.
// A body that costs more to read than to send would hold up everybody, clocks too.

import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { GatewayContext } from './context.ts';
import { keepsWithin } from '../../shared/kernel/json-bounds.ts';
import { credentialsOf } from './credentials.ts';
import { refusal } from './failures.ts';

/** What they ask for changes nothing, and they bring nothing. */
export const SAFE_METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Of a request that anybody may make: an invite's token and a few words. */
const STRANGERS_BYTES = 4_096;
/** Of one body; large files come as one text. */
const BOUNDS = { parts: 100_000, levels: 64 } as const;

const TOO_MANY = {
  message: `The message has more than ${String(BOUNDS.parts)} parts, or more than ${String(BOUNDS.levels)} of them in each other.`,
};

declare module 'fastify' {
  interface FastifyContextConfig {
    /** A body is read of strangers too. */
    isForAnybody?: true;
  }
}

/** Options of a route whose body is read of whoever sends it. */
export const FOR_ANYBODY = {
  bodyLimit: STRANGERS_BYTES,
  config: { isForAnybody: true },
} as const;

/** Throws for a body that is not to be read. A path that is not there has none. */
const admitBody = async (context: GatewayContext, request: FastifyRequest): Promise<void> => {
  if (request.is404) throw refusal('not-found');
  if (request.routeOptions.config.isForAnybody) return;
  const session = await context.sessions.find(credentialsOf(request.headers).secret);
  if (!session) throw refusal('auth/required');
};

/** Has bodies looked at before they are read (HTTP1, HTTP2). */
export const guardBodies = (app: FastifyInstance, context: GatewayContext): void => {
  app.addHook('preParsing', async (request, _reply, payload) => {
    if (!SAFE_METHODS.has(request.method)) await admitBody(context, request);
    return payload;
  });
  // Prototype keys in a body are an attack, not a typo.
  const read = app.getDefaultJsonParser('error', 'error');
  app.removeContentTypeParser('application/json');
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    const text = String(body);
    if (keepsWithin(text, BOUNDS)) void read(request, text, done);
    else done(refusal('protocol/too-large', TOO_MANY));
  });
};
