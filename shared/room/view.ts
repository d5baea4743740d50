// What one viewer may see of a room. With auction/view.ts and sheet/view.ts the only place that hides anything:
// it builds a view up from what is allowed and never takes away from the state.

import type { AuctionState } from '../auction/types.ts';
import type { FeedSource, RoomState, Seat } from './types.ts';
import type { AuctionView, RoomView, SeatView, Viewer } from './view-types.ts';
import { biddingSide } from '../auction/auction.ts';
import { hasEnded, viewAuction } from '../auction/view.ts';
import { remembered } from '../kernel/remembered.ts';
import { FeedOrder, FeedReader } from './feed-view.ts';
import { auctionIsFor, sheetIsFor } from './view-rights.ts';
import { problemsView } from './help.ts';
import { mayKnowSeat, mayKnowTeam } from './walls.ts';

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

const auctionView = (room: RoomState, viewer: Viewer, auction: AuctionState): AuctionView => {
  const side = viewer.kind === 'team' ? room.teams[viewer.teamId]?.side : undefined;
  // One auction that hides its bidders hides them in the others: they are the same teams (INF5).
  const bidders = Object.values(room.teams).filter(
    ({ id, side: bids }) =>
      bids === biddingSide(auction.rules) && (hasEnded(auction) || mayKnowTeam(room, viewer, id)),
  );
  const bidderNames = Object.fromEntries(bidders.map(({ id, name }) => [id, name]));
  return viewAuction(auction, { viewer, side, bidderNames });
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

/** The common sheet is everybody's, and so is the hash of what is agreed on it (TRM1). */
const agreedTermsView = ({ agreedTerms = {} }: RoomState): Pick<RoomView, 'agreedTerms'> => {
  const agreed = Object.entries(agreedTerms).flatMap(([sheetId, { hash }]) =>
    hash === null ? [] : [[sheetId, hash] as const],
  );
  return agreed.length > 0 ? { agreedTerms: Object.fromEntries(agreed) } : {};
};

/** Parts of a room that change with each bid or message; views take them in for themselves. */
const COURSE: ReadonlySet<string> = new Set<keyof RoomState>([
  'auctions',
  'feed',
  'nextFeedNumber',
  'owed',
]);

/**
 * Everything that walls, names and the common parts of a view may depend on: all of the room but its course, of which
 * the rules of auctions alone count. Named by what is left out, so that nothing new is forgotten.
 */
const commonOf = (room: RoomState): readonly unknown[] => [
  ...Object.entries(room).flatMap(([part, value]: [string, unknown]) =>
    COURSE.has(part) ? [] : [value],
  ),
  ...Object.values(room.auctions).map(({ rules }) => rules),
];

const commonView = (
  room: RoomState,
  viewer: Viewer,
): Omit<RoomView, 'auctions' | 'feed' | 'messages'> => ({
  roomId: room.roomId,
  title: room.title,
  ...(room.isDemo && { isDemo: true as const }),
  ...(room.rehearsal && { rehearsal: room.rehearsal }),
  ...(viewer.kind === 'moderator' && room.bots && { bots: room.bots.kinds }),
  teams: teamsView(room, viewer),
  seats: seatsView(room, viewer),
  sheets: sheetsView(room, viewer),
  ...problemsView(room, viewer),
  ...invitesView(room, viewer),
  ...agreedTermsView(room),
});

/**
 * The room as one viewer sees it time after time. What has not changed stays the same object, so that the difference to
 * the view before costs what has changed (NET3); the views are equal to those made from nothing.
 */
class ViewerOfRoom {
  readonly #viewer: Viewer;
  readonly #common = remembered<ReturnType<typeof commonView>>();
  readonly #whole = remembered<RoomView>();
  readonly #feed = new FeedReader();
  #auctions = new Map<string, { readonly of: AuctionState; readonly view: AuctionView }>();

  constructor(viewer: Viewer) {
    this.#viewer = viewer;
  }

  view(room: RoomState, sources: readonly FeedSource[]): RoomView {
    const common = this.#common(commonOf(room), () => {
      this.#auctions = new Map();
      return commonView(room, this.#viewer);
    });
    return this.#whole([common, room.auctions, room.feed], () => ({
      ...common,
      auctions: this.#auctionViews(room),
      ...this.#feed.read(room, this.#viewer, { sources, common }),
    }));
  }

  #auctionViews(room: RoomState): RoomView['auctions'] {
    const shown = Object.values(room.auctions).filter((one) =>
      auctionIsFor(room, this.#viewer, one),
    );
    return Object.fromEntries(shown.map((one) => [one.auctionId, this.#auctionView(room, one)]));
  }

  #auctionView(room: RoomState, auction: AuctionState): AuctionView {
    const known = this.#auctions.get(auction.auctionId);
    if (known?.of === auction) return known.view;
    const view = auctionView(room, this.#viewer, auction);
    this.#auctions.set(auction.auctionId, { of: auction, view });
    return view;
  }
}

/** One room as its viewers see it time after time; each viewer's view shares with its last one what has not changed. */
export class RoomLooks {
  readonly #order = new FeedOrder();
  readonly #viewers = new Map<string, ViewerOfRoom>();

  view(room: RoomState, viewer: Viewer): RoomView {
    const key = viewer.kind === 'team' ? `team:${viewer.teamId}` : viewer.kind;
    const known = this.#viewers.get(key);
    const looking = known ?? new ViewerOfRoom(viewer);
    if (!known) this.#viewers.set(key, looking);
    return looking.view(room, this.#order.of(room));
  }
}

/** The room as one viewer may see it. Equal viewers get equal views. */
export const viewRoom = (room: RoomState, viewer: Viewer): RoomView =>
  new RoomLooks().view(room, viewer);
