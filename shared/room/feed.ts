// The feed: which viewer reads an event as what. One of the places that hide
// (rules INF4 to INF7): an event that has no line here is shown to nobody.

import type { AuctionEvent, AuctionState, FormatId, ResultOf } from '../auction/types.ts';
import type { DutchEvent } from '../auction/formats/dutch-types.ts';
import type { EnglishEvent } from '../auction/formats/english-types.ts';
import type { LotId, TeamId } from '../kernel/ids.ts';
import type { FeedItem, Viewer } from './view-types.ts';
import type { FeedSource, RoomState } from './types.ts';
import { biddingSide } from '../auction/auction.ts';
import { formatOf } from '../auction/formats/all.ts';
import { hasEnded } from '../auction/view.ts';
import { bidFacts, lotName } from './feed-bids.ts';
import { newestOf } from './feed-channel.ts';
import { guardLine, mayReadRetraction, retractionLine } from './guard-feed.ts';
import { helpLine, mayReadHelp } from './help.ts';
import { mayKnowSeat, mayKnowTeam } from './walls.ts';
import { auctionIsFor, sheetIsFor } from './view-rights.ts';

/** Everything kept, in the order it happened. */
export const feedSources = (room: RoomState): readonly FeedSource[] =>
  Object.values(room.feed)
    .flatMap(newestOf)
    .sort((a, b) => a.n - b.n);

type Line = Omit<FeedItem, 'atMs'>;

const own = (viewer: Viewer, teamId: TeamId): boolean =>
  viewer.kind === 'team' && viewer.teamId === teamId;

/** Formats whose offers are opened together: a round that was cancelled or voided before that opens none. */
const isSealed = ({ rules }: AuctionState): boolean =>
  rules.format === 'sealed' || rules.format === 'package';

const isOpened = (auction: AuctionState, round: number): boolean =>
  formatOf(auction.rules).results(auction).length >= round;

/** Bids: the team's own at once; the moderator's view of a round once it is closed; the regulator's after the end. */
export const mayReadBid = (
  auction: AuctionState,
  viewer: Viewer,
  bid: { readonly teamId: TeamId; readonly round: number },
): boolean => {
  if (own(viewer, bid.teamId)) return true;
  if (viewer.kind === 'regulator') return hasEnded(auction);
  if (viewer.kind !== 'moderator') return false;
  if (isSealed(auction)) return isOpened(auction, bid.round);
  return auction.stage !== 'bidding' || bid.round < auction.round;
};

const bidLine = (
  room: RoomState,
  auction: AuctionState,
  viewer: Viewer,
  event: AuctionEvent & { readonly type: 'BidAccepted' | 'BidRefused' },
): Line => {
  const { bid, teamId, round } = event;
  const params = {
    team: room.teams[teamId]?.name ?? teamId,
    round,
    ...bidFacts(auction, viewer, bid),
  };
  if (event.type === 'BidRefused') {
    return { kind: 'bid', code: 'bid/refused', params: { ...params, code: event.rejection.code } };
  }
  const { surrogateReason } = event;
  return {
    kind: 'bid',
    code: 'bid/accepted',
    params: { ...params, ...(surrogateReason !== undefined && { surrogateReason }) },
  };
};

const severalLine = (
  room: RoomState,
  event: AuctionEvent & { readonly type: 'BidsAccepted' | 'BidsRefused' },
): Line => {
  const { teamId, round, count } = event;
  const params = { team: room.teams[teamId]?.name ?? teamId, round, lots: count };
  return event.type === 'BidsRefused'
    ? { kind: 'bid', code: 'bids/refused', params: { ...params, code: event.rejection.code } }
    : { kind: 'bid', code: 'bids/accepted', params };
};

const line = (code: string, params: FeedItem['params'] = {}): Line => ({
  kind: 'auction',
  code: `auction/${code}`,
  params,
});

type OfTeam = AuctionEvent & {
  readonly type: 'EligibilitySet' | 'RulesAccepted' | 'TeamExcluded';
};

/**
 * What concerns one team: itself and the desk; acceptances also the side that sells, where it may know bidders.
 * Eligibility is the regulator's after the end (INF4).
 */
