// Virtual time beside real sockets: it runs a release at a time until what a client waits for has come.

import { atRest } from './virtual-time.ts';
import type { VirtualTime } from './virtual-time.ts';

const RELEASE_MS = 100;
const TURNS = 20;

/** Settles as `waiting` does, whenever its request reaches the server. */
export const released = async <T>(time: VirtualTime, waiting: Promise<T>): Promise<T> => {
  let isThere = false;
  const there = (): void => {
    isThere = true;
  };
  waiting.then(there, there);
  while (!isThere) {
    await atRest(TURNS);
    await time.advance(isThere ? 0 : RELEASE_MS);
  }
  return waiting;
};
