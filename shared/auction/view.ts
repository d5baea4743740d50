// What one viewer may see of an auction (rules INF1 to INF9). With room/view.ts and sheet/view.ts the only place
// that hides anything: what is not built here reaches nobody.

import type { LotId, TeamId } from '../kernel/ids.ts';
import type { AuctionState, Award, Information } from './types.ts';
import type {
  AuctionView,
  AuctionViewBase,
  BidderBase,
  GuardsView,
  LotView,
  PauseView,
  Viewer,
} from '../room/view-types.ts';
import type { Side } from '../room/types.ts';
import { biddingSide } from './auction.ts';
import { formatOf } from './formats/all.ts';
import { isLarge } from './formats/large.ts';
import { bidValueMills, standingValueMills } from './guards.ts';
import { rulesSheet } from './rules-sheet.ts';
import { termsView } from './terms.ts';
import { withOlderMarks } from './older-marks.ts';

export interface AuctionAudience {
  readonly viewer: Viewer;
  /** Side of the viewer's team. */
  readonly side: Side | undefined;
  /** Names of the teams that bid, of those that the viewer may know. */
  readonly bidderNames: Readonly<Record<TeamId, string>>;
}

/** What a viewer may see of an auction as it stands. */
export interface Rights {
  /** The viewer's team, where it bids. */
  readonly ownTeam: TeamId | undefined;
  readonly demand: Information['demand'];
  readonly seesReserves: boolean;
  readonly seesBidders: boolean;
  readonly seesRoundBids: boolean;
  readonly seesAwards: boolean;
}

/** Whether the result stands, certified or not; never of a cancelled auction. */
export const hasEnded = ({ phase }: AuctionState): boolean =>
  phase === 'provisional' || phase === 'certified' || phase === 'no-sale';

/** The table "what each viewer sees" as data. */
export const rightsOf = (auction: AuctionState, { viewer, side }: AuctionAudience): Rights => {
  const { information } = auction.rules;
  const toldDemand = 'demand' in information ? information.demand : 'none';
  const ended = hasEnded(auction);
  const isBidder = viewer.kind === 'team' && side === biddingSide(auction.rules);
  const isHost = viewer.kind === 'team' && side !== undefined && !isBidder;
  const isModerator = viewer.kind === 'moderator';
  const isRegulator = viewer.kind === 'regulator';
  return {
    ownTeam: isBidder ? viewer.teamId : undefined,
    demand: isModerator || isRegulator ? 'total' : toldDemand,
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

/** What is known of a bidder in every format. */
const bidderBase = (auction: AuctionState, teamId: TeamId, name: string): BidderBase => {
  const { excluded, accepted, rulesHash } = auction;
  return {
    name,
    hasAcceptedRules: rulesHash !== '' && accepted[teamId] === rulesHash,
    ...(excluded[teamId] && { excluded: excluded[teamId].reason }),
  };
};

/** Bidders for those who may know them. While a round is open nobody but the team sees its bids (INF3). */
const bidderViews = (auction: AuctionState, audience: AuctionAudience, rights: Rights) => {
  const seesBids = rights.seesRoundBids && auction.stage !== 'bidding';
  // Whether a team has bid is timing; only the moderator needs it while the round runs.
  const seesHasBid = audience.viewer.kind === 'moderator' || seesBids;
  const sight = {
    seesBids,
    seesHasBid,
    seesStanding: rights.seesRoundBids,
    seesLimits: audience.viewer.kind === 'moderator',
  };
  const format = formatOf(auction.rules);
  return Object.fromEntries(
    Object.entries(audience.bidderNames).map(([teamId, name]) => [
      teamId,
      withOlderMarks(auction, {
        ...bidderBase(auction, teamId, name),
        ...format.knownPart(auction, teamId, sight),
      }),
    ]),
  );
};

/** What a team set for itself, and its bids that wait for a second person (GRD2 to GRD4). */
const guardsView = (auction: AuctionState, teamId: TeamId): GuardsView => {
  const { budgetMills = null, twoPersonsAboveMills = null } = auction.guards[teamId] ?? {};
  const drafts = Object.entries(auction.drafts[teamId] ?? {}).map(
    ([draftId, { bid, round, atMs, bySeatId }]) => {
      const by = bySeatId !== null && { bySeatId };
      return [
        draftId,
        { bid, round, atMs, yearlyMills: bidValueMills(auction, bid), ...by },
      ] as const;
    },
  );
  return {
    ...(budgetMills !== null && { budgetMills }),
    ...(twoPersonsAboveMills !== null && { twoPersonsAboveMills }),
    standingMills: standingValueMills(auction, teamId),
    drafts: Object.fromEntries(drafts),
  };
};

/** The viewer's own team: all of it, at once (INF4). */
const ownView = (auction: AuctionState, audience: AuctionAudience, teamId: TeamId) => ({
  ...bidderBase(auction, teamId, audience.bidderNames[teamId] ?? teamId),
  guards: guardsView(auction, teamId),
  ...formatOf(auction.rules).ownPart(auction, teamId),
});

const awardViews = (
  auction: AuctionState,
  audience: AuctionAudience,
  rights: Rights,
): NonNullable<AuctionViewBase['awards']> | undefined => {
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

const timesOf = (auction: AuctionState): Partial<AuctionViewBase> => {
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

const keepsColumns = ({ rules, lotOrder }: AuctionState): boolean =>
  rules.format === 'clock' && isLarge(lotOrder);

/** The auction as one audience may see it. Viewers of a draft are the moderator and the side that sets it up. */
export const viewAuction = (auction: AuctionState, audience: AuctionAudience): AuctionView => {
  const rights = rightsOf(auction, audience);
  const { ownTeam } = rights;
  const awards = awardViews(auction, audience, rights);
  const terms = termsView(auction);
  const common: Omit<AuctionViewBase, 'rounds'> = {
    id: auction.auctionId,
    phase: auction.phase,
    round: auction.round,
    ...timesOf(auction),
    rulesHash: auction.rulesHash,
    rulesSheet: rulesSheet(auction.rules),
    seedCommitment: auction.seedCommitment,
    ...(terms && { terms }),
    ...(hasEnded(auction) && { seed: auction.seed, unsold: auction.unsoldLots }),
    // Very many lots are read apart, once (BIG5).
    lots: keepsColumns(auction) ? {} : lotViews(auction, rights),
    ...(awards && { awards }),
    ...(auction.endReason !== null && { endReason: auction.endReason }),
  };
  // Rules, parts and bidders are all of the auction's one format, which the type of a union cannot say.
  return {
    ...common,
    format: auction.rules.format,
    rules: auction.rules,
    ...formatOf(auction.rules).part(auction, { demand: rights.demand }),
    ...(ownTeam !== undefined && {
      mine: withOlderMarks(auction, ownView(auction, audience, ownTeam)),
    }),
    ...(rights.seesBidders && { bidders: bidderViews(auction, audience, rights) }),
  } as AuctionView;
};
