// What a door answers about a team's file of bids: what it would change, what is wrong with it, what became of it.

import type { FileProblem } from '../auction/formats/bid-file.ts';
import type { LotId } from '../kernel/ids.ts';
import type { Rejection } from '../kernel/rejection.ts';
import type { Receipt } from '../record/receipt.ts';

/** A line that cannot stand: a cell that cannot be read, or a rule that says no; without a line it is the whole file. */
export type LineProblem = FileProblem | { readonly line?: number; readonly rejection: Rejection };

/** One lot that a file changes. Lines count from 1, with the heading. */
export interface FileChange {
  readonly line: number;
  readonly lotId: LotId;
  readonly bid?: {
    /** The team's bid that stands; absent where there is none. */
    readonly before?: { readonly quantityBlocks: number; readonly priceMills: number };
    readonly quantityBlocks: number;
    readonly priceMills: number;
  };
  readonly instruction?: {
    readonly quantityBlocks: number;
    readonly limitMills: number;
    readonly thenBlocks: number;
  };
}

/** What a file would change; nothing has been done. */
export interface BidFileCheck {
  readonly ok: boolean;
  readonly problems: readonly LineProblem[];
  readonly changes: readonly FileChange[];
  /** Of all bids of the team, with those of the file. */
  readonly points: number;
  readonly eligibility: number;
  readonly round: number;
}

/** What became of a file. */
export interface BidFileTaken {
  readonly ok: boolean;
  readonly bids?: number;
  readonly instructions?: number;
  readonly receipt?: Receipt;
  readonly rejection?: Rejection;
  readonly problems?: readonly LineProblem[];
}
