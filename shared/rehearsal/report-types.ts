// What a rehearsal answers with, as plain JSON: the same on the page, from the command and over HTTP.

import type { FormatId, Phase } from '../auction/types.ts';
import type { LotId, TeamId } from '../kernel/ids.ts';
import type { BotTally } from './bot.ts';

/** Instants are milliseconds since round 1 opened. */
export interface RehearsedRound {
  readonly round: number;
  readonly openedAfterMs: number;
  /** Null when it never closed. */
  readonly lastedMs: number | null;
  readonly taken: number;
  readonly refused: number;
  readonly extensions: number;
}

export interface PricePoint {
  readonly afterMs: number;
  readonly priceMills: number;
}

export interface RehearsedLot {
  readonly lotId: LotId;
  readonly name: string;
  readonly openingPriceMills: number;
  /** Posted prices, leads, stops or openings, oldest first; empty where nothing happened. */
  readonly path: readonly PricePoint[];
  readonly soldBlocks: number;
  readonly supplyBlocks: number;
}

/** What one bidding team did. */
export interface RehearsedTeam {
  readonly teamId: TeamId;
  readonly name: string;
  /** Kind of its bot; `person` where no bot was seated. */
  readonly kind: string;
  readonly taken: number;
  /** Refusals by code. */
  readonly refused: Readonly<Record<string, number>>;
  readonly wonBlocks: number;
  /** What the bot tells of itself; absent where the server that is asked did not run it. */
  readonly tally?: BotTally;
}

export interface RehearsalReport {
  readonly form: 'parley-rehearsal-1';
  readonly title: string;
  readonly format: FormatId;
  readonly phase: Phase;
  readonly seed: number;
  /** From the opening of round 1 to the last event of the auction; 0 when it never opened. */
  readonly runMs: number;
  readonly rounds: readonly RehearsedRound[];
  readonly extensions: number;
  readonly pauses: number;
  readonly lots: readonly RehearsedLot[];
  /** Refusals by code, over all teams. */
  readonly refusals: Readonly<Record<string, number>>;
  readonly teams: readonly RehearsedTeam[];
}
