// Chance from the cryptographic source of the machine: secrets, salts, ids.

import { randomBytes } from 'node:crypto';
import { v7 } from 'uuid';
import type { Chance } from '../ports.ts';

/** Chance that nobody can foresee (rule OPS3). */
export const createChance = (): Chance => ({
  hex: (bytes) => randomBytes(bytes).toString('hex'),
  id: () => v7(),
});
