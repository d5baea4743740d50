// The one number of an auction's rules and lots.

import type { AuctionId } from '../kernel/ids.ts';
import type { Lot, Rules } from './types.ts';
import { hashOf } from '../kernel/hash.ts';

/** Hash that teams accept: auction, rules and lots, in the order of the lots (AUC3). */
export const rulesHashOf = (auctionId: AuctionId, rules: Rules, lots: readonly Lot[]): string =>
  hashOf({ auctionId, rules, lots });
