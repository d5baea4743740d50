// What viewers of an English auction receive. Plain JSON made for merging, as in room/view-types.ts.

import type { LotId } from '../../kernel/ids.ts';
import type { ClosedRoundView } from '../../room/view-types.ts';
import type { MayBeOlder } from '../terms-types.ts';

/** A lot of an English auction. */
export interface EnglishLotView {
  readonly state: 'waiting' | 'open' | 'closed';
  /** Absent while nobody has bid. */
  readonly leadPriceMills?: number;
  /** The least that the next bid must reach; while the lot is open. */
  readonly nextPriceMills?: number;
  /** While the lot is open and nothing is paused. */
  readonly closesAtMs?: number;
  readonly hardStopAtMs?: number;
  /** Time left to the close; while paused. */
  readonly remainingMs?: number;
  readonly closedAtMs?: number;
  readonly extensions: number;
}

export interface EnglishRoundView extends ClosedRoundView {
  readonly lots: Readonly<
    Record<
      LotId,
      {
        readonly leadPriceMills?: number;
        readonly closedAtMs: number;
        readonly extensions: number;
      }
    >
  >;
}

/** What an English auction shows of its lots and rounds. */
export interface EnglishPart {
  readonly prices: Readonly<Record<LotId, EnglishLotView>>;
  readonly rounds: Readonly<Record<string, EnglishRoundView>>;
}

export interface EnglishBidView extends MayBeOlder {
  /** The lead price when it leads; else the limit that was not enough. */
  readonly standsAtMills: number;
  /** For the team itself; after the round for the moderator. */
  readonly limitMills?: number;
  readonly atMs: number;
  readonly isSurrogate?: true;
}

/** Another's place in an English auction: what is not (or not yet) for the viewer is absent or empty. */
export interface KnownEnglishBidderPart {
  readonly bids: Readonly<Record<LotId, EnglishBidView>>;
  /** Lots it leads, or led when they closed. */
  readonly leads: Readonly<Record<LotId, true>>;
  /** Whether it has bid in the open round; the moderator sees this live. */
  readonly hasBid: boolean;
}

/** A team's own place in an English auction. */
export interface EnglishBidderPart extends KnownEnglishBidderPart {
  readonly bids: Readonly<Record<LotId, EnglishBidView & { readonly limitMills: number }>>;
  /** Own place on each lot bid on, 1 for the leader; where the rules show it. */
  readonly ranks?: Readonly<Record<LotId, number>>;
}
