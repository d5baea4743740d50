// Decides commands on one auction. Who may give which command is not asked here (room/seats.ts); what the rules
// allow at this moment is.

import type { Decision } from '../kernel/decider.ts';
import type { AuctionCommand, AuctionEvent, AuctionState, Lot, Phase, Rules } from './types.ts';
import type { AuctionContext } from './context.ts';
import { accept, refuse, unreachable } from '../kernel/decider.ts';
import { hashOf } from '../kernel/hash.ts';
import { reject } from '../kernel/rejection.ts';
import { checkLots, checkRules } from './check-rules.ts';
import { evolveAuction } from './evolve.ts';
import { formatOf } from './formats/all.ts';
import { dropDraft, setGuards } from './guards.ts';
import {
  exclude,
  extend,
  interrupt,
  openRound,
  pause,
  resume,
  setEligibility,
  settled,
  voidRounds,
} from './moderation.ts';
import { actOfFormat, confirmDraft, draftBid, placeBid } from './place-bids.ts';
import { retractBid } from './retraction.ts';
import { rulesHashOf } from './rules-hash.ts';
import { confirmOlderText, namedTerms, rulesForText, takeTerms } from './terms-acts.ts';
import { heldForTerms, textInForce } from './terms.ts';
import { elapse, following, roundOpening } from './timeline.ts';
import { seedCommitment } from './ties.ts';

type Deciding = Decision<AuctionEvent>;

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
  const { rules, lots, reservesMills } = command;
  const wrong = checkRules(rules, lots) ?? checkLots(lots, reservesMills);
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
  const hasPoints = Object.values(state.initialEligibility).some((points) => points > 0);
  if (formatOf(state.rules).usesEligibility && !hasPoints) {
    return refuse<AuctionEvent>(reject('auction/no-eligibility'));
  }
  const terms = namedTerms(state.rules, context);
  if ('code' in terms) return refuse<AuctionEvent>(terms);
  const seed = context.entropy();
  return accept<AuctionEvent>(
    {
      type: 'AuctionScheduled',
      rulesHash: rulesHashOf(state.auctionId, state.rules, lotsOf(state)),
      startsAtMs,
      seed,
      seedCommitment: seedCommitment(seed),
    },
    ...terms,
  );
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

/** Takes what was found outside for the book that awaits its award, once it is checked (PKG5). */
const settleAward = (
  state: AuctionState,
  { answer }: AuctionCommand & { readonly type: 'SettleAward' },
  context: AuctionContext,
): Deciding => {
  const found = formatOf(state.rules).answered?.(state, answer);
  if (!found) return refuse<AuctionEvent>(reject('award/not-asked'));
  if ('rejection' in found) return refuse<AuctionEvent>(found.rejection);
  return accept<AuctionEvent>(...following(state, found.events, context).events);
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
  if (rules.format !== state.rules.format) {
    return refuse<AuctionEvent>(reject('auction/format-fixed', { format: state.rules.format }));
  }
  // What was bid under one promise of secrecy is not shown under another.
  if (state.phase === 'running' && hashOf(rules.information) !== hashOf(state.rules.information)) {
    return refuse<AuctionEvent>(reject('auction/information-fixed'));
  }
  // Which text is meant changes with the sheet and the moderator's word alone (TRM5).
  if (rules.termsHash !== (state.terms && textInForce(state.terms))) {
    return refuse<AuctionEvent>(reject('auction/terms-fixed'));
  }
  const wrong = checkRules(rules, lotsOf(state));
  if (wrong) return refuse<AuctionEvent>(wrong);
  const rulesHash = rulesHashOf(state.auctionId, rules, lotsOf(state));
  if (rulesHash === state.rulesHash) return refuse<AuctionEvent>(reject('auction/nothing-changed'));
  return accept<AuctionEvent>(
    ...settled(state, { type: 'RulesAmended', rules, rulesHash, reason }),
  );
};

/** Rounds that follow an end are for the text that was confirmed after it (TRM5). */
const inTextInForce = (
  state: AuctionState,
  decision: Deciding,
  context: AuctionContext,
): Deciding => {
  const [voided] = decision.events;
  if (!decision.ok || !voided || !state.terms) return decision;
  const next = evolveAuction(state, voided, context);
  return accept(...decision.events, ...rulesForText(next, 'the text that was confirmed'));
};

const RUNNING: readonly Phase[] = ['running'];
const BEFORE_ROUND_1: readonly Phase[] = ['draft', 'scheduled'];
const UNFINISHED: readonly Phase[] = ['draft', 'scheduled', 'running', 'provisional'];

/** In which phases a command can mean anything (AUC2). */
const PHASES: Partial<Record<AuctionCommand['type'], readonly Phase[]>> = {
  SetEligibility: BEFORE_ROUND_1,
  SetBidGuards: ['scheduled', 'running'],
  RetractBid: RUNNING,
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
  SettleAward: RUNNING,
  SetInstructions: ['scheduled', 'running'],
  ConfirmOlderText: ['scheduled', 'running', 'provisional', 'no-sale'],
};

const decideOn = (
  state: AuctionState,
  command: AuctionCommand,
  context: AuctionContext,
): Deciding => {
  const phases = PHASES[command.type];
  if (phases && !phases.includes(state.phase)) return wrongPhase(state.phase);
  const held = heldForTerms(state, command);
  if (held) return refuse<AuctionEvent>(held);
  switch (command.type) {
    case 'DraftAuction':
      return draft(state, command);
    case 'SetEligibility':
      return setEligibility(state, command, context);
    case 'ScheduleAuction':
      return schedule(state, command.startsAtMs ?? null, context);
    case 'AcceptRules':
      return acceptRules(state, command, context);
    case 'StartAuction':
      return accept<AuctionEvent>(roundOpening(state, 1, context.at));
    case 'PlaceBid':
    case 'PlaceSurrogateBid':
      return placeBid(state, command, context);
    case 'PlaceBids':
    case 'SetInstructions':
      return actOfFormat(state, command, context);
    case 'SetBidGuards':
      return setGuards(state, command, context);
    case 'DraftBid':
      return draftBid(state, command, context);
    case 'ConfirmDraft':
      return confirmDraft(state, command, context);
    case 'DropDraft':
      return dropDraft(state, command);
    case 'RetractBid':
      return retractBid(state, command, context);
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
      return inTextInForce(state, voidRounds(state, command, context), context);
    case 'ExcludeTeam':
      return exclude(state, command, context);
    case 'CancelAuction':
      return accept<AuctionEvent>({ type: 'AuctionCancelled', reason: command.reason });
    case 'CertifyAuction':
      return accept<AuctionEvent>({ type: 'AuctionCertified' });
    case 'TakeTerms':
      return takeTerms(state, command, context);
    case 'ConfirmOlderText':
      return confirmOlderText(state, command, context);
    case 'SettleAward':
      return settleAward(state, command, context);
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
