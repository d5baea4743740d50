// The rows of a large sale's table, worked out from its list of lots and the columns of the view: which are shown, in
// which groups, with which totals. Nothing here knows how rows are drawn.

import type { Lot } from '../../shared/auction/types.ts';
import type { ClockView } from '../../shared/room/view-types.ts';
import { cellsByPlace, denseValues } from '../../shared/auction/formats/columns.ts';

/** One lot with what is known of it now. */
export interface SaleLot {
  readonly lot: Lot;
  readonly place: number;
  readonly startMills: number;
  readonly clockMills: number;
  readonly postedMills: number | undefined;
  readonly demandBlocks: number | undefined;
  readonly excessBlocks: number | undefined;
  readonly heldBlocks: number;
  readonly bid: { readonly quantityBlocks: number; readonly priceMills: number } | undefined;
  readonly wish:
    | { readonly quantityBlocks: number; readonly limitMills: number; readonly thenBlocks: number }
    | undefined;
}

export type Grouping = 'none' | 'region' | 'facility';

export interface SaleFilter {
  readonly text: string;
  readonly region: string;
  readonly onlyMine: boolean;
  readonly onlyChanged: boolean;
  readonly grouping: Grouping;
  /** Names of groups whose lots are not shown. */
  readonly closed: ReadonlySet<string>;
}

export type SaleRow =
  | {
      readonly kind: 'group';
      readonly name: string;
      readonly lots: number;
      readonly supplyBlocks: number;
      readonly heldBlocks: number;
      readonly bidBlocks: number;
      readonly isClosed: boolean;
    }
  | { readonly kind: 'lot'; readonly of: SaleLot };

/** Every lot with what the view says of it, in the order of the auction. */
export const saleLots = (auction: ClockView, lots: readonly Lot[]): readonly SaleLot[] => {
  const { sale, mine } = auction;
  if (!sale) return [];
  const count = lots.length;
  const [start, clock] = [denseValues(sale.startMills, count), denseValues(sale.clockMills, count)];
  const posted = sale.postedMills && denseValues(sale.postedMills, count);
  const demand = sale.demandBlocks && denseValues(sale.demandBlocks, count);
  const excess = sale.excessBlocks && denseValues(sale.excessBlocks, count);
  const bids = cellsByPlace(mine?.sale?.bids ?? {});
  const held = cellsByPlace(mine?.sale?.demand ?? {});
  const wishes = cellsByPlace(mine?.instructions ?? {});
  return lots.map((lot, place): SaleLot => {
    const [bid, wish] = [bids.get(place), wishes.get(place)];
    return {
      ...{ lot, place, startMills: start[place] ?? 0, clockMills: clock[place] ?? 0 },
      postedMills: posted?.[place],
      demandBlocks: demand?.[place],
      excessBlocks:
        excess?.[place] ?? (demand && Math.max(0, (demand[place] ?? 0) - lot.supplyBlocks)),
      heldBlocks: held.get(place)?.quantityBlocks ?? 0,
      bid: bid && { quantityBlocks: bid.quantityBlocks, priceMills: bid.priceMills ?? 0 },
      wish: wish && {
        quantityBlocks: wish.quantityBlocks,
        limitMills: wish.priceMills ?? 0,
        thenBlocks: wish.more ?? 0,
      },
    };
  });
};

const isMine = ({ bid, wish, heldBlocks }: SaleLot): boolean =>
  bid !== undefined || wish !== undefined || heldBlocks > 0;

/** Whether the price moves in this round. */
const hasChanged = ({ startMills, clockMills, lot }: SaleLot): boolean =>
  clockMills !== startMills && startMills !== lot.openingPriceMills;

const matching = (all: readonly SaleLot[], filter: SaleFilter): readonly SaleLot[] => {
  const text = filter.text.trim().toLowerCase();
  return all.filter((one) => {
    const { lot } = one;
    if (filter.region !== '' && (lot.region ?? '') !== filter.region) return false;
    if (filter.onlyMine && !isMine(one)) return false;
    if (filter.onlyChanged && !hasChanged(one)) return false;
    return text === '' || `${lot.id} ${lot.name} ${lot.facility}`.toLowerCase().includes(text);
  });
};

const sum = (lots: readonly SaleLot[], of: (one: SaleLot) => number): number =>
  lots.reduce((total, one) => total + of(one), 0);

/** The rows to show: lots that match, under the group they are of. Groups come in the order of their names. */
export const saleRows = (all: readonly SaleLot[], filter: SaleFilter): readonly SaleRow[] => {
  const shown = matching(all, filter);
  const { grouping, closed } = filter;
  if (grouping === 'none') return shown.map((of) => ({ kind: 'lot', of }));
  const nameOf = ({ lot }: SaleLot): string =>
    (grouping === 'region' ? lot.region : lot.facility) ?? 'No region';
  const groups = Map.groupBy(shown, nameOf);
  return [...groups]
    .sort(([a], [b]) => a.localeCompare(b, 'en', { numeric: true }))
    .flatMap(([name, lots]): SaleRow[] => {
      const isClosed = closed.has(name);
      const group: SaleRow = {
        ...{ kind: 'group', name, lots: lots.length, isClosed },
        supplyBlocks: sum(lots, ({ lot }) => lot.supplyBlocks),
        heldBlocks: sum(lots, ({ heldBlocks }) => heldBlocks),
        bidBlocks: sum(lots, ({ bid }) => bid?.quantityBlocks ?? 0),
      };
      return isClosed ? [group] : [group, ...lots.map((of): SaleRow => ({ kind: 'lot', of }))];
    });
};

/** The rows that a window of a list shows: from `first`, `count` of them, some more on both sides. */
export const rowsInView = (
  total: number,
  { scrollTop, height, rowHeight }: { scrollTop: number; height: number; rowHeight: number },
): { readonly first: number; readonly count: number } => {
  const spare = 8;
  const first = Math.max(0, Math.min(total, Math.floor(scrollTop / rowHeight)) - spare);
  const count = Math.min(total - first, Math.ceil(height / rowHeight) + 2 * spare);
  return { first, count };
};
