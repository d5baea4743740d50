// What the page offers a seat on a sheet. Only for what is shown: the server asks its own table again.

import type { RoomView, SeatView } from '../../../shared/room/view-types.ts';
import type { Side } from '../../../shared/room/types.ts';

export interface SheetRights {
  /** May write in open clauses. */
  readonly mayWrite: boolean;
  /** May take positions, accept and reopen. */
  readonly mayDecide: boolean;
}

/** `side` is the side that the viewer acts for on this sheet, if any. */
export const sheetRights = (
  seat: SeatView | undefined,
  listing: RoomView['sheets'][string] | undefined,
  side: Side | undefined,
): SheetRights => {
  const isOwn = side !== undefined && (listing?.kind === 'bilateral' || side === 'carrier');
  const isModerators = seat?.role === 'moderator' && listing?.kind === 'common';
  return {
    mayWrite: isOwn ? seat?.role === 'lead' || seat?.role === 'member' : isModerators,
    mayDecide: isOwn && seat?.role === 'lead',
  };
};
