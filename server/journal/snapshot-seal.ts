// A seal over a stored snapshot. A snapshot stands on nothing that could be computed again, so what was written is
// hashed whole; one whose seal does not fit counts as none.

import { createHash } from 'node:crypto';
import type { Snapshot } from '../ports.ts';

/** 64 hexadecimal digits over every field, by which a damaged snapshot is told from a sound one. */
export const sealOf = ({ version, at, head, form, state, document }: Snapshot): string =>
  createHash('sha256')
    .update(JSON.stringify([version, at, head, form, document !== undefined, state]))
    .update(document ?? '')
    .digest('hex');
