// What each event makes of an auction. Never fails on an event that was once decided.

import type { EventContext } from '../kernel/decider.ts';
import type { AuctionId, LotId, TeamId } from '../kernel/ids.ts';
import type { AuctionEvent, AuctionState, Bid, RoundResult } from './types.ts';
import type { ClockState, ClosedRound } from './formats/clock-state.ts';
import type { Mills } from '../kernel/units.ts';
import { durationMs, until } from '../kernel/units.ts';
import { unreachable } from '../kernel/decider.ts';

type Drafted = AuctionEvent & { readonly type: 'AuctionDrafted' };

const EMPTY_CLOCK: ClockState = {
  startPricesMills: {},
  clockPricesMills: {},
  book: {},
  eligibility: {},
  results: [],
};

/** A fresh draft; one made again keeps the eligibility that was set, unless the other side bids now. */
export const draftedAuction = (
  auctionId: AuctionId,
  event: Drafted,
  before: AuctionState | undefined,
): AuctionState => ({
  auctionId,
  phase: 'draft',
  rules: event.rules,
  rulesHash: '',
  lots: Object.fromEntries(event.lots.map((lot) => [lot.id, lot])),
  lotOrder: event.lots.map(({ id }) => id),
  reservesMills: event.reservesMills,
  seed: '',
  seedCommitment: '',
  startsAtMs: null,
  accepted: {},
  initialEligibility:
    before?.rules.direction === event.rules.direction ? before.initialEligibility : {},
  excluded: {},
  stage: null,
  round: 0,
  closesAtMs: null,
  nextRoundAtMs: null,
  pause: null,
  clock: EMPTY_CLOCK,
  awards: [],
  unsoldLots: [],
  endReason: null,
});

const withBid = (
  state: AuctionState,
  event: AuctionEvent & { readonly type: 'BidAccepted' },
  context: EventContext,
): AuctionState => {
  const { teamId, bid } = event;
  const placed: Bid = {
    commandId: context.id,
    quantityBlocks: bid.quantityBlocks,
    priceMills: bid.priceMills,
    atMs: context.at,
    bySeatId: context.by.kind === 'seat' ? context.by.seatId : null,
    isSurrogate: event.surrogateReason !== undefined,
  };
  const { book } = state.clock;
  const own = { ...book[teamId], [bid.lotId]: placed };
  return { ...state, clock: { ...state.clock, book: { ...book, [teamId]: own } } };
};

const opened = (
  state: AuctionState,
  event: AuctionEvent & { readonly type: 'RoundOpened' },
): AuctionState => ({
  ...state,
  phase: 'running',
  stage: 'bidding',
  round: event.round,
  closesAtMs: event.closesAtMs,
  nextRoundAtMs: null,
  clock: {
    ...state.clock,
    startPricesMills: event.startPricesMills,
    clockPricesMills: event.clockPricesMills,
    book: {},
    eligibility:
      event.round === 1 ? withoutDropped(state, state.initialEligibility) : state.clock.eligibility,
  },
});

/** Dropped teams have no points; an excluded team that keeps its bids needs them for those bids (AUC10). */
const withoutDropped = (
  state: AuctionState,
  eligibility: Readonly<Record<TeamId, number>>,
): Readonly<Record<TeamId, number>> =>
  Object.fromEntries(
    Object.entries(eligibility).map(([teamId, points]) => [
      teamId,
      state.excluded[teamId]?.keepBids === false ? 0 : points,
    ]),
  );

/** Posted prices that the next round starts from. */
export const postedPrices = (state: AuctionState): Readonly<Record<LotId, Mills>> => {
  const last = state.clock.results.at(-1);
  return Object.fromEntries(
    state.lotOrder.map((lotId) => [
      lotId,
      last?.lots[lotId]?.postedPriceMills ?? (state.lots[lotId]?.openingPriceMills as Mills),
    ]),
  );
};

