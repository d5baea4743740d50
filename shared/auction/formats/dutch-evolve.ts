// What each event makes of the part that only a Dutch auction keeps: clocks, stops and ends lot by lot.

import type { EventContext } from '../../kernel/decider.ts';
import type { LotId, TeamId } from '../../kernel/ids.ts';
import type { EpochMs } from '../../kernel/units.ts';
import type { AuctionOf, BidAccepted, CommonState, EventOf } from '../types.ts';
import type { DutchLot, DutchRules, DutchState, DutchStop } from './dutch-types.ts';
import { until } from '../../kernel/units.ts';
import { blocksOf } from '../award-parts.ts';

type Dutch = AuctionOf<'dutch'>;
type Event<Type extends EventOf<'dutch'>['type']> = EventOf<'dutch'> & { readonly type: Type };

/** A fresh draft of a Dutch auction. */
export const beginDutch = (common: CommonState, rules: DutchRules): Dutch => ({
  ...common,
  rules,
  dutch: { lots: {}, results: [] },
});

const own = (auction: Dutch, change: Partial<DutchState>): Dutch => ({
  ...auction,
  dutch: { ...auction.dutch, ...change },
});

const withLot = (auction: Dutch, lotId: LotId, change: Partial<DutchLot>): Dutch => {
  const lot = auction.dutch.lots[lotId];
  return lot
    ? own(auction, { lots: { ...auction.dutch.lots, [lotId]: { ...lot, ...change } } })
    : auction;
};

/** The lot whose clock runs, and its id; undefined between rounds. */
export const openLot = (auction: Dutch): readonly [LotId, DutchLot] | undefined =>
  Object.entries(auction.dutch.lots).find(([, { endedAtMs }]) => endedAtMs === null);

const opened = (auction: Dutch, event: Event<'RoundOpened'>): Dutch => {
  const { round, lotId, priceMills, stepAtMs } = event;
  const fresh: DutchLot = {
    round,
    priceMills,
    stepAtMs,
    remainingBlocks: auction.lots[lotId]?.supplyBlocks ?? 0,
    stops: [],
    endedAtMs: null,
  };
  return own(auction, { lots: { ...auction.dutch.lots, [lotId]: fresh } });
};

/** The price is the clock's, which may be better for the team than the one it named. */
const withBid = (auction: Dutch, event: BidAccepted<'dutch'>, context: EventContext): Dutch => {
  const { bid, teamId } = event;
  const lot = auction.dutch.lots[bid.lotId];
  if (!lot) return auction;
  const stop: DutchStop = {
    teamId,
    quantityBlocks: bid.quantityBlocks,
    priceMills: lot.priceMills,
    commandId: context.id,
    atMs: context.at,
    bySeatId: context.by.kind === 'seat' ? context.by.seatId : null,
    isSurrogate: event.surrogateReason !== undefined,
  };
  return withLot(auction, bid.lotId, {
    stops: [...lot.stops, stop],
    remainingBlocks: lot.remainingBlocks - bid.quantityBlocks,
  });
};

const priceMoved = (auction: Dutch, event: Event<'PriceMoved'>): Dutch => {
  const { lotId, priceMills, stepAtMs, closesAtMs } = event;
  const next = withLot(auction, lotId, { priceMills, stepAtMs });
  const { pause } = auction;
  if (!pause) return { ...next, closesAtMs };
  const remainingMs = until(pause.frozenAtMs, closesAtMs);
  return { ...next, closesAtMs, pause: { ...pause, remainingMs } };
};

const closed = (auction: Dutch, { result }: Event<'RoundClosed'>): Dutch => {
  const { lotId, endedAtMs } = result;
  const results = [...auction.dutch.results, { ...result, closedAtMs: endedAtMs }];
  return own(withLot(auction, lotId, { endedAtMs }), { results });
};

const voided = (auction: Dutch, { toRound }: Event<'RoundsVoided'>): Dutch =>
  own(auction, {
    lots: Object.fromEntries(
      Object.entries(auction.dutch.lots).filter(([, { round }]) => round <= toRound),
    ),
    results: auction.dutch.results.slice(0, toRound),
  });

/** What a dropped team took of the open lot is there again; closed lots stay, and give it nothing (AUC10). */
const withoutTeam = (auction: Dutch, teamId: TeamId): Dutch => {
  const open = openLot(auction);
  if (!open) return auction;
  const [lotId, { stops }] = open;
  const kept = stops.filter((stop) => stop.teamId !== teamId);
  const supply = auction.lots[lotId]?.supplyBlocks ?? 0;
  return withLot(auction, lotId, { stops: kept, remainingBlocks: supply - blocksOf(kept) });
};

/** The clock stood still from the pause on. */
const resumed = (auction: Dutch, at: EpochMs): Dutch => {
  const open = openLot(auction);
  if (!open || !auction.pause) return auction;
  const [lotId, { stepAtMs }] = open;
  return withLot(auction, lotId, {
    stepAtMs: (stepAtMs + at - auction.pause.frozenAtMs) as EpochMs,
  });
};

/** The Dutch part after one more event. */
export const evolveDutch = (
  auction: Dutch,
  event: EventOf<'dutch'>,
  context: EventContext,
): Dutch => {
  switch (event.type) {
    case 'RoundOpened':
      return opened(auction, event);
    case 'BidAccepted':
      return withBid(auction, event, context);
    case 'PriceMoved':
      return priceMoved(auction, event);
    case 'RoundClosed':
      return closed(auction, event);
    case 'RoundsVoided':
      return voided(auction, event);
    case 'TeamExcluded':
      return event.keepBids ? auction : withoutTeam(auction, event.teamId);
    case 'AuctionResumed':
      return resumed(auction, context.at);
    default:
      return auction;
  }
};
