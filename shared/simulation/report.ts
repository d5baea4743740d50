// What a simulation answers with, as plain JSON: rounds with their results, awards and payments, refusals, extensions.

import type { AuctionCommand, Award, BidRequest, Phase } from '../auction/types.ts';
import type { LotId, TeamId } from '../kernel/ids.ts';
import type { Rejection } from '../kernel/rejection.ts';
import type { Mills } from '../kernel/units.ts';

/** Instants are milliseconds since the start of the auction. */
export interface SimulatedRound {
  readonly round: number;
  readonly openedAtMs: number;
  /** Null while it is open. */
  readonly closedAtMs: number | null;
  readonly acceptedBids: number;
  readonly refusedBids: number;
  /** What the format says at the opening: clock prices, lots. */
  readonly opening: Readonly<Record<string, unknown>>;
  /** What the close computed, as the format has it: posted prices, demand, eligibility, leaders; null while it is open. */
  readonly result: Readonly<Record<string, unknown>> | null;
  /** Taken back by the moderator; it counts no more. */
  readonly isVoided: boolean;
}

export interface RefusedStep {
  /** Place in the scenario's steps, counted from 1. */
  readonly step: number;
  readonly atMs: number;
  /** Null for an act of the moderator. */
  readonly bidder: TeamId | null;
  readonly bid: BidRequest | null;
  /** Null for a bid. */
  readonly act: AuctionCommand['type'] | null;
  readonly rejection: Rejection;
}

export interface SimulatedExtension {
  readonly atMs: number;
  readonly round: number;
  readonly closesAtMs: number;
  /** Null when the whole round was extended by the moderator. */
  readonly lots: readonly LotId[] | null;
}

/** Σ blocks × 100 pieces × price over a bidder's awards. */
export interface Payment {
  readonly teamId: TeamId;
  readonly blocks: number;
  readonly dayMills: Mills;
  /** Over the delivery days of the rules. */
  readonly yearMills: Mills;
}

export interface SimulationReport {
  readonly form: 'parley-simulation-1';
  readonly format: string;
  readonly title: string;
  /** Where it ended; `running` when something stood still for good, such as a pause that nobody ended. */
  readonly phase: Phase;
  readonly endedAtMs: number;
  readonly rulesHash: string;
  /** Breaks ties; the same scenario gives the same. */
  readonly seed: string;
  readonly rounds: readonly SimulatedRound[];
  readonly extensions: readonly SimulatedExtension[];
  readonly awards: readonly Award[];
  readonly unsoldLots: readonly LotId[];
  readonly payments: readonly Payment[];
  readonly acceptedBids: number;
  readonly refused: readonly RefusedStep[];
  /** Places of steps that never fell due: their round never opened. */
  readonly unplayedSteps: readonly number[];
}
