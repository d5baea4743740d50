// What guards a team against its own mistakes: bids that are asked about again, a budget, a second person (GRD1 to
// GRD5). A budget and a limit are the team's alone: what is decided because of them is told to nobody else.

import type { EventContext } from '../kernel/decider.ts';
import type { Decision } from '../kernel/decider.ts';
import type { Json } from '../kernel/json.ts';
import type { TeamId } from '../kernel/ids.ts';
import type { Rejection } from '../kernel/rejection.ts';
import type { EpochMs } from '../kernel/units.ts';
import type { AuctionContext } from './context.ts';
import type { DraftedBid, GuardCommand } from './guard-types.ts';
import type { Instruction } from './formats/instructions.ts';
import type { AuctionEvent, AuctionState, BidRequest, QuantityBid, Rules } from './types.ts';
import { accept, refuse } from '../kernel/decider.ts';
import { hashOf } from '../kernel/hash.ts';
import { canonicalJson } from '../kernel/json.ts';
import { reject } from '../kernel/rejection.ts';
import { mills } from '../kernel/units.ts';
import { formatOf } from './formats/all.ts';
import { bidLines } from './formats/clock-bids.ts';
import { PIECES_PER_BLOCK } from './types.ts';

type Deciding = Decision<AuctionEvent>;
type Command<Type extends GuardCommand['type']> = GuardCommand & { readonly type: Type };

/** Bids of one team that can wait for a second person at a time. */
export const MAX_DRAFTS = 20;
const DRAFT_ID_DIGITS = 16;

const NO_GUARDS = { budgetMills: null, twoPersonsAboveMills: null } as const;

/** Mills a year of so many blocks times a price a piece. */
const aYear = ({ deliveryDays }: Pick<Rules, 'deliveryDays'>, blockMills: number): number =>
  blockMills * PIECES_PER_BLOCK * deliveryDays;

/** What a bid is worth a year by itself, in mills: its blocks at the price, limit or total that it names. */
export const bidValueMills = (
  { lots, rules }: Pick<AuctionState, 'lots' | 'rules'>,
  bid: BidRequest,
): number => {
  if ('items' in bid) return aYear(rules, bid.totalMills);
  if ('steps' in bid) {
    const sum = bid.steps.reduce((so, step) => so + step.quantityBlocks * step.priceMills, 0);
    return aYear(rules, sum);
  }
  if ('quantityBlocks' in bid) return aYear(rules, bid.quantityBlocks * bid.priceMills);
  const amount = 'limitMills' in bid ? bid.limitMills : bid.priceMills;
  return aYear(rules, (lots[bid.lotId]?.supplyBlocks ?? 0) * amount);
};

/** What all that stands of a team would cost a year, in mills, with more bids where some are given (GRD2). */
export const standingValueMills = (
  auction: AuctionState,
  teamId: TeamId,
  more: readonly BidRequest[] = [],
): number => aYear(auction.rules, formatOf(auction.rules).committed(auction, teamId, more));

/** A bid without the word that it is meant, which nobody but its team may read in the record. */
export const withoutConfirmed = (bid: BidRequest): BidRequest => {
  if (!('confirmed' in bid)) return bid;
  const said = Object.entries(bid).filter(([key]) => key !== 'confirmed');
  return Object.fromEntries(said) as unknown as BidRequest;
};

export const saysConfirmed = (bid: BidRequest): boolean =>
  'confirmed' in bid && bid.confirmed === true;

type PriceQuestion = Readonly<Record<string, number>> | undefined;

/** The bound that a bid's price goes beyond, with its numbers; undefined when its price is a likely one (GRD1). */
export const unlikelyPrice = (
  auction: AuctionState,
  teamId: TeamId,
  bid: BidRequest,
  at: EpochMs,
): PriceQuestion => formatOf(auction.rules).unlikely?.(auction, { teamId, bid, at });

const beyondBudget = (
  auction: AuctionState,
  teamId: TeamId,
  bids: readonly BidRequest[],
): PriceQuestion => {
  const budgetMills = auction.guards[teamId]?.budgetMills ?? null;
  if (budgetMills === null) return undefined;
  const yearlyMills = standingValueMills(auction, teamId, bids);
  // A bid that takes something back is not asked about, however much still stands.
  const isMore = yearlyMills > standingValueMills(auction, teamId);
  return isMore && yearlyMills > budgetMills ? { budgetMills, yearlyMills } : undefined;
};

