// The lots that one team won in a sale of very many, as a file: the same bytes for whoever makes it, so that a sheet need
// hold no more of it than its hash (BIG7).

import type { AuctionState, Award } from '../auction/types.ts';
import type { AuctionId } from '../kernel/ids.ts';
import type { AwardSchedule } from '../sheet/award-types.ts';
import type { SheetParties } from '../sheet/types.ts';
import type { RoomState } from './types.ts';
import { PIECES_PER_BLOCK } from '../auction/types.ts';
import { csvText } from '../kernel/csv.ts';
import { sha256Hex } from '../kernel/hash.ts';
import { sheetAwards } from './sheet-awards.ts';

const HEAD = [
  ...['lot', 'name', 'facility', 'region', 'opens', 'closes', 'zone', 'service', 'blocks'],
  ...['pieces a day', 'price mills'],
] as const;

/** A row a lot, in the order of the auction; prices in whole mills, so that none is rounded. */
const scheduleCsv = ({ lots }: AuctionState, awards: readonly Award[]): string =>
  csvText([
    HEAD,
    ...awards.flatMap(({ lotId, quantityBlocks, priceMills }) => {
      const lot = lots[lotId];
      if (!lot) return [];
      const { opens, closes, zone } = lot.window;
      return [
        [
          ...[lotId, lot.name, lot.facility, lot.region ?? '', opens, closes, zone, lot.service],
          ...[quantityBlocks, quantityBlocks * PIECES_PER_BLOCK, priceMills],
        ],
      ];
    }),
  ]);

/** What a sheet says of these awards of one team. */
export const scheduleOf = (auction: AuctionState, awards: readonly Award[]): AwardSchedule => {
  const { title, deliveryDays } = auction.rules;
  const pieces = (award: Award): number => award.quantityBlocks * PIECES_PER_BLOCK;
  return {
    sale: title,
    lots: awards.length,
    piecesPerDay: awards.reduce((sum, award) => sum + pieces(award), 0),
    yearlyMills: awards.reduce(
      (sum, award) => sum + pieces(award) * award.priceMills * deliveryDays,
      0,
    ),
    sha256: sha256Hex(scheduleCsv(auction, awards)),
  };
};

/** The file of whichever team of a sheet won; undefined where neither has won enough for one. */
export const sheetSchedule = (
  room: RoomState,
  { carrierTeamId, shipperTeamId }: SheetParties,
  auctionId: AuctionId,
): string | undefined => {
  const auction = Object.hasOwn(room.auctions, auctionId) ? room.auctions[auctionId] : undefined;
  if (auction?.phase !== 'certified') return undefined;
  const { schedules } = sheetAwards(auction);
  const awards = schedules.get(shipperTeamId ?? '') ?? schedules.get(carrierTeamId);
  return awards && scheduleCsv(auction, awards);
};
