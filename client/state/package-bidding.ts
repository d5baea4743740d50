// What a bidder of packages has typed, as a package: blocks of some lots and one total. The check is the server's own,
// so that the form says beforehand what would be refused.

import type { LotId } from '../../shared/kernel/ids.ts';
import { ID_PATTERN } from '../../shared/kernel/ids.ts';
import { mills } from '../../shared/kernel/units.ts';
import { checkPackageTerms } from '../../shared/auction/formats/package-bid.ts';
import { blocksIn, priced } from '../../shared/auction/formats/package-market.ts';
import type { PackageBid, PackageItem } from '../../shared/auction/formats/package-types.ts';
import type { PackageBidView } from '../../shared/auction/formats/package-view-types.ts';
import type { AuctionViewOf } from '../../shared/room/view-types.ts';
import { count, parseCount } from '../format/amounts.ts';
import { formatMillsBare, parseMills } from '../format/money.ts';
import { sentenceFor } from '../words/rejections.ts';
import { lotsInOrder, yearlyValueMills } from './bidding.ts';

export type PackageAuction = AuctionViewOf<'package'>;
export type OwnPackages = Readonly<Record<string, PackageBidView>>;

/** A package as typed. */
export interface PackageDraft {
  readonly packageId: string;
  readonly quantities: Readonly<Record<LotId, string>>;
  readonly total: string;
  readonly group: string;
}

/** The first of `p1`, `p2` … that no package of the team has. */
export const nextPackageId = (packages: OwnPackages): string => {
  for (let number = 1; ; number += 1) {
    const id = `p${String(number)}`;
    if (!packages[id]) return id;
  }
};

/** A draft that says what stands under the id, or nothing yet. */
export const packageDraft = (packageId: string, bid?: PackageBidView): PackageDraft => ({
  packageId,
  quantities: Object.fromEntries(
    Object.entries(bid?.items ?? {}).map(([lotId, quantity]) => [lotId, String(quantity)]),
  ),
  total: bid ? formatMillsBare(bid.totalMills) : '',
  group: bid?.group ?? '',
});

/** A draft that says what a package says. */
export const draftFrom = ({ packageId, items, totalMills, group }: PackageBid): PackageDraft => ({
  packageId,
  quantities: Object.fromEntries(
    items.map(({ lotId, quantityBlocks }) => [lotId, String(quantityBlocks)]),
  ),
  total: formatMillsBare(totalMills),
  group: group ?? '',
});

/** What is typed as a group, in the form of an id: `Night shift` becomes `night-shift`. */
export const groupId = (typed: string): string => typed.trim().toLowerCase().replace(/\s+/g, '-');

/** Whole items of a draft, in the order of lots; undefined while a quantity is no number. */
export const draftItems = (
  auction: Pick<PackageAuction, 'lots'>,
  { quantities }: Pick<PackageDraft, 'quantities'>,
): readonly PackageItem[] | undefined => {
  const items: PackageItem[] = [];
  for (const { id: lotId } of lotsInOrder(auction)) {
    const typed = (quantities[lotId] ?? '').trim();
    if (typed === '') continue;
    const quantityBlocks = parseCount(typed);
    if (quantityBlocks === undefined) return undefined;
    if (quantityBlocks > 0) items.push({ lotId, quantityBlocks });
  }
  return items;
};

/** What the items cost at opening prices: the least total that is taken. */
export const openingTotal = (
  { lots }: Pick<PackageAuction, 'lots'>,
  items: readonly PackageItem[],
): number => priced(items, (lotId) => lots[lotId]?.openingPriceMills ?? 0);

export type ReadPackage =
  | { readonly ok: true; readonly bid: PackageBid }
  /** An empty message: nothing is wrong yet, but nothing is whole. */
  | { readonly ok: false; readonly message: string };

const wrong = (message: string): ReadPackage => ({ ok: false, message });

