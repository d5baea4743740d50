// Decides commands on one auction. Who may give which command is not asked here (room/seats.ts); what the rules
// allow at this moment is.

import type { DecideContext, Decision } from '../kernel/decider.ts';
import type { AuctionId, TeamId } from '../kernel/ids.ts';
import type { AuctionCommand, AuctionEvent, AuctionState, Lot, Phase, Rules } from './types.ts';
import { accept, refuse, unreachable } from '../kernel/decider.ts';
import { hashOf } from '../kernel/hash.ts';
import { reject } from '../kernel/rejection.ts';
import { after, durationMs, until } from '../kernel/units.ts';
import { MIN_COUNTDOWN_MS, checkLots, checkRules } from './check-rules.ts';
import { checkClockBid } from './formats/clock-bid.ts';
import { elapse, roundOpening } from './timeline.ts';
import { seedCommitment } from './ties.ts';

export interface AuctionContext extends DecideContext {
  readonly auctionId: AuctionId;
  /** Teams of the side that bids. */
  readonly bidders: readonly TeamId[];
}

type Deciding = Decision<AuctionEvent>;

/** Hash that teams accept: auction, rules and lots, in the order of the lots (AUC3). */
export const rulesHashOf = (auctionId: AuctionId, rules: Rules, lots: readonly Lot[]): string =>
  hashOf({ auctionId, rules, lots });

/** The side that bids. The other one sells (forward) or buys (descending). */
export const biddingSide = (rules: Pick<Rules, 'direction'>): 'carrier' | 'shipper' =>
  rules.direction === 'forward' ? 'shipper' : 'carrier';

const wrongPhase = (phase: Phase): Deciding =>
  refuse<AuctionEvent>(reject('auction/wrong-phase', { phase }));

const lotsOf = (state: AuctionState): readonly Lot[] =>
  state.lotOrder.flatMap((lotId) => state.lots[lotId] ?? []);

const draft = (
  state: AuctionState | undefined,
  command: AuctionCommand & { readonly type: 'DraftAuction' },
): Deciding => {
  if (state && state.phase !== 'draft') return wrongPhase(state.phase);
  const wrong = checkRules(command.rules) ?? checkLots(command.lots, command.reservesMills);
  if (wrong) return refuse<AuctionEvent>(wrong);
  return accept<AuctionEvent>({ ...command, type: 'AuctionDrafted' });
};

const schedule = (
  state: AuctionState,
  startsAtMs: AuctionState['startsAtMs'],
  context: AuctionContext,
): Deciding => {
  if (state.phase !== 'draft') return wrongPhase(state.phase);
  if (startsAtMs !== null && startsAtMs <= context.at) {
    return refuse<AuctionEvent>(reject('auction/start-passed', { atMs: context.at }));
  }
  if (!Object.values(state.initialEligibility).some((points) => points > 0)) {
    return refuse<AuctionEvent>(reject('auction/no-eligibility'));
  }
  const seed = context.entropy();
  return accept<AuctionEvent>({
    type: 'AuctionScheduled',
    rulesHash: rulesHashOf(state.auctionId, state.rules, lotsOf(state)),
    startsAtMs,
    seed,
    seedCommitment: seedCommitment(seed),
  });
};

const acceptRules = (
  state: AuctionState,
  { teamId, rulesHash }: AuctionCommand & { readonly type: 'AcceptRules' },
  context: AuctionContext,
): Deciding => {
  if (!context.bidders.includes(teamId)) {
    return refuse<AuctionEvent>(reject('auction/unknown-team', { teamId }));
  }
  if (state.phase !== 'scheduled' && state.phase !== 'running') return wrongPhase(state.phase);
  if (rulesHash !== state.rulesHash) {
    return refuse<AuctionEvent>(reject('auction/rules-changed', { rulesHash: state.rulesHash }));
  }
  if (state.accepted[teamId] === rulesHash) return accept<AuctionEvent>();
  return accept<AuctionEvent>({ type: 'RulesAccepted', teamId, rulesHash });
};

type BidCommand = AuctionCommand & { readonly type: 'PlaceBid' | 'PlaceSurrogateBid' };

/** A refused bid is recorded as well (AUC5); it changes nothing but the record. */
const placeBid = (state: AuctionState, command: BidCommand, context: AuctionContext): Deciding => {
  const { teamId, round, bid } = command;
  const rejection = checkClockBid(state, teamId, { round, bid, at: context.at });
  if (rejection) {
    return refuse<AuctionEvent>(rejection, { type: 'BidRefused', teamId, round, bid, rejection });
  }
  const reason =
    command.type === 'PlaceSurrogateBid' ? { surrogateReason: command.reason } : undefined;
  return accept<AuctionEvent>({ type: 'BidAccepted', teamId, round, bid, ...reason });
};

