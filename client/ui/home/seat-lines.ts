// Seats in words for the pages outside of a room, and the addresses of pages.

import type { Role } from '../../../shared/room/types.ts';

const ROLE_WORDS: Readonly<Record<Role, string>> = {
  moderator: 'moderator',
  lead: 'lead negotiator',
  member: 'team member',
  regulator: 'regulator, observer',
  public: 'public observer',
};

export const roleWord = (role: Role): string => ROLE_WORDS[role];

/** `Northwind Retail, lead negotiator`, `moderator`. */
export const seatLine = (seat: { readonly role: Role; readonly teamName?: string }): string =>
  seat.teamName === undefined ? roleWord(seat.role) : `${seat.teamName}, ${roleWord(seat.role)}`;

/** The page of one seat in one room. */
export const seatPath = (place: { readonly roomId: string; readonly seatId: string }): string =>
  `/rooms/${place.roomId}/seats/${place.seatId}`;

const LONGEST_ID = 40;

/** An id made from a name, such as `northwind-retail`, different from all that are taken. */
export const freshId = (name: string, taken: readonly string[]): string => {
  const plain = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, LONGEST_ID)
    .replace(/^-+|-+$/g, '');
  const base = plain === '' ? 'new' : plain;
  let id = base;
  for (let count = 2; taken.includes(id); count += 1) id = `${base}-${String(count)}`;
  return id;
};
