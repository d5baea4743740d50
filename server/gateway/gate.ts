// Stands at the HTTP server before everybody who listens there. Once shut it lets no new line in: 503 makes a proxy ask
// another node and a client come back, while lines and requests that are under way go on. Knows no line from another.

import type { IncomingMessage, Server as HttpServer, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';

const RETRY_SECONDS = '1';
const TURNED_AWAY = [
  'HTTP/1.1 503 Service Unavailable',
  `Retry-After: ${RETRY_SECONDS}`,
  'Connection: close',
  'Content-Length: 0',
  '\r\n',
].join('\r\n');

export interface Gate {
  readonly isShut: boolean;
  /** From now on every new line is answered with 503, and no HTTP connection is kept for a next request. */
  shut(): void;
  /** Ends at once whatever came in by an upgrade and is still there. */
  endLines(): void;
}

/** A first request of Socket.IO's polling; later ones name the line they belong to. */
const isNewPolling = ({ url = '' }: IncomingMessage): boolean =>
  url.startsWith('/socket.io/') && !/[?&]sid=/.test(url);

class ServerGate implements Gate {
  isShut = false;
  readonly #lines = new Set<Duplex>();

  /** True when somebody else is to look after the upgrade. */
  passes(socket: Duplex): boolean {
    if (this.isShut) {
      socket.on('error', () => undefined);
      socket.end(TURNED_AWAY);
      return false;
    }
    this.#lines.add(socket);
    socket.once('close', () => {
      this.#lines.delete(socket);
    });
    return true;
  }

  shut(): void {
    this.isShut = true;
  }

  endLines(): void {
    for (const socket of this.#lines) socket.destroy();
  }
}

type Upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
type Request = (request: IncomingMessage, response: ServerResponse) => void;

/** Puts a gate before all who listen to the server's requests and upgrades by now. */
export const openGate = (server: HttpServer): Gate => {
  const gate = new ServerGate();
  const upgrades = server.listeners('upgrade') as Upgrade[];
  const requests = server.listeners('request') as Request[];
  server.removeAllListeners('upgrade').removeAllListeners('request');
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    if (gate.passes(socket)) for (const take of upgrades) take.call(server, request, socket, head);
  });
  server.on('request', (request, response) => {
    if (gate.isShut) response.setHeader('connection', 'close');
    if (gate.isShut && isNewPolling(request)) {
      response.writeHead(503, { 'retry-after': RETRY_SECONDS }).end();
    } else for (const take of requests) take.call(server, request, response);
  });
  return gate;
};
