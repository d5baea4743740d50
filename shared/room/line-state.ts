// What a line is worth, from what its page reported: the same answer for the moderator's page and for the record.

import type { LineState } from './help-types.ts';

/** Pages report so often. */
export const REPORT_EVERY_MS = 10_000;
/** Without a report for this long, two were missed and more. */
export const GONE_AFTER_MS = 25_000;
/** One report was missed. */
const LATE_AFTER_MS = 15_000;
const SLOW_ROUND_TRIP_MS = 250;
/** A clock that may be wrong by this much does not show when a round closes. */
const UNCERTAIN_CLOCK_MS = 250;

export interface Measured {
  readonly roundTripMs: number;
  readonly clockErrorMs: number;
  /** When it was reported, by the server's clock. */
  readonly atMs: number;
}

/** The state of a line at an instant; without a report it is gone (HLP3). */
export const lineStateOf = (line: Measured | undefined, nowMs: number): LineState => {
  if (!line || nowMs - line.atMs >= GONE_AFTER_MS) return 'gone';
  const isWeak =
    line.roundTripMs > SLOW_ROUND_TRIP_MS ||
    line.clockErrorMs > UNCERTAIN_CLOCK_MS ||
    nowMs - line.atMs >= LATE_AFTER_MS;
  return isWeak ? 'weak' : 'good';
};

/** Reports that should have come in a silence of so long, and did not. */
export const missedIn = (silenceMs: number): number =>
  Math.max(0, Math.floor((silenceMs - REPORT_EVERY_MS / 2) / REPORT_EVERY_MS));
