// The words of the rules check: what is looked at, and what is said of it. Each format's own check uses them too.

import type { LotId } from '../kernel/ids.ts';
import type { Mills } from '../kernel/units.ts';
import type { Lot, Rules } from './types.ts';

/** An auction as it is about to open. */
export interface Setup<R extends Rules = Rules> {
  readonly rules: R;
  readonly lots: readonly Lot[];
  /** As far as whoever asks may know them. */
  readonly reservesMills: Readonly<Record<LotId, Mills>>;
  /** Points of each team that may bid, in any order; 0 for one that has none yet. */
  readonly eligibility: readonly number[];
}

/** One remark: a code and the numbers behind it. Shares in basis points, money in mills, times in milliseconds. */
export interface Advice {
  readonly code: `advice/${string}`;
  readonly lotId?: LotId;
  readonly [param: string]: string | number | undefined;
}
