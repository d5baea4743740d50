// Who may come near a caucus: the seats of its own team, nobody else at any time. To all others, those who read the sheet
// among them, it is at every door as a sheet that does not exist.

import type { SeatId, SheetId, StreamName, TeamId } from '../kernel/ids.ts';
import type { Rejection } from '../kernel/rejection.ts';
import type { RoomState, Side } from './types.ts';
import { caucusStream } from '../kernel/ids.ts';
import { reject } from '../kernel/rejection.ts';
import { isPermitted, seatKind, sheetAccess } from './seats.ts';

/** A caucus that a seat is in. */
export interface CaucusPlace {
  readonly sheetId: SheetId;
  readonly teamId: TeamId;
  /** Side of the sheet that the team is. */
  readonly side: Side;
  readonly stream: StreamName;
}

/** The caucus of a seat's team on a sheet; undefined for whoever has none there (CAU1). */
export const caucusOf = (
  room: RoomState,
  seatId: SeatId,
  sheetId: SheetId,
): CaucusPlace | undefined => {
  const { mayRead, side } = sheetAccess(room, seatId, sheetId);
  const seat = room.seats[seatId];
  if (!mayRead || !side || !seat || seat.teamId === null) return undefined;
  if (room.sheets[sheetId]?.kind !== 'bilateral') return undefined;
  if (!isPermitted(seatKind(room, seat), 'caucus')) return undefined;
  const { teamId } = seat;
  return { sheetId, teamId, side, stream: caucusStream(sheetId, teamId) };
};

/** Why a seat may not put drafts of its caucus on the table, or undefined when it may: its leads do (CAU7). */
export const authoriseDraftOffer = (room: RoomState, seatId: SeatId): Rejection | undefined => {
  const seat = room.seats[seatId];
  const isAllowed = seat && isPermitted(seatKind(room, seat), 'make-offer');
  return isAllowed ? undefined : reject('seat/not-allowed', { action: 'make-offer' });
};
