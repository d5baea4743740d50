// A Yjs client id for what the server writes into a text on somebody's behalf.

import type { DecideContext } from '../kernel/decider.ts';
import type { SeatId } from '../kernel/ids.ts';
import { SEED_CLIENT_ID } from './text-seed.ts';

const DIGITS_AN_ID = 8;

/** A Yjs client id that nobody has used. */
export const freshClientId = (
  { clients }: { readonly clients: Readonly<Record<string, SeatId>> },
  { entropy }: DecideContext,
): number => {
  const digits = entropy();
  for (let at = 0; at + DIGITS_AN_ID <= digits.length; at += DIGITS_AN_ID) {
    const id = Number.parseInt(digits.slice(at, at + DIGITS_AN_ID), 16);
    if (id > SEED_CLIENT_ID && !Object.hasOwn(clients, String(id))) return id;
  }
  throw new Error('no Yjs client id is free');
};
