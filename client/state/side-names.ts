// How a seat calls the sides of a sheet: by the team, where it may know which that is. Pure.

import type { Side } from '../../shared/room/types.ts';
import type { RoomView } from '../../shared/room/view-types.ts';

/** Name of the team that is a side of the sheet; `carrier` or `shipper` where the viewer may not know it. */
export const nameOfSide = (
  view: RoomView | undefined,
  sheetId: string | undefined,
  side: Side,
): string => {
  const teams = Object.values(view?.teams ?? {}).filter((team) => team.side === side);
  const own = teams.find(({ isOwn }) => isOwn);
  if (own) return own.name;
  const counterpart = sheetId === undefined ? undefined : view?.sheets[sheetId]?.counterpart;
  const named = teams.find(({ name }) => name === counterpart);
  return named?.name ?? (teams.length === 1 ? teams[0]?.name : undefined) ?? side;
};
