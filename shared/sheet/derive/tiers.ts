// The price of a volume by a table of tiers.

import { product, scaled, sum } from './exact.ts';

/** From this many pieces in a contract year this price; the first tier begins at 0. */
export interface Tier {
  readonly from: number;
  readonly priceMills: number;
}

/**
 * `incremental`: each piece costs the price of the tier it falls into. `all-units`: all pieces cost the price of the
 * tier that the volume reaches.
 */
export interface TierTable {
  readonly mode: 'incremental' | 'all-units';
  /** In ascending order of `from`, at least one, the first from 0. */
  readonly tiers: readonly Tier[];
}

/** The tier a volume reaches: the last one whose `from` is not above it. Throws RangeError for a table without a tier from 0. */
export const tierReached = ({ tiers }: TierTable, pieces: number): Tier => {
  const reached = tiers.findLast(({ from }) => from <= pieces);
  if (!reached) throw new RangeError(`no tier begins at or below ${String(pieces)}`);
  return reached;
};

/**
 * What a volume costs in mills, exact.
 * Incremental: Σ over tiers of price × (min(volume, next from) − from); the total has no jump anywhere.
 * All units: price of the tier reached × volume; a volume of exactly `from` has reached the tier.
 */
export const tieredTotal = (table: TierTable, pieces: number): number => {
  if (table.mode === 'all-units') return product(tierReached(table, pieces).priceMills, pieces);
  return sum(
    ...table.tiers.map(({ from, priceMills }, place) => {
      const end = Math.min(pieces, table.tiers[place + 1]?.from ?? pieces);
      return product(priceMills, Math.max(0, end - from));
    }),
  );
};

/** tieredTotal ÷ volume, rounded half up to the mill; for no pieces the price of the first tier. */
export const averagePrice = (table: TierTable, pieces: number): number =>
  pieces === 0
    ? tierReached(table, 0).priceMills
    : scaled(tieredTotal(table, pieces), [1, pieces], 'half-up');
