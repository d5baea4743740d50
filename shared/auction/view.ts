// What one viewer may see of an auction (rules INF1 to INF9). With room/view.ts and sheet/view.ts the only place
// that hides anything: what is not built here reaches nobody.

import type { LotId, TeamId } from '../kernel/ids.ts';
import type { AuctionState, Award, LotResult } from './types.ts';
import type {
  AuctionView,
  BidView,
  BidderView,
  KnownBidderView,
  LotPriceView,
  LotView,
  PauseView,
  RoundView,
  Viewer,
} from '../room/view-types.ts';
import type { Side } from '../room/types.ts';
import { biddingSide } from './auction.ts';
import { rulesSheet } from './rules-sheet.ts';

export interface AuctionAudience {
  readonly viewer: Viewer;
  /** Side of the viewer's team. */
  readonly side: Side | undefined;
  /** Names of the teams that bid; used only where the viewer may know them. */
  readonly bidderNames: Readonly<Record<TeamId, string>>;
}

interface Rights {
  readonly ownTeam: TeamId | undefined;
  readonly seesTotal: boolean;
  readonly demand: 'total' | 'excess' | 'none';
  readonly seesReserves: boolean;
  readonly seesBidders: boolean;
  readonly seesRoundBids: boolean;
  readonly seesAwards: boolean;
}

const hasEnded = ({ phase }: AuctionState): boolean =>
  phase === 'provisional' || phase === 'certified' || phase === 'no-sale';

/** The table "what each viewer sees" as data. */
const rightsOf = (auction: AuctionState, { viewer, side }: AuctionAudience): Rights => {
  const { information } = auction.rules;
  const ended = hasEnded(auction);
  const isBidder = viewer.kind === 'team' && side === biddingSide(auction.rules);
  const isHost = viewer.kind === 'team' && side !== undefined && !isBidder;
  const isModerator = viewer.kind === 'moderator';
  const isRegulator = viewer.kind === 'regulator';
  return {
    ownTeam: isBidder ? viewer.teamId : undefined,
    seesTotal: isModerator || isRegulator,
    demand: isModerator || isRegulator ? 'total' : information.demand,
    seesReserves: isHost || isRegulator || (isModerator && information.moderatorSeesReserves),
    seesBidders:
      isModerator || isRegulator || (isHost && (information.carrierSeesBidders || ended)),
    seesRoundBids:
      isModerator ||
      (isRegulator && ended) ||
      (isHost && (ended || (information.carrierSeesBids && information.carrierSeesBidders))),
    seesAwards: ended && (isModerator || isRegulator || isHost),
  };
};

const demandView = (result: LotResult, demand: Rights['demand']): Partial<LotPriceView> => {
  const excessBlocks = Math.max(0, result.demandBlocks - result.supplyBlocks);
  if (demand === 'total') return { demandBlocks: result.demandBlocks, excessBlocks };
  return demand === 'excess' ? { excessBlocks } : {};
};

const lotViews = (auction: AuctionState, rights: Rights): Record<LotId, LotView> =>
  Object.fromEntries(
    auction.lotOrder.flatMap((lotId, order) => {
      const lot = auction.lots[lotId];
      if (!lot) return [];
      const reserveMills = auction.reservesMills[lotId];
      const reserve = rights.seesReserves && reserveMills !== undefined ? { reserveMills } : {};
      return [[lotId, { ...lot, order, ...reserve }]];
    }),
  );

const priceViews = (auction: AuctionState, rights: Rights): Record<LotId, LotPriceView> => {
  const { clock, lots, lotOrder } = auction;
  const last = clock.results.at(-1);
  return Object.fromEntries(
    lotOrder.map((lotId): [LotId, LotPriceView] => {
      const result = last?.lots[lotId];
      const opening = lots[lotId]?.openingPriceMills ?? 0;
      return [
        lotId,
        {
          startPriceMills: clock.startPricesMills[lotId] ?? opening,
          clockPriceMills: clock.clockPricesMills[lotId] ?? opening,
          ...(result && {
            postedPriceMills: result.postedPriceMills,
            ...demandView(result, rights.demand),
          }),
        },
      ];
    }),
  );
};

const roundViews = (auction: AuctionState, rights: Rights): Record<string, RoundView> =>
  Object.fromEntries(
    auction.clock.results.map(({ round, lots }): [string, RoundView] => [
      String(round),
      {
        round,
        lots: Object.fromEntries(
          Object.values(lots).map((result): [LotId, LotPriceView] => [
            result.lotId,
            {
              startPriceMills: result.startPriceMills,
              clockPriceMills: result.clockPriceMills,
              postedPriceMills: result.postedPriceMills,
              ...demandView(result, rights.demand),
            },
          ]),
        ),
      },
    ]),
  );

const bidViews = (auction: AuctionState, teamId: TeamId): Record<LotId, BidView> =>
  Object.fromEntries(
    Object.entries(auction.clock.book[teamId] ?? {}).map(([lotId, bid]): [LotId, BidView] => [
      lotId,
      {
        quantityBlocks: bid.quantityBlocks,
        priceMills: bid.priceMills,
        atMs: bid.atMs,
        ...(bid.isSurrogate && { isSurrogate: true as const }),
      },
    ]),
  );

