// The smallest total at which a package wins, as far as anything is published: before the award that is opening prices and
// the team's own packages. The engine's own search on what the page has; nothing of others is in it.

import { bestChoice } from '../../shared/auction/formats/package-search.ts';
import { blocksIn, floorTotal, problemOf } from '../../shared/auction/formats/package-market.ts';
import type { PackageSale } from '../../shared/auction/formats/package-market.ts';
import { fits, without } from '../../shared/auction/formats/package-problem.ts';
import type { PackageBid, StandingPackage } from '../../shared/auction/formats/package-types.ts';
import { epochMs, mills } from '../../shared/kernel/units.ts';
import type { OwnPackages, PackageAuction } from './package-bidding.ts';

/** Looked at while somebody types: a few hundred own packages need far fewer. */
const MOST_NODES = 2_000;
const OWN = 'own';

const standing = (bid: PackageBid): StandingPackage => ({
  ...bid,
  ...{ commandId: bid.packageId, atMs: epochMs(0), bySeatId: null, isSurrogate: false },
});

/** Own packages as a book of one team, at no reserves. */
const saleWith = (
  { id, round, rules, lots }: Pick<PackageAuction, 'id' | 'round' | 'rules' | 'lots'>,
  bids: readonly PackageBid[],
): PackageSale => ({
  auctionId: id,
  ...{ round, rules, lots, reservesMills: {}, seed: '' },
  lotOrder: Object.values(lots)
    .sort((a, b) => a.order - b.order)
    .map((lot) => lot.id),
  package: {
    book: { [OWN]: Object.fromEntries(bids.map((bid) => [bid.packageId, standing(bid)])) },
  },
});

const bidOf = (
  packageId: string,
  { items, totalMills, group }: OwnPackages[string],
): PackageBid => ({
  packageId,
  items: Object.entries(items).map(([lotId, quantityBlocks]) => ({ lotId, quantityBlocks })),
  totalMills: mills(totalMills),
  ...(group !== undefined && { group }),
});

/**
 * In mills: at this total the package is chosen if nobody else offers and nothing is reserved, whatever the seed; two
 * mills less are not enough. Undefined where the package is beyond supply or caps.
 */
export const leastWinningMills = (
  auction: Pick<PackageAuction, 'id' | 'round' | 'rules' | 'lots'>,
  own: OwnPackages,
  asked: Omit<PackageBid, 'totalMills'>,
): number | undefined => {
  const floor = floorTotal({ lots: auction.lots, reservesMills: {} }, asked.items);
  const others = Object.entries(own)
    .filter(([packageId]) => packageId !== asked.packageId)
    .map(([packageId, bid]) => bidOf(packageId, bid));
  const all = problemOf(saleWith(auction, [...others, { ...asked, totalMills: mills(floor) }]));
  const id = `${OWN} ${asked.packageId}`;
  const group = all.groups.find((each) => each.some((option) => option.id === id));
  const option = group?.find((each) => each.id === id);
  if (!option || !fits(option, all.capacity)) return undefined;
  const rest = all.groups.map((each) => each.filter((one) => one !== option));
  const best = bestChoice({ ...all, groups: rest }, MOST_NODES).weight;
  const beside = bestChoice(
    {
      capacity: without(all.capacity, option),
      groups: all.groups.filter((each) => each !== group),
    },
    MOST_NODES,
  ).weight;
  // One mill more than what makes it as good as the best choice without it.
  const weight = Math.max(blocksIn(asked.items), best - beside + 1);
  return floor - blocksIn(asked.items) + weight;
};
