// Which sheets a page follows beside the open one, so that it can say what happened on them.

import type { RoomView, SeatView } from '../../shared/room/view-types.ts';

/** Of a team's sheets; a carrier may have one for each shipper. Fewer than one connection may watch. */
const MOST_FOLLOWED = 32;
/** Of those who only read, and may read every sheet. */
const MOST_READ = 8;

/** Ids in a fixed order: who follows some of many follows the same ones each time. */
export const followedSheets = (
  { sheets }: Pick<RoomView, 'sheets'>,
  { teamId }: Pick<SeatView, 'teamId'>,
): readonly string[] =>
  Object.keys(sheets)
    .sort()
    .slice(0, teamId === undefined ? MOST_READ : MOST_FOLLOWED);
