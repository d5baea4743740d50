// History as a page gets it: one frame a line, each with what changed in the view of its viewer since the one before.

import type { Json } from '../kernel/json.ts';
import type { EpochMs } from '../kernel/units.ts';

/** A moment of the history of a room or a sheet. */
export interface ReplayFrame {
  /** On a grid of time: says no more of when something happened than the views did. */
  readonly atMs: EpochMs;
  /** Merge patch (RFC 7396) from the view before, the first from nothing; absent where only text changed. */
  readonly patch?: Json;
  /** Sheets: Yjs updates (version 1, base64) since the frame before. */
  readonly text?: readonly string[];
}