const needsSecond = (auction: AuctionState, teamId: TeamId, bid: BidRequest): PriceQuestion => {
  const aboveMills = auction.guards[teamId]?.twoPersonsAboveMills ?? null;
  if (aboveMills === null) return undefined;
  const yearlyMills = bidValueMills(auction, bid);
  return aboveMills === 0 || yearlyMills > aboveMills ? { aboveMills, yearlyMills } : undefined;
};

interface Asked {
  readonly teamId: TeamId;
  readonly round: number;
  readonly bid: BidRequest;
  readonly at: EpochMs;
  /** A draft is for a second person anyway. */
  readonly isDraft?: true;
}

/**
 * Why a bid that the rules would take is not taken at once, with what is recorded of it; undefined when it is.
 * The answer tells the team all reasons; what others may read later names the price alone (GRD1 to GRD3).
 */
export const questionOf = (auction: AuctionState, asked: Asked): Deciding | undefined => {
  const { teamId, round, bid, at, isDraft } = asked;
  const said = { teamId, round, bid: withoutConfirmed(bid) };
  const privately = (rejection: Rejection): Deciding =>
    refuse<AuctionEvent>(rejection, {
      type: 'BidQuestioned',
      ...said,
      rejection,
      ...(isDraft && { isDraft }),
    });
  const second = isDraft ? undefined : needsSecond(auction, teamId, bid);
  if (second) return privately(reject('bid/two-persons', second));
  if (saysConfirmed(bid)) return undefined;
  const price = unlikelyPrice(auction, teamId, bid, at);
  const budget = beyondBudget(auction, teamId, [bid]);
  if (!price && !budget) return undefined;
  const rejection = reject('bid/confirm', { ...price, ...budget });
  if (!price || isDraft) return privately(rejection);
  return refuse<AuctionEvent>(rejection, {
    type: 'BidRefused',
    ...said,
    rejection: reject('bid/confirm', price),
  });
};

interface AskedTogether {
  readonly teamId: TeamId;
  readonly round: number;
  readonly bids: readonly QuantityBid[];
}

/** The same of several bids at once, which the rules would take: all are asked about together (GRD2, GRD3). */
export const questionOfSeveral = (
  auction: AuctionState,
  { teamId, round, bids }: AskedTogether,
): Deciding | undefined => {
  const [first] = bids;
  if (!first) return undefined;
  const privately = (rejection: Rejection): Deciding =>
    refuse<AuctionEvent>(rejection, {
      type: 'BidQuestioned',
      ...{ teamId, round, bid: withoutConfirmed(first), rejection },
      bids: bidLines(bids),
    });
  for (const bid of bids) {
    const second = needsSecond(auction, teamId, bid);
    if (second) return privately(reject('bid/two-persons', second));
  }
  if (bids.every(saysConfirmed)) return undefined;
  const budget = beyondBudget(auction, teamId, bids);
  return budget && privately(reject('bid/confirm', budget));
};

/** Why one person may not leave standing instructions: a bid that they can make needs a second (GRD3). */
export const instructionsQuestion = (
  auction: AuctionState,
  teamId: TeamId,
  instructions: readonly Instruction[],
): Rejection | undefined => {
  for (const { lotId, quantityBlocks, limitMills } of instructions) {
    const bid = { lotId, quantityBlocks, priceMills: mills(limitMills) };
    const second = quantityBlocks > 0 ? needsSecond(auction, teamId, bid) : undefined;
    if (second) return reject('bid/two-persons', second);
  }
  return undefined;
};

/** Sets or lifts what guards a team (GRD2, GRD3). */
export const setGuards = (
  auction: AuctionState,
  { teamId, budgetMills, twoPersonsAboveMills }: Command<'SetBidGuards'>,
  { bidders }: AuctionContext,
): Deciding => {
  if (!bidders.includes(teamId)) return refuse(reject('auction/unknown-team', { teamId }));
  // Who is paid has no budget.
  if (budgetMills !== null && auction.rules.direction === 'descending') {
    return refuse(reject('guards/no-budget', { direction: 'descending' }));
  }
  const before = auction.guards[teamId] ?? NO_GUARDS;
  if (before.budgetMills === budgetMills && before.twoPersonsAboveMills === twoPersonsAboveMills) {
    return accept<AuctionEvent>();
  }
  return accept<AuctionEvent>({
    type: 'BidGuardsSet',
    teamId,
    budgetMills,
    twoPersonsAboveMills,
  });
};

