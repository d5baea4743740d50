// Whether a bid may be looked at at all: its moment and its team. What it says is its format's to judge.

import type { TeamId } from '../kernel/ids.ts';
import type { Rejection } from '../kernel/rejection.ts';
import type { EpochMs } from '../kernel/units.ts';
import type { AuctionState } from './types.ts';
import { reject } from '../kernel/rejection.ts';
import { formatOf } from './formats/all.ts';

/**
 * Refuses a bid that comes when no bid is taken (AUC8). A bid for a round that has closed is late whatever has
 * happened since, and is told both times (AUC6).
 */
export const checkMoment = (
  state: AuctionState,
  round: number,
  at: EpochMs,
): Rejection | undefined => {
  const closed = formatOf(state.rules).results(state)[round - 1];
  if (closed) return reject('bid/late', { round, atMs: at, closedAtMs: closed.closedAtMs });
  if (state.phase !== 'running') return reject('bid/not-running', { phase: state.phase });
  if (state.pause) return reject('bid/paused', { reason: state.pause.reason });
  if (round !== state.round || state.stage !== 'bidding') {
    return reject('bid/round-not-open', { round, openRound: state.round });
  }
  return undefined;
};

/** Refuses a team that may not bid at all (AUC4, AUC10). */
export const checkTeam = (state: AuctionState, teamId: TeamId): Rejection | undefined => {
  const excluded = state.excluded[teamId];
  if (excluded) return reject('bid/excluded', { reason: excluded.reason });
  if (state.accepted[teamId] !== state.rulesHash) {
    return reject('bid/rules-not-accepted', { rulesHash: state.rulesHash });
  }
  return undefined;
};
