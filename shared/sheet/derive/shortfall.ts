// What follows when the volume of a contract year misses the commitment.

import type { TierTable } from './tiers.ts';
import { product, scaled, shareOf } from './exact.ts';
import { tieredTotal } from './tiers.ts';

/** What the parties agreed for a volume below the band. */
export type ShortfallRemedy =
  | { readonly kind: 'none' }
  | { readonly kind: 'fee'; readonly feeMills: number }
  | { readonly kind: 'true-up'; readonly tiers: TierTable }
  | { readonly kind: 'revert' };

/** The commitment in pieces a contract year, and the band around it in basis points of it. */
export interface Commitment {
  readonly pieces: number;
  readonly bandLowBp: number;
  readonly bandHighBp: number;
}

export interface Shortfall {
  readonly place: 'below' | 'inside' | 'above';
  /** Pieces that are missing from the lower end of the band; 0 unless below. */
  readonly missingPieces: number;
  /** Pieces above the upper end, that the carrier may refuse; 0 unless above. */
  readonly excessPieces: number;
  /** Due at the end of the contract year. */
  readonly dueMills: number;
  /** The next contract year is charged at published prices. */
  readonly isReverting: boolean;
}

/**
 * What the shipper would pay more at the tiers of its real volume: tieredTotal(volume) − volume × average price of the
 * commitment, the second rounded half up to the mill, and never below 0. Through the year pieces are invoiced at the
 * average price that the committed volume would have.
 */
const trueUp = (tiers: TierTable, commitment: number, pieces: number): number => {
  if (commitment === 0) return 0;
  const invoiced = scaled(pieces, [tieredTotal(tiers, commitment), commitment], 'half-up');
  return Math.max(0, tieredTotal(tiers, pieces) - invoiced);
};

const dueFor = (
  remedy: ShortfallRemedy,
  { commitment, pieces, missing }: Readonly<Record<'commitment' | 'pieces' | 'missing', number>>,
): number => {
  switch (remedy.kind) {
    case 'fee':
      return product(missing, remedy.feeMills);
    case 'true-up':
      return trueUp(remedy.tiers, commitment, pieces);
    case 'none':
    case 'revert':
      return 0;
  }
};

/**
 * The consequence of a year's volume. The band reaches from commitment × low share, rounded up to the piece, to
 * commitment × high share, rounded down; at its ends and inside nothing is due. Below it: nothing (`none`), missing
 * pieces × fee (`fee`), the tiers of the real volume (`true-up`), or published prices in the next contract year
 * (`revert`).
 */
export const shortfall = (
  commitment: Commitment,
  remedy: ShortfallRemedy,
  pieces: number,
): Shortfall => {
  const low = shareOf(commitment.pieces, commitment.bandLowBp, 'up');
  const high = shareOf(commitment.pieces, commitment.bandHighBp, 'down');
  const missing = Math.max(0, low - pieces);
  const isBelow = missing > 0;
  const excess = isBelow ? 0 : Math.max(0, pieces - high);
  return {
    place: isBelow ? 'below' : excess > 0 ? 'above' : 'inside',
    missingPieces: missing,
    excessPieces: excess,
    dueMills: isBelow ? dueFor(remedy, { commitment: commitment.pieces, pieces, missing }) : 0,
    isReverting: isBelow && remedy.kind === 'revert',
  };
};
