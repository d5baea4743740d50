// How long a round lasts if nothing moves its close, whatever the format calls it.

import type { AuctionView } from '../../shared/room/view-types.ts';

/** Milliseconds from the opening of a round to its first close. */
export const roundLengthMs = (auction: AuctionView): number => {
  switch (auction.format) {
    case 'clock':
      return auction.rules.roundMs;
    case 'english': {
      const { softClose } = auction.rules;
      return softClose.kind === 'survival' ? softClose.standsMs : softClose.afterMs;
    }
  }
};
