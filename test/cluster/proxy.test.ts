// The operators' file for nginx, before nodes that are nothing but doors: who is let in where when nodes die, come back
// and stop.

import { once } from 'node:events';
import type { Server } from 'node:http';
import { createServer } from 'node:http';
import type { Duplex } from 'node:stream';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { openGate } from '../../server/gateway/gate.ts';
import type { Gate } from '../../server/gateway/gate.ts';
import { freePort } from '../support/free-port.ts';
import type { Nginx } from '../support/nginx.ts';
import { startNginx } from '../support/nginx.ts';
import { describeWith } from '../support/programs.ts';

const MANY = 30;

/** A node that lets lines in and keeps them, and says its name to requests. */
class Door {
  readonly port: number;
  lines = 0;
  headers: NodeJS.Dict<string | string[]> = {};
  gate: Gate | undefined;
  readonly #sockets = new Set<Duplex>();
  #server: Server | undefined;

  constructor(port: number) {
    this.port = port;
  }

  async open(): Promise<void> {
    const lines = new WebSocketServer({ noServer: true });
    const server = createServer((request, response) => {
      this.headers = request.headers;
      response.end(String(this.port));
    });
    server.on('upgrade', (request, socket, head) => {
      this.headers = request.headers;
      lines.handleUpgrade(request, socket, head, () => (this.lines += 1));
    });
    server.on('connection', (socket) => this.#sockets.add(socket));
    this.gate = openGate(server);
    this.lines = 0;
    this.#server = server;
    server.listen(this.port, '127.0.0.1');
    await once(server, 'listening');
  }

  /** As a process that is killed. */
  async kill(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    if (!server) return;
    const closed = once(server, 'close');
    server.close();
    for (const socket of this.#sockets) socket.destroy();
    this.#sockets.clear();
    await closed;
  }
}

let doors: readonly [Door, Door];
let nginx: Nginx;
const lines: WebSocket[] = [];

beforeEach(async () => {
  doors = [new Door(await freePort()), new Door(await freePort())];
  for (const door of doors) await door.open();
  nginx = await startNginx(doors.map(({ port }) => port));
});

afterEach(async () => {
  for (const line of lines.splice(0)) line.terminate();
  for (const door of doors) await door.kill();
  await nginx.dispose();
});

/** Opens many lines at once; answers how each came out. */
const open = (count = MANY): Promise<readonly string[]> =>
  Promise.all(
    Array.from({ length: count }, async () => {
      const line = new WebSocket(`${nginx.origin.replace('http', 'ws')}/sheets/x`);
      lines.push(line);
      return new Promise<string>((resolve) => {
        line.on('open', () => {
          resolve('open');
        });
        line.on('error', ({ message }) => {
          resolve(message);
        });
      });
    }),
  );

const ALL_OPEN = Array.from({ length: MANY }, () => 'open');

describeWith(['nginx'], 'nginx before nodes', () => {
  it('[CLU6] who comes is spread over the nodes', async () => {
    expect(await open()).toEqual(ALL_OPEN);
    expect(doors.map((door) => door.lines)).toEqual([MANY / 2, MANY / 2]);
  });

  it('[CLU6] a node that was down takes as many as come as soon as it is back', async () => {
    const [one, two] = doors;
    await one.kill();
    expect(await open()).toEqual(ALL_OPEN);
    await one.open();
    await two.kill();
    expect(await open()).toEqual(ALL_OPEN);
    await two.open();
    await one.kill();
    expect(await open()).toEqual(ALL_OPEN);
  });

  it('[CLU6] a node that stops is passed over, and what it has goes on', async () => {
    const [one, two] = doors;
    expect(await open()).toEqual(ALL_OPEN);
    one.gate?.shut();
    expect(await open()).toEqual(ALL_OPEN);
    expect([one.lines, two.lines]).toEqual([MANY / 2, MANY / 2 + MANY]);
    expect(lines.every(({ readyState }) => readyState === WebSocket.OPEN)).toBe(true);
  });

  it('[CLU6] nodes are told who comes and by which origin, whatever the client claims', async () => {
    const [one, two] = doors;
    await two.kill();
    await fetch(nginx.origin, { headers: { 'x-forwarded-for': '1.2.3.4' } });
    const host = nginx.origin.slice('http://'.length);
    expect(one.headers).toMatchObject({
      host,
      'x-forwarded-for': '127.0.0.1',
      'x-forwarded-proto': 'http',
      'x-forwarded-host': host,
    });
  });

  it.each(['/metrics', '/readyz', '/healthz'])('[CLU6] %s is not for outside', async (path) => {
    expect((await fetch(`${nginx.origin}${path}`)).status).toBe(404);
  });
});
