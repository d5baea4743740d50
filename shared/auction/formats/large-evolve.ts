// What each event makes of a clock of very many lots: new texts for the lots that an event speaks of, the same texts for
// all others (rule BIG1).

import type { EventContext } from '../../kernel/decider.ts';
import type { TeamId } from '../../kernel/ids.ts';
import type { AuctionOf, CommonState, EventOf } from '../types.ts';
import type { Cell } from './columns.ts';
import type { ClosedRound, ClockState, LargeClock } from './clock-types.ts';
import { bidsIn } from './clock-bids.ts';
import {
  CHUNK_LOTS,
  cellAt,
  cellsOf,
  denseColumn,
  denseValues,
  placesOf,
  withCells,
  withoutPlaces,
} from './columns.ts';

type Clock = AuctionOf<'clock'>;
type Event<Type extends EventOf<'clock'>['type']> = EventOf<'clock'> & { readonly type: Type };

/** Beside the price of a surrogate's bid. */
const SURROGATE = 1;

/** A large clock before its first round: opening prices. */
export const beginLarge = ({
  lots,
  lotOrder,
}: Pick<CommonState, 'lots' | 'lotOrder'>): LargeClock => {
  const opening = denseColumn(lotOrder.map((lotId) => lots[lotId]?.openingPriceMills ?? 0));
  return { startMills: opening, clockMills: opening, book: {}, frozen: null };
};

const changed = (
  auction: Clock,
  change: Partial<LargeClock>,
  clock: Partial<ClockState> = {},
): Clock => {
  const { large } = auction.clock;
  return large
    ? { ...auction, clock: { ...auction.clock, ...clock, large: { ...large, ...change } } }
    : auction;
};

/** Bids in place of what stood for their lots, and the points that all use then. */
const withBids = (
  auction: Clock,
  teamId: TeamId,
  bids: readonly (Omit<Cell, 'place'> & { readonly lotId: string })[],
): Clock => {
  const book = auction.clock.large?.book ?? {};
  const places = placesOf(auction.lotOrder);
  const cells = bids.flatMap(({ lotId, ...cell }) => {
    const place = places.get(lotId);
    return place === undefined ? [] : [{ ...cell, place }];
  });
  const before = book[teamId] ?? { cells: {}, points: 0 };
  const pointsAt = ({ place, quantityBlocks }: Cell): number =>
    quantityBlocks * (auction.lots[auction.lotOrder[place] ?? '']?.pointsPerBlock ?? 0);
  const replaced = new Set(cells.map(({ place }) => place));
  const chunks = new Set(cells.map(({ place }) => String(Math.floor(place / CHUNK_LOTS))));
  const touched = Object.fromEntries(
    Object.entries(before.cells).filter(([chunk]) => chunks.has(chunk)),
  );
  let { points } = before;
  for (const cell of cellsOf(touched)) if (replaced.has(cell.place)) points -= pointsAt(cell);
  for (const cell of cells) points += pointsAt(cell);
  const next = { cells: withCells(before.cells, cells), points };
  return changed(auction, { book: { ...book, [teamId]: next } });
};

/** The lot counts as one without a bid of the team, until it bids again (GRD5). */
const withoutBid = (auction: Clock, { teamId, on }: Event<'BidRetracted'>): Clock => {
  const book = auction.clock.large?.book ?? {};
  const before = book[teamId];
  const place = placesOf(auction.lotOrder).get(on);
  const cell = before && place !== undefined ? cellAt(before.cells, place) : undefined;
  if (!before || !cell) return auction;
  const points = before.points - cell.quantityBlocks * (auction.lots[on]?.pointsPerBlock ?? 0);
  const cells = withoutPlaces(before.cells, new Set([cell.place]));
  return changed(auction, { book: { ...book, [teamId]: { cells, points } } });
};

const closed = (
  auction: Clock,
  { result }: Event<'RoundClosed'>,
  at: EventContext['at'],
): Clock => {
  const { large, results } = auction.clock;
  if (!large) return auction;
  const closedAtMs = large.frozen?.atMs ?? at;
  const { startMills, clockMills } = large;
  const round: ClosedRound = { ...result, closedAtMs, opening: { startMills, clockMills } };
  return changed(
    auction,
    { frozen: null },
    { eligibility: result.eligibility, results: [...results, round] },
  );
};

