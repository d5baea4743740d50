// What viewers of sealed rounds receive. Plain JSON made for merging, as in room/view-types.ts.

import type { LotId } from '../../kernel/ids.ts';
import type { MayBeOlder } from '../terms-types.ts';
import type { AwardPart } from '../types.ts';

/** A lot after its last opening; empty before. */
export interface SealedLotView {
  /** Where the rules show prices: the uniform price, else the worst one that got something. Absent: nobody got any. */
  readonly priceMills?: number;
  /** As the information rule allows; absent otherwise. */
  readonly demandBlocks?: number;
  readonly excessBlocks?: number;
}

/** What sealed rounds show of lots and closed rounds. */
export interface SealedPart {
  readonly prices: Readonly<Record<LotId, SealedLotView>>;
  readonly rounds: Readonly<
    Record<
      string,
      {
        readonly round: number;
        readonly closedAtMs: number;
        readonly lots: Readonly<Record<LotId, SealedLotView>>;
      }
    >
  >;
}

export interface SealedStepView {
  readonly quantityBlocks: number;
  readonly priceMills: number;
  /** The price with all points counted in; where the rules score. */
  readonly scoreMills?: number;
}

/** A schedule, with its own breakdown where the rules score. */
export interface SealedBidView extends MayBeOlder {
  readonly steps: readonly SealedStepView[];
  /** By attribute: the option chosen. */
  readonly attributes?: Readonly<Record<string, string>>;
  /** By attribute: the points it counts. */
  readonly points?: Readonly<Record<string, number>>;
  readonly atMs: number;
  readonly isSurrogate?: true;
}

/** Another's place: what is not (or not yet) for the viewer is empty. */
export interface KnownSealedBidderPart {
  /** As opened last. */
  readonly bids: Readonly<Record<LotId, SealedBidView>>;
  /** What the last opening gave it, by lot. */
  readonly gets: Readonly<Record<LotId, readonly AwardPart[]>>;
  /** Whether it has bid in the open round; the moderator sees this live. */
  readonly hasBid: boolean;
}

/** A team's own place. */
export interface SealedBidderPart {
  /** What stands now, from the round before too where bids stand. */
  readonly bids: Readonly<Record<LotId, SealedBidView>>;
  /** What the last opening gave it, by lot; where the rules show it. */
  readonly gets?: Readonly<Record<LotId, readonly AwardPart[]>>;
  readonly hasBid: boolean;
}
