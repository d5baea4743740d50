// What was sold in a sale whose awards are no list but the last round's demand (rule BIG4).

import type { AuctionOf, AuctionState } from '../auction/types.ts';
import { denseValues } from '../auction/formats/columns.ts';

/** Lots and blocks sold; undefined for an auction whose awards are listed. */
export const soldIn = (
  state: AuctionState,
): { readonly lots: number; readonly blocks: number } | undefined => {
  if (state.rules.format !== 'clock') return undefined;
  const { clock, lotOrder, unsoldLots } = state as AuctionOf<'clock'>;
  const columns = clock.large && clock.results.at(-1)?.columns;
  if (!columns) return undefined;
  const unsold = new Set(unsoldLots);
  const demand = denseValues(columns.demandBlocks, lotOrder.length);
  const blocks = lotOrder.reduce(
    (sum, lotId, place) => sum + (unsold.has(lotId) ? 0 : (demand[place] ?? 0)),
    0,
  );
  return { lots: lotOrder.length - unsold.size, blocks };
};
