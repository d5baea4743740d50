// What each event makes of the part that only a clock keeps: prices, book, eligibility, results.

import type { EventContext } from '../../kernel/decider.ts';
import type { LotId, TeamId } from '../../kernel/ids.ts';
import type { Mills } from '../../kernel/units.ts';
import type { AuctionOf, BidAccepted, CommonState, EventOf } from '../types.ts';
import { beginLarge, evolveLarge } from './large-evolve.ts';
import { isLarge } from './large.ts';
import { bidsIn } from './clock-bids.ts';
import { instructionsIn, withInstructions } from './instructions.ts';
import type { Bid, ClockRules, ClockState, ClosedRound, RoundResult } from './clock-types.ts';

type Clock = AuctionOf<'clock'>;
type Event<Type extends EventOf<'clock'>['type']> = EventOf<'clock'> & { readonly type: Type };

const EMPTY: ClockState = {
  startPricesMills: {},
  clockPricesMills: {},
  book: {},
  eligibility: {},
  results: [],
};

/** A fresh draft of a clock. */
export const beginClock = (common: CommonState, rules: ClockRules): Clock => ({
  ...common,
  rules,
  clock: isLarge(common.lotOrder) ? { ...EMPTY, large: beginLarge(common) } : EMPTY,
});

const own = (auction: Clock, change: Partial<ClockState>): Clock => ({
  ...auction,
  clock: { ...auction.clock, ...change },
});

/** The lot counts as one without a bid of the team, until it bids again (GRD5). */
const withoutBid = (auction: Clock, { teamId, on }: Event<'BidRetracted'>): Clock => {
  const { book } = auction.clock;
  const left = Object.entries(book[teamId] ?? {}).filter(([lotId]) => lotId !== on);
  return own(auction, { book: { ...book, [teamId]: Object.fromEntries(left) } });
};

const withBid = (auction: Clock, event: BidAccepted<'clock'>, context: EventContext): Clock => {
  const { teamId, bid } = event;
  const placed: Bid = {
    commandId: context.id,
    quantityBlocks: bid.quantityBlocks,
    priceMills: bid.priceMills,
    atMs: context.at,
    bySeatId: context.by.kind === 'seat' ? context.by.seatId : null,
    isSurrogate: event.surrogateReason !== undefined,
  };
  const { book } = auction.clock;
  return own(auction, { book: { ...book, [teamId]: { ...book[teamId], [bid.lotId]: placed } } });
};

/** Several bids, each in place of what stood for its lot (FIL1). */
const withBids = (auction: Clock, event: Event<'BidsAccepted'>, context: EventContext): Clock => {
  const { book } = auction.clock;
  const common = {
    commandId: context.id,
    atMs: context.at,
    bySeatId: context.by.kind === 'seat' ? context.by.seatId : null,
    isSurrogate: false,
  };
  const placed = bidsIn(event.bids).map(({ lotId, quantityBlocks, priceMills }): [LotId, Bid] => [
    lotId,
    { ...common, quantityBlocks, priceMills },
  ]);
  const { teamId } = event;
  return own(auction, {
    book: { ...book, [teamId]: { ...book[teamId], ...Object.fromEntries(placed) } },
  });
};

const instructed = (auction: Clock, event: Event<'InstructionsSet'>): Clock => {
  const before = auction.clock.instructions ?? {};
  const column = withInstructions(
    before[event.teamId] ?? {},
    auction.lotOrder,
    instructionsIn(event.instructions),
  );
  return own(auction, { instructions: { ...before, [event.teamId]: column } });
};

type Excluded = CommonState['excluded'];

/** Dropped teams have no points; an excluded team that keeps its bids needs them for those bids (AUC10). */
export const withoutDropped = (
  excluded: Excluded,
  eligibility: Readonly<Record<TeamId, number>>,
): Readonly<Record<TeamId, number>> =>
  Object.fromEntries(
    Object.entries(eligibility).map(([teamId, points]) => [
      teamId,
      excluded[teamId]?.keepBids === false ? 0 : points,
    ]),
  );

