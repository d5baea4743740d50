// Decides bids: placed, entered for a team, drafted and confirmed, several at once. Judged by the rules first, then by
// what guards the team that bids (guards.ts).

import type { Decision } from '../kernel/decider.ts';
import type { Rejection } from '../kernel/rejection.ts';
import type { EpochMs } from '../kernel/units.ts';
import type { AuctionContext } from './context.ts';
import type { OwnCommand } from './formats/format.ts';
import type { AuctionCommand, AuctionEvent, AuctionState } from './types.ts';
import { accept, refuse } from '../kernel/decider.ts';
import { reject } from '../kernel/rejection.ts';
import { checkMoment, checkTeam } from './bid-door.ts';
import { evolveAuction } from './evolve.ts';
import { formatOf } from './formats/all.ts';
import {
  asksSecond,
  draftFor,
  holdDraft,
  instructionsQuestion,
  questionOf,
  questionOfSeveral,
  saysConfirmed,
  unlikelyPrice,
  withoutConfirmed,
} from './guards.ts';
import { following } from './timeline.ts';

type Deciding = Decision<AuctionEvent>;
type BidCommand = AuctionCommand & { readonly type: 'PlaceBid' | 'PlaceSurrogateBid' };

/** The rule that a bid breaks: its moment, its team, its form, and what its format asks. */
const judge = (
  state: AuctionState,
  { teamId, round, bid }: BidCommand,
  at: EpochMs,
): Rejection | undefined => {
  const early = checkMoment(state, round, at) ?? checkTeam(state, teamId);
  if (early) return early;
  const format = formatOf(state.rules);
  return format.takes(bid)
    ? format.judge(state, { teamId, bid, at })
    : reject('bid/wrong-form', { format: state.rules.format });
};

/** Takes a bid that nothing speaks against, with what it brings about at once. */
const takeBid = (
  state: AuctionState,
  said: Pick<BidCommand, 'teamId' | 'round' | 'bid'> & { readonly surrogateReason?: string },
  context: AuctionContext,
): Deciding => {
  const { teamId, bid } = said;
  const isUnlikely = unlikelyPrice(state, teamId, bid, context.at) !== undefined;
  const confirmed = isUnlikely && { isConfirmed: true as const };
  // The format has taken the bid as its own, which the type of a union cannot say.
  const accepted = { ...said, type: 'BidAccepted', ...confirmed } as AuctionEvent;
  const withBid = evolveAuction(state, accepted, context);
  const brought = formatOf(state.rules).follow(withBid, { teamId, bid, at: context.at });
  return accept<AuctionEvent>(accepted, ...following(withBid, brought, context).events);
};

/** A refused bid is recorded as well (AUC5); it changes nothing but the record. */
export const placeBid = (
  state: AuctionState,
  command: BidCommand,
  context: AuctionContext,
): Deciding => {
  const { teamId, round } = command;
  const { at } = context;
  const bid = withoutConfirmed(command.bid);
  const rejection = judge(state, command, at);
  if (rejection) {
    return refuse<AuctionEvent>(rejection, { type: 'BidRefused', teamId, round, bid, rejection });
  }
  if (command.type === 'PlaceBid') {
    const question = questionOf(state, { teamId, round, bid: command.bid, at });
    return question ?? takeBid(state, { teamId, round, bid }, context);
  }
  // A moderator is asked about the price alone: budget and second person are the team's own affair (GRD1).
  const price = saysConfirmed(command.bid) ? undefined : unlikelyPrice(state, teamId, bid, at);
  if (price) {
    const unsure = reject('bid/confirm', price);
    const refused = { type: 'BidRefused', teamId, round, bid, rejection: unsure } as const;
    return refuse<AuctionEvent>(unsure, refused);
  }
  return takeBid(state, { teamId, round, bid, surrogateReason: command.reason }, context);
};

/** A bid that waits for a second person; what the rules would not take, or ask about, is said at once (GRD4). */
export const draftBid = (
  state: AuctionState,
  command: AuctionCommand & { readonly type: 'DraftBid' },
  context: AuctionContext,
): Deciding => {
  const { teamId, round, bid } = command;
  if (!asksSecond(state, teamId)) return refuse<AuctionEvent>(reject('draft/not-asked'));
  const rejection = judge(state, { ...command, type: 'PlaceBid' }, context.at);
  if (rejection) return refuse<AuctionEvent>(rejection);
  const asked = { teamId, round, bid, at: context.at, isDraft: true } as const;
  return questionOf(state, asked) ?? holdDraft(state, command, context);
};

/** A second person makes a draft a bid, as of now; whoever confirms has seen the numbers (GRD4). */
export const confirmDraft = (
  state: AuctionState,
  command: AuctionCommand & { readonly type: 'ConfirmDraft' },
  context: AuctionContext,
): Deciding => {
  const draft = draftFor(state, command, context);
  if ('code' in draft) return refuse<AuctionEvent>(draft);
  const { round, bid } = draft;
  const { teamId } = command;
  const rejection = judge(state, { type: 'PlaceBid', teamId, round, bid }, context.at);
  return rejection
    ? refuse<AuctionEvent>(rejection, { type: 'BidRefused', teamId, round, bid, rejection })
    : takeBid(state, { teamId, round, bid }, context);
};

const questionOfAct = (state: AuctionState, command: OwnCommand): Deciding | undefined => {
  if (command.type === 'PlaceBids') return questionOfSeveral(state, command);
  const rejection = instructionsQuestion(state, command.teamId, command.instructions);
  return rejection && refuse<AuctionEvent>(rejection);
};

/** What only some formats know. A refusal of bids is recorded like that of one (AUC5). */
export const actOfFormat = (
  state: AuctionState,
  command: OwnCommand,
  context: AuctionContext,
): Deciding => {
  const { teamId } = command;
  const early =
    (command.type === 'PlaceBids' ? checkMoment(state, command.round, context.at) : undefined) ??
    checkTeam(state, teamId);
  if (early) return refuse<AuctionEvent>(early);
  const done = formatOf(state.rules).act?.(state, command, context.at);
  if (!done) return refuse<AuctionEvent>(reject('bid/wrong-form', { format: state.rules.format }));
  if ('rejection' in done) return refuse<AuctionEvent>(done.rejection, ...done.events);
  return questionOfAct(state, command) ?? accept<AuctionEvent>(...done.events);
};
