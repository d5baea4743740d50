// Small questions of the form "is this for that viewer" that room view and feed share.

import type { AuctionState } from '../auction/types.ts';
import type { RoomState, SheetListing } from './types.ts';
import type { RoomEvent } from './types.ts';
import type { Viewer } from './view-types.ts';
import { biddingSide } from '../auction/auction.ts';
import { isCompeting, mayKnowTeam } from './walls.ts';

/** Whether a viewer may know that an auction exists: one never scheduled concerns only those who prepare it (INF9). */
export const auctionIsFor = (room: RoomState, viewer: Viewer, auction: AuctionState): boolean => {
  if (auction.rulesHash !== '' || viewer.kind === 'moderator') return true;
  return viewer.kind === 'team' && room.teams[viewer.teamId]?.side !== biddingSide(auction.rules);
};

/** Whether a viewer may know that a sheet exists (SEAT4). */
export const sheetIsFor = (
  viewer: Viewer,
  { kind, carrierTeamId, shipperTeamId }: Omit<SheetListing, 'id'>,
): boolean => {
  if (kind === 'common') return true;
  if (viewer.kind === 'team') {
    return viewer.teamId === carrierTeamId || viewer.teamId === shipperTeamId;
  }
  return viewer.kind === 'moderator' || viewer.kind === 'regulator';
};

/** Whether a viewer reads a message (ROOM5). */
export const messageIsFor = (
  room: RoomState,
  viewer: Viewer,
  message: RoomEvent & { readonly type: 'MessagePosted' },
): boolean => {
  const { to, seatId } = message;
  const teamId = room.seats[seatId]?.teamId ?? null;
  const team = teamId === null ? undefined : room.teams[teamId];
  const isDesk = viewer.kind === 'moderator' || viewer.kind === 'regulator';
  if (viewer.kind === 'team' && viewer.teamId === teamId) return true;
  switch (to.kind) {
    case 'team':
      return false;
    case 'moderator':
      // What a regulator asks the moderator is between the two.
      return viewer.kind === 'moderator' || (viewer.kind === 'regulator' && teamId === null);
    case 'to-team':
      return isDesk || (viewer.kind === 'team' && viewer.teamId === to.teamId);
    case 'table':
      if (!team || !isCompeting(room, team)) return true;
      return isDesk || (viewer.kind === 'team' && mayKnowTeam(room, viewer, team.id));
  }
};
