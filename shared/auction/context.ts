// What a decision on an auction may know besides the auction itself.

import type { DecideContext } from '../kernel/decider.ts';
import type { AuctionId, TeamId } from '../kernel/ids.ts';

/** Which auction it is and who may bid in it, beside what every decision knows. */
export interface AuctionContext extends DecideContext {
  readonly auctionId: AuctionId;
  /** Teams of the side that bids. */
  readonly bidders: readonly TeamId[];
}
