// Threads that compute for long leave the processor to the one that serves everybody whenever it wants it: an award is
// done some milliseconds later, and nobody else waits for it (HOST18).

import { constants, getPriority, setPriority } from 'node:os';

const { PRIORITY_BELOW_NORMAL } = constants.priority;

/**
 * Lowers the priority of the thread it is called in. On Linux each thread has one of its own (setpriority(2)); elsewhere
 * it would be that of the whole server, which is left as it is.
 */
export const giveWay = (): void => {
  if (process.platform !== 'linux' || getPriority() >= PRIORITY_BELOW_NORMAL) return;
  setPriority(PRIORITY_BELOW_NORMAL);
};