const without = <T>(record: Readonly<Record<TeamId, T>>, teamId: TeamId) =>
  Object.fromEntries(Object.entries(record).filter(([id]) => id !== teamId));

/** A result as if a team had asked for nothing; prices stay as posted (AUC10). */
const withoutDemand = (result: ClosedRound, teamId: TeamId, length: number): ClosedRound => {
  const { columns } = result;
  const own = columns?.demand[teamId];
  const eligibility = { ...result.eligibility, [teamId]: 0 };
  if (!columns || !own) return { ...result, eligibility };
  const totals = denseValues(columns.demandBlocks, length);
  for (const { place, quantityBlocks } of cellsOf(own)) {
    totals[place] = (totals[place] ?? 0) - quantityBlocks;
  }
  const demand = without(columns.demand, teamId);
  return {
    ...result,
    eligibility,
    columns: { ...columns, demand, demandBlocks: denseColumn(totals) },
  };
};

const excludedFrom = (auction: Clock, { teamId, keepBids }: Event<'TeamExcluded'>): Clock => {
  const { large, results, eligibility } = auction.clock;
  if (!large) return auction;
  const frozen = large.frozen && { ...large.frozen, changes: large.frozen.changes + 1 };
  if (keepBids) return changed(auction, { frozen });
  const last = results.at(-1);
  return changed(
    auction,
    { frozen, book: without(large.book, teamId) },
    {
      eligibility: { ...eligibility, [teamId]: 0 },
      results: last
        ? [...results.slice(0, -1), withoutDemand(last, teamId, auction.lotOrder.length)]
        : [],
    },
  );
};

type Dropping = (
  excluded: CommonState['excluded'],
  eligibility: Readonly<Record<TeamId, number>>,
) => Readonly<Record<TeamId, number>>;

const voided = (auction: Clock, toRound: number, withoutDropped: Dropping): Clock => {
  const { excluded, initialEligibility, clock, lotOrder } = auction;
  const kept = clock.results.slice(0, toRound);
  const dropped = Object.keys(excluded).filter((id) => excluded[id]?.keepBids === false);
  const lastKept = kept.at(-1);
  const last =
    lastKept &&
    dropped.reduce((result, teamId) => withoutDemand(result, teamId, lotOrder.length), lastKept);
  return changed(
    auction,
    { ...(last?.opening ?? beginLarge(auction)), book: {}, frozen: null },
    {
      results: last ? [...kept.slice(0, -1), last] : [],
      eligibility: withoutDropped(excluded, last?.eligibility ?? initialEligibility),
    },
  );
};

/** While a frozen book is computed: what it depends on beside the book has changed. */
const recounted = (auction: Clock): Clock => {
  const frozen = auction.clock.large?.frozen;
  return frozen
    ? changed(auction, { frozen: { ...frozen, changes: frozen.changes + 1 } })
    : auction;
};

/** The part of a large clock after one more event. */
export const evolveLarge = (
  auction: Clock,
  event: EventOf<'clock'>,
  {
    context,
    withoutDropped,
  }: { readonly context: EventContext; readonly withoutDropped: Dropping },
): Clock => {
  switch (event.type) {
    case 'RoundOpened': {
      const first =
        event.round === 1
          ? { eligibility: withoutDropped(auction.excluded, auction.initialEligibility) }
          : {};
      return changed(auction, { ...event.columns, book: {}, frozen: null }, first);
    }
    case 'BidRetracted':
      return withoutBid(auction, event);
    case 'BidAccepted': {
      const { lotId, quantityBlocks, priceMills } = event.bid;
      const mark = event.surrogateReason === undefined ? {} : { more: SURROGATE };
      return withBids(auction, event.teamId, [{ lotId, quantityBlocks, priceMills, ...mark }]);
    }
    case 'BidsAccepted':
      return withBids(auction, event.teamId, bidsIn(event.bids));
    case 'BookFrozen':
      return changed(auction, { frozen: { atMs: event.closedAtMs, changes: 0 } });
    case 'RoundClosed':
      return closed(auction, event, context.at);
    case 'RoundsVoided':
      return voided(auction, event.toRound, withoutDropped);
    case 'TeamExcluded':
      return excludedFrom(auction, event);
    case 'RulesAccepted':
    case 'RulesAmended':
      return recounted(auction);
    default:
      return auction;
  }
};
