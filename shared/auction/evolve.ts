// What each event makes of an auction: its format's part first, then what all formats keep. Never fails on an event
// that was once decided.

import type { EventContext } from '../kernel/decider.ts';
import type { AuctionId } from '../kernel/ids.ts';
import type { AuctionEvent, AuctionState, CommonState } from './types.ts';
import { durationMs, until } from '../kernel/units.ts';
import { formatOf } from './formats/all.ts';
import { evolveGuards } from './guards.ts';
import { evolveTerms, isOlderText } from './terms.ts';

type Event<Type extends AuctionEvent['type']> = AuctionEvent & { readonly type: Type };

/** A fresh draft; one made again keeps the eligibility that was set, unless the other side bids now. */
export const draftedAuction = (
  auctionId: AuctionId,
  event: Event<'AuctionDrafted'>,
  before: AuctionState | undefined,
): AuctionState => {
  const common: CommonState = {
    auctionId,
    phase: 'draft',
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
    guards: {},
    drafts: {},
    stage: null,
    round: 0,
    closesAtMs: null,
    nextRoundAtMs: null,
    pause: null,
    awards: [],
    unsoldLots: [],
    endReason: null,
  };
  return formatOf(event.rules).begin(common, event.rules);
};

/** Back to the end of a round (AUC11); which results count is the format's to say. */
const voided = <State extends AuctionState>(
  state: State,
  { toRound, seed, seedCommitment }: Event<'RoundsVoided'>,
): State => ({
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
});

const amended = <State extends AuctionState>(
  state: State,
  { rules, rulesHash }: Event<'RulesAmended'>,
): State => {
  // Rounds that are now opened by hand no longer open by time.
  const isByHand = 'rounds' in rules && rules.rounds === 'manual';
  return { ...state, rules, rulesHash, ...(isByHand && { nextRoundAtMs: null }) };
};

const extended = <State extends AuctionState>(
  state: State,
  { closesAtMs }: Event<'RoundExtended'>,
): State => {
  const { pause } = state;
  if (!pause || state.closesAtMs === null) return { ...state, closesAtMs };
  const remainingMs = durationMs(pause.remainingMs + until(state.closesAtMs, closesAtMs));
  return { ...state, closesAtMs, pause: { ...pause, remainingMs } };
};

const resumed = <State extends AuctionState>(
  state: State,
  { dueAtMs }: Event<'AuctionResumed'>,
): State =>
  state.stage === 'bidding'
    ? { ...state, pause: null, closesAtMs: dueAtMs }
    : { ...state, pause: null, nextRoundAtMs: state.nextRoundAtMs === null ? null : dueAtMs };

const paused = <State extends AuctionState>(
  state: State,
  event: Event<'AuctionPaused' | 'AuctionInterrupted'>,
  { at, by }: EventContext,
): State => {
  const { remainingMs } = event;
  const common = { sinceMs: at, remainingMs, resumesAtMs: null };
  if (event.type === 'AuctionPaused') {
    const bySeatId = by.kind === 'seat' ? by.seatId : null;
    const pause = {
      ...common,
      bySeatId,
      reason: event.reason,
      frozenAtMs: state.pause?.frozenAtMs ?? at,
      outage: null,
    };
    return { ...state, pause };
  }
  const { fromMs, toMs } = event;
  // An outage during the countdown of a resume: all stands still since the pause before it.
  const frozenAtMs = state.pause?.frozenAtMs ?? fromMs;
  const outage = { fromMs, toMs };
  return {
    ...state,
    pause: { ...common, bySeatId: null, reason: 'outage', frozenAtMs, outage },
  };
};

const ended = <State extends AuctionState>(
  state: State,
  { awards, unsoldLots, soldLots = awards.length }: Event<'AuctionEnded'>,
): State => ({
  ...state,
  phase: soldLots > 0 ? 'provisional' : 'no-sale',
  stage: null,
  nextRoundAtMs: null,
  // An award that is computed outside may come while its auction is paused.
  pause: null,
  awards,
  unsoldLots,
});

/** The part that all formats keep; events that only a format knows leave it alone. */
const evolveCommon = <State extends AuctionState>(
  state: State,
  event: AuctionEvent,
  context: EventContext,
): State => {
  switch (event.type) {
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
    case 'RoundOpened': {
      const { round, closesAtMs } = event;
      const nextRoundAtMs = null;
      return { ...state, phase: 'running', stage: 'bidding', round, closesAtMs, nextRoundAtMs };
    }
    case 'RoundClosed':
      return { ...state, stage: 'results', nextRoundAtMs: event.nextRoundAtMs };
    case 'AuctionPaused':
    case 'AuctionInterrupted':
      return paused(state, event, context);
    case 'ResumeAnnounced':
      return state.pause
        ? { ...state, pause: { ...state.pause, resumesAtMs: event.resumesAtMs } }
        : state;
    case 'AuctionResumed':
      return resumed(state, event);
    case 'RoundExtended':
      return extended(state, event);
    case 'RulesAmended':
      return amended(state, event);
    case 'RoundsVoided':
      return voided(state, event);
    case 'TeamExcluded': {
      const { teamId, keepBids, reason } = event;
      return { ...state, excluded: { ...state.excluded, [teamId]: { keepBids, reason } } };
    }
    case 'AuctionEnded':
      return ended(state, event);
    case 'AuctionCancelled': {
      const endReason = event.reason;
      return {
        ...state,
        phase: 'cancelled',
        stage: null,
        pause: null,
        nextRoundAtMs: null,
        endReason,
      };
    }
    case 'AuctionCertified':
      return { ...state, phase: 'certified' };
    default:
      return state;
  }
};

/** The state after one more event of an auction that was drafted. */
export const evolveAuction = (
  state: AuctionState,
  event: AuctionEvent,
  context: EventContext,
): AuctionState => {
  if (event.type === 'AuctionDrafted') return draftedAuction(state.auctionId, event, state);
  const own = formatOf(state.rules).evolve(state, event, context);
  const common = evolveGuards(evolveCommon(own, event, context), event, context);
  return evolveTerms(common, event, context);
};

/** When a tick may change something: a start, what an open round waits for, the next round, a resume. */
export const auctionWakeAt = (state: AuctionState) => {
  if (state.phase === 'scheduled') {
    return isOlderText(state) ? undefined : (state.startsAtMs ?? undefined);
  }
  if (state.phase !== 'running') return undefined;
  if (state.pause) return state.pause.resumesAtMs ?? undefined;
  if (state.stage === 'bidding') return formatOf(state.rules).wakeAt(state);
  return state.nextRoundAtMs ?? undefined;
};
