// Who may ask for a passkey's ticket; what is done with it is a command, and asked of seats.ts like any other.

import type { SeatId, SheetId } from '../kernel/ids.ts';
import type { RoomState } from './types.ts';
import { isPermitted, seatKind, sheetAccess } from './seats.ts';

/** Whether a seat may have passkeys for a sheet: it acts for a side of it (PKY1). */
export const mayKeepPasskeys = (room: RoomState, seatId: SeatId, sheetId: SheetId): boolean => {
  const seat = room.seats[seatId];
  if (!seat || sheetAccess(room, seatId, sheetId).side === null) return false;
  return isPermitted(seatKind(room, seat), 'keep-passkey');
};
