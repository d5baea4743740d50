// Notices of an auction, for a team that bids in it: a lot where another leads, and a round that is about to end with
// nothing of the own team in it. Both say only what the own part of the view says already.

import type { AuctionView, EnglishView } from '../room/view-types.ts';
import type { Notice } from './types.ts';

/** A round is about to end for this long before its close, or for the last quarter of it where that is less. */
export const ROUND_ENDING_MS = 60_000;

interface Own {
  readonly hasAcceptedRules: boolean;
  readonly excluded?: string;
}

const isBidding = ({ phase, pause }: AuctionView, mine: Own): boolean =>
  phase === 'running' && !pause && mine.hasAcceptedRules && mine.excluded === undefined;

/** Lots that are open and where the last own bid does not lead; one notice a bid (NTC5). */
const outbidNotices = (auction: EnglishView): readonly Notice[] => {
  const { mine, prices, lots, id } = auction;
  if (!mine || !isBidding(auction, mine)) return [];
  return Object.entries(mine.bids).flatMap(([lotId, bid]) => {
    if (prices[lotId]?.state !== 'open' || mine.leads[lotId]) return [];
    return [
      {
        id: `outbid:${id}:${lotId}:${String(bid.atMs)}`,
        ...{ kind: 'auction', code: 'auction/outbid', atMs: bid.atMs },
        place: { kind: 'auction', auctionId: id },
        about: { lot: lots[lotId]?.name ?? lotId },
      } as const,
    ];
  });
};

/** Whether the team could bid in the open round and nothing of it stands there. */
const hasNothingIn = (auction: AuctionView): boolean => {
  switch (auction.format) {
    case 'clock':
      return auction.mine?.hasBid === false && auction.mine.eligibility > 0;
    case 'sealed':
      return auction.mine?.hasBid === false && Object.keys(auction.mine.bids).length === 0;
    case 'package':
      return auction.mine?.hasBid === false;
    // Lots of these close by what is bid on them; there is no round to miss.
    case 'english':
    case 'dutch':
      return false;
  }
};

const endingNotices = (auction: AuctionView, nowMs: number): readonly Notice[] => {
  const { id, mine, stage, round, closesAtMs, rules } = auction;
  if (!mine || !isBidding(auction, mine) || stage !== 'bidding' || closesAtMs === undefined) {
    return [];
  }
  const roundMs = 'roundMs' in rules ? rules.roundMs : ROUND_ENDING_MS * 4;
  const atMs = Math.ceil(closesAtMs - Math.min(ROUND_ENDING_MS, roundMs / 4));
  if (nowMs < atMs || nowMs >= closesAtMs || !hasNothingIn(auction)) return [];
  return [
    {
      id: `ending:${id}:${String(round)}:${String(closesAtMs)}`,
      ...{ kind: 'auction', code: 'auction/ending-without-bid', atMs },
      place: { kind: 'auction', auctionId: id },
      about: { round, closesAtMs },
    },
  ];
};

/** What one auction has to say to one reader. */
export const auctionNotices = (auction: AuctionView, nowMs: number): readonly Notice[] => [
  ...(auction.format === 'english' ? outbidNotices(auction) : []),
  ...endingNotices(auction, nowMs),
];
