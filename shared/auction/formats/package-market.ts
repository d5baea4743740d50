// A frozen book as a choice among packages: what each is worth above the price of not selling, what it uses up, what
// excludes what (rules PKG2, PKG3). Where money becomes weights and back.

import type { LotId, TeamId } from '../../kernel/ids.ts';
import type { Mills } from '../../kernel/units.ts';
import type { AuctionOf, Lot } from '../types.ts';
import type { PackageItem, StandingPackage } from './package-types.ts';
import type { Option, Problem } from './package-problem.ts';
import { hashOf } from '../../kernel/hash.ts';
import { better } from '../price-direction.ts';
import { tieKey } from '../ties.ts';

type Packages = AuctionOf<'package'>;

/** How a package is named towards the solver; ids hold no spaces. */
export const optionId = (teamId: TeamId, packageId: string): string => `${teamId} ${packageId}`;

/** Blocks of all items of a package. */
export const blocksIn = (items: readonly PackageItem[]): number =>
  items.reduce((sum, { quantityBlocks }) => sum + quantityBlocks, 0);

/** Items at a price a piece for each lot, in mills. */
export const priced = (
  items: readonly PackageItem[],
  priceOf: (lotId: LotId) => Mills | number,
): number =>
  items.reduce((sum, { lotId, quantityBlocks }) => sum + quantityBlocks * priceOf(lotId), 0);

/** What a block is not sold below: the opening price, or the hidden reserve where that is higher. */
export const floorOf =
  ({ lots, reservesMills }: Packages) =>
  (lotId: LotId): Mills => {
    const opening = lots[lotId]?.openingPriceMills ?? (0 as Mills);
    return better('forward', opening, reservesMills[lotId] ?? opening);
  };

/** The least total of the items, for which their weight is just their blocks. */
export const floorTotal = (auction: Packages, items: readonly PackageItem[]): number =>
  priced(items, floorOf(auction));

/** What a package is worth: its total above the floor, and a mill for each block, so that what can be sold is (PKG3). */
export const weightOf = (
  auction: Packages,
  { items, totalMills }: Pick<StandingPackage, 'items' | 'totalMills'>,
): number => totalMills - floorTotal(auction, items) + blocksIn(items);

/** Of everything that the award depends on, so that an answer for another book is known as such. */
export const digestOf = ({
  auctionId,
  round,
  rules,
  lots,
  reservesMills,
  seed,
  package: own,
}: Packages): string =>
  hashOf({
    auctionId,
    round,
    rules,
    lots,
    reservesMills,
    seed,
    book: own.book,
    at: own.frozenAtMs,
  });

interface Rows {
  readonly capacity: readonly number[];
  readonly of: (teamId: TeamId, lotId: LotId) => readonly number[];
}

/** A row for each lot; where a team can win several packages, one for each cap too. */
const rowsOf = ({ lotOrder, lots, rules, package: { book } }: Packages): Rows => {
  const capacity = lotOrder.map((lotId) => lots[lotId]?.supplyBlocks ?? 0);
  const places = new Map(lotOrder.map((lotId, row) => [lotId, row]));
  const caps = new Map<string, number>();
  if (rules.groups === 'named') {
    for (const teamId of Object.keys(book).sort()) {
      for (const lotId of lotOrder) {
        const cap = lots[lotId]?.capBlocks;
        if (cap !== undefined) caps.set(`${teamId} ${lotId}`, capacity.push(cap) - 1);
      }
    }
  }
  return {
    capacity,
    of: (teamId, lotId) =>
      [places.get(lotId), caps.get(`${teamId} ${lotId}`)].flatMap((row) => row ?? []),
  };
};

/** The choice that a frozen book asks for. Packages that do not reach the floor are no part of it. */
export const problemOf = (auction: Packages): Problem => {
  const { rules, seed, auctionId, round } = auction;
  const { book } = auction.package;
  const rows = rowsOf(auction);
  const groups = new Map<string, Option[]>();
  for (const teamId of Object.keys(book).sort()) {
    for (const [packageId, standing] of Object.entries(book[teamId] ?? {}).sort()) {
      if (weightOf(auction, standing) < blocksIn(standing.items)) continue;
      const id = optionId(teamId, packageId);
      const alone = standing.group === undefined ? id : `${teamId} group ${standing.group}`;
      const group = rules.groups === 'exclusive' ? teamId : alone;
      const option: Option = {
        id,
        key: tieKey({ seed, auctionId, round }, teamId, packageId),
        owner: teamId,
        weight: weightOf(auction, standing),
        uses: standing.items.flatMap(({ lotId, quantityBlocks }) =>
          rows.of(teamId, lotId).map((row) => [row, quantityBlocks] as const),
        ),
      };
      groups.set(group, [...(groups.get(group) ?? []), option]);
    }
  }
  return { capacity: rows.capacity, groups: [...groups.values()] };
};

/** The lots of an auction in their order. */
export const lotsIn = ({ lotOrder, lots }: Packages): readonly Lot[] =>
  lotOrder.flatMap((lotId) => lots[lotId] ?? []);
