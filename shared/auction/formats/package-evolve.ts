// What each event makes of the part that only package bids keep: the book, its freezing, the award.

import type { EventContext } from '../../kernel/decider.ts';
import type { AuctionOf, BidAccepted, CommonState, EventOf } from '../types.ts';
import type { PackageRules, PackageState, StandingPackage } from './package-types.ts';

type Packages = AuctionOf<'package'>;

const EMPTY: PackageState = { book: {}, frozenAtMs: null, results: [] };

/** A fresh draft of package bids. */
export const beginPackages = (common: CommonState, rules: PackageRules): Packages => ({
  ...common,
  rules,
  package: EMPTY,
});

const own = (auction: Packages, change: Partial<PackageState>): Packages => ({
  ...auction,
  package: { ...auction.package, ...change },
});

const withBid = (
  auction: Packages,
  { teamId, bid, surrogateReason }: BidAccepted<'package'>,
  context: EventContext,
): Packages => {
  const { book } = auction.package;
  const others = Object.fromEntries(
    Object.entries(book[teamId] ?? {}).filter(([packageId]) => packageId !== bid.packageId),
  );
  if (bid.items.length === 0) return own(auction, { book: { ...book, [teamId]: others } });
  const placed: StandingPackage = {
    ...bid,
    commandId: context.id,
    atMs: context.at,
    bySeatId: context.by.kind === 'seat' ? context.by.seatId : null,
    isSurrogate: surrogateReason !== undefined,
  };
  return own(auction, { book: { ...book, [teamId]: { ...others, [bid.packageId]: placed } } });
};

/** The part of package bids after one more event. */
export const evolvePackages = (
  auction: Packages,
  event: EventOf<'package'>,
  context: EventContext,
): Packages => {
  const { book, results } = auction.package;
  switch (event.type) {
    case 'RoundOpened':
      return own(auction, EMPTY);
    case 'BidAccepted':
      return withBid(auction, event, context);
    case 'BidRetracted': {
      const { teamId, on } = event;
      const left = Object.entries(book[teamId] ?? {}).filter(([packageId]) => packageId !== on);
      return own(auction, { book: { ...book, [teamId]: Object.fromEntries(left) } });
    }
    case 'BookFrozen':
      return own(auction, { frozenAtMs: event.closedAtMs });
    case 'RoundClosed': {
      const closedAtMs = auction.package.frozenAtMs ?? context.at;
      return own(auction, { results: [...results, { ...event.result, closedAtMs }] });
    }
    case 'RoundsVoided':
      return event.toRound === 0 || results.length === 0 ? own(auction, EMPTY) : auction;
    case 'TeamExcluded': {
      if (event.keepBids) return auction;
      const kept = Object.entries(book).filter(([teamId]) => teamId !== event.teamId);
      return own(auction, { book: Object.fromEntries(kept) });
    }
    default:
      return auction;
  }
};
