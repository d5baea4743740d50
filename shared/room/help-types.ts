// The words of trouble: a problem that a team tells the moderator, and what was measured of the lines of its seats.

import type { AuctionId, SeatId, TeamId } from '../kernel/ids.ts';
import type { EpochMs } from '../kernel/units.ts';

/** A problem that a seat told, and what the moderator answered. */
export interface Problem {
  readonly teamId: TeamId;
  readonly seatId: SeatId | null;
  readonly atMs: EpochMs;
  readonly text?: string;
  readonly answer?: { readonly atMs: EpochMs; readonly word: string };
}

/** `good`; `weak`: slow, uncertain or with heartbeats missed; `gone`: not heard of. */
export type LineState = 'good' | 'weak' | 'gone';

/** Why a line was noted: a round closed, its team told a problem, or its state changed. */
export type LineOccasion = 'round-closed' | 'problem' | 'changed';

/** What a server knows of the line of one seat. */
export interface LineFacts {
  readonly seatId: SeatId;
  readonly state: LineState;
  /** As its page measured last; absent before the first report. */
  readonly roundTripMs?: number;
  readonly clockErrorMs?: number;
  /** When the server heard the last report. */
  readonly heartbeatAtMs?: EpochMs;
  /** Reports that did not come when they should have, since the server first heard the seat. */
  readonly missed: number;
}

export type HelpCommand =
  | { readonly type: 'ReportProblem'; readonly text?: string }
  | { readonly type: 'AnswerProblem'; readonly problemId: string; readonly word: string }
  /** The server's. */
  | {
      readonly type: 'NoteLines';
      readonly occasion: LineOccasion;
      /** `round-closed` only: whose rounds; a room may hold several auctions at once. */
      readonly auctionIds?: readonly AuctionId[];
      readonly lines: readonly LineFacts[];
    };

export type HelpEvent =
  | {
      readonly type: 'ProblemReported';
      readonly problemId: string;
      readonly teamId: TeamId;
      readonly text?: string;
    }
  | {
      readonly type: 'ProblemAnswered';
      readonly problemId: string;
      readonly teamId: TeamId;
      readonly word: string;
    }
  | ({
      readonly type: 'LineNoted';
      readonly teamId: TeamId;
      readonly occasion: LineOccasion;
      /** Absent also in notes from before there was this. */
      readonly auctionIds?: readonly AuctionId[];
    } & LineFacts);
