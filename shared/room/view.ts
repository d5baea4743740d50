// What one viewer may see of a room. With auction/view.ts and sheet/view.ts the only place that hides anything:
// it builds a view up from what is allowed and never takes away from the state.

import type { FeedItem, MessageView, RoomView, SeatView, Viewer } from './view-types.ts';
import type { RoomState, Seat } from './types.ts';
import { biddingSide } from '../auction/auction.ts';
import { hasEnded, viewAuction } from '../auction/view.ts';
import { feedLine, feedSources } from './feed.ts';
import { auctionIsFor, messageIsFor, sheetIsFor } from './view-rights.ts';
import { mayKnowSeat, mayKnowTeam } from './walls.ts';

const TIME_DIGITS = 15;

/** Keys by time: equal times are told apart by their place among what this viewer sees. */
const timeKeys = (): ((atMs: number) => string) => {
  let lastMs = -1;
  let place = 0;
  return (atMs) => {
    place = atMs === lastMs ? place + 1 : 0;
    lastMs = atMs;
    return `${String(atMs).padStart(TIME_DIGITS, '0')}.${String(place).padStart(4, '0')}`;
  };
};

const teamsView = (room: RoomState, viewer: Viewer): RoomView['teams'] =>
  Object.fromEntries(
    Object.values(room.teams)
      .filter(({ id }) => mayKnowTeam(room, viewer, id))
      .map((team) => {
        const isOwn = viewer.kind === 'team' && viewer.teamId === team.id;
        return [team.id, { ...team, ...(isOwn && { isOwn: true as const }) }];
      }),
  );

const seatView = (seat: Seat, viewer: Viewer): SeatView => ({
  id: seat.id,
  role: seat.role,
  ...(seat.teamId !== null && { teamId: seat.teamId }),
  name: seat.name,
  ...(seat.isRevoked && { isRevoked: true as const }),
  ...(viewer.kind === 'moderator' && { isTaken: Object.keys(seat.grants).length > 0 }),
});

const seatsView = (room: RoomState, viewer: Viewer): RoomView['seats'] =>
  Object.fromEntries(
    Object.values(room.seats)
      .filter((seat) => mayKnowSeat(room, viewer, seat))
      .map((seat) => [seat.id, seatView(seat, viewer)]),
  );

const sheetsView = (room: RoomState, viewer: Viewer): RoomView['sheets'] =>
  Object.fromEntries(
    Object.values(room.sheets)
      .filter((sheet) => sheetIsFor(viewer, sheet))
      .map((sheet) => {
        const { id, kind, title, carrierTeamId, shipperTeamId } = sheet;
        const isCarrier = viewer.kind === 'team' && viewer.teamId === carrierTeamId;
        const isShipper = viewer.kind === 'team' && viewer.teamId === shipperTeamId;
        const otherId = isShipper ? carrierTeamId : shipperTeamId;
        const counterpart = otherId === undefined ? undefined : room.teams[otherId]?.name;
        const isParty = isCarrier || isShipper;
        const seen = counterpart !== undefined && (isParty || kind === 'bilateral');
        return [id, { id, kind, title, ...(seen && { counterpart }) }];
      }),
  );

const auctionsView = (room: RoomState, viewer: Viewer): RoomView['auctions'] => {
  const side = viewer.kind === 'team' ? room.teams[viewer.teamId]?.side : undefined;
  return Object.fromEntries(
    Object.values(room.auctions)
      .filter((auction) => auctionIsFor(room, viewer, auction))
      .map((auction) => {
        // One auction that hides its bidders hides them in the others: they are the same teams (INF5).
        const bidders = Object.values(room.teams).filter(
          ({ id, side: bids }) =>
            bids === biddingSide(auction.rules) &&
            (hasEnded(auction) || mayKnowTeam(room, viewer, id)),
        );
        const bidderNames = Object.fromEntries(bidders.map(({ id, name }) => [id, name]));
        return [auction.auctionId, viewAuction(auction, { viewer, side, bidderNames })];
      }),
  );
};

const feedView = (room: RoomState, viewer: Viewer): Pick<RoomView, 'feed' | 'messages'> => {
  const feed: Record<string, FeedItem> = {};
  const messages: Record<string, MessageView> = {};
  const feedKey = timeKeys();
  const messageKey = timeKeys();
  for (const source of feedSources(room)) {
    const { atMs, event } = source;
    const line = feedLine(room, viewer, source);
    if (line) feed[feedKey(atMs)] = { ...line, atMs };
    if (event.type === 'MessagePosted' && messageIsFor(room, viewer, event)) {
      messages[messageKey(atMs)] = messageView(room, viewer, { atMs, event });
    }
  }
  return { feed, messages };
};

const messageView = (
  room: RoomState,
  viewer: Viewer,
  { atMs, event }: { atMs: number; event: { seatId: string; to: MessageView['to']; text: string } },
): MessageView => {
  const seat = room.seats[event.seatId];
  const teamId = seat?.teamId ?? null;
  const side = teamId === null ? undefined : room.teams[teamId]?.side;
  return {
    atMs,
    to: event.to,
    text: event.text,
    from: seat && mayKnowSeat(room, viewer, seat) ? seat.name : '',
    fromSide: side ?? (seat?.role === 'regulator' ? 'regulator' : 'moderator'),
    isOwn: viewer.kind === 'team' ? viewer.teamId === teamId : viewer.kind === seat?.role,
  };
};

const invitesView = (room: RoomState, viewer: Viewer): Pick<RoomView, 'invites'> => {
  if (viewer.kind !== 'moderator') return {};
  return {
    invites: Object.fromEntries(
      Object.values(room.invites)
        .filter(({ isRevoked, usesLeft }) => !isRevoked && usesLeft > 0)
        .map(({ id, seatId, expiresAtMs, usesLeft }) => [id, { seatId, expiresAtMs, usesLeft }]),
    ),
  };
};

/** The room as one viewer may see it. Equal viewers get equal views. */
export const viewRoom = (room: RoomState, viewer: Viewer): RoomView => ({
  roomId: room.roomId,
  title: room.title,
  ...(room.isDemo && { isDemo: true as const }),
  teams: teamsView(room, viewer),
  seats: seatsView(room, viewer),
  sheets: sheetsView(room, viewer),
  auctions: auctionsView(room, viewer),
  ...feedView(room, viewer),
  ...invitesView(room, viewer),
});
