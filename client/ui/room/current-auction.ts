// Which of several auctions a page shows until its user chooses: the one in which most is going on.

import type { AuctionView } from '../../../shared/room/view-types.ts';

const ORDER: readonly AuctionView['phase'][] = [
  'running',
  'scheduled',
  'provisional',
  'draft',
  'certified',
  'no-sale',
  'cancelled',
];

/** The auction to show first; undefined when there is none. */
export const currentAuction = (auctions: readonly AuctionView[]): AuctionView | undefined =>
  [...auctions].sort((a, b) => ORDER.indexOf(a.phase) - ORDER.indexOf(b.phase))[0];