const pause = (state: AuctionState, reason: string, context: AuctionContext): Deciding => {
  if (state.pause) return refuse<AuctionEvent>(reject('auction/already-paused'));
  const due = state.stage === 'bidding' ? state.closesAtMs : state.nextRoundAtMs;
  const remainingMs = due === null ? durationMs(0) : until(context.at, due);
  return accept<AuctionEvent>({ type: 'AuctionPaused', reason, remainingMs });
};

const resume = (
  state: AuctionState,
  { countdownMs }: AuctionCommand & { readonly type: 'ResumeAuction' },
  context: AuctionContext,
): Deciding => {
  if (!state.pause) return refuse<AuctionEvent>(reject('auction/not-paused'));
  const wait = countdownMs ?? state.rules.resumeCountdownMs;
  if (wait < MIN_COUNTDOWN_MS) {
    return refuse<AuctionEvent>(
      reject('auction/countdown-too-short', { minimumMs: MIN_COUNTDOWN_MS }),
    );
  }
  return accept<AuctionEvent>({ type: 'ResumeAnnounced', resumesAtMs: after(context.at, wait) });
};

const extend = (
  state: AuctionState,
  { byMs, reason }: AuctionCommand & { readonly type: 'ExtendRound' },
): Deciding => {
  if (state.stage !== 'bidding' || state.closesAtMs === null) {
    return refuse<AuctionEvent>(reject('auction/no-open-round'));
  }
  if (byMs === 0) return refuse<AuctionEvent>(reject('auction/nothing-to-extend'));
  const closesAtMs = after(state.closesAtMs, byMs);
  return accept<AuctionEvent>({ type: 'RoundExtended', closesAtMs, reason });
};

const amend = (
  state: AuctionState,
  { rules, reason }: AuctionCommand & { readonly type: 'AmendRules' },
): Deciding => {
  const isBetween = state.phase === 'scheduled' || state.stage === 'results' || state.pause;
  if (!isBetween) return refuse<AuctionEvent>(reject('auction/round-open'));
  if (rules.direction !== state.rules.direction) {
    return refuse<AuctionEvent>(reject('auction/direction-fixed'));
  }
  // What was bid under one promise of secrecy is not shown under another.
  if (state.phase === 'running' && hashOf(rules.information) !== hashOf(state.rules.information)) {
    return refuse<AuctionEvent>(reject('auction/information-fixed'));
  }
  const wrong = checkRules(rules);
  if (wrong) return refuse<AuctionEvent>(wrong);
  const rulesHash = rulesHashOf(state.auctionId, rules, lotsOf(state));
  if (rulesHash === state.rulesHash) return refuse<AuctionEvent>(reject('auction/nothing-changed'));
  return accept<AuctionEvent>({ type: 'RulesAmended', rules, rulesHash, reason });
};

const openRound = (state: AuctionState, context: AuctionContext): Deciding => {
  if (state.pause) return refuse<AuctionEvent>(reject('auction/paused'));
  if (state.stage !== 'results') return refuse<AuctionEvent>(reject('auction/round-open'));
  return accept<AuctionEvent>(roundOpening(state, state.round + 1, context.at));
};

const voidRounds = (
  state: AuctionState,
  { toRound, reason }: AuctionCommand & { readonly type: 'VoidRounds' },
  context: AuctionContext,
): Deciding => {
  const closed = state.clock.results.length;
  // Voiding to the last closed round takes back the open one; without an open one there is nothing to take back.
  const isSomething = toRound < closed || (toRound === closed && state.stage === 'bidding');
  if (!isSomething) {
    return refuse<AuctionEvent>(reject('auction/nothing-to-void', { lastRound: closed }));
  }
  if (state.phase === 'running') {
    return accept<AuctionEvent>({ type: 'RoundsVoided', toRound, reason });
  }
  // The end has shown the seed; rounds that follow need one that nobody knows (AUC12).
  const seed = context.entropy();
  const fresh = { seed, seedCommitment: seedCommitment(seed) };
  return accept<AuctionEvent>({ type: 'RoundsVoided', toRound, reason, ...fresh });
};

const exclude = (
  state: AuctionState,
  { teamId, keepBids, reason }: AuctionCommand & { readonly type: 'ExcludeTeam' },
  context: AuctionContext,
): Deciding => {
  if (!context.bidders.includes(teamId)) {
    return refuse<AuctionEvent>(reject('auction/unknown-team', { teamId }));
  }
  if (state.excluded[teamId]) return refuse<AuctionEvent>(reject('auction/already-excluded'));
  return accept<AuctionEvent>({ type: 'TeamExcluded', teamId, keepBids, reason });
};

