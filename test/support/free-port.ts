// A port that stays ours while the server on it is down: below those that systems hand out by themselves, so that no
// outgoing connection (a client that tries to come back is one) takes it meanwhile.

import { createServer } from 'node:net';

const LOWEST = 20_000;
const HIGHEST = 29_999;
const ATTEMPTS = 100;

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => {
      resolve(false);
    });
    probe.listen(port, '127.0.0.1', () => {
      probe.close(() => {
        resolve(true);
      });
    });
  });

/** A port on 127.0.0.1 that nobody listens on. */
export const freePort = async (): Promise<number> => {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const port = LOWEST + Math.floor(Math.random() * (HIGHEST - LOWEST + 1));
    if (await isFree(port)) return port;
  }
  throw new Error('no port is free');
};
