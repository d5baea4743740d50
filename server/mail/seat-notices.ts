// The notices of one seat as its own page would show them, worked out on the server from the same views.

import type { RoomState } from '../../shared/room/types.ts';
import type { SheetState, SheetView } from '../../shared/sheet/types.ts';
import type { Notice } from '../../shared/notices/types.ts';
import type { Hosts } from '../host/types.ts';
import { noticesOf } from '../../shared/notices/notices.ts';
import { sheetAccess } from '../../shared/room/seats.ts';
import { viewRoom } from '../../shared/room/view.ts';
import { mayKnowSeat, viewerOf } from '../../shared/room/walls.ts';
import { viewSheet } from '../../shared/sheet/view.ts';

/** Sheets that a seat is mailed about, in a fixed order; as many as its page follows at most. */
const MOST_SHEETS = 32;

/** Ids of the sheets that a seat may read. */
export const readableSheets = (room: RoomState, seatId: string): readonly string[] =>
  Object.keys(room.sheets)
    .filter((sheetId) => sheetAccess(room, seatId, sheetId).mayRead)
    .sort()
    .slice(0, MOST_SHEETS);

const sheetViewOf = (room: RoomState, seatId: string, sheet: SheetState): SheetView => {
  const viewer = viewerOf(room, seatId);
  return viewSheet(sheet, {
    side: sheetAccess(room, seatId, sheet.sheetId).side,
    isRegulator: viewer.kind === 'regulator',
    seatId,
    nameOf: (other) => {
      const seat = room.seats[other];
      return seat && mayKnowSeat(room, viewer, seat) ? seat.name : '';
    },
  });
};

/** What a seat would be told now. The seat must be in the room. */
export const noticesFor = async (
  hosts: Hosts,
  { room, seatId }: { readonly room: RoomState; readonly seatId: string },
  nowMs: number,
): Promise<readonly Notice[]> => {
  const sheets: SheetView[] = [];
  for (const sheetId of readableSheets(room, seatId)) {
    const { state } = await hosts.sheet(sheetId).current();
    if (state.roomId === room.roomId) sheets.push(sheetViewOf(room, seatId, state));
  }
  return noticesOf({ room: viewRoom(room, viewerOf(room, seatId)), sheets }, seatId, nowMs);
};
