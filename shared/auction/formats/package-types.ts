// The words that only package bids know. A panel needs rows of packages, each some blocks of some lots at one total
// price (and, where `rules.groups` is `named`, a group), the cut-off, of `mine` what stands, what won and why not, and
// of the part whether the award is being computed.

import type { CommandId, LotId, SeatId, TeamId } from '../../kernel/ids.ts';
import type { BasisPoints, EpochMs, Mills } from '../../kernel/units.ts';
import type {
  AwardPart,
  BidderInformation,
  Closed,
  CommonRules,
  RoundOutcome,
  RoundRules,
} from '../types.ts';
import type {
  KnownPackageBidderPart,
  PackageBidderPart,
  PackagePart,
} from './package-view-types.ts';

export interface PackageInformation extends BidderInformation {
  /** Whether a team that gets nothing learns what it would have needed, and which winner was ahead, by number. */
  readonly showsReasons: boolean;
}

/** One sealed round; forward only. */
export interface PackageRules extends CommonRules, Pick<RoundRules, 'roundMs'> {
  readonly format: 'package';
  readonly information: PackageInformation;
  readonly pricing: 'pay-as-bid' | 'vcg';
  /** `exclusive`: at most one package a team. `named`: at most one of each group that the team names. */
  readonly groups: 'exclusive' | 'named';
  /** Packages that one team may have; 1 to 200. */
  readonly maximumPackages: number;
  /** A total further than this share above its blocks at opening prices is asked about; absent: none is. */
  readonly unlikelyBp?: BasisPoints;
}

export interface PackageItem {
  readonly lotId: LotId;
  readonly quantityBlocks: number;
}

/** All or nothing of these blocks. It replaces the team's package of the same id; without items it takes it back. */
export interface PackageBid {
  readonly packageId: string;
  readonly items: readonly PackageItem[];
  /** For all of it: the sum over its blocks of a price a piece. */
  readonly totalMills: Mills;
  /** Where groups are named: packages of one group exclude each other; absent: it stands alone. */
  readonly group?: string;
  readonly confirmed?: boolean;
}

/** A package as it stands in the book. */
export interface StandingPackage extends PackageBid {
  readonly commandId: CommandId;
  readonly atMs: EpochMs;
  readonly bySeatId: SeatId | null;
  readonly isSurrogate: boolean;
}

export type PackageBook = Readonly<Record<TeamId, Readonly<Record<string, StandingPackage>>>>;

/** What was found outside, for one frozen book. Packages by `team package`. Checked before it counts (PKG5). */
export interface PackageAnswer {
  /** Of the book, rules and reserves that it is for. */
  readonly digest: string;
  readonly chosen: readonly string[];
  /** Whether nothing better exists; false when the search came to its limit. */
  readonly isProved: boolean;
  /** By winner: the best choice had it not bid. */
  readonly withoutWinner: Readonly<Record<TeamId, readonly string[]>>;
  /** By team that gets nothing: its package that came nearest, and the best choice beside it. */
  readonly losers: Readonly<
    Record<TeamId, { readonly nearest: string; readonly beside: readonly string[] }>
  >;
}

/** Why a team gets nothing. */
export interface PackageReason {
  readonly packageId: string;
  /** A total at which this package is sure to win, all else being equal. */
  readonly neededMills: Mills;
  /** Winners without whom a package of the team would have won; numbered from 1 by the tie-break. */
  readonly ahead: readonly number[];
}

export interface PackageResult extends RoundOutcome {
  readonly answer: PackageAnswer;
  /** Packages that win, by team. */
  readonly won: Readonly<Record<TeamId, readonly string[]>>;
  /** What each winner pays in all. */
  readonly paidMills: Readonly<Record<TeamId, number>>;
  readonly reasons: Readonly<Record<TeamId, PackageReason>>;
  /** What each winner gets of each lot, the payment split by opening prices. */
  readonly shares: Readonly<Record<TeamId, Readonly<Record<LotId, readonly AwardPart[]>>>>;
}

export interface PackageState {
  readonly book: PackageBook;
  /** The cut-off, once it has passed and the award is awaited. */
  readonly frozenAtMs: EpochMs | null;
  readonly results: readonly Closed<PackageResult>[];
}

/** The cut-off has passed: nothing changes the book, and its award is computed. */
export interface BookFrozen {
  readonly type: 'BookFrozen';
  readonly round: number;
  readonly closedAtMs: EpochMs;
}

/** What package bids fill in of the types of a format. */
export interface PackageTypes {
  readonly rules: PackageRules;
  readonly own: PackageState;
  readonly bid: PackageBid;
  readonly opening: object;
  readonly result: PackageResult;
  readonly event: BookFrozen;
  readonly part: PackagePart;
  readonly bidderPart: PackageBidderPart;
  readonly knownBidderPart: KnownPackageBidderPart;
}
