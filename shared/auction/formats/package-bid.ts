// Whether a package may stand before the cut-off (rule PKG1). Says no with what would have been taken.

import type { TeamId } from '../../kernel/ids.ts';
import type { Rejection } from '../../kernel/rejection.ts';
import type { AuctionOf, BidRequest, Lot } from '../types.ts';
import type { Offer } from './format.ts';
import type { PackageBid, PackageItem } from './package-types.ts';
import { reject } from '../../kernel/rejection.ts';
import { checkQuantity } from '../lot-quanta.ts';
import { beyondShare } from '../unlikely-share.ts';
import { priced } from './package-market.ts';

type Packages = AuctionOf<'package'>;

const checkItem = (lot: Lot, { quantityBlocks }: PackageItem): Rejection | undefined => {
  const { id: lotId, supplyBlocks, capBlocks } = lot;
  if (quantityBlocks > supplyBlocks) return reject('bid/above-supply', { lotId, supplyBlocks });
  if (capBlocks !== undefined && quantityBlocks > capBlocks) {
    return reject('bid/above-cap', { lotId, capBlocks });
  }
  const wrong = checkQuantity(lot, quantityBlocks);
  return wrong && { ...wrong, lotId };
};

const checkItems = (
  auction: Pick<Packages, 'lots'>,
  { items }: PackageBid,
): Rejection | undefined => {
  const seen = new Set<string>();
  for (const item of items) {
    const { lotId } = item;
    const lot = auction.lots[lotId];
    if (!lot) return reject('bid/unknown-lot', { lotId });
    if (seen.has(lotId)) return reject('bid/lot-twice', { lotId });
    seen.add(lotId);
    const wrong = checkItem(lot, item);
    if (wrong) return wrong;
  }
  return undefined;
};

/** What the rules refuse of a package at any moment, beside the packages of its team that stand. */
export const checkPackageTerms = (
  auction: Pick<Packages, 'lots' | 'rules'>,
  bid: PackageBid,
  standing: Readonly<Record<string, unknown>>,
): Rejection | undefined => {
  if (bid.items.length === 0) return undefined;
  const wrong = checkItems(auction, bid);
  if (wrong) return wrong;
  const minimumMills = priced(bid.items, (lotId) => auction.lots[lotId]?.openingPriceMills ?? 0);
  if (bid.totalMills < minimumMills) return reject('bid/total-short', { minimumMills });
  const { groups, maximumPackages } = auction.rules;
  if (bid.group !== undefined && groups === 'exclusive') return reject('bid/no-groups');
  const isNew = standing[bid.packageId] === undefined;
  return isNew && Object.keys(standing).length >= maximumPackages
    ? reject('bid/too-many-packages', { maximumPackages })
    : undefined;
};

/** The rule a package breaks, or undefined when it may stand. One without items takes back what stood. */
export const checkPackage = (
  auction: Packages,
  { teamId, bid, at }: Offer<PackageBid>,
): Rejection | undefined => {
  const { round, package: own } = auction;
  if (own.frozenAtMs !== null) {
    return reject('bid/late', { round, atMs: at, closedAtMs: own.frozenAtMs });
  }
  return checkPackageTerms(auction, bid, own.book[teamId] ?? {});
};

/** The dearest packages that a team can win together, with more packages (GRD2). */
export const committedInPackages = (
  { rules, package: { book } }: Packages,
  teamId: TeamId,
  more: readonly BidRequest[],
): number => {
  const next = Object.fromEntries(
    more.flatMap((bid) => ('items' in bid ? [[bid.packageId, bid] as const] : [])),
  );
  const dearest = new Map<string, number>();
  for (const each of Object.values({ ...book[teamId], ...next })) {
    if (each.items.length === 0) continue;
    const alone = each.group === undefined ? `package ${each.packageId}` : `group ${each.group}`;
    const key = rules.groups === 'exclusive' ? '' : alone;
    dearest.set(key, Math.max(dearest.get(key) ?? 0, each.totalMills));
  }
  return [...dearest.values()].reduce((sum, totalMills) => sum + totalMills, 0);
};

/** A total further above its blocks at opening prices than the rules find likely is asked about (GRD1). */
export const unlikelyInPackages = (
  { rules, lots }: Packages,
  { bid }: Offer<BidRequest>,
): Readonly<Record<string, number>> | undefined => {
  if (rules.unlikelyBp === undefined || !('items' in bid) || bid.items.length === 0) {
    return undefined;
  }
  const nextTotalMills = priced(bid.items, (lotId) => lots[lotId]?.openingPriceMills ?? 0);
  const furthestTotalMills = beyondShare('forward', nextTotalMills, rules.unlikelyBp);
  return bid.totalMills <= furthestTotalMills ? undefined : { nextTotalMills, furthestTotalMills };
};
