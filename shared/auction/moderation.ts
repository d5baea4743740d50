// What a moderator may do to a running auction, and what an outage does to it. No format is known here.

import type { AuctionContext } from './context.ts';
import type { AuctionCommand, AuctionEvent, AuctionState } from './types.ts';
import type { Decision } from '../kernel/decider.ts';
import type { Moderation } from './formats/format.ts';
import { accept, refuse } from '../kernel/decider.ts';
import { reject } from '../kernel/rejection.ts';
import { after, durationMs, until } from '../kernel/units.ts';
import { formatOf } from './formats/all.ts';
import { MIN_COUNTDOWN_MS } from './rule-bounds.ts';
import { seedCommitment } from './ties.ts';
import { roundOpening } from './timeline.ts';

type Deciding = Decision<AuctionEvent>;

/** Stops whatever runs, with exactly what was left of it (AUC8). */
export const pause = (state: AuctionState, reason: string, context: AuctionContext): Deciding => {
  if (state.pause) return refuse<AuctionEvent>(reject('auction/already-paused'));
  const due = state.stage === 'bidding' ? state.closesAtMs : state.nextRoundAtMs;
  const remainingMs = due === null ? durationMs(0) : until(context.at, due);
  return accept<AuctionEvent>({ type: 'AuctionPaused', reason, remainingMs });
};

/** Announces that what was paused goes on after a countdown (AUC8). */
export const resume = (
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

/** Moves the close of the open round, as far as its format lets it (AUC9). */
export const extend = (
  state: AuctionState,
  { byMs, reason }: AuctionCommand & { readonly type: 'ExtendRound' },
): Deciding => {
  if (state.stage !== 'bidding' || state.closesAtMs === null) {
    return refuse<AuctionEvent>(reject('auction/no-open-round'));
  }
  if (byMs === 0) return refuse<AuctionEvent>(reject('auction/nothing-to-extend'));
  const closesAtMs = after(state.closesAtMs, byMs);
  const wrong = formatOf(state.rules).checkExtension?.(state, closesAtMs);
  if (wrong) return refuse<AuctionEvent>(wrong);
  return accept<AuctionEvent>({ type: 'RoundExtended', closesAtMs, reason });
};

/** Opens the next round at once, by hand or to cut a gap short (AUC7). */
export const openRound = (state: AuctionState, context: AuctionContext): Deciding => {
  if (state.pause) return refuse<AuctionEvent>(reject('auction/paused'));
  if (state.stage !== 'results') return refuse<AuctionEvent>(reject('auction/round-open'));
  return accept<AuctionEvent>(roundOpening(state, state.round + 1, context.at));
};

/** Goes back to the end of an earlier round (AUC11). */
export const voidRounds = (
  state: AuctionState,
  { toRound, reason }: AuctionCommand & { readonly type: 'VoidRounds' },
  context: AuctionContext,
): Deciding => {
  const closed = formatOf(state.rules).results(state).length;
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

/** An act together with what the format makes of it at once. */
export const settled = (state: AuctionState, event: Moderation): readonly AuctionEvent[] => [
  event,
  ...(formatOf(state.rules).settle?.(state, event) ?? []),
];

/** Takes a team out, with or without its standing bids (AUC10). */
export const exclude = (
  state: AuctionState,
  { teamId, keepBids, reason }: AuctionCommand & { readonly type: 'ExcludeTeam' },
  context: AuctionContext,
): Deciding => {
  if (!context.bidders.includes(teamId)) {
    return refuse<AuctionEvent>(reject('auction/unknown-team', { teamId }));
  }
  if (state.excluded[teamId]) return refuse<AuctionEvent>(reject('auction/already-excluded'));
  return accept<AuctionEvent>(
    ...settled(state, { type: 'TeamExcluded', teamId, keepBids, reason }),
  );
};

/** Sets the points of a team, where the format counts points. */
export const setEligibility = (
  state: AuctionState,
  { teamId, points }: AuctionCommand & { readonly type: 'SetEligibility' },
  context: AuctionContext,
): Deciding => {
  if (!context.bidders.includes(teamId)) {
    return refuse<AuctionEvent>(reject('auction/unknown-team', { teamId }));
  }
  if (!formatOf(state.rules).usesEligibility) {
    return refuse<AuctionEvent>(reject('auction/no-points', { format: state.rules.format }));
  }
  return accept<AuctionEvent>({ type: 'EligibilitySet', teamId, points });
};

/** Comes back paused after an outage of all nodes with what was left at its beginning (AUC15). */
export const interrupt = (
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