/** What a draft is called: told to its team alone, and no id of a command. */
const draftIdOf = (commandId: string): string =>
  hashOf({ draft: commandId }).slice(0, DRAFT_ID_DIGITS);

/** Holds a bid that the rules would take for a second person (GRD4). */
export const holdDraft = (
  auction: AuctionState,
  { teamId, round, bid }: Command<'DraftBid'>,
  { id }: AuctionContext,
): Deciding => {
  const waiting = Object.keys(auction.drafts[teamId] ?? {}).length;
  if (waiting >= MAX_DRAFTS) return refuse(reject('draft/too-many', { maximum: MAX_DRAFTS }));
  const draftId = draftIdOf(id);
  return accept<AuctionEvent>({
    type: 'BidDrafted',
    teamId,
    round,
    bid: withoutConfirmed(bid),
    draftId,
  });
};

/** Whether a team asks for a second person at all. */
export const asksSecond = ({ guards }: AuctionState, teamId: TeamId): boolean =>
  (guards[teamId]?.twoPersonsAboveMills ?? null) !== null;

/** The draft that a second person may confirm, or why not (GRD4). */
export const draftFor = (
  { drafts }: AuctionState,
  { teamId, draftId }: Command<'ConfirmDraft'>,
  { by }: Pick<AuctionContext, 'by'>,
): DraftedBid | Rejection => {
  const draft = drafts[teamId]?.[draftId];
  if (!draft) return reject('draft/unknown');
  return by.kind === 'seat' && by.seatId === draft.bySeatId ? reject('draft/own') : draft;
};

/** Takes a draft out of what waits (GRD4). */
export const dropDraft = (
  { drafts }: AuctionState,
  { teamId, draftId, reason }: Command<'DropDraft'>,
): Deciding => {
  if (!drafts[teamId]?.[draftId]) return refuse(reject('draft/unknown'));
  return accept<AuctionEvent>({
    type: 'DraftDropped',
    teamId,
    draftId,
    ...(reason !== undefined && { reason }),
  });
};

const sameBid = (a: BidRequest, b: BidRequest): boolean =>
  canonicalJson(a as unknown as Json) === canonicalJson(b as unknown as Json);

/** The draft of a team that says what a bid says, by its id. */
export const draftLike = (
  { drafts }: Pick<AuctionState, 'drafts'>,
  { teamId, round, bid }: { teamId: TeamId; round: number; bid: BidRequest },
): readonly [string, DraftedBid] | undefined =>
  Object.entries(drafts[teamId] ?? {}).find(
    ([, draft]) => draft.round === round && sameBid(draft.bid, withoutConfirmed(bid)),
  );

const withoutDraft = <State extends AuctionState>(
  state: State,
  teamId: TeamId,
  draftId: string,
): State => {
  const drafts = Object.entries(state.drafts[teamId] ?? {}).filter(([id]) => id !== draftId);
  const left = Object.fromEntries(drafts);
  return { ...state, drafts: { ...state.drafts, [teamId]: left } };
};

/** Guards and drafts after one more event; what waits for a second person is gone with its round (GRD4). */
export const evolveGuards = <State extends AuctionState>(
  state: State,
  event: AuctionEvent,
  { at, by }: EventContext,
): State => {
  switch (event.type) {
    case 'BidGuardsSet': {
      const { teamId, budgetMills, twoPersonsAboveMills } = event;
      const guards = { budgetMills, twoPersonsAboveMills };
      return { ...state, guards: { ...state.guards, [teamId]: guards } };
    }
    case 'BidDrafted': {
      const { teamId, draftId, bid, round } = event;
      const bySeatId = by.kind === 'seat' ? by.seatId : null;
      const draft: DraftedBid = { bid, round, atMs: at, bySeatId };
      const own = { ...state.drafts[teamId], [draftId]: draft };
      return { ...state, drafts: { ...state.drafts, [teamId]: own } };
    }
    case 'DraftDropped':
      return withoutDraft(state, event.teamId, event.draftId);
    case 'BidAccepted': {
      const [draftId] = draftLike(state, event) ?? [];
      return draftId === undefined ? state : withoutDraft(state, event.teamId, draftId);
    }
    case 'RoundClosed':
    case 'RoundsVoided':
    case 'AuctionEnded':
    case 'AuctionCancelled':
      return Object.keys(state.drafts).length === 0 ? state : { ...state, drafts: {} };
    default:
      return state;
  }
};