/** Back to the end of a round: later results are dropped from the state, never from the record (AUC11). */
const voided = (
  state: AuctionState,
  { toRound, seed, seedCommitment }: AuctionEvent & { readonly type: 'RoundsVoided' },
): AuctionState => {
  const kept = state.clock.results.slice(0, toRound);
  // A team that was dropped in a later round stays dropped, in the round that counts now as well.
  const lastKept = kept.at(-1);
  const dropped = Object.keys(state.excluded);
  const last = lastKept && dropped.reduce((so, id) => withoutDemand(state, so, id), lastKept);
  const results = last ? [...kept.slice(0, -1), last] : [];
  return {
    ...state,
    phase: 'running',
    stage: 'results',
    round: toRound,
    closesAtMs: null,
    nextRoundAtMs: null,
    pause: null,
    awards: [],
    unsoldLots: [],
    ...(seed !== undefined && seedCommitment !== undefined && { seed, seedCommitment }),
    clock: {
      ...state.clock,
      results,
      book: {},
      startPricesMills: lastPrices(last, 'startPriceMills'),
      clockPricesMills: lastPrices(last, 'clockPriceMills'),
      eligibility: withoutDropped(state, last?.eligibility ?? state.initialEligibility),
    },
  };
};

const lastPrices = (
  result: RoundResult | undefined,
  key: 'startPriceMills' | 'clockPriceMills',
): Readonly<Record<LotId, Mills>> =>
  Object.fromEntries(Object.values(result?.lots ?? {}).map((lot) => [lot.lotId, lot[key]]));

const withoutTeam = <T>(record: Readonly<Record<TeamId, T>>, teamId: TeamId) =>
  Object.fromEntries(Object.entries(record).filter(([id]) => id !== teamId));

const excludedFrom = (
  state: AuctionState,
  { teamId, keepBids, reason }: AuctionEvent & { readonly type: 'TeamExcluded' },
): AuctionState => {
  const { clock } = state;
  const last = clock.results.at(-1);
  const excluded = { ...state.excluded, [teamId]: { keepBids, reason } };
  const now = { ...state, excluded };
  if (keepBids) return now;
  const eligibility = { ...clock.eligibility, [teamId]: 0 };
  const results = last ? [...clock.results.slice(0, -1), withoutDemand(now, last, teamId)] : [];
  return {
    ...now,
    clock: { ...clock, eligibility, book: withoutTeam(clock.book, teamId), results },
  };
};

/** The standing demand of a dropped team leaves a result; posted prices stay as they were (AUC10). */
const withoutDemand = (
  { excluded }: AuctionState,
  result: ClosedRound,
  teamId: TeamId,
): ClosedRound =>
  excluded[teamId]?.keepBids !== false
    ? result
    : {
        ...result,
        demand: withoutTeam(result.demand, teamId),
        eligibility: { ...result.eligibility, [teamId]: 0 },
        lots: Object.fromEntries(
          Object.entries(result.lots).map(([lotId, lot]) => [
            lotId,
            { ...lot, demandBlocks: lot.demandBlocks - (result.demand[teamId]?.[lotId] ?? 0) },
          ]),
        ),
      };

const closed = (
  state: AuctionState,
  { result, nextRoundAtMs }: AuctionEvent & { readonly type: 'RoundClosed' },
  { at }: EventContext,
): AuctionState => {
  const results = [...state.clock.results, { ...result, closedAtMs: state.closesAtMs ?? at }];
  const clock = { ...state.clock, eligibility: result.eligibility, results };
  return { ...state, stage: 'results', nextRoundAtMs, clock };
};

const extended = (
  state: AuctionState,
  { closesAtMs }: AuctionEvent & { readonly type: 'RoundExtended' },
): AuctionState => {
  const { pause } = state;
  if (!pause || state.closesAtMs === null) return { ...state, closesAtMs };
  const remainingMs = durationMs(pause.remainingMs + until(state.closesAtMs, closesAtMs));
  return { ...state, closesAtMs, pause: { ...pause, remainingMs } };
};

