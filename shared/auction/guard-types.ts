// What guards a team against its own mistakes: a budget, a second person, bids that wait for one.
// All of it is the team's alone (rules GRD1 to GRD4), but what a moderator takes back (GRD5, GRD6).

import type { SeatId, TeamId } from '../kernel/ids.ts';
import type { Rejection } from '../kernel/rejection.ts';
import type { EpochMs } from '../kernel/units.ts';
import type { BidRequest } from './types.ts';

/** What a team has set for itself in one auction. */
export interface TeamGuards {
  /** What it means to pay a year at most, in mills; null: it has not said. */
  readonly budgetMills: number | null;
  /** Bids of more than this value a year, in mills, need a second person; 0: every bid; null: none. */
  readonly twoPersonsAboveMills: number | null;
}

/** A bid that waits for a second person until its round closes. */
export interface DraftedBid {
  readonly bid: BidRequest;
  readonly round: number;
  readonly atMs: EpochMs;
  readonly bySeatId: SeatId | null;
}

/** Commands of a team on its own guards. */
export type GuardCommand =
  /** Both together: what is null is not set any more. */
  | ({ readonly type: 'SetBidGuards'; readonly teamId: TeamId } & TeamGuards)
  /** A bid for a second person of the team to confirm. */
  | {
      readonly type: 'DraftBid';
      readonly teamId: TeamId;
      readonly round: number;
      readonly bid: BidRequest;
    }
  | { readonly type: 'ConfirmDraft'; readonly teamId: TeamId; readonly draftId: string }
  | {
      readonly type: 'DropDraft';
      readonly teamId: TeamId;
      readonly draftId: string;
      readonly reason?: string;
    }
  /** The moderator's: takes back what a team bid in the open round. `on`: the lot, of packages the package (GRD5). */
  | {
      readonly type: 'RetractBid';
      readonly teamId: TeamId;
      readonly on: string;
      readonly reason: string;
    };

/** A bid was taken back; the record keeps it as it was bid. */
export interface BidRetracted {
  readonly type: 'BidRetracted';
  readonly teamId: TeamId;
  readonly round: number;
  readonly on: string;
  readonly reason: string;
}

export type GuardEvent =
  | ({ readonly type: 'BidGuardsSet'; readonly teamId: TeamId } & TeamGuards)
  /** A bid was not taken because of a guard that nobody but the team may know of. */
  | {
      readonly type: 'BidQuestioned';
      readonly teamId: TeamId;
      readonly round: number;
      readonly bid: BidRequest;
      readonly rejection: Rejection;
      /** It was drafted, not placed. */
      readonly isDraft?: true;
      /** Where several were placed together, of which `bid` is the first: a line each (FIL1). */
      readonly bids?: string;
    }
  | {
      readonly type: 'BidDrafted';
      readonly teamId: TeamId;
      readonly round: number;
      readonly bid: BidRequest;
      readonly draftId: string;
    }
  | {
      readonly type: 'DraftDropped';
      readonly teamId: TeamId;
      readonly draftId: string;
      readonly reason?: string;
    };
