// A clock of very many lots in a view: columns instead of records by lot, the same texts for every audience, so that a
// delta holds the lots that changed and no others (rule BIG5). For rights that view.ts has granted.

import type { TeamId } from '../../kernel/ids.ts';
import type {
  ClockBidderPart,
  ClockPart,
  KnownClockBidderPart,
  LargeSaleView,
} from '../../room/view-types.ts';
import type { AuctionOf } from '../types.ts';
import type { Column } from './columns.ts';
import type { ClosedRound } from './clock-types.ts';
import type { BidderSight, Sight } from './format.ts';
import { CHUNK_LOTS, denseColumn } from './columns.ts';
import { fingerprint, largePart, lotList, valuesOf } from './large.ts';

type Clock = AuctionOf<'clock'>;

const EXCESS = new WeakMap<ClosedRound, Column>();

/** Demand above supply by lot, in blocks: a dense column; made once for each result. */
export const excessOf = (auction: Clock, result: ClosedRound): Column => {
  const known = EXCESS.get(result);
  if (known) return known;
  const lots = lotList(auction);
  const demand = valuesOf(result.columns?.demandBlocks ?? {}, lots.length);
  const excess = denseColumn(
    lots.map(({ supplyBlocks }, place) => Math.max(0, (demand[place] ?? 0) - supplyBlocks)),
  );
  EXCESS.set(result, excess);
  return excess;
};

/** Prices of all lots now, and of closed rounds no more than that there were some: the report has them. */
export const largePartView = (auction: Clock, sight: Sight): ClockPart => {
  const { startMills, clockMills } = largePart(auction);
  const last = auction.clock.results.at(-1);
  const columns = last?.columns;
  const sale: LargeSaleView = {
    lots: auction.lotOrder.length,
    catalogue: fingerprint(auction),
    chunkLots: CHUNK_LOTS,
    startMills,
    clockMills,
    ...(columns && { postedMills: columns.postedMills }),
    ...(columns && sight.demand === 'total' && { demandBlocks: columns.demandBlocks }),
    ...(last && sight.demand === 'excess' && { excessBlocks: excessOf(auction, last) }),
  };
  const rounds = auction.clock.results.map(({ round, closedAtMs }) => [
    String(round),
    { round, closedAtMs, lots: {} },
  ]);
  return { prices: {}, rounds: Object.fromEntries(rounds), sale };
};

const eligibilityOf = (auction: Clock, teamId: TeamId) => {
  const initialEligibility = auction.initialEligibility[teamId] ?? 0;
  const now = auction.clock.eligibility[teamId] ?? 0;
  return { initialEligibility, eligibility: auction.round === 0 ? initialEligibility : now };
};

const NONE: Column = {};

const hasBid = (auction: Clock, teamId: TeamId): boolean =>
  largePart(auction).book[teamId] !== undefined;

/** A bidder's own points, bids and demand. */
export const ownLargePart = (auction: Clock, teamId: TeamId): ClockBidderPart => {
  const book = largePart(auction).book[teamId];
  const demand = auction.clock.results.at(-1)?.columns?.demand[teamId];
  return {
    ...eligibilityOf(auction, teamId),
    ...{ bids: {}, hasBid: hasBid(auction, teamId), demand: {} },
    sale: { bids: book?.cells ?? NONE, points: book?.points ?? 0, demand: demand ?? NONE },
  };
};

/** Another's points as far as granted; its bids and demand are a file to ask for, not part of a view. */
export const knownLargePart = (
  auction: Clock,
  teamId: TeamId,
  sight: BidderSight,
): KnownClockBidderPart => ({
  ...(sight.seesStanding && eligibilityOf(auction, teamId)),
  ...{ bids: {}, demand: {} },
  hasBid: sight.seesHasBid && hasBid(auction, teamId),
});
