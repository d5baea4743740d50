// What an auction keeps while it stands still.

import type { SeatId } from '../kernel/ids.ts';
import type { DurationMs, EpochMs } from '../kernel/units.ts';

/** Since when and why nothing runs, and with what was left. */
export interface Pause {
  readonly sinceMs: EpochMs;
  readonly bySeatId: SeatId | null;
  readonly reason: string;
  /** The instant at which everything that runs stood still: of the pause, or of the last heartbeat before an outage. */
  readonly frozenAtMs: EpochMs;
  /** Exact time that was left to whatever was running: the round, or the gap before the next. */
  readonly remainingMs: DurationMs;
  /** Set once a resume was announced. */
  readonly resumesAtMs: EpochMs | null;
  /** Set when an outage caused it. */
  readonly outage: { readonly fromMs: EpochMs; readonly toMs: EpochMs } | null;
}
