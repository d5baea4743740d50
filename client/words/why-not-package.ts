// What is wrong with a package that was refused, lot by lot, and the nearest one that would be taken.

import type { PackageBid } from '../../shared/auction/formats/package-types.ts';
import { priced } from '../../shared/auction/formats/package-market.ts';
import { nearestPackage } from '../../shared/auction/formats/package-nearest.ts';
import { minimumOf, multipleOf } from '../../shared/auction/lot-quanta.ts';
import type { AuctionViewOf, LotView } from '../../shared/room/view-types.ts';
import { count } from '../format/amounts.ts';
import { formatMills } from '../format/money.ts';
import type { OwnReasons, WhyNotRow } from './why-not.ts';

type Terms = Pick<AuctionViewOf<'package'>, 'lots' | 'rules'>;

const quantityRow = (lot: LotView, asked: number): WhyNotRow | undefined => {
  const most = Math.min(lot.supplyBlocks, lot.capBlocks ?? lot.supplyBlocks);
  const [least, multiple] = [minimumOf(lot), multipleOf(lot)];
  const row = { label: `Blocks of ${lot.name}`, asked: count(asked) };
  if (asked > most) return { ...row, allowed: `${count(most)} or fewer` };
  if (asked < least) return { ...row, allowed: `${count(least)} or more` };
  return asked % multiple === 0
    ? undefined
    : { ...row, allowed: `multiples of ${count(multiple)}` };
};

const itemRows = ({ lots }: Terms, { items }: PackageBid): readonly WhyNotRow[] => {
  const seen = new Set<string>();
  return items.flatMap(({ lotId, quantityBlocks }) => {
    const lot = lots[lotId];
    if (!lot) return [{ label: lotId, asked: count(quantityBlocks), allowed: 'not a lot' }];
    const twice = seen.has(lotId)
      ? [{ label: `${lot.name} again`, asked: count(quantityBlocks), allowed: 'named once' }]
      : [];
    seen.add(lotId);
    const wrong = quantityRow(lot, quantityBlocks);
    return wrong ? [...twice, wrong] : twice;
  });
};

const termRows = (
  { lots, rules }: Terms,
  { items, totalMills, group }: PackageBid,
): readonly WhyNotRow[] => {
  const least = priced(items, (lotId) => lots[lotId]?.openingPriceMills ?? 0);
  return [
    ...(totalMills < least
      ? [
          {
            label: 'Total',
            asked: formatMills(totalMills),
            allowed: `${formatMills(least)} or more`,
          },
        ]
      : []),
    ...(group !== undefined && rules.groups === 'exclusive'
      ? [{ label: 'Group', asked: group, allowed: 'none' }]
      : []),
  ];
};

const inWords = (
  { lots }: Terms,
  asked: PackageBid,
  { items, totalMills, group }: PackageBid,
): string => {
  const blocks = items.map(
    ({ lotId, quantityBlocks }) => `${count(quantityBlocks)} ${lots[lotId]?.name ?? lotId}`,
  );
  const groups = asked.group === group ? '' : ', without a group';
  return `${blocks.join(', ')} at ${formatMills(totalMills)}${groups}`;
};

/** Everything that the rules do not take of a package, and the nearest one that they do (PKG7). */
export const whyNotPackageCard = (
  auction: Terms,
  bid: PackageBid,
  standing: Readonly<Record<string, unknown>>,
): OwnReasons => {
  if (bid.items.length === 0) return { rows: [] };
  const most = auction.rules.maximumPackages;
  const number = Object.keys(standing).length;
  const isOneMore = standing[bid.packageId] === undefined && number >= most;
  const nearest = nearestPackage(auction, bid, standing);
  return {
    rows: [
      ...itemRows(auction, bid),
      ...termRows(auction, bid),
      ...(isOneMore
        ? [{ label: 'Packages', asked: count(number + 1), allowed: `${count(most)} or fewer` }]
        : []),
    ],
    ...(nearest && {
      change: {
        priceMills: nearest.totalMills,
        bid: nearest,
        words: inWords(auction, bid, nearest),
      },
    }),
  };
};
