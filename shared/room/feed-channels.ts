// Where an event is kept for feeds. Whoever reads one event of a channel reads all of them sooner or later, so that what
// is hidden from a viewer pushes out nothing that the viewer sees (rule INF9).

import type { AuctionEvent } from '../auction/types.ts';
import type { RoomEvent, RoomState, Seat } from './types.ts';

const ROOM_CHANNEL = 'room';
/** What bids make of prices and closes; there is much of it, so it has a place of its own. */
const COURSE_CHANNEL = 'course';

/** Who did it, as far as channels go: a team, or a role that belongs to none. */
const authorOf = (seat: Seat | undefined): string => seat?.teamId ?? `:${seat?.role ?? 'nobody'}`;

const auctionChannel = (event: AuctionEvent): string | undefined => {
  switch (event.type) {
    case 'BidAccepted':
    case 'BidRefused':
    case 'BidRetracted':
    case 'BidsAccepted':
    case 'BidsRefused':
      return `bids:${event.teamId}`;
    case 'InstructionsSet':
      return `instructions:${event.teamId}`;
    case 'EligibilitySet':
    case 'RulesAccepted':
    case 'TeamExcluded':
      return `${event.type}:${event.teamId}`;
    case 'BidGuardsSet':
    case 'BidQuestioned':
    case 'BidDrafted':
    case 'DraftDropped':
      return `guard:${event.teamId}`;
    case 'AuctionDrafted':
      return event.type;
    case 'LeadMoved':
      return event.fromMills === event.leadPriceMills ? undefined : COURSE_CHANNEL;
    case 'CloseMoved':
    case 'LotsClosed':
    case 'ClockStopped':
      return COURSE_CHANNEL;
    case 'PriceMoved':
      return undefined;
    default:
      return ROOM_CHANNEL;
  }
};

/**
 * Where an event is kept for feeds, or undefined when no feed shows it. Whoever reads one event of a channel reads all
 * of them sooner or later: what is hidden from a viewer must not push out what that viewer sees (INF9).
 */
export const channelOf = (room: RoomState, event: RoomEvent): string | undefined => {
  switch (event.type) {
    case 'Auction':
      return auctionChannel(event.event);
    case 'InviteAccepted':
    case 'SeatRevoked':
      return `seats:${authorOf(room.seats[event.seatId])}`;
    case 'SheetOpened': {
      const { carrierTeamId, shipperTeamId } = event.sheet;
      return shipperTeamId ? `sheets:${carrierTeamId}:${shipperTeamId}` : ROOM_CHANNEL;
    }
    case 'AgreedTermsChanged':
      return ROOM_CHANNEL;
    case 'ProblemReported':
    case 'ProblemAnswered':
      return `help:${event.teamId}`;
    case 'LineNoted':
      // At the close of a round no feed tells it.
      return event.occasion === 'round-closed' ? undefined : `line:${event.teamId}`;
    case 'MessagePosted': {
      const { to } = event;
      const reader = to.kind === 'to-team' ? `to:${to.teamId}` : to.kind;
      return `said:${authorOf(room.seats[event.seatId])}:${reader}`;
    }
    default:
      return undefined;
  }
};