const resumed = (
  state: AuctionState,
  { dueAtMs }: AuctionEvent & { readonly type: 'AuctionResumed' },
): AuctionState =>
  state.stage === 'bidding'
    ? { ...state, pause: null, closesAtMs: dueAtMs }
    : { ...state, pause: null, nextRoundAtMs: state.nextRoundAtMs === null ? null : dueAtMs };

/** The state after one more event of an auction that was drafted. */
export const evolveAuction = (
  state: AuctionState,
  event: AuctionEvent,
  context: EventContext,
): AuctionState => {
  const bySeatId = context.by.kind === 'seat' ? context.by.seatId : null;
  switch (event.type) {
    case 'AuctionDrafted':
      return draftedAuction(state.auctionId, event, state);
    case 'EligibilitySet': {
      const { teamId, points } = event;
      return { ...state, initialEligibility: { ...state.initialEligibility, [teamId]: points } };
    }
    case 'AuctionScheduled': {
      const { rulesHash, startsAtMs, seed, seedCommitment } = event;
      return { ...state, phase: 'scheduled', rulesHash, startsAtMs, seed, seedCommitment };
    }
    case 'RulesAccepted':
      return { ...state, accepted: { ...state.accepted, [event.teamId]: event.rulesHash } };
    case 'RoundOpened':
      return opened(state, event);
    case 'BidAccepted':
      return withBid(state, event, context);
    case 'BidRefused':
      return state;
    case 'RoundClosed':
      return closed(state, event, context);
    case 'AuctionPaused': {
      const { reason, remainingMs } = event;
      const pause = { sinceMs: context.at, bySeatId, reason, remainingMs };
      return { ...state, pause: { ...pause, resumesAtMs: null, outage: null } };
    }
    case 'AuctionInterrupted': {
      const { fromMs, toMs, remainingMs } = event;
      const pause = { sinceMs: context.at, bySeatId: null, reason: 'outage', remainingMs };
      return { ...state, pause: { ...pause, resumesAtMs: null, outage: { fromMs, toMs } } };
    }
    case 'ResumeAnnounced':
      return state.pause
        ? { ...state, pause: { ...state.pause, resumesAtMs: event.resumesAtMs } }
        : state;
    case 'AuctionResumed':
      return resumed(state, event);
    case 'RoundExtended':
      return extended(state, event);
    case 'RulesAmended':
      return {
        ...state,
        rules: event.rules,
        rulesHash: event.rulesHash,
        // Rounds that are now opened by hand no longer open by time.
        nextRoundAtMs: event.rules.rounds === 'manual' ? null : state.nextRoundAtMs,
      };
    case 'RoundsVoided':
      return voided(state, event);
    case 'TeamExcluded':
      return excludedFrom(state, event);
    case 'AuctionEnded': {
      const { awards, unsoldLots } = event;
      const phase = awards.length > 0 ? 'provisional' : 'no-sale';
      return { ...state, phase, stage: null, nextRoundAtMs: null, awards, unsoldLots };
    }
    case 'AuctionCancelled':
      return {
        ...state,
        phase: 'cancelled',
        stage: null,
        pause: null,
        nextRoundAtMs: null,
        endReason: event.reason,
      };
    case 'AuctionCertified':
      return { ...state, phase: 'certified' };
    default:
      return unreachable(event);
  }
};

/** When a tick may change something: a start, a close, the next round, a resume. */
export const auctionWakeAt = (state: AuctionState) => {
  if (state.phase === 'scheduled') return state.startsAtMs ?? undefined;
  if (state.phase !== 'running') return undefined;
  if (state.pause) return state.pause.resumesAtMs ?? undefined;
  return (state.stage === 'bidding' ? state.closesAtMs : state.nextRoundAtMs) ?? undefined;
};
