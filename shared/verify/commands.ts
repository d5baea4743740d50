// The command behind the events that came of it. The record holds what happened and not what was asked for, but each
// command leaves an event that says it.

import type { AuctionCommand, AuctionEvent, AuctionState } from '../auction/types.ts';
import type { EpochMs } from '../kernel/units.ts';
import { formatOf } from '../auction/formats/all.ts';
import { bidsIn } from '../auction/formats/clock-bids.ts';
import { instructionsIn } from '../auction/formats/instructions.ts';
import { answerOf } from '../auction/formats/answers.ts';
import { elapse } from '../auction/timeline.ts';
import { SYSTEM } from '../kernel/decider.ts';
import { until } from '../kernel/units.ts';

/** What time alone brings; it may come before the event of any command. */
const OF_TIME: ReadonlySet<AuctionEvent['type']> = new Set<AuctionEvent['type']>([
  'RoundClosed',
  'BookFrozen',
  'LotsClosed',
  'AuctionEnded',
  'AuctionResumed',
  'RoundOpened',
  'PriceMoved',
]);

const closesAtBy = (state: AuctionState, at: EpochMs): EpochMs | null => {
  const context = { by: SYSTEM, id: '', at, entropy: () => '' };
  return elapse(state, context).state.closesAtMs;
};

const behindAct = (
  state: AuctionState,
  event: AuctionEvent,
  at: EpochMs,
): AuctionCommand | undefined => {
  switch (event.type) {
    case 'AuctionDrafted':
      return { ...event, type: 'DraftAuction' };
    case 'EligibilitySet':
      return { ...event, type: 'SetEligibility' };
    case 'AuctionScheduled':
      return {
        type: 'ScheduleAuction',
        ...(event.startsAtMs !== null && { startsAtMs: event.startsAtMs }),
      };
    case 'RulesAccepted':
      return { ...event, type: 'AcceptRules' };
    case 'BidAccepted':
    case 'BidRefused': {
      const { teamId, round, bid } = event;
      const reason = 'surrogateReason' in event ? event.surrogateReason : undefined;
      return reason === undefined
        ? { type: 'PlaceBid', teamId, round, bid }
        : { type: 'PlaceSurrogateBid', teamId, round, bid, reason };
    }
    case 'BidsAccepted':
    case 'BidsRefused': {
      const { teamId, round } = event;
      return { type: 'PlaceBids', teamId, round, bids: bidsIn(event.bids) };
    }
    case 'InstructionsSet': {
      const instructions = instructionsIn(event.instructions);
      return { type: 'SetInstructions', teamId: event.teamId, instructions };
    }
    case 'AuctionPaused':
      return { type: 'PauseAuction', reason: event.reason };
    case 'AuctionInterrupted':
      return { type: 'InterruptAuction', fromMs: event.fromMs, toMs: event.toMs };
    case 'ResumeAnnounced':
      return { type: 'ResumeAuction', countdownMs: until(at, event.resumesAtMs) };
    case 'RoundExtended': {
      const before = closesAtBy(state, at);
      if (before === null) return undefined;
      return { type: 'ExtendRound', byMs: until(before, event.closesAtMs), reason: event.reason };
    }
    case 'RulesAmended':
      return { type: 'AmendRules', rules: event.rules, reason: event.reason };
    case 'RoundsVoided':
      return { type: 'VoidRounds', toRound: event.toRound, reason: event.reason };
    case 'TeamExcluded': {
      const { teamId, keepBids, reason } = event;
      return { type: 'ExcludeTeam', teamId, keepBids, reason };
    }
    case 'AuctionCancelled':
      return { type: 'CancelAuction', reason: event.reason };
    case 'AuctionCertified':
      return { type: 'CertifyAuction' };
    default:
      return undefined;
  }
};

/** What time alone does to the auction by an instant, as the types of its events. */
const elapsedTypes = (state: AuctionState, at: EpochMs): readonly string[] => {
  const context = { by: SYSTEM, id: '', at, entropy: () => '' };
  return elapse(state, context).events.map(({ type }) => type);
};

/**
 * The command of which these events of one auction came, on the state before it; undefined when none is known. Events
 * that time alone explains came of a tick.
 */
export const commandBehind = (
  state: AuctionState,
  events: readonly AuctionEvent[],
  at: EpochMs,
): AuctionCommand | undefined => {
  const act = events.find(({ type }) => !OF_TIME.has(type) && type !== 'CloseMoved');
  const behind = act && behindAct(state, act, at);
  if (behind) return behind;
  // The award is computed again, not taken from the record.
  const asked = formatOf(state.rules).asks?.(state);
  if (asked && events.some(({ type }) => type === 'RoundClosed')) {
    return { type: 'SettleAward', answer: answerOf(asked) };
  }
  const due = elapsedTypes(state, at);
  if (due.length === events.length) return { type: 'TickAuction' };
  // One more round than time opens was opened by hand.
  const isFirst = due.length === 0 && state.phase === 'scheduled';
  return { type: isFirst ? 'StartAuction' : 'OpenRound' };
};
