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

/** What of an auction an award depends on: plain data, so that it can be handed to another thread. */
export type PackageSale = Pick<
  Packages,
  'auctionId' | 'round' | 'rules' | 'lots' | 'lotOrder' | 'reservesMills' | 'seed'
> & { readonly package: Pick<Packages['package'], 'book'> };

/** Of an auction, what its award depends on. */
export const saleOf = (auction: PackageSale): PackageSale => {
  const { auctionId, round, rules, lots, lotOrder, reservesMills, seed } = auction;
  const { book } = auction.package;
  return { auctionId, round, rules, lots, lotOrder, reservesMills, seed, package: { book } };
};

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
  ({ lots, reservesMills }: Pick<PackageSale, 'lots' | 'reservesMills'>) =>
  (lotId: LotId): Mills => {
    const opening = lots[lotId]?.openingPriceMills ?? (0 as Mills);
    return better('forward', opening, reservesMills[lotId] ?? opening);
  };

/** The least total of the items, for which their weight is just their blocks. */
export const floorTotal = (
  auction: Pick<PackageSale, 'lots' | 'reservesMills'>,
  items: readonly PackageItem[],
): number => priced(items, floorOf(auction));

/** What a package is worth: its total above the floor, and a mill for each block, so that what can be sold is (PKG3). */
const weightOf = (
  auction: Pick<PackageSale, 'lots' | 'reservesMills'>,
  { items, totalMills }: Pick<StandingPackage, 'items' | 'totalMills'>,
): number => totalMills - floorTotal(auction, items) + blocksIn(items);

/**
 * Of everything that the award depends on, so that an answer for another book is known as such. A book is frozen once at
 * an instant of its own and only dropped teams change it afterwards, so that these stand for its packages: a hash over
 * them all would hold up whoever asks.
 */
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
    at: own.frozenAtMs,
    packages: Object.fromEntries(
      Object.entries(own.book).map(([teamId, packages]) => [teamId, Object.keys(packages).length]),
    ),
  });

interface Rows {
  readonly capacity: readonly number[];
  readonly of: (teamId: TeamId, lotId: LotId) => readonly number[];
}

/** A row for each lot; where a team can win several packages, one for each cap too. */
const rowsOf = ({ lotOrder, lots, rules, package: { book } }: PackageSale): Rows => {
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

/** A package as an option, and the name of its group: of each at most one option is taken. */
export interface Offered {
  readonly option: Option;
  readonly group: string;
}

/** Looks packages of a frozen book up as options; undefined for those that do not reach the floor, or are not there. */
export interface BookReader {
  readonly capacity: readonly number[];
  readonly offered: (teamId: TeamId, packageId: string) => Offered | undefined;
}

const optionOf = (
  sale: PackageSale,
  rows: Rows,
  teamId: TeamId,
  packageId: string,
): Offered | undefined => {
  const { rules, seed, auctionId, round } = sale;
  const standing = sale.package.book[teamId]?.[packageId];
  if (!standing) return undefined;
  const weight = weightOf(sale, standing);
  if (weight < blocksIn(standing.items)) return undefined;
  const id = optionId(teamId, packageId);
  const alone = standing.group === undefined ? id : `${teamId} group ${standing.group}`;
  const option: Option = {
    id,
    key: tieKey({ seed, auctionId, round }, teamId, packageId),
    owner: teamId,
    weight,
    uses: standing.items.flatMap(({ lotId, quantityBlocks }) =>
      rows.of(teamId, lotId).map((row) => [row, quantityBlocks] as const),
    ),
  };
  return { option, group: rules.groups === 'exclusive' ? teamId : alone };
};

/**
 * Reads a book package by package, each once: who asks for a few does not pay for all, and the choices of an award are
 * mostly of the same ones.
 */
export const readerOf = (sale: PackageSale): BookReader => {
  const rows = rowsOf(sale);
  const known = new Map<string, Offered | undefined>();
  return {
    capacity: rows.capacity,
    offered: (teamId, packageId) => {
      const id = optionId(teamId, packageId);
      if (!known.has(id)) known.set(id, optionOf(sale, rows, teamId, packageId));
      return known.get(id);
    },
  };
};

/** The choice that a frozen book asks for. Packages that do not reach the floor are no part of it. */
export const problemOf = (sale: PackageSale): Problem => {
  const { capacity, offered } = readerOf(sale);
  const { book } = sale.package;
  const groups = new Map<string, Option[]>();
  for (const teamId of Object.keys(book).sort()) {
    for (const packageId of Object.keys(book[teamId] ?? {}).sort()) {
      const found = offered(teamId, packageId);
      if (!found) continue;
      const known = groups.get(found.group);
      if (known) known.push(found.option);
      else groups.set(found.group, [found.option]);
    }
  }
  return { capacity, groups: [...groups.values()] };
};

/** The lots of an auction in their order. */
export const lotsIn = ({ lotOrder, lots }: Packages): readonly Lot[] =>
  lotOrder.flatMap((lotId) => lots[lotId] ?? []);
