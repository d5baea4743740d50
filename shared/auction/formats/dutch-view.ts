// The Dutch parts of a view, for rights that view.ts has granted. The clock and every stop are everybody's, who stopped
// it is not.

import type { TeamId } from '../../kernel/ids.ts';
import type { AuctionOf } from '../types.ts';
import type { DutchLot, DutchStop } from './dutch-types.ts';
import type {
  DutchBidderPart,
  DutchLotView,
  DutchPart,
  DutchStopView,
} from './dutch-view-types.ts';
import type { BidderSight } from './format.ts';
import { until } from '../../kernel/units.ts';
import { blocksOf } from '../award-parts.ts';

type Dutch = AuctionOf<'dutch'>;

const stopView = ({ quantityBlocks, priceMills, atMs }: DutchStop): DutchStopView => ({
  quantityBlocks,
  priceMills,
  atMs,
});

const lotView = ({ pause }: Dutch, lot: DutchLot | undefined): DutchLotView => {
  if (!lot) return { state: 'waiting', stops: {} };
  const { priceMills, stepAtMs, remainingBlocks, endedAtMs } = lot;
  return {
    state: endedAtMs === null ? 'open' : 'closed',
    priceMills,
    ...(endedAtMs === null && !pause && { stepAtMs }),
    ...(endedAtMs === null && pause && { stepRemainingMs: until(pause.frozenAtMs, stepAtMs) }),
    remainingBlocks,
    stops: Object.fromEntries(lot.stops.map((stop, place) => [String(place), stopView(stop)])),
    ...(endedAtMs !== null && { endedAtMs }),
  };
};

/** Clocks, stops and ends of all lots (INF13). */
export const dutchPart = (auction: Dutch): DutchPart => ({
  prices: Object.fromEntries(
    auction.lotOrder.map((lotId) => [lotId, lotView(auction, auction.dutch.lots[lotId])]),
  ),
  rounds: Object.fromEntries(
    auction.dutch.results.map(
      ({ round, closedAtMs, lotId, endedAtMs, soldBlocks, withdrawnBlocks }) => [
        String(round),
        { round, closedAtMs, lotId, endedAtMs, soldBlocks, withdrawnBlocks },
      ],
    ),
  ),
});

const teamPart = (
  auction: Dutch,
  teamId: TeamId,
  mayShow: (lot: DutchLot) => boolean,
): Omit<DutchBidderPart, 'hasBid'> => {
  const lots = Object.entries(auction.dutch.lots).flatMap(([lotId, lot]) => {
    const stops = lot.stops
      .map((stop, place) => [String(place), stop] as const)
      .filter(([, stop]) => stop.teamId === teamId);
    return stops.length > 0 && mayShow(lot) ? [{ lotId, stops }] : [];
  });
  return {
    stops: Object.fromEntries(
      lots.map(({ lotId, stops }) => [
        lotId,
        Object.fromEntries(
          stops.map(([place, stop]) => [
            place,
            { ...stopView(stop), ...(stop.isSurrogate && { isSurrogate: true as const }) },
          ]),
        ),
      ]),
    ),
    blocks: Object.fromEntries(
      lots.map(({ lotId, stops }) => [lotId, blocksOf(stops.map(([, stop]) => stop))]),
    ),
  };
};

const hasBid = (auction: Dutch, teamId: TeamId): boolean =>
  Object.values(auction.dutch.lots).some(
    ({ round, stops }) => round === auction.round && stops.some((stop) => stop.teamId === teamId),
  );

/** What a bidder took. */
export const ownDutchPart = (auction: Dutch, teamId: TeamId): DutchBidderPart => ({
  ...teamPart(auction, teamId, () => true),
  hasBid: hasBid(auction, teamId),
});

/** What another took, as far as granted: of the open lot with its bids, of closed ones with its standing. */
export const knownDutchPart = (
  auction: Dutch,
  teamId: TeamId,
  sight: BidderSight,
): DutchBidderPart => ({
  ...teamPart(auction, teamId, ({ round }) =>
    round === auction.round ? sight.seesBids : sight.seesStanding,
  ),
  hasBid: sight.seesHasBid && hasBid(auction, teamId),
});
