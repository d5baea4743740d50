// A door in front of several nodes in one process, as a proxy that asks for readiness is: each new connection goes to the
// next node that says it is ready. What is said over a connection is not looked at.

import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { connect, createServer } from 'node:net';

export interface Front {
  readonly origin: string;
  /** Ports of the nodes, as soon as they are known. */
  nodes: readonly number[];
  /** Connections handed to each node, by port. */
  readonly given: ReadonlyMap<number, number>;
  dispose(): Promise<void>;
}

const isReady = async (port: number): Promise<boolean> => {
  try {
    return (await fetch(`http://127.0.0.1:${String(port)}/readyz`)).ok;
  } catch {
    // Nobody listens there any more.
    return false;
  }
};

/** Opens a door on a free port. */
export const openFront = async (): Promise<Front> => {
  const sockets = new Set<Socket>();
  const given = new Map<number, number>();
  let turn = 0;
  const server = createServer({ pauseOnConnect: true }, (near) => {
    sockets.add(near);
    near.on('error', () => undefined);
    near.on('close', () => sockets.delete(near));
    void handOn(near);
  });
  const handOn = async (near: Socket): Promise<void> => {
    turn += 1;
    const ports = front.nodes.map((_, index) => front.nodes[(turn + index) % front.nodes.length]);
    for (const port of ports) {
      if (port === undefined || !(await isReady(port))) continue;
      given.set(port, (given.get(port) ?? 0) + 1);
      const far = connect(port, '127.0.0.1');
      far.setNoDelay(true);
      near.setNoDelay(true);
      far.on('error', () => undefined);
      far.on('close', () => near.destroy());
      near.on('close', () => far.destroy());
      near.pipe(far);
      far.pipe(near);
      return;
    }
    near.destroy();
  };
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const front: Front = {
    origin: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    nodes: [],
    given,
    dispose: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
  return front;
};