const setEligibility = (
  { teamId, points }: AuctionCommand & { readonly type: 'SetEligibility' },
  context: AuctionContext,
): Deciding => {
  if (!context.bidders.includes(teamId)) {
    return refuse<AuctionEvent>(reject('auction/unknown-team', { teamId }));
  }
  return accept<AuctionEvent>({ type: 'EligibilitySet', teamId, points });
};

const interrupt = (
  state: AuctionState,
  { fromMs, toMs }: AuctionCommand & { readonly type: 'InterruptAuction' },
): Deciding => {
  const isShort = until(fromMs, toMs) <= state.rules.outageMs;
  const isWaiting = state.pause ? state.pause.resumesAtMs === null : false;
  const due = state.stage === 'bidding' ? state.closesAtMs : state.nextRoundAtMs;
  if (state.phase !== 'running' || isShort || isWaiting || due === null) {
    return accept<AuctionEvent>();
  }
  // An outage during the countdown of a resume: what was left is what the pause had kept.
  const remainingMs = state.pause?.remainingMs ?? until(fromMs, due);
  return accept<AuctionEvent>({ type: 'AuctionInterrupted', fromMs, toMs, remainingMs });
};

const RUNNING: readonly Phase[] = ['running'];
const BEFORE_ROUND_1: readonly Phase[] = ['draft', 'scheduled'];
const UNFINISHED: readonly Phase[] = ['draft', 'scheduled', 'running', 'provisional'];

/** In which phases a command can mean anything (AUC2). */
const PHASES: Partial<Record<AuctionCommand['type'], readonly Phase[]>> = {
  SetEligibility: BEFORE_ROUND_1,
  StartAuction: ['scheduled'],
  PauseAuction: RUNNING,
  ResumeAuction: RUNNING,
  ExtendRound: RUNNING,
  AmendRules: ['scheduled', 'running'],
  OpenRound: RUNNING,
  VoidRounds: ['running', 'provisional', 'no-sale'],
  ExcludeTeam: ['scheduled', 'running'],
  CancelAuction: UNFINISHED,
  CertifyAuction: ['provisional'],
};

const decideOn = (
  state: AuctionState,
  command: AuctionCommand,
  context: AuctionContext,
): Deciding => {
  const phases = PHASES[command.type];
  if (phases && !phases.includes(state.phase)) return wrongPhase(state.phase);
  switch (command.type) {
    case 'DraftAuction':
      return draft(state, command);
    case 'SetEligibility':
      return setEligibility(command, context);
    case 'ScheduleAuction':
      return schedule(state, command.startsAtMs ?? null, context);
    case 'AcceptRules':
      return acceptRules(state, command, context);
    case 'StartAuction':
      return accept<AuctionEvent>(roundOpening(state, 1, context.at));
    case 'PlaceBid':
    case 'PlaceSurrogateBid':
      return placeBid(state, command, context);
    case 'PauseAuction':
      return pause(state, command.reason, context);
    case 'ResumeAuction':
      return resume(state, command, context);
    case 'ExtendRound':
      return extend(state, command);
    case 'AmendRules':
      return amend(state, command);
    case 'OpenRound':
      return openRound(state, context);
    case 'VoidRounds':
      return voidRounds(state, command, context);
    case 'ExcludeTeam':
      return exclude(state, command, context);
    case 'CancelAuction':
      return accept<AuctionEvent>({ type: 'AuctionCancelled', reason: command.reason });
    case 'CertifyAuction':
      return accept<AuctionEvent>({ type: 'AuctionCertified' });
    case 'TickAuction':
      return accept<AuctionEvent>();
    case 'InterruptAuction':
      return interrupt(state, command);
    default:
      return unreachable(command);
  }
};

/**
 * Decides one command on the auction as it stands at `context.at`: what was due by then has happened first and is
 * part of the answer's events (AUC7). A bid is judged against the round it was made for, so a late one is told both times.
 */
export const decideAuction = (
  state: AuctionState | undefined,
  command: AuctionCommand,
  context: AuctionContext,
): Deciding => {
  if (!state) {
    return command.type === 'DraftAuction'
      ? draft(undefined, command)
      : refuse<AuctionEvent>(reject('auction/unknown', { auctionId: context.auctionId }));
  }
  if (command.type === 'InterruptAuction') return interrupt(state, command);
  const now = elapse(state, context);
  const decision = decideOn(now.state, command, context);
  // A refusal changes nothing but the record: what is due is left to the tick that comes anyway.
  return decision.ok ? accept(...now.events, ...decision.events) : decision;
};