export const mayReadOfTeam = (
  room: RoomState,
  auction: AuctionState,
  viewer: Viewer,
  event: OfTeam,
): boolean => {
  const isDesk =
    viewer.kind === 'moderator' ||
    (viewer.kind === 'regulator' && (event.type !== 'EligibilitySet' || hasEnded(auction)));
  const isHost =
    viewer.kind === 'team' && room.teams[viewer.teamId]?.side !== biddingSide(auction.rules);
  return (
    own(viewer, event.teamId) ||
    isDesk ||
    (isHost &&
      event.type === 'RulesAccepted' &&
      auction.rules.information.carrierSeesBidders &&
      mayKnowTeam(room, viewer, event.teamId))
  );
};

const teamLine = (
  room: RoomState,
  auction: AuctionState,
  viewer: Viewer,
  event: OfTeam,
): Line | undefined => {
  if (!mayReadOfTeam(room, auction, viewer, event)) return undefined;
  const team = room.teams[event.teamId]?.name ?? event.teamId;
  switch (event.type) {
    case 'EligibilitySet':
      return line('eligibility-set', { team, points: event.points });
    case 'RulesAccepted':
      return line('rules-accepted', { team });
    case 'TeamExcluded':
      return line('team-excluded', { team, reason: event.reason, keepBids: event.keepBids });
  }
};

type Course = EnglishEvent | (DutchEvent & { readonly type: 'ClockStopped' });

/** Lines that everybody reads: where a lead price stands, when a lot closes. Who did it is in none of them. */
const courseLine = (auction: AuctionState, event: Course): Line => {
  switch (event.type) {
    case 'LeadMoved': {
      const { lotId, leadPriceMills } = event;
      const priceMills = leadPriceMills === null ? undefined : { priceMills: leadPriceMills };
      const params = { lot: lotName(auction, lotId), ...priceMills };
      return line(event.isRetraction ? 'lead-taken-back' : 'lead-moved', params);
    }
    case 'ClockStopped': {
      const { lotId, priceMills, quantityBlocks, remainingBlocks } = event;
      const lot = lotName(auction, lotId);
      return line('clock-stopped', { lot, priceMills, quantityBlocks, remainingBlocks });
    }
    case 'CloseMoved':
      return line('close-moved', {
        ...lotsFact(auction, event.lotIds),
        closesAtMs: event.closesAtMs,
      });
    case 'LotsClosed':
      return line(
        'lots-closed',
        lotsFact(
          auction,
          event.lots.map(({ lotId }) => lotId),
        ),
      );
  }
};

/** One lot by its name, several by their number. */
const lotsFact = (auction: AuctionState, lotIds: readonly LotId[]): FeedItem['params'] => {
  const [lotId] = lotIds;
  return lotIds.length === 1 && lotId !== undefined
    ? { lot: lotName(auction, lotId) }
    : { lots: lotIds.length };
};

/** Where lots close each for itself: those with which the round closed. */
const lastLots = (auction: AuctionState, result: ResultOf<FormatId>): FeedItem['params'] => {
  if (auction.rules.format !== 'english') return {};
  const outcomes = Object.values((result as ResultOf<'english'>).lots);
  const lastMs = Math.max(...outcomes.map(({ closedAtMs }) => closedAtMs));
  const last = outcomes.filter(({ closedAtMs }) => closedAtMs === lastMs);
  return lotsFact(
    auction,
    last.map(({ lotId }) => lotId),
  );
};

