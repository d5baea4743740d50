// The package bids' parts of a view, for rights that view.ts has granted. Nothing of a book that is not opened yet but
// what is one's own; the award opens it.

import type { LotId, TeamId } from '../../kernel/ids.ts';
import type { AuctionOf } from '../types.ts';
import type { BidderSight } from './format.ts';
import type { PackageResult, StandingPackage } from './package-types.ts';
import type {
  KnownPackageBidderPart,
  PackageBidView,
  PackageBidderPart,
  PackagePart,
} from './package-view-types.ts';
import { blocksOf } from '../award-parts.ts';

type Packages = AuctionOf<'package'>;

const soldOf = ({ shares }: PackageResult, lotId: LotId): number =>
  Object.values(shares).reduce((sum, lots) => sum + blocksOf(lots[lotId] ?? []), 0);

const partOf = ({ lotOrder, stage, package: own }: Packages): PackagePart => {
  const last = own.results.at(-1);
  const isComputing = stage === 'bidding' && own.frozenAtMs !== null;
  return {
    prices: Object.fromEntries(
      lotOrder.map((lotId) => [lotId, last ? { soldBlocks: soldOf(last, lotId) } : {}]),
    ),
    rounds: Object.fromEntries(
      own.results.map(({ round, closedAtMs, answer }) => [
        String(round),
        { round, closedAtMs, isProved: answer.isProved },
      ]),
    ),
    ...(isComputing && { isComputing: true as const }),
  };
};

/** Every viewer sees the same: made once for a state of the auction. */
const PARTS = new WeakMap<Packages, PackagePart>();

/** What was sold of each lot, and whether the award is being computed or is proved to be the best (INF14). */
export const packagePart = (auction: Packages): PackagePart => {
  const known = PARTS.get(auction) ?? partOf(auction);
  PARTS.set(auction, known);
  return known;
};

const bidView = (bid: StandingPackage, isWon: boolean): PackageBidView => ({
  items: Object.fromEntries(bid.items.map(({ lotId, quantityBlocks }) => [lotId, quantityBlocks])),
  totalMills: bid.totalMills,
  ...(bid.group !== undefined && { group: bid.group }),
  atMs: bid.atMs,
  ...(bid.isSurrogate && { isSurrogate: true as const }),
  ...(isWon && { isWon: true as const }),
});

type Shown = Readonly<Record<string, PackageBidView>>;
const NOTHING_WON: readonly string[] = [];

/** Every viewer who may see a team's packages sees the same: made once for a book and an award. */
const SHOWN = new WeakMap<object, { readonly won: readonly string[]; readonly views: Shown }>();

const packagesOf = ({ package: own }: Packages, teamId: TeamId): Shown => {
  const won = own.results.at(-1)?.won[teamId] ?? NOTHING_WON;
  const standing = own.book[teamId];
  if (!standing) return {};
  const known = SHOWN.get(standing);
  if (known?.won === won) return known.views;
  const views = Object.fromEntries(
    Object.entries(standing).map(([id, bid]) => [id, bidView(bid, won.includes(id))]),
  );
  SHOWN.set(standing, { won, views });
  return views;
};

const paysOf = ({ package: own }: Packages, teamId: TeamId): { paysMills?: number } => {
  const paysMills = own.results.at(-1)?.paidMills[teamId];
  return paysMills === undefined ? {} : { paysMills };
};

const hasBid = ({ package: own }: Packages, teamId: TeamId): boolean =>
  Object.keys(own.book[teamId] ?? {}).length > 0;

/** A bidder's own packages; after the award what it pays, or why it gets nothing where the rules say it. */
export const ownPackagePart = (auction: Packages, teamId: TeamId): PackageBidderPart => {
  const reason = auction.package.results.at(-1)?.reasons[teamId];
  return {
    packages: packagesOf(auction, teamId),
    ...paysOf(auction, teamId),
    ...(reason && auction.rules.information.showsReasons && { reason }),
    hasBid: hasBid(auction, teamId),
  };
};

/** Another's packages once the award has opened them, as far as granted. */
export const knownPackagePart = (
  auction: Packages,
  teamId: TeamId,
  sight: BidderSight,
): KnownPackageBidderPart => {
  const isShown = sight.seesStanding && auction.package.results.length > 0;
  return {
    packages: isShown ? packagesOf(auction, teamId) : {},
    ...(isShown && paysOf(auction, teamId)),
    hasBid: sight.seesHasBid && hasBid(auction, teamId),
  };
};
