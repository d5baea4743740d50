// What came of verifying a bundle, as data. Words for people are in report-words.ts.

import type { EpochMs } from '../kernel/units.ts';
import type { StreamName } from '../kernel/ids.ts';
import type { Award } from '../auction/types.ts';
import type { BundleHead } from '../record/bundle-form.ts';
import type { PublishedReport } from './published-types.ts';

/** Something that does not hold, and where. */
export interface Finding {
  /** 1-based line of the file at which it shows. */
  readonly line?: number;
  /** Where what is wrong lies somewhere from this line on up to `line`. */
  readonly fromLine?: number;
  readonly stream?: StreamName;
  /** 1-based segment of the stream. */
  readonly segment?: number;
  readonly atMs?: EpochMs;
  /** What the entry is about, as far as it can be read. */
  readonly about?: string;
  /** A sentence without its subject: "does not …". */
  readonly what: string;
}

/** One stream that was gone through. */
export interface StreamReport {
  readonly stream: StreamName;
  readonly seals: number;
  readonly head: string;
  readonly lastAtMs?: EpochMs;
  /** Entries of which something is shown. */
  readonly entries: number;
  /** Parts that are shown; and hashes of what is not, or of nothing. */
  readonly shown: number;
  readonly hidden: number;
}

/** What was done again of one auction. */
export interface RerunReport {
  readonly auctionId: string;
  readonly title: string;
  /** Decisions that were taken again and came out the same. */
  readonly decisions: number;
  readonly rounds: number;
  readonly awards: readonly Award[];
  /** In a sale of very many lots, whose awards are no list: lots that were sold, and blocks of them. */
  readonly sold?: { readonly lots: number; readonly blocks: number };
  /** Rounds in which what standing instructions bid was taken as recorded, as the instructions are not shown. */
  readonly givenRounds?: readonly number[];
  /** What was checked of what everybody is told, where it was not run again to its end. */
  readonly published?: PublishedReport;
  /** Why it was not done again, or from where on not. */
  readonly notDone?: string;
  /** Lots that were not sold, and whose reserve is not shown. */
  readonly unknownReserves?: readonly string[];
}

export interface ReceiptsReport {
  readonly given: number;
  readonly found: number;
  /** For what came after the last seal, or while an auction ran. */
  readonly later: number;
}

/** Proofs of signatures by passkey. */
export interface PasskeyReport {
  readonly given: number;
  readonly hold: number;
  /** Those whose key is shown as it was registered; of others only the proof itself says which key it was. */
  readonly registered: number;
}

export interface Report {
  readonly head?: BundleHead;
  readonly findings: readonly Finding[];
  /** True when more was found than is told. */
  readonly hasMore: boolean;
  readonly streams: readonly StreamReport[];
  readonly auctions: readonly RerunReport[];
  readonly receipts?: ReceiptsReport;
  readonly passkeys?: PasskeyReport;
  /** The key that signed; absent where the signature does not hold. */
  readonly keyId?: string;
  readonly lines: number;
  /** What this bundle does not let anybody check, in sentences. */
  readonly notChecked: readonly string[];
}
