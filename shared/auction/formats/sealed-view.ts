// The sealed rounds' parts of a view, for rights that view.ts has granted. Of an open round only what is one's own.

import type { LotId, TeamId } from '../../kernel/ids.ts';
import type { AuctionOf, AwardPart } from '../types.ts';
import type { BidderSight, Sight } from './format.ts';
import type { SealedBid, SealedBook, SealedResult, SealedRules } from './sealed-types.ts';
import type {
  KnownSealedBidderPart,
  SealedBidView,
  SealedBidderPart,
  SealedLotView,
  SealedPart,
} from './sealed-view-types.ts';
import { pointsOf, scoreOf } from './sealed-score.ts';

type Sealed = AuctionOf<'sealed'>;

const lotViews = (
  { lotOrder, rules }: Sealed,
  result: SealedResult | undefined,
  { demand }: Sight,
): Record<LotId, SealedLotView> =>
  Object.fromEntries(
    lotOrder.map((lotId): [LotId, SealedLotView] => {
      const lot = result?.lots[lotId];
      if (!lot) return [lotId, {}];
      const { priceMills, demandBlocks, supplyBlocks } = lot;
      const excessBlocks = Math.max(0, demandBlocks - supplyBlocks);
      return [
        lotId,
        {
          ...(rules.information.showsPrices && priceMills !== null && { priceMills }),
          ...(demand === 'total' && { demandBlocks }),
          ...(demand !== 'none' && { excessBlocks }),
        },
      ];
    }),
  );

/** Prices and demand of opened rounds, as far as the rules tell them (INF12). */
export const sealedPart = (auction: Sealed, sight: Sight): SealedPart => {
  const { results } = auction.sealed;
  return {
    prices: lotViews(auction, results.at(-1), sight),
    rounds: Object.fromEntries(
      results.map((result) => [
        String(result.round),
        {
          ...{ round: result.round, closedAtMs: result.closedAtMs },
          lots: lotViews(auction, result, sight),
        },
      ]),
    ),
  };
};

const bidView = (rules: SealedRules, bid: SealedBid): SealedBidView => {
  const { scoring } = rules;
  const { steps, attributes, atMs, isSurrogate } = bid;
  return {
    steps: steps.map(({ quantityBlocks, priceMills }) => ({
      quantityBlocks,
      priceMills,
      ...(scoring && { scoreMills: scoreOf(rules, priceMills, attributes) }),
    })),
    ...(scoring && { attributes, points: pointsOf(scoring, attributes) }),
    atMs,
    ...(isSurrogate && { isSurrogate: true as const }),
  };
};

const bidViews = (
  { rules }: Sealed,
  book: SealedBook | undefined,
  teamId: TeamId,
): Record<LotId, SealedBidView> =>
  Object.fromEntries(
    Object.entries(book?.[teamId] ?? {}).map(([lotId, bid]) => [lotId, bidView(rules, bid)]),
  );

const getsOf = ({ sealed }: Sealed, teamId: TeamId): Record<LotId, readonly AwardPart[]> =>
  Object.fromEntries(
    Object.values(sealed.results.at(-1)?.lots ?? {}).flatMap(({ lotId, shares }) => {
      const share = shares.find((each) => each.teamId === teamId);
      return share ? [[lotId, share.parts]] : [];
    }),
  );

const hasBid = ({ sealed }: Sealed, teamId: TeamId): boolean => sealed.answered[teamId] === true;

/** A bidder's own schedules with their breakdown, and what it would get where the rules tell it. */
export const ownSealedPart = (auction: Sealed, teamId: TeamId): SealedBidderPart => ({
  bids: bidViews(auction, auction.sealed.book, teamId),
  ...(auction.rules.information.showsOwnResult && { gets: getsOf(auction, teamId) }),
  hasBid: hasBid(auction, teamId),
});

/** Another's schedules as opened last; nothing of the open round but, where granted, that it has bid. */
export const knownSealedPart = (
  auction: Sealed,
  teamId: TeamId,
  sight: BidderSight,
): KnownSealedBidderPart => ({
  bids: sight.seesStanding ? bidViews(auction, auction.sealed.books.at(-1), teamId) : {},
  gets: sight.seesStanding ? getsOf(auction, teamId) : {},
  hasBid: sight.seesHasBid && hasBid(auction, teamId),
});