const bidderView = (
  auction: AuctionState,
  teamId: TeamId,
  options: { readonly name: string; readonly seesBids: boolean; readonly seesDemand: boolean },
): BidderView => {
  const { clock, excluded, initialEligibility, accepted, rulesHash } = auction;
  const initial = initialEligibility[teamId] ?? 0;
  return {
    name: options.name,
    hasAcceptedRules: rulesHash !== '' && accepted[teamId] === rulesHash,
    initialEligibility: initial,
    eligibility: auction.round === 0 ? initial : (clock.eligibility[teamId] ?? 0),
    bids: options.seesBids ? bidViews(auction, teamId) : {},
    hasBid: Object.keys(clock.book[teamId] ?? {}).length > 0,
    demand: options.seesDemand ? (clock.results.at(-1)?.demand[teamId] ?? {}) : {},
    ...(excluded[teamId] && { excluded: excluded[teamId].reason }),
  };
};

/** Bidders for those who may know them. While a round is open nobody but the team sees its bids (INF3). */
const bidderViews = (
  auction: AuctionState,
  audience: AuctionAudience,
  rights: Rights,
): Record<TeamId, KnownBidderView> => {
  const seesBids = rights.seesRoundBids && auction.stage !== 'bidding';
  const isModerator = audience.viewer.kind === 'moderator';
  return Object.fromEntries(
    Object.entries(audience.bidderNames).map(([teamId, name]): [TeamId, KnownBidderView] => {
      const options = { name, seesBids, seesDemand: rights.seesRoundBids };
      const { initialEligibility, eligibility, ...seen } = bidderView(auction, teamId, options);
      return [
        teamId,
        {
          ...seen,
          // Eligibility tells what a team bid, so it is seen with the bids (INF4).
          ...(rights.seesRoundBids && { initialEligibility, eligibility }),
          // Whether a team has bid is timing; only the moderator needs it while the round runs.
          hasBid: isModerator || seesBids ? seen.hasBid : false,
        },
      ];
    }),
  );
};

const awardViews = (
  auction: AuctionState,
  audience: AuctionAudience,
  rights: Rights,
): NonNullable<AuctionView['awards']> | undefined => {
  if (!hasEnded(auction)) return undefined;
  if (!rights.seesAwards && rights.ownTeam === undefined) return undefined;
  const isSeen = ({ teamId }: Award): boolean => rights.seesAwards || teamId === rights.ownTeam;
  return Object.fromEntries(
    auction.awards
      .filter(isSeen)
      .map((award) => [
        `${award.lotId}:${award.teamId}`,
        { ...award, teamName: audience.bidderNames[award.teamId] ?? award.teamId },
      ]),
  );
};

const pauseView = (auction: AuctionState): PauseView | undefined => {
  const { pause } = auction;
  return (
    (pause && {
      sinceMs: pause.sinceMs,
      reason: pause.reason,
      remainingMs: pause.remainingMs,
      ...(pause.resumesAtMs !== null && { resumesAtMs: pause.resumesAtMs }),
      ...(pause.outage && { outage: pause.outage }),
    }) ??
    undefined
  );
};

const timesOf = (auction: AuctionState): Partial<AuctionView> => {
  const { stage, pause, closesAtMs, nextRoundAtMs, startsAtMs, phase } = auction;
  const paused = pauseView(auction);
  return {
    ...(stage && { stage }),
    ...(stage === 'bidding' && !pause && closesAtMs !== null && { closesAtMs }),
    ...(stage === 'results' && !pause && nextRoundAtMs !== null && { nextRoundAtMs }),
    ...(phase === 'scheduled' && startsAtMs !== null && { startsAtMs }),
    ...(paused && { pause: paused }),
  };
};

/** The auction as one audience may see it. Viewers of a draft are the moderator and the side that sets it up. */
export const viewAuction = (auction: AuctionState, audience: AuctionAudience): AuctionView => {
  const rights = rightsOf(auction, audience);
  const { ownTeam } = rights;
  const awards = awardViews(auction, audience, rights);
  return {
    id: auction.auctionId,
    phase: auction.phase,
    round: auction.round,
    ...timesOf(auction),
    rules: auction.rules,
    rulesHash: auction.rulesHash,
    rulesSheet: rulesSheet(auction.rules),
    seedCommitment: auction.seedCommitment,
    ...(hasEnded(auction) && { seed: auction.seed, unsold: auction.unsoldLots }),
    lots: lotViews(auction, rights),
    prices: priceViews(auction, rights),
    rounds: roundViews(auction, rights),
    ...(ownTeam !== undefined && {
      mine: bidderView(auction, ownTeam, {
        name: audience.bidderNames[ownTeam] ?? ownTeam,
        seesBids: true,
        seesDemand: true,
      }),
    }),
    ...(rights.seesBidders && { bidders: bidderViews(auction, audience, rights) }),
    ...(awards && { awards }),
    ...(auction.endReason !== null && { endReason: auction.endReason }),
  };
};
