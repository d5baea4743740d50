// A tap on somebody's line: a TCP relay in front of the server that keeps every byte the server sends through it,
// whatever it is: HTTP heads and bodies, both transports of Socket.IO, WebSocket frames, close codes and reasons.
// What a server sends is not masked and nothing is compressed, so what is there can be found.

import type { AddressInfo, Server, Socket } from 'node:net';
import { connect, createServer } from 'node:net';

/** Gives bytes on all taps one order, so that "before the round closed" means something. */
export class Order {
  #last = 0;

  next(): number {
    this.#last += 1;
    return this.#last;
  }
}

/** Bytes of one connection, each piece with its place in the common order. */
export interface Line {
  readonly pieces: Buffer[];
  readonly places: number[];
}

export class Tap {
  /** One entry a connection. */
  readonly lines: Line[] = [];
  readonly #order: Order;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  private constructor(order: Order, port: number) {
    this.#order = order;
    this.#server = createServer((client) => {
      this.#relay(client, connect(port, '127.0.0.1'));
    });
  }

  /** Opens a tap in front of a port of this machine. */
  static async open(order: Order, port: number): Promise<Tap> {
    const tap = new Tap(order, port);
    await new Promise<void>((resolve) => tap.#server.listen(0, '127.0.0.1', resolve));
    return tap;
  }

  /** Where to connect instead of the server. */
  get origin(): string {
    return `http://127.0.0.1:${String((this.#server.address() as AddressInfo).port)}`;
  }

  /** How many bytes came through. */
  get bytes(): number {
    return this.lines.flatMap(({ pieces }) => pieces).reduce((sum, { length }) => sum + length, 0);
  }

  close(): void {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
  }

  #relay(client: Socket, server: Socket): void {
    const line: Line = { pieces: [], places: [] };
    this.lines.push(line);
    server.on('data', (piece: Buffer) => {
      line.pieces.push(piece);
      line.places.push(this.#order.next());
    });
    client.pipe(server);
    server.pipe(client);
    for (const [socket, other] of [
      [client, server],
      [server, client],
    ] as const) {
      this.#sockets.add(socket);
      // Either side may break off at any moment; the other one then breaks off too.
      socket.on('error', () => other.destroy());
      socket.on('close', () => {
        this.#sockets.delete(socket);
        other.destroy();
      });
    }
  }
}

/** A line that did not come through a tap: the log, say. */
export const lineOf = (order: Order): Line & { write(text: string): void } => {
  const line = { pieces: [] as Buffer[], places: [] as number[] };
  return {
    ...line,
    write: (text) => {
      line.pieces.push(Buffer.from(text));
      line.places.push(order.next());
    },
  };
};
