// Who may know of whom. Teams of one side never learn of each other; a side that bids is known only to those
// who must deal with it. Everything that shows a name, a seat or a presence asks here.

import type { SeatId, TeamId } from '../kernel/ids.ts';
import type { RoomState, Seat, Side, Team } from './types.ts';
import type { Viewer } from './view-types.ts';
import { biddingSide } from '../auction/auction.ts';

/** Sides whose teams compete. Shippers do unless every auction is one that they buy in. */
const competingSides = (room: RoomState): readonly Side[] => {
  const sides = new Set(Object.values(room.auctions).map(({ rules }) => biddingSide(rules)));
  return sides.size === 0 ? ['shipper'] : [...sides].sort();
};

/** True for a team that competes with others, whose very existence is a secret from them. */
export const isCompeting = (room: RoomState, team: Team): boolean =>
  competingSides(room).includes(team.side);

const sharesSheet = (room: RoomState, a: TeamId, b: TeamId): boolean =>
  Object.values(room.sheets).some(
    ({ carrierTeamId, shipperTeamId }) =>
      (carrierTeamId === a && shipperTeamId === b) || (carrierTeamId === b && shipperTeamId === a),
  );

const showsBidders = (room: RoomState): boolean => {
  const auctions = Object.values(room.auctions);
  return auctions.length > 0 && auctions.every(({ rules }) => rules.information.carrierSeesBidders);
};

/** Whether a viewer may know that a team exists (SEAT6). */
export const mayKnowTeam = (room: RoomState, viewer: Viewer, teamId: TeamId): boolean => {
  const team = room.teams[teamId];
  if (!team) return false;
  if (viewer.kind === 'moderator' || viewer.kind === 'regulator') return true;
  if (viewer.kind === 'public') return !isCompeting(room, team);
  if (viewer.teamId === teamId) return true;
  if (room.teams[viewer.teamId]?.side === team.side) return false;
  return !isCompeting(room, team) || sharesSheet(room, viewer.teamId, teamId) || showsBidders(room);
};

/** Whether a viewer may know that a seat exists and whether somebody sits in it (SEAT7). */
export const mayKnowSeat = (room: RoomState, viewer: Viewer, seat: Seat): boolean => {
  if (viewer.kind === 'moderator' || seat.role === 'moderator') return true;
  if (seat.teamId !== null) {
    return viewer.kind !== 'public' && mayKnowTeam(room, viewer, seat.teamId);
  }
  // Observers: the regulator is announced to everybody at the table, the public only to itself.
  return viewer.kind === 'public' ? seat.role === 'public' : seat.role === 'regulator';
};

/** How a seat looks at the room. Throws RangeError for a seat that does not exist. */
export const viewerOf = (room: RoomState, seatId: SeatId): Viewer => {
  const seat = room.seats[seatId];
  if (!seat) throw new RangeError(`no seat ${seatId}`);
  if (seat.teamId !== null) return { kind: 'team', teamId: seat.teamId };
  switch (seat.role) {
    case 'moderator':
      return { kind: 'moderator' };
    case 'regulator':
      return { kind: 'regulator' };
    default:
      return { kind: 'public' };
  }
};

/** Seats whose presence a seat may see, by id in order (SEAT7). */
export const visibleSeats = (room: RoomState, seatId: SeatId): readonly SeatId[] => {
  const viewer = viewerOf(room, seatId);
  return Object.values(room.seats)
    .filter((seat) => !seat.isRevoked && mayKnowSeat(room, viewer, seat))
    .map(({ id }) => id)
    .sort();
};
