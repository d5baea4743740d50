// Seats, roles and the line in words.

import type { ConnectionState } from '../net/connection.ts';
import type { RoomView, SeatView } from '../../shared/room/view-types.ts';

const ROLES: Readonly<Record<SeatView['role'], string>> = {
  moderator: 'Moderator',
  lead: 'lead negotiator',
  member: 'member',
  regulator: 'Regulator, observer',
  public: 'Public observer',
};

/** `Northwind Retail · lead negotiator`, `Moderator`. */
export const seatWords = (seat: SeatView, teams: RoomView['teams']): string => {
  const team = seat.teamId === undefined ? undefined : teams[seat.teamId];
  return team ? `${team.name} · ${ROLES[seat.role]}` : ROLES[seat.role];
};

/** `Ana Kessler` → `AK`, `Moderator` → `M`. */
export const initials = (name: string): string =>
  name
    .split(/\s+/)
    .filter((word) => /^\p{L}/u.test(word))
    .slice(0, 2)
    .map((word) => word.slice(0, 1).toLocaleUpperCase())
    .join('');

export interface LineWords {
  readonly shape: string;
  readonly word: string;
  /** What it means for the person, where it needs saying. */
  readonly meaning: string;
  readonly tone: 'agreed' | 'warn' | 'stop';
}

export const connectionWords = (state: ConnectionState): LineWords => {
  switch (state) {
    case 'live':
      return { shape: '●', word: 'live', meaning: '', tone: 'agreed' };
    case 'connecting':
      return { shape: '○', word: 'connecting', meaning: '', tone: 'warn' };
    case 'reconnecting':
      return {
        shape: '▲',
        word: 'reconnecting',
        meaning: 'what you see may be old',
        tone: 'warn',
      };
    case 'going-down':
      return {
        shape: '▲',
        word: 'server restarting',
        meaning: 'comes back by itself',
        tone: 'warn',
      };
    case 'refused':
      return { shape: '■', word: 'refused', meaning: '', tone: 'stop' };
    case 'revoked':
      return { shape: '■', word: 'seat revoked', meaning: '', tone: 'stop' };
  }
};
