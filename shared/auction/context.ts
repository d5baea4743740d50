// What a decision on an auction may know besides the auction itself.

import type { DecideContext } from '../kernel/decider.ts';
import type { AuctionId, SheetId, TeamId } from '../kernel/ids.ts';

/** Which auction it is and who may bid in it, beside what every decision knows. */
export interface AuctionContext extends DecideContext {
  readonly auctionId: AuctionId;
  /** Teams of the side that bids. */
  readonly bidders: readonly TeamId[];
  /** Hash of the agreed text of each common sheet of the room; null while it is open, absent: nothing is known of any. */
  readonly agreedTerms?: Readonly<Record<SheetId, string | null>>;
}
