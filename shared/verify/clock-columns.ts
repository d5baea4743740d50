// What a record says of a clock's lots, by place in the list of lots, whether it keeps them by id or in columns.

import type { AuctionEvent, Lot } from '../auction/types.ts';
import type { Column } from '../auction/formats/columns.ts';
import type { ClockOpening, RoundResult } from '../auction/formats/clock-types.ts';
import type { LotId, TeamId } from '../kernel/ids.ts';
import { cellsOf, denseValues } from '../auction/formats/columns.ts';

type Numbers = ArrayLike<number>;
type Opened = AuctionEvent & { readonly type: 'RoundOpened' };

/** Start and clock prices of a round in mills; NaN where the record has none of a lot. */
export const openingOf = (
  event: Opened,
  lots: readonly Lot[],
): { readonly start: Numbers; readonly clock: Numbers } => {
  // An auction that is verified as a clock has rounds of one.
  const { columns, startPricesMills, clockPricesMills } = event as unknown as ClockOpening;
  if (columns) {
    return {
      start: denseValues(columns.startMills, lots.length),
      clock: denseValues(columns.clockMills, lots.length),
    };
  }
  const at = (prices: Readonly<Record<LotId, number>>): Numbers =>
    lots.map(({ id }) => prices[id] ?? Number.NaN);
  return { start: at(startPricesMills), clock: at(clockPricesMills) };
};

/** Posted prices in mills; NaN where the record has none of a lot. */
export const postedOf = ({ columns, lots: of }: RoundResult, lots: readonly Lot[]): Numbers =>
  columns
    ? denseValues(columns.postedMills, lots.length)
    : lots.map(({ id }) => of[id]?.postedPriceMills ?? Number.NaN);

/** Published demand in blocks; undefined where this viewer is not told it. */
export const demandOf = (result: RoundResult, lots: readonly Lot[]): Numbers | undefined => {
  const { columns, lots: of } = result;
  // In what a viewer is shown, parts may be holes.
  const column = columns && (columns as { readonly demandBlocks?: Column }).demandBlocks;
  if (columns) return column && denseValues(column, lots.length);
  const blocks = lots.map(
    ({ id }) => (of[id] as { readonly demandBlocks?: number } | undefined)?.demandBlocks,
  );
  return blocks.every((each) => each !== undefined) ? blocks : undefined;
};

/** What a team was given of each lot; undefined where this viewer is not shown it. */
export const heldOf = (
  result: RoundResult,
  teamId: TeamId,
  lots: readonly Lot[],
): Numbers | undefined => {
  const held = new Float64Array(lots.length);
  if (result.columns) {
    const { demand } = result.columns as { readonly demand?: Readonly<Record<TeamId, Column>> };
    const column = demand?.[teamId];
    if (!column) return undefined;
    for (const { place, quantityBlocks } of cellsOf(column)) held[place] = quantityBlocks;
    return held;
  }
  const { demand } = result as { readonly demand?: RoundResult['demand'] };
  const own = demand?.[teamId];
  if (!own) return undefined;
  for (const [place, { id }] of lots.entries()) held[place] = own[id] ?? 0;
  return held;
};
