// What time alone brings about: starts, closes, next rounds, resumes, and within a round whatever its format waits
// for. Commands never wait for it: whoever decides after a deadline decides on the state after it.

import type { DecideContext } from '../kernel/decider.ts';
import type { EpochMs } from '../kernel/units.ts';
import type { AuctionEvent, AuctionState } from './types.ts';
import { after } from '../kernel/units.ts';
import { auctionWakeAt, evolveAuction } from './evolve.ts';
import { formatOf } from './formats/all.ts';

/** Transitions that one instant can bring: resume, close, end, open. */
const MAX_STEPS = 8;

/** The event that opens round `round`, its length counted from `at`. */
export const roundOpening = (state: AuctionState, round: number, at: EpochMs): AuctionEvent =>
  formatOf(state.rules).open(state, round, at);

const dueOnce = (state: AuctionState, at: EpochMs): readonly AuctionEvent[] => {
  const due = auctionWakeAt(state);
  if (due === undefined || due > at) return [];
  if (state.phase === 'scheduled') return [roundOpening(state, 1, at)];
  if (state.pause) {
    return [{ type: 'AuctionResumed', dueAtMs: after(at, state.pause.remainingMs) }];
  }
  if (state.stage === 'bidding') return formatOf(state.rules).elapse(state, at);
  return [roundOpening(state, state.round + 1, at)];
};

export interface Elapsed {
  readonly state: AuctionState;
  readonly events: readonly AuctionEvent[];
}

/** The state after events of one decision; a final result is followed by the end of the auction. */
export const following = (
  state: AuctionState,
  events: readonly AuctionEvent[],
  context: DecideContext,
): Elapsed => {
  const all: AuctionEvent[] = [];
  let current = state;
  const apply = (event: AuctionEvent): void => {
    current = evolveAuction(current, event, context);
    all.push(event);
  };
  for (const event of events) {
    apply(event);
    if (event.type === 'RoundClosed' && event.result.isFinal) {
      const outcome = formatOf(current.rules).awards(current);
      apply({ type: 'AuctionEnded', ...outcome, seed: current.seed });
    }
  }
  return { state: current, events: all };
};

/** Everything that is due at the time of the decision, in order, and the state after it (AUC7). */
export const elapse = (state: AuctionState, context: DecideContext): Elapsed => {
  const events: AuctionEvent[] = [];
  let current = state;
  for (let step = 0; step < MAX_STEPS; step += 1) {
    const due = dueOnce(current, context.at);
    if (due.length === 0) break;
    const next = following(current, due, context);
    current = next.state;
    events.push(...next.events);
  }
  return { state: current, events };
};
