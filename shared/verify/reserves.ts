// The end of an auction where its hidden reserves are not shown: lots may be unsold for a reserve that nobody sees here,
// and for no other reason may the end differ from what follows.

import type { AuctionEvent } from '../auction/types.ts';

/** The end as recorded lots left unsold, if that can be; and which of them were asked for, so that a reserve kept them. */
export interface EndWithReserves {
  readonly event: AuctionEvent;
  readonly unknown: readonly string[];
}

/** What follows, without the lots that a reserve may have kept from being sold. */
export const withReserves = (now: AuctionEvent, then: AuctionEvent): EndWithReserves => {
  const asItIs = { event: now, unknown: [] };
  if (now.type !== 'AuctionEnded' || then.type !== now.type) return asItIs;
  const unsold = new Set(then.unsoldLots);
  // A lot that nobody asked for is unsold whatever the reserves are.
  if (now.unsoldLots.some((lotId) => !unsold.has(lotId))) return asItIs;
  const withoutDemand = new Set(now.unsoldLots);
  const kept = then.unsoldLots.filter((lotId) => !withoutDemand.has(lotId));
  return {
    event: {
      ...now,
      awards: now.awards.filter(({ lotId }) => !unsold.has(lotId)),
      unsoldLots: then.unsoldLots,
      ...(now.soldLots !== undefined && { soldLots: now.soldLots - kept.length }),
    },
    unknown: kept,
  };
};
