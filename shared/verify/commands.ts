// The command behind the events that came of it. The record holds what happened and not what was asked for, but each
// command leaves an event that says it.

import type {
  AuctionCommand,
  AuctionEvent,
  AuctionState,
  BidRequest,
  QuantityBid,
} from '../auction/types.ts';
import type { Actor } from '../kernel/decider.ts';
import type { EpochMs } from '../kernel/units.ts';
import { formatOf } from '../auction/formats/all.ts';
import { bidsIn } from '../auction/formats/clock-bids.ts';
import { instructionsIn } from '../auction/formats/instructions.ts';
import { answerOf } from '../auction/formats/answers.ts';
import { draftLike } from '../auction/guards.ts';
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

/** When and by whom a command was decided. */
interface Decided {
  readonly at: EpochMs;
  readonly by: Actor;
}

type Placed = AuctionEvent & { readonly type: 'BidAccepted' | 'BidRefused' };

/** What stands was meant; that it was asked about before is told to nobody but its team (GRD1, GRD2). */
const meant = (bid: BidRequest): BidRequest => ({ ...bid, confirmed: true });

const meantInClock = (bid: QuantityBid): QuantityBid => ({ ...bid, confirmed: true });

const behindBid = (state: AuctionState, event: Placed, by: Actor): AuctionCommand => {
  const { teamId, round } = event;
  const bid = event.type === 'BidAccepted' ? meant(event.bid) : event.bid;
  const reason = 'surrogateReason' in event ? event.surrogateReason : undefined;
  if (reason !== undefined) return { type: 'PlaceSurrogateBid', teamId, round, bid, reason };
  const [draftId, draft] = draftLike(state, event) ?? [];
  const isSecond = by.kind === 'seat' && draft !== undefined && draft.bySeatId !== by.seatId;
  return isSecond && draftId !== undefined
    ? { type: 'ConfirmDraft', teamId, draftId }
    : { type: 'PlaceBid', teamId, round, bid };
};

const behindAct = (
  state: AuctionState,
  event: AuctionEvent,
  { at, by }: Decided,
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
    case 'BidRefused':
      return behindBid(state, event, by);
    case 'BidQuestioned': {
      const { teamId, round, bid, isDraft, bids } = event;
      if (bids !== undefined) return { type: 'PlaceBids', teamId, round, bids: bidsIn(bids) };
      return { type: isDraft ? 'DraftBid' : 'PlaceBid', teamId, round, bid };
    }
    case 'BidsAccepted':
    case 'BidsRefused': {
      const { teamId, round } = event;
      const bids = bidsIn(event.bids);
      const said = event.type === 'BidsAccepted' ? bids.map(meantInClock) : bids;
      return { type: 'PlaceBids', teamId, round, bids: said };
    }
    case 'InstructionsSet': {
      const instructions = instructionsIn(event.instructions);
      return { type: 'SetInstructions', teamId: event.teamId, instructions };
    }
    case 'BidRetracted': {
      const { teamId, on, reason } = event;
      return { type: 'RetractBid', teamId, on, reason };
    }
    case 'BidGuardsSet':
      return { ...event, type: 'SetBidGuards' };
    case 'BidDrafted':
      return { ...event, type: 'DraftBid', bid: meant(event.bid) };
    case 'DraftDropped':
      return { ...event, type: 'DropDraft' };
    case 'TermsChanged': {
      const { sheetId } = state.terms ?? {};
      return sheetId === undefined ? undefined : { type: 'TakeTerms', sheetId, hash: event.hash };
    }
    case 'OlderTextConfirmed':
      return { type: 'ConfirmOlderText', hash: event.hash, reason: event.reason };
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
  decided: Decided,
): AuctionCommand | undefined => {
  const { at } = decided;
  const act = events.find(({ type }) => !OF_TIME.has(type) && type !== 'CloseMoved');
  const behind = act && behindAct(state, act, decided);
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
