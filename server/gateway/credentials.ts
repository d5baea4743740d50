// Reads who somebody is from a request: cookie, bearer token, or the y-websocket subprotocol of bots.
// Reads only; whether the secret is good is asked of sessions.ts.

import type { IncomingHttpHeaders } from 'node:http';
import { fastifyCookie } from '@fastify/cookie';

export const SESSION_COOKIE = 'parley_session';
const TOKEN_PROTOCOL = 'parley.token.';

export interface Credentials {
  readonly secret: string | undefined;
  /** A token is sent on purpose; a cookie goes along by itself, so only it needs an origin check. */
  readonly isToken: boolean;
}

/** Credentials from headers; a token wins over a cookie. */
export const credentialsOf = (headers: IncomingHttpHeaders): Credentials => {
  const { authorization, cookie } = headers;
  const bearer = /^Bearer ([0-9a-f]{64})$/.exec(authorization ?? '')?.[1];
  if (bearer !== undefined) return { secret: bearer, isToken: true };
  const offered = headers['sec-websocket-protocol']?.split(',').map((name) => name.trim());
  const token = offered?.find((name) => name.startsWith(TOKEN_PROTOCOL));
  if (token !== undefined) return { secret: token.slice(TOKEN_PROTOCOL.length), isToken: true };
  return { secret: fastifyCookie.parse(cookie ?? '')[SESSION_COOKIE], isToken: false };
};

/**
 * Whether a request that acts by cookie comes from our own page (ACC4). A browser always names the origin of an unsafe
 * request and of an upgrade; who names none must bring a token.
 */
export const isOwnOrigin = (
  headers: IncomingHttpHeaders,
  { isToken }: Credentials,
  origins: readonly string[],
): boolean => {
  const { origin } = headers;
  if (origin === undefined) return isToken;
  return origins.includes(origin);
};
