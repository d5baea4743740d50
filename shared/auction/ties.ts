// Ties are broken by a seed that nobody knows before the end and everybody can check after it.

import type { AuctionId, LotId, TeamId } from '../kernel/ids.ts';
import { sha256Hex } from '../kernel/hash.ts';

/** Where in an auction a tie stands. */
export interface TiePlace {
  readonly seed: string;
  readonly auctionId: AuctionId;
  readonly round: number;
}

/**
 * Sort key of a request in a tie; the smaller goes first (AUC12). SHA-256 over seed, auction, round, team and lot,
 * joined by line feeds, as 64 lower-case hexadecimal digits.
 */
export const tieKey = (place: TiePlace, teamId: TeamId, lotId: LotId): string =>
  sha256Hex([place.seed, place.auctionId, String(place.round), teamId, lotId].join('\n'));

/** What is published before round 1, so that the seed cannot be chosen later (AUC12). */
export const seedCommitment = (seed: string): string => sha256Hex(seed);
