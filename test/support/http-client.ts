// HTTP as a browser or a bot asks it: JSON in, JSON out, with a cookie or a token, from an origin or from none.

import type { LiveServer } from './live-server.ts';

export interface Asking {
  readonly method?: string;
  /** Sent as JSON; a text is sent as it is. */
  readonly body?: unknown;
  readonly token?: string;
  /** Secret of a session, as the browser's cookie. */
  readonly cookie?: string;
  /** The server's own unless said otherwise; null: none. */
  readonly origin?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Answered {
  readonly status: number;
  // What it holds is what the test is about.
  readonly body: Readonly<Record<string, unknown>>;
  readonly headers: Headers;
  /** Code of the error in the body; undefined when it holds none. */
  readonly code: string | undefined;
  /** The session that the answer sets as a cookie. */
  readonly cookie: string | undefined;
}

type Asked = Pick<LiveServer, 'origin'>;

const codeIn = (body: Readonly<Record<string, unknown>>): string | undefined =>
  (body['error'] as { readonly code?: string } | undefined)?.code;

/** Asks once; POST when there is a body and no method is named. */
export const ask = async (live: Asked, path: string, asking: Asking = {}): Promise<Answered> => {
  const { body, token, cookie, origin = live.origin } = asking;
  const method = asking.method ?? (body === undefined ? 'GET' : 'POST');
  const response = await fetch(`${live.origin}${path}`, {
    method,
    headers: {
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(cookie !== undefined && { cookie: `parley_session=${cookie}` }),
      ...(origin !== null && { origin }),
      ...asking.headers,
    },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.startsWith('application/json') ?? false;
  const content = (isJson ? JSON.parse(text) : { text }) as Answered['body'];
  const set = /parley_session=([0-9a-f]{64})/.exec(response.headers.getSetCookie().join())?.[1];
  const { status, headers } = response;
  return { status, body: content, headers, code: codeIn(content), cookie: set };
};

/** What follows the `#` of an invite link. */
export const tokenIn = (link: string): string => link.slice(link.indexOf('#') + 1);

export interface BotSession {
  readonly roomId: string;
  readonly seatId: string;
  readonly token: string;
}

/** Takes a seat by its link, as a bot does. */
export const joinAsBot = async (live: Asked, link: string): Promise<BotSession> => {
  const { status, body } = await ask(live, '/api/join', {
    body: { token: tokenIn(link), form: 'token' },
  });
  if (status !== 200) throw new Error(`not let in: ${String(status)} ${JSON.stringify(body)}`);
  return body as unknown as BotSession;
};
