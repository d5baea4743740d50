// Who reads which part of which event of a room in the record. Decides nothing by itself: each answer is that of the
// place that also hides in views and feeds. What has no answer here is read by nobody.

import type { Json } from '../kernel/json.ts';
import type { AuctionEvent, AuctionState } from '../auction/types.ts';
import type { SeatId, TeamId } from '../kernel/ids.ts';
import type { RoomEvent, RoomState } from './types.ts';
import type { Viewer } from './view-types.ts';
import { rulesHashOf } from '../auction/rules-hash.ts';
import { hasEnded, rightsOf } from '../auction/view.ts';
import { unreachable } from '../kernel/decider.ts';
import { mayReadBid, mayReadOfTeam } from './feed.ts';
import { mayReadRetraction } from './guard-feed.ts';
import { mayReadHelp } from './help.ts';
import { auctionIsFor, messageIsFor, sheetIsFor } from './view-rights.ts';
import { mayKnowSeat, mayKnowTeam } from './walls.ts';

/** A room as it is when its record is shown. */
export interface RecordSight {
  readonly room: RoomState;
  readonly viewer: Viewer;
  /** Hashes of rules that were scheduled: drafts before them concern only those who prepare an auction. */
  readonly scheduled: ReadonlySet<string>;
}

/** Whether a seat's acts are the viewer's own: a team's are those of all its seats. */
export const isOfViewer = (room: RoomState, viewer: Viewer, seatId: SeatId): boolean => {
  const seat = room.seats[seatId];
  if (!seat) return false;
  return viewer.kind === 'team' ? seat.teamId === viewer.teamId : seat.role === viewer.kind;
};

/** Whether a viewer may know a seat by its id: its own team's, and those that it may know of (SEAT7). */
export const maySeeSeat = ({ room, viewer }: RecordSight, seatId: SeatId): boolean => {
  const seat = room.seats[seatId];
  return (
    seat !== undefined && (isOfViewer(room, viewer, seatId) || mayKnowSeat(room, viewer, seat))
  );
};

const isOwn = (viewer: Viewer, teamId: TeamId): boolean =>
  viewer.kind === 'team' && viewer.teamId === teamId;

const TEAM_PARTS =
  /^event\.(?:result\.(?:demand|eligibility|instructed|columns\.demand)\/|awards@)(.+)$/;

/** What is no more than part of an event that everybody reads. */
const seesCut = (name: string, { auction, viewer, rights }: Sights): boolean => {
  const [, teamId] = TEAM_PARTS.exec(name) ?? [];
  if (teamId !== undefined) {
    const others = name.startsWith('event.awards') ? rights.seesAwards : rights.seesRoundBids;
    return isOwn(viewer, teamId) || others;
  }
  switch (name) {
    case '':
      return true;
    case 'event.reservesMills':
      return rights.seesReserves;
    case 'event.seed':
      return hasEnded(auction);
    case 'event.result.lots.*.demandBlocks':
    case 'event.result.columns.demandBlocks':
      return rights.demand === 'total';
    default:
      return rights.seesRoundBids;
  }
};

interface Sights {
  readonly auction: AuctionState;
  readonly viewer: Viewer;
  readonly rights: ReturnType<typeof rightsOf>;
}

const seesBidPart = (
  name: string,
  event: AuctionEvent & { readonly type: 'BidAccepted' | 'BidRefused' },
  { auction, viewer, rights }: Sights,
): boolean => {
  const isReader = mayReadBid(auction, viewer, event);
  if (name === 'event.bid.limitMills') {
    return isReader && (isOwn(viewer, event.teamId) || viewer.kind === 'moderator');
  }
  // The side that does not bid reads what was bid, but not how far a Dutch bid would have gone, nor what was refused.
  const isHost =
    viewer.kind === 'team' &&
    rights.ownTeam === undefined &&
    rights.seesRoundBids &&
    auction.rules.format !== 'dutch';
  return isReader || (isHost && hasEnded(auction) && event.type === 'BidAccepted' && name === '');
};

/** Several bids are read by who reads one of them. */
const seesSeveral = (
  name: string,
  event: AuctionEvent & { readonly type: 'BidsAccepted' | 'BidsRefused' },
  { auction, viewer, rights }: Sights,
): boolean => {
  if (mayReadBid(auction, viewer, event)) return true;
  const isHost = viewer.kind === 'team' && rights.ownTeam === undefined && rights.seesRoundBids;
  return isHost && hasEnded(auction) && event.type === 'BidsAccepted' && name === '';
};

/** How far a team would have gone is its own; the desk needs it once all is over, to run the close again (STI5). */
const seesInstructions = (
  { teamId }: { readonly teamId: TeamId },
  { auction, viewer }: Sights,
): boolean =>
  isOwn(viewer, teamId) ||
  (hasEnded(auction) && (viewer.kind === 'moderator' || viewer.kind === 'regulator'));

const isScheduledDraft = (
  { scheduled }: RecordSight,
  auctionId: string,
  { rules, lots }: AuctionEvent & { readonly type: 'AuctionDrafted' },
): boolean => scheduled.has(rulesHashOf(auctionId, rules, lots));

