// A clock over very many lots: which it is, and what is read from its columns. Decoded columns are kept beside the texts
// they came of, so that a price is looked up without reading 18,000 of them.

import type { LotId, TeamId } from '../../kernel/ids.ts';
import type { Lot } from '../types.ts';
import type { AuctionOf } from '../types.ts';
import type { Column } from './columns.ts';
import type { LargeClock } from './clock-types.ts';
import { cellAt, denseValues, placesOf } from './columns.ts';

type Clock = AuctionOf<'clock'>;

/** More lots than this and a clock keeps columns (BIG1). */
export const MOST_LOTS_BY_ID = 500;

/** Whether so many lots are kept in columns. */
export const isLarge = (lots: { readonly length: number }): boolean =>
  lots.length > MOST_LOTS_BY_ID;

const DECODED = new WeakMap<Column, Float64Array>();

/** The numbers of a dense column that is never changed; decoded once. */
export const valuesOf = (column: Column, length: number): Float64Array => {
  const known = DECODED.get(column);
  if (known?.length === length) return known;
  const values = denseValues(column, length);
  DECODED.set(column, values);
  return values;
};

const LISTS = new WeakMap<
  readonly LotId[],
  { readonly lots: Clock['lots']; readonly list: readonly Lot[] }
>();

/** Lots in the order of the auction; made once for each draft. */
export const lotList = ({ lots, lotOrder }: Pick<Clock, 'lots' | 'lotOrder'>): readonly Lot[] => {
  const known = LISTS.get(lotOrder);
  if (known?.lots === lots) return known.list;
  const list = lotOrder.flatMap((lotId) => lots[lotId] ?? []);
  LISTS.set(lotOrder, { lots, list });
  return list;
};

/** Start and clock price of a lot in the round as it stands, by place where the sale is large. */
export const pricesAt = (
  auction: Clock,
  lot: Lot,
): { readonly start: number; readonly clock: number } => {
  const { large, startPricesMills, clockPricesMills } = auction.clock;
  if (!large) {
    return {
      start: startPricesMills[lot.id] ?? lot.openingPriceMills,
      clock: clockPricesMills[lot.id] ?? lot.openingPriceMills,
    };
  }
  const place = placesOf(auction.lotOrder).get(lot.id) ?? -1;
  const at = (column: Column): number =>
    valuesOf(column, auction.lotOrder.length)[place] || lot.openingPriceMills;
  return { start: at(large.startMills), clock: at(large.clockMills) };
};

/** Processed demand of a team for a lot after the last closed round. */
export const heldBlocks = ({ clock, lotOrder }: Clock, teamId: TeamId, lotId: LotId): number => {
  const last = clock.results.at(-1);
  if (!clock.large) return last?.demand[teamId]?.[lotId] ?? 0;
  const place = placesOf(lotOrder).get(lotId);
  const column = last?.columns?.demand[teamId];
  if (place === undefined || !column) return 0;
  return cellAt(column, place)?.quantityBlocks ?? 0;
};

const FINGERPRINTS = new WeakMap<Clock['lots'], string>();
const FNV_PRIME = 16_777_619;
const FNV_BASIS = 2_166_136_261;

/** Tells one list of lots from another, so that a reader knows whether the list that it has is this one. Not a hash. */
export const fingerprint = (auction: Pick<Clock, 'lots' | 'lotOrder'>): string => {
  const known = FINGERPRINTS.get(auction.lots);
  if (known !== undefined) return known;
  let [low, high] = [FNV_BASIS, FNV_BASIS];
  for (const lot of lotList(auction)) {
    const text = `${lot.id} ${lot.name} ${lot.facility} ${lot.region ?? ''} ${lot.window.opens} ${lot.window.closes} ${lot.window.zone} ${lot.service} ${[lot.supplyBlocks, lot.openingPriceMills, lot.pointsPerBlock, lot.capBlocks ?? 0, lot.tickMills].join(' ')}`;
    for (let place = 0; place < text.length; place += 1) {
      low = Math.imul(low ^ text.charCodeAt(place), FNV_PRIME);
      high = Math.imul(high ^ low, FNV_PRIME);
    }
  }
  const print = `${String(auction.lotOrder.length)}-${(low >>> 0).toString(36)}${(high >>> 0).toString(36)}`;
  FINGERPRINTS.set(auction.lots, print);
  return print;
};

/** The part of an auction that is large; throws RangeError for one that is not. */
export const largePart = (auction: Clock): LargeClock => {
  const { large } = auction.clock;
  if (!large) throw new RangeError(`${auction.auctionId} keeps its lots by id`);
  return large;
};
