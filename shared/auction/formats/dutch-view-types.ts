// What viewers of a Dutch auction receive. Plain JSON made for merging, as in room/view-types.ts.

import type { LotId } from '../../kernel/ids.ts';

/** A stop as everybody sees it: what and when, never who. */
export interface DutchStopView {
  readonly quantityBlocks: number;
  readonly priceMills: number;
  readonly atMs: number;
}

export interface DutchLotView {
  readonly state: 'waiting' | 'open' | 'closed';
  /** Where the clock stands, or stood when the lot closed; absent while it waits. */
  readonly priceMills?: number;
  /** When the price moves next; while the lot is open and nothing is paused. */
  readonly stepAtMs?: number;
  /** Time left to that; while paused. */
  readonly stepRemainingMs?: number;
  readonly remainingBlocks?: number;
  /** Keyed by place, from 0. */
  readonly stops: Readonly<Record<string, DutchStopView>>;
  readonly endedAtMs?: number;
}

/** What a Dutch auction shows of its lots and rounds; a round is a lot. */
export interface DutchPart {
  readonly prices: Readonly<Record<LotId, DutchLotView>>;
  readonly rounds: Readonly<
    Record<
      string,
      {
        readonly round: number;
        readonly closedAtMs: number;
        readonly lotId: LotId;
        readonly endedAtMs: number;
        readonly soldBlocks: number;
        readonly withdrawnBlocks: number;
      }
    >
  >;
}

/** A team's place; another's as far as granted. */
export interface DutchBidderPart {
  /** What it took of each lot, keyed by place among all stops of the lot. */
  readonly stops: Readonly<
    Record<LotId, Readonly<Record<string, DutchStopView & { readonly isSurrogate?: true }>>>
  >;
  /** Blocks taken of each lot. */
  readonly blocks: Readonly<Record<LotId, number>>;
  /** Whether it has taken something of the open lot; the moderator sees this live. */
  readonly hasBid: boolean;
}