const maySeeAuctionPart = (
  sight: RecordSight,
  { auctionId, event }: RoomEvent & { readonly type: 'Auction' },
  name: string,
): boolean => {
  const { room, viewer } = sight;
  const auction = room.auctions[auctionId];
  if (!auction || !auctionIsFor(room, viewer, auction)) return false;
  const side = viewer.kind === 'team' ? room.teams[viewer.teamId]?.side : undefined;
  const rights = rightsOf(auction, { viewer, side, bidderNames: {} });
  const sights = { auction, viewer, rights };
  switch (event.type) {
    case 'AuctionDrafted': {
      const prepares = viewer.kind === 'moderator' || (side !== undefined && !rights.ownTeam);
      return (prepares || isScheduledDraft(sight, auctionId, event)) && seesCut(name, sights);
    }
    case 'BidAccepted':
    case 'BidRefused':
      return seesBidPart(name, event, sights);
    case 'BidsAccepted':
    case 'BidsRefused':
      return seesSeveral(name, event, sights);
    case 'InstructionsSet':
      return seesInstructions(event, sights);
    case 'BidRetracted':
      return mayReadRetraction(auction, viewer, event);
    case 'BidGuardsSet':
    case 'BidQuestioned':
    case 'BidDrafted':
    case 'DraftDropped':
      // What a team sets for itself is nobody else's, however long ago it was (GRD2, GRD4).
      return isOwn(viewer, event.teamId);
    case 'EligibilitySet':
    case 'RulesAccepted':
    case 'TeamExcluded':
      return (
        mayReadOfTeam(room, auction, viewer, event) ||
        (event.type === 'EligibilitySet' && hasEnded(auction) && rights.seesRoundBids)
      );
    case 'LeadMoved':
      return event.fromMills === event.leadPriceMills
        ? rights.seesRoundBids
        : seesCut(name, sights);
    case 'AuctionScheduled':
    case 'RoundOpened':
    case 'RoundClosed':
    case 'BookFrozen':
    case 'CloseMoved':
    case 'ClockStopped':
    case 'PriceMoved':
    case 'LotsClosed':
    case 'TermsNamed':
    case 'TermsChanged':
    case 'OlderTextConfirmed':
    case 'AuctionPaused':
    case 'AuctionInterrupted':
    case 'ResumeAnnounced':
    case 'AuctionResumed':
    case 'RoundExtended':
    case 'RulesAmended':
    case 'RoundsVoided':
    case 'AuctionEnded':
    case 'AuctionCancelled':
    case 'AuctionCertified':
      return seesCut(name, sights);
    default:
      return unreachable(event);
  }
};

const bringsTemplate = (command: Json): boolean =>
  typeof command === 'object' && command !== null && 'copy' in command;

const seesDelivery = ({ room, viewer }: RecordSight, stream: string): boolean => {
  const sheet = room.sheets[stream.slice(stream.indexOf(':') + 1)];
  return sheet !== undefined && sheetIsFor(viewer, sheet);
};

/** Whether a viewer reads one part of an event: the part by its name (room/record-cuts.ts), '' for what is left. */
export const maySeeRoomPart = (sight: RecordSight, event: RoomEvent, name: string): boolean => {
  const { room, viewer } = sight;
  switch (event.type) {
    case 'RoomCreated':
      return true;
    case 'TeamAdded':
      return mayKnowTeam(room, viewer, event.team.id);
    case 'SeatAdded':
      return maySeeSeat(sight, event.seatId);
    case 'InviteAccepted':
      return name === '' && maySeeSeat(sight, event.seatId);
    case 'SeatRevoked':
      return viewer.kind === 'moderator' || (name === '' && maySeeSeat(sight, event.seatId));
    case 'BotsSeated':
    case 'InviteIssued':
    case 'InviteRevoked':
    case 'GrantReleased':
      return viewer.kind === 'moderator' && name === '';
    case 'SheetOpened':
      return sheetIsFor(viewer, event.sheet);
    case 'AgreedTermsChanged':
      return seesDelivery(sight, `sheet:${event.sheetId}`);
    case 'MessagePosted':
      if (name === 'messageId') return isOfViewer(room, viewer, event.seatId);
      return messageIsFor(room, viewer, event) && (name === '' || maySeeSeat(sight, event.seatId));
    case 'ProblemReported':
    case 'ProblemAnswered':
    case 'LineNoted':
      return mayReadHelp(room, viewer, event);
    case 'Auction':
      return maySeeAuctionPart(sight, event, name);
    case 'DeliveryOwed':
      // A template that comes along may name what is private to a side (SHT14).
      if (bringsTemplate(event.delivery.command)) return viewer.kind === 'regulator';
      return seesDelivery(sight, event.delivery.stream);
    case 'DeliverySettled':
      return viewer.kind === 'moderator' || viewer.kind === 'regulator';
    default:
      return unreachable(event);
  }
};

/** Whether a viewer may know how many entries there are and in which order: the desk, in a record that is shown at all. */
export const mayCount = ({ kind }: Viewer): boolean => kind === 'moderator' || kind === 'regulator';