const opened = (auction: Clock, event: Event<'RoundOpened'>): Clock =>
  own(auction, {
    startPricesMills: event.startPricesMills,
    clockPricesMills: event.clockPricesMills,
    book: {},
    ...(event.round === 1 && {
      eligibility: withoutDropped(auction.excluded, auction.initialEligibility),
    }),
  });

const withoutTeam = <T>(record: Readonly<Record<TeamId, T>>, teamId: TeamId) =>
  Object.fromEntries(Object.entries(record).filter(([id]) => id !== teamId));

/** The standing demand of a dropped team leaves a result; posted prices stay as they were (AUC10). */
const withoutDemand = (result: ClosedRound, teamId: TeamId): ClosedRound => ({
  ...result,
  demand: withoutTeam(result.demand, teamId),
  eligibility: { ...result.eligibility, [teamId]: 0 },
  lots: Object.fromEntries(
    Object.entries(result.lots).map(([lotId, lot]) => [
      lotId,
      { ...lot, demandBlocks: lot.demandBlocks - (result.demand[teamId]?.[lotId] ?? 0) },
    ]),
  ),
});

const lastPrices = (
  result: RoundResult | undefined,
  key: 'startPriceMills' | 'clockPriceMills',
): Readonly<Record<LotId, Mills>> =>
  Object.fromEntries(Object.values(result?.lots ?? {}).map((lot) => [lot.lotId, lot[key]]));

/** Back to the end of a round: later results are dropped from the state, never from the record (AUC11). */
const voided = (auction: Clock, { toRound }: Event<'RoundsVoided'>): Clock => {
  const { excluded, initialEligibility } = auction;
  const kept = auction.clock.results.slice(0, toRound);
  // A team that was dropped in a later round stays dropped, in the round that counts now as well.
  const lastKept = kept.at(-1);
  const dropped = Object.keys(excluded).filter((id) => excluded[id]?.keepBids === false);
  const last = lastKept && dropped.reduce(withoutDemand, lastKept);
  return own(auction, {
    results: last ? [...kept.slice(0, -1), last] : [],
    book: {},
    startPricesMills: lastPrices(last, 'startPriceMills'),
    clockPricesMills: lastPrices(last, 'clockPriceMills'),
    eligibility: withoutDropped(excluded, last?.eligibility ?? initialEligibility),
  });
};

const excludedFrom = (auction: Clock, { teamId, keepBids }: Event<'TeamExcluded'>): Clock => {
  if (keepBids) return auction;
  const { book, eligibility, results } = auction.clock;
  const last = results.at(-1);
  return own(auction, {
    eligibility: { ...eligibility, [teamId]: 0 },
    book: withoutTeam(book, teamId),
    results: last ? [...results.slice(0, -1), withoutDemand(last, teamId)] : [],
  });
};

const closed = (auction: Clock, { result }: Event<'RoundClosed'>, { at }: EventContext): Clock => {
  const { results } = auction.clock;
  const closedAtMs = auction.closesAtMs ?? at;
  return own(auction, {
    eligibility: result.eligibility,
    results: [...results, { ...result, closedAtMs }],
  });
};

/** The clock's part after one more event. */
export const evolveClock = (
  auction: Clock,
  event: EventOf<'clock'>,
  context: EventContext,
): Clock => {
  if (event.type === 'InstructionsSet') return instructed(auction, event);
  if (auction.clock.large) {
    return evolveLarge(auction, event, { context, withoutDropped });
  }
  switch (event.type) {
    case 'BidsAccepted':
      return withBids(auction, event, context);
    case 'RoundOpened':
      return opened(auction, event);
    case 'BidAccepted':
      return withBid(auction, event, context);
    case 'BidRetracted':
      return withoutBid(auction, event);
    case 'RoundClosed':
      return closed(auction, event, context);
    case 'RoundsVoided':
      return voided(auction, event);
    case 'TeamExcluded':
      return excludedFrom(auction, event);
    default:
      return auction;
  }
};
