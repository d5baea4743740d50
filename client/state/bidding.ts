// What holds for bidders of every format, worked out from the view alone: whether a bid can be made now, and why not.
// The server decides; this only spares a bidder a refusal that can be foreseen.

import { PIECES_PER_BLOCK } from '../../shared/auction/types.ts';
import type { AuctionView, LotView } from '../../shared/room/view-types.ts';
import { turnOf } from '../words/turns.ts';

/** Lots in the order they were given. */
export const lotsInOrder = (auction: Pick<AuctionView, 'lots'>): readonly LotView[] =>
  Object.values(auction.lots).sort((a, b) => a.order - b.order);

/** Blocks × 100 pieces × delivery days × price, in mills a year. */
export const yearlyValueMills = (
  quantityBlocks: number,
  priceMills: number,
  deliveryDays: number,
): number => quantityBlocks * PIECES_PER_BLOCK * deliveryDays * priceMills;

export interface Moment {
  readonly auction: AuctionView;
  /** Server time; 0 while it is not known. */
  readonly serverNow: number;
  readonly isLive: boolean;
}

/** Why no bid can be made now, for the bidder to read; undefined when one can. */
export const whyNoBid = ({ auction, serverNow, isLive }: Moment): string | undefined => {
  const { phase, stage, pause, mine, closesAtMs } = auction;
  const { name, verb } = turnOf(auction);
  if (!isLive)
    return 'The line to the server is down. What you typed is kept; bidding comes back with the line.';
  if (phase !== 'running') return phaseReason(auction);
  if (mine?.excluded !== undefined) return `Your team was excluded: ${mine.excluded}`;
  if (mine && !mine.hasAcceptedRules) return 'Accept the rules before you bid.';
  if (pause) return `Paused: ${pause.reason}. Your bids stand; bidding goes on after the resume.`;
  if (stage !== 'bidding') return `${name} ${verb} closed. Bid when the next one opens.`;
  if (closesAtMs !== undefined && serverNow > 0 && serverNow >= closesAtMs) {
    return `${name} ${verb} over by the server’s clock: a bid now would be late.`;
  }
  return undefined;
};

const phaseReason = (auction: AuctionView): string => {
  switch (auction.phase) {
    case 'draft':
      return 'The auction is being prepared.';
    case 'scheduled':
      return `Bidding begins when ${turnOf(auction).opening}.`;
    case 'running':
      return '';
    case 'provisional':
    case 'certified':
    case 'no-sale':
      return 'The auction has ended.';
    case 'cancelled':
      return 'The auction was cancelled.';
  }
};
