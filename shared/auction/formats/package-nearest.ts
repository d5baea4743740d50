// The package nearest to one that the rules refuse (rule PKG7).

import type { LotId } from '../../kernel/ids.ts';
import type { AuctionOf, Lot } from '../types.ts';
import type { PackageBid, PackageItem } from './package-types.ts';
import { mills } from '../../kernel/units.ts';
import { minimumOf, multipleOf } from '../lot-quanta.ts';
import { nearestMultiple } from '../nearest.ts';
import { checkPackageTerms } from './package-bid.ts';
import { priced } from './package-market.ts';

type Terms = Pick<AuctionOf<'package'>, 'lots' | 'rules'>;

/** Lots that are there, each once, in the order in which they are named. */
const joined = ({ lots }: Terms, items: readonly PackageItem[]): readonly PackageItem[] => {
  const blocksOf = new Map<LotId, number>();
  for (const { lotId, quantityBlocks } of items) {
    if (lots[lotId]) blocksOf.set(lotId, (blocksOf.get(lotId) ?? 0) + quantityBlocks);
  }
  return [...blocksOf].map(([lotId, quantityBlocks]) => ({ lotId, quantityBlocks }));
};

const validQuantity = (lot: Lot, wanted: number): number | undefined =>
  nearestMultiple(wanted, multipleOf(lot), {
    least: minimumOf(lot),
    most: Math.min(lot.supplyBlocks, lot.capBlocks ?? lot.supplyBlocks),
  });

/** An amount in proportion, rounded up, exact whatever its size. */
const inProportion = (amount: number, from: number, to: number): number =>
  from === 0 || from === to
    ? amount
    : Number((BigInt(amount) * BigInt(to) + BigInt(from) - 1n) / BigInt(from));

/**
 * A package that the rules take and that is nearest to one they do not: the lots that are there, each at the valid
 * quantity nearest to its own (of two the lower); the total moves with what the blocks cost at opening prices, rounded
 * up, and is no less than that; without a group where the rules know none. Undefined where the rules take the package
 * as it is, where none of its lots is there, and where the team has as many packages as the rules take.
 */
export const nearestPackage = (
  auction: Terms,
  bid: PackageBid,
  standing: Readonly<Record<string, unknown>>,
): PackageBid | undefined => {
  const wrong = checkPackageTerms(auction, bid, standing);
  const asked = joined(auction, bid.items);
  if (!wrong || asked.length === 0) return undefined;
  const items = asked.flatMap(({ lotId, quantityBlocks }) => {
    const lot = auction.lots[lotId];
    const nearest = lot && validQuantity(lot, quantityBlocks);
    return nearest === undefined ? [] : [{ lotId, quantityBlocks: nearest }];
  });
  const opening = (of: readonly PackageItem[]): number =>
    priced(of, (lotId) => auction.lots[lotId]?.openingPriceMills ?? 0);
  const total = inProportion(bid.totalMills, opening(asked), opening(items));
  const { packageId, group } = bid;
  const nearest: PackageBid = {
    packageId,
    items,
    totalMills: mills(Math.max(total, opening(items))),
    ...(group !== undefined && auction.rules.groups === 'named' && { group }),
  };
  return checkPackageTerms(auction, nearest, standing) ? undefined : nearest;
};
