// How a viewer of a room reads a sheet: the regulator all of it, a team of one of its sides as that side.

import type { SheetId } from '../../shared/kernel/ids.ts';
import type { RoomState } from '../../shared/room/types.ts';
import type { Viewer } from '../../shared/room/view-types.ts';
import type { SheetReader } from '../../shared/sheet/reader.ts';

export const readerOf = (room: RoomState, viewer: Viewer, sheetId: SheetId): SheetReader => {
  const sheet = room.sheets[sheetId];
  if (viewer.kind !== 'team') return { side: null, isRegulator: viewer.kind === 'regulator' };
  if (sheet?.carrierTeamId === viewer.teamId) return { side: 'carrier' };
  return { side: sheet?.shipperTeamId === viewer.teamId ? 'shipper' : null };
};
