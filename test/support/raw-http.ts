// HTTP by hand, for requests that no client library would send.

import { connect } from 'node:net';
import type { LiveServer } from './live-server.ts';

type Live = Pick<LiveServer, 'server'>;

/** Sends these bytes and answers everything that came until the server ended the connection. */
export const sendRaw = (live: Live, text: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const socket = connect(live.server.port, '127.0.0.1', () => socket.write(text));
    let heard = '';
    socket.setEncoding('latin1');
    socket.on('data', (chunk: string) => {
      heard += chunk;
    });
    socket.on('close', () => {
      resolve(heard);
    });
    socket.on('error', (cause: NodeJS.ErrnoException) => {
      // Destroyed without a word is an answer too.
      if (cause.code !== 'ECONNRESET') reject(cause);
    });
  });

/** One request without a body; the server is asked to close after it. */
export const requestRaw = (
  live: Live,
  { method = 'GET', target, headers = {} }: RawRequest,
): Promise<string> => {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  const connection = 'Connection' in headers ? '' : 'Connection: close\r\n';
  return sendRaw(
    live,
    `${method} ${target} HTTP/1.1\r\nHost: x\r\n${connection}${lines.join('')}\r\n`,
  );
};

export interface RawRequest {
  readonly method?: string;
  /** As it stands in the request line. */
  readonly target: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Headers that ask for a WebSocket. */
export const UPGRADE = {
  Connection: 'Upgrade',
  Upgrade: 'websocket',
  'Sec-WebSocket-Version': '13',
  'Sec-WebSocket-Key': 'AAAAAAAAAAAAAAAAAAAAAA==',
} as const;
