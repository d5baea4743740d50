// Lines of the feed that a team alone reads: what guards it, and what waits for a second person of it.

import type { BidRetracted, GuardEvent } from '../auction/guard-types.ts';
import type { AuctionState } from '../auction/types.ts';
import type { RoomState } from './types.ts';
import type { FeedItem, Viewer } from './view-types.ts';
import { hasEnded } from '../auction/view.ts';
import { bidFacts, lotName } from './feed-bids.ts';

type Line = Omit<FeedItem, 'atMs'>;

/** What a team sets for itself and what waits for a second person; read by the team alone (GRD2 to GRD4). */
export const guardLine = (auction: AuctionState, viewer: Viewer, event: GuardEvent): Line => {
  switch (event.type) {
    case 'BidGuardsSet': {
      const { budgetMills, twoPersonsAboveMills } = event;
      return {
        kind: 'bid',
        code: 'guards/set',
        params: {
          ...(budgetMills !== null && { budgetMills }),
          ...(twoPersonsAboveMills !== null && { twoPersonsAboveMills }),
        },
      };
    }
    case 'BidQuestioned': {
      const { bid, round, rejection } = event;
      const params = { round, ...bidFacts(auction, viewer, bid), code: rejection.code };
      return { kind: 'bid', code: 'bid/refused', params };
    }
    case 'BidDrafted': {
      const { bid, round } = event;
      const params = { round, ...bidFacts(auction, viewer, bid) };
      return { kind: 'bid', code: 'draft/held', params };
    }
    case 'DraftDropped': {
      const { reason } = event;
      return { kind: 'bid', code: 'draft/dropped', params: reason === undefined ? {} : { reason } };
    }
  }
};

/** Who reads that a bid was taken back: its team and the moderator at once, the regulator after the end (GRD5). */
export const mayReadRetraction = (
  auction: AuctionState,
  viewer: Viewer,
  { teamId }: BidRetracted,
): boolean =>
  (viewer.kind === 'team' && viewer.teamId === teamId) ||
  viewer.kind === 'moderator' ||
  (viewer.kind === 'regulator' && hasEnded(auction));

/** How the feed tells it. */
export const retractionLine = (
  room: RoomState,
  auction: AuctionState,
  { teamId, round, on, reason }: BidRetracted,
): Line => {
  const what = auction.rules.format === 'package' ? { package: on } : { lot: lotName(auction, on) };
  const params = { team: room.teams[teamId]?.name ?? teamId, round, ...what, reason };
  return { kind: 'bid', code: 'bid/retracted', params };
};
