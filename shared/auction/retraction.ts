// Taking a bid back: the moderator's, with a reason, and only before anybody acted on it (rules GRD5, GRD6).

import type { Decision } from '../kernel/decider.ts';
import type { AuctionContext } from './context.ts';
import type { AuctionCommand, AuctionEvent, AuctionState } from './types.ts';
import { accept, refuse } from '../kernel/decider.ts';
import { reject } from '../kernel/rejection.ts';
import { formatOf } from './formats/all.ts';

/**
 * Takes back what a team has bid in the open round on a lot, or as a package. Where bids are secret it says nothing of
 * whether there was one: the moderator must not learn that by asking (INF3).
 */
export const retractBid = (
  state: AuctionState,
  { teamId, on, reason }: AuctionCommand & { readonly type: 'RetractBid' },
  { bidders }: AuctionContext,
): Decision<AuctionEvent> => {
  const { round, rules, stage } = state;
  if (!bidders.includes(teamId)) return refuse(reject('auction/unknown-team', { teamId }));
  if (stage !== 'bidding') return refuse(reject('retract/closed', { round }));
  if (rules.format !== 'package' && !state.lots[on]) {
    return refuse(reject('bid/unknown-lot', { lotId: on }));
  }
  const done = formatOf(rules).retract?.(state, teamId, on);
  if (!done) return refuse(reject('retract/acted-on', { on }));
  if ('code' in done) return refuse(done);
  return accept<AuctionEvent>({ type: 'BidRetracted', teamId, round, on, reason }, ...done);
};
