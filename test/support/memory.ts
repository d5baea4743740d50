// How much memory is held on to, as against used: what nobody refers to is collected first, since when it would be by
// itself is the machine's affair.

import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** Bytes that this thread holds on to, buffers outside its heap among them. */
export const heldBytes = (): number => {
  collect();
  collect();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
};
