// The clock's parts of a view, for rights that view.ts has granted.

import type { LotId, TeamId } from '../../kernel/ids.ts';
import type {
  BidView,
  ClockBidderPart,
  ClockPart,
  KnownClockBidderPart,
  LotPriceView,
  RoundView,
} from '../../room/view-types.ts';
import type { AuctionOf } from '../types.ts';
import type { LotResult } from './clock-types.ts';
import type { BidderSight, Sight } from './format.ts';
import { knownLargePart, largePartView, ownLargePart } from './large-view.ts';

type Clock = AuctionOf<'clock'>;

const demandView = (result: LotResult, demand: Sight['demand']): Partial<LotPriceView> => {
  const excessBlocks = Math.max(0, result.demandBlocks - result.supplyBlocks);
  if (demand === 'total') return { demandBlocks: result.demandBlocks, excessBlocks };
  return demand === 'excess' ? { excessBlocks } : {};
};

const priceViews = (auction: Clock, sight: Sight): Record<LotId, LotPriceView> => {
  const { clock, lots, lotOrder } = auction;
  const last = clock.results.at(-1);
  return Object.fromEntries(
    lotOrder.map((lotId): [LotId, LotPriceView] => {
      const result = last?.lots[lotId];
      const opening = lots[lotId]?.openingPriceMills ?? 0;
      return [
        lotId,
        {
          startPriceMills: clock.startPricesMills[lotId] ?? opening,
          clockPriceMills: clock.clockPricesMills[lotId] ?? opening,
          ...(result && {
            postedPriceMills: result.postedPriceMills,
            ...demandView(result, sight.demand),
          }),
        },
      ];
    }),
  );
};

const roundViews = (auction: Clock, sight: Sight): Record<string, RoundView> =>
  Object.fromEntries(
    auction.clock.results.map(({ round, closedAtMs, lots }): [string, RoundView] => [
      String(round),
      {
        ...{ round, closedAtMs },
        lots: Object.fromEntries(
          Object.values(lots).map((result): [LotId, LotPriceView] => [
            result.lotId,
            {
              startPriceMills: result.startPriceMills,
              clockPriceMills: result.clockPriceMills,
              postedPriceMills: result.postedPriceMills,
              ...demandView(result, sight.demand),
            },
          ]),
        ),
      },
    ]),
  );

/** Prices of all lots and closed rounds. */
export const clockPart = (auction: Clock, sight: Sight): ClockPart =>
  auction.clock.large
    ? largePartView(auction, sight)
    : { prices: priceViews(auction, sight), rounds: roundViews(auction, sight) };

const bidViews = (auction: Clock, teamId: TeamId): Record<LotId, BidView> =>
  Object.fromEntries(
    Object.entries(auction.clock.book[teamId] ?? {}).map(([lotId, bid]): [LotId, BidView] => [
      lotId,
      {
        quantityBlocks: bid.quantityBlocks,
        priceMills: bid.priceMills,
        atMs: bid.atMs,
        ...(bid.isSurrogate && { isSurrogate: true as const }),
      },
    ]),
  );

const hasBid = (auction: Clock, teamId: TeamId): boolean =>
  Object.keys(auction.clock.book[teamId] ?? {}).length > 0;

const eligibilityOf = (auction: Clock, teamId: TeamId) => {
  const initialEligibility = auction.initialEligibility[teamId] ?? 0;
  const now = auction.clock.eligibility[teamId] ?? 0;
  return { initialEligibility, eligibility: auction.round === 0 ? initialEligibility : now };
};

const demandOf = (auction: Clock, teamId: TeamId) =>
  auction.clock.results.at(-1)?.demand[teamId] ?? {};

/** A bidder's own points, bids and demand. */
export const ownClockPart = (auction: Clock, teamId: TeamId): ClockBidderPart => ({
  ...(auction.clock.large ? ownLargePart(auction, teamId) : ownSmallPart(auction, teamId)),
  ...instructionsOf(auction, teamId),
});

/** A team's instructions and what they bid in the last closed round are its own alone (STI5). */
const instructionsOf = ({ clock }: Clock, teamId: TeamId): Partial<ClockBidderPart> => {
  const instructions = clock.instructions?.[teamId];
  const instructed = clock.results.at(-1)?.instructed?.[teamId];
  return { ...(instructions && { instructions }), ...(instructed && { instructed }) };
};

const ownSmallPart = (auction: Clock, teamId: TeamId): ClockBidderPart => ({
  ...eligibilityOf(auction, teamId),
  bids: bidViews(auction, teamId),
  hasBid: hasBid(auction, teamId),
  demand: demandOf(auction, teamId),
});

/** Another's points, bids and demand as far as granted. Eligibility tells what a team bid, so it goes with demand (INF4). */
export const knownClockPart = (
  auction: Clock,
  teamId: TeamId,
  sight: BidderSight,
): KnownClockBidderPart =>
  auction.clock.large
    ? knownLargePart(auction, teamId, sight)
    : knownSmallPart(auction, teamId, sight);

const knownSmallPart = (
  auction: Clock,
  teamId: TeamId,
  sight: BidderSight,
): KnownClockBidderPart => ({
  ...(sight.seesStanding && eligibilityOf(auction, teamId)),
  bids: sight.seesBids ? bidViews(auction, teamId) : {},
  hasBid: sight.seesHasBid && hasBid(auction, teamId),
  demand: sight.seesStanding ? demandOf(auction, teamId) : {},
});