/** A draft as a bid, or what is missing of it. Whether the rules take it is another question. */
export const readPackage = (
  auction: Pick<PackageAuction, 'lots' | 'rules'>,
  draft: PackageDraft,
): ReadPackage => {
  const items = draftItems(auction, draft);
  if (!items) return wrong('Write whole numbers of blocks.');
  const group = auction.rules.groups === 'named' ? groupId(draft.group) : '';
  if (group !== '' && !ID_PATTERN.test(group)) {
    return wrong('Name the group with letters, digits, dots and dashes only.');
  }
  if (!ID_PATTERN.test(draft.packageId)) {
    return wrong('Name the package with small letters, digits, dots and dashes only.');
  }
  if (items.length === 0 || draft.total.trim() === '') return wrong('');
  const total = parseMills(draft.total);
  if (!total.ok) return wrong(total.message);
  return {
    ok: true,
    bid: {
      packageId: draft.packageId,
      items,
      totalMills: mills(total.value),
      ...(group !== '' && { group }),
    },
  };
};

/** What the server would refuse a package for, in words with the lot that it is about; empty: nothing. */
export const problemOf = (
  { lots, rules }: Pick<PackageAuction, 'lots' | 'rules'>,
  bid: PackageBid,
  standing: OwnPackages,
): string => {
  const refusal = checkPackageTerms({ lots, rules }, bid, standing);
  if (!refusal) return '';
  const { lotId } = refusal;
  const name = typeof lotId === 'string' ? lots[lotId]?.name : undefined;
  return `${name === undefined ? '' : `${name}: `}${sentenceFor(refusal)}`;
};

/** A total a year in mills: it is for one piece of every block. */
export const yearlyTotal = (totalMills: number, deliveryDays: number): number =>
  yearlyValueMills(1, totalMills, deliveryDays);

/** What a block costs on average, rounded to the mill; undefined without blocks. */
export const averageMills = (
  items: readonly PackageItem[],
  totalMills: number,
): number | undefined =>
  items.length === 0 ? undefined : Math.round(totalMills / blocksIn(items));

/** `4 Tulsa, 2 Boise`. */
export const itemsInWords = (
  auction: Pick<PackageAuction, 'lots'>,
  items: Readonly<Record<LotId, number>>,
): string =>
  lotsInOrder(auction)
    .filter(({ id }) => items[id] !== undefined)
    .map(({ id, name }) => `${count(items[id] ?? 0)} ${name}`)
    .join(', ');

/** Items as a record, as the view has them. */
export const itemRecord = (items: readonly PackageItem[]): Readonly<Record<LotId, number>> =>
  Object.fromEntries(items.map(({ lotId, quantityBlocks }) => [lotId, quantityBlocks]));

/** Own packages by the time they were received, then by id. */
export const packagesInOrder = (
  packages: OwnPackages,
): readonly (PackageBidView & { readonly id: string })[] =>
  Object.entries(packages)
    .map(([id, bid]) => ({ id, ...bid }))
    .sort((a, b) => a.atMs - b.atMs || (a.id < b.id ? -1 : 1));

/** Winners by number, for people: `winner 1`, `winners 1 and 3`. */
const winnersInWords = (ahead: readonly number[]): string => {
  const names = ahead.map((place) => String(place));
  const last = names.pop() ?? '';
  return names.length === 0 ? `winner ${last}` : `winners ${names.join(', ')} and ${last}`;
};

/** Why a team got nothing, in sentences (rule PKG6). */
export const reasonInWords = (
  { neededMills, ahead, packageId }: NonNullable<NonNullable<PackageAuction['mine']>['reason']>,
  bid: PackageBidView | undefined,
): readonly string[] => {
  const missing = bid && neededMills - bid.totalMills;
  const nearest = `Package ${packageId} came nearest. It would have been sure to win at a total of $${formatMillsBare(neededMills)}, all else being equal${
    missing === undefined
      ? ''
      : `: $${formatMillsBare(missing)} more than the $${formatMillsBare(bid?.totalMills ?? 0)} that it named`
  }.`;
  const who =
    ahead.length === 0
      ? 'No winner alone was in the way: without any single one of them your team would still have won nothing.'
      : `Ahead of you: ${winnersInWords(ahead)}. Without ${ahead.length === 1 ? 'it' : 'any one of them'} a package of yours would have won. Winners have numbers here, not names.`;
  return [nearest, who];
};
