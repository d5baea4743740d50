// What viewers of package bids receive. Plain JSON made for merging, as in room/view-types.ts.

import type { LotId } from '../../kernel/ids.ts';
import type { MayBeOlder } from '../terms-types.ts';

/** What package bids show of lots and the round. */
export interface PackagePart {
  readonly prices: Readonly<Record<LotId, { readonly soldBlocks?: number }>>;
  readonly rounds: Readonly<
    Record<
      string,
      { readonly round: number; readonly closedAtMs: number; readonly isProved: boolean }
    >
  >;
  /** The cut-off has passed and the award is being computed. */
  readonly isComputing?: true;
}

export interface PackageBidView extends MayBeOlder {
  readonly items: Readonly<Record<LotId, number>>;
  readonly totalMills: number;
  readonly group?: string;
  readonly atMs: number;
  readonly isSurrogate?: true;
  /** After the award. */
  readonly isWon?: true;
}

/** Another's place: what is not (or not yet) for the viewer is empty. */
export interface KnownPackageBidderPart {
  readonly packages: Readonly<Record<string, PackageBidView>>;
  readonly paysMills?: number;
  readonly hasBid: boolean;
}

/** A team's own place. */
export interface PackageBidderPart extends KnownPackageBidderPart {
  /** Why it gets nothing; after the award, where the rules say it. */
  readonly reason?: {
    readonly packageId: string;
    readonly neededMills: number;
    readonly ahead: readonly number[];
  };
}
