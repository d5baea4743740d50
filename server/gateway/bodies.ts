// What comes with a request, before anything reads it: who asks comes first, and JSON has bounds on its parts and levels.
// A body that costs more to read than to send would hold up everybody, clocks too.

import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { GatewayContext } from './context.ts';
import { credentialsOf } from './credentials.ts';
import { refusal } from './failures.ts';

/** What they ask for changes nothing, and they bring nothing. */
export const SAFE_METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Of a request that anybody may make: an invite's token and a few words. */
const STRANGERS_BYTES = 4_096;
/** Values and names in one body; large files come as one text. */
export const MAX_PARTS = 100_000;
/** Levels of a body in each other. */
export const MAX_LEVELS = 64;

const TOO_MANY = {
  message: `The message has more than ${String(MAX_PARTS)} parts, or more than ${String(MAX_LEVELS)} of them in each other.`,
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

/** Signs of JSON by their code units: comparing numbers is what makes a look at megabytes cheap. */
const SIGN = { quote: 34, comma: 44, colon: 58, bracket: 91, backslash: 92, brace: 123 } as const;
/** In both alphabets of JSON the closing sign is the second one after the opening one. */
const TO_CLOSING = 2;

/** Where the string that begins here ends; the end of the text when it does not. */
const endOfString = (text: string, start: number): number => {
  for (let at = start + 1; at < text.length; at += 1) {
    const sign = text.charCodeAt(at);
    if (sign === SIGN.quote) return at;
    if (sign === SIGN.backslash) at += 1;
  }
  return text.length;
};

/** Whether JSON keeps within the bounds. Looks at signs only; what is no JSON is found by who reads it. */
export const isWithinBounds = (text: string): boolean => {
  let [parts, levels] = [0, 0];
  for (let at = 0; at < text.length; at += 1) {
    const sign = text.charCodeAt(at);
    if (sign === SIGN.quote) at = endOfString(text, at);
    else if (sign === SIGN.comma || sign === SIGN.colon) parts += 1;
    else if (sign === SIGN.bracket || sign === SIGN.brace) {
      parts += 1;
      levels += 1;
    } else if (sign === SIGN.bracket + TO_CLOSING || sign === SIGN.brace + TO_CLOSING) levels -= 1;
    if (parts > MAX_PARTS || levels > MAX_LEVELS) return false;
  }
  return true;
};

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
    if (isWithinBounds(text)) void read(request, text, done);
    else done(refusal('protocol/too-large', TOO_MANY));
  });
};