const auctionLine = (
  room: RoomState,
  auction: AuctionState,
  viewer: Viewer,
  event: AuctionEvent,
): Line | undefined => {
  switch (event.type) {
    case 'BidsAccepted':
    case 'BidsRefused':
      return mayReadBid(auction, viewer, event) ? severalLine(room, event) : undefined;
    case 'InstructionsSet':
      return own(viewer, event.teamId)
        ? line('instructions-set', { lots: event.count })
        : undefined;
    case 'BidAccepted':
    case 'BidRefused':
      return mayReadBid(auction, viewer, event) ? bidLine(room, auction, viewer, event) : undefined;
    case 'BidRetracted':
      return mayReadRetraction(auction, viewer, event)
        ? retractionLine(room, auction, event)
        : undefined;
    case 'EligibilitySet':
    case 'RulesAccepted':
    case 'TeamExcluded':
      return teamLine(room, auction, viewer, event);
    case 'BidGuardsSet':
    case 'BidQuestioned':
    case 'BidDrafted':
    case 'DraftDropped':
      return own(viewer, event.teamId) ? guardLine(auction, viewer, event) : undefined;
    case 'AuctionDrafted':
      return viewer.kind === 'moderator'
        ? line('drafted', { title: event.rules.title })
        : undefined;
    case 'AuctionScheduled':
      return line('scheduled', {
        title: auction.rules.title,
        ...(event.startsAtMs !== null && { startsAtMs: event.startsAtMs }),
      });
    case 'RoundOpened':
      return line('round-opened', {
        round: event.round,
        closesAtMs: event.closesAtMs,
        ...('lotIds' in event && lotsFact(auction, event.lotIds)),
      });
    case 'BookFrozen':
      return line('book-frozen', { round: event.round });
    case 'RoundClosed': {
      const { round, isFinal } = event.result;
      return line('round-closed', { round, isFinal, ...lastLots(auction, event.result) });
    }
    case 'LeadMoved':
    case 'CloseMoved':
    case 'LotsClosed':
    case 'ClockStopped':
      return courseLine(auction, event);
    case 'PriceMoved':
      return undefined;
    case 'TermsNamed':
      return line('terms-named', { hash: event.hash });
    case 'TermsChanged':
      return line('terms-changed', event.hash === null ? {} : { hash: event.hash });
    case 'OlderTextConfirmed':
      return line('older-text-confirmed', { hash: event.hash, reason: event.reason });
    case 'AuctionPaused':
      return line('paused', { reason: event.reason, remainingMs: event.remainingMs });
    case 'AuctionInterrupted':
      return line('interrupted', { fromMs: event.fromMs, toMs: event.toMs });
    case 'ResumeAnnounced':
      return line('resume-announced', { resumesAtMs: event.resumesAtMs });
    case 'AuctionResumed':
      return line('resumed', { dueAtMs: event.dueAtMs });
    case 'RoundExtended':
      return line('extended', { closesAtMs: event.closesAtMs, reason: event.reason });
    case 'RulesAmended':
      return line('rules-amended', { reason: event.reason });
    case 'RoundsVoided':
      return line('voided', { toRound: event.toRound, reason: event.reason });
    case 'AuctionEnded':
      return line('ended', {
        title: auction.rules.title,
        sold: (event.soldLots ?? event.awards.length) > 0,
      });
    case 'AuctionCancelled':
      return line('cancelled', { title: auction.rules.title, reason: event.reason });
    case 'AuctionCertified':
      return line('certified', { title: auction.rules.title });
  }
};

/** How one viewer reads an event, or undefined when it is not for them. Messages are shown apart (room/view.ts). */
export const feedLine = (
  room: RoomState,
  viewer: Viewer,
  { event, bySeatId }: FeedSource,
): Line | undefined => {
  switch (event.type) {
    case 'Auction': {
      const auction = room.auctions[event.auctionId];
      if (!auction || !auctionIsFor(room, viewer, auction)) return undefined;
      return auctionLine(room, auction, viewer, event.event);
    }
    case 'InviteAccepted':
    case 'SeatRevoked': {
      const seat = room.seats[event.seatId];
      if (!seat || !mayKnowSeat(room, viewer, seat)) return undefined;
      const code = event.type === 'SeatRevoked' ? 'seat/revoked' : 'seat/joined';
      return { kind: 'seat', code, params: { seat: seat.name } };
    }
    case 'ProblemReported':
    case 'ProblemAnswered':
    case 'LineNoted':
      // A regulator reads of lines in the record: what a feed shows must not depend on when it is asked.
      if (event.type === 'LineNoted' && viewer.kind === 'regulator') return undefined;
      return mayReadHelp(room, viewer, event) ? helpLine(room, event, bySeatId) : undefined;
    case 'SheetOpened':
      return sheetIsFor(viewer, event.sheet)
        ? { kind: 'sheet', code: 'sheet/opened', params: { title: event.sheet.title } }
        : undefined;
    case 'AgreedTermsChanged': {
      const sheet = room.sheets[event.sheetId];
      if (!sheet || !sheetIsFor(viewer, sheet)) return undefined;
      const params = { title: sheet.title, ...(event.hash !== null && { hash: event.hash }) };
      return { kind: 'sheet', code: 'sheet/agreed-text', params };
    }
    default:
      return undefined;
  }
};
