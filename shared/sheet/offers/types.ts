// The words of offers: several terms at once, all or none, with an answer. Also what each side keeps to itself (targets)
// and what a sheet was at certain moments (versions).

import type { OfferId, SeatId, TermId } from '../../kernel/ids.ts';
import type { EpochMs } from '../../kernel/units.ts';
import type { Side } from '../../room/types.ts';
import type { ClauseNode } from '../clause-hash.ts';
import type { FieldValue } from '../field-types.ts';
import type { PositionValue } from '../types.ts';

/** What a side puts on the table: a value, a wording that the sheet knows by its hash, or a wording of its own. */
export type OfferedValue =
  PositionValue | { readonly kind: 'wording'; readonly blocks: readonly ClauseNode[] };

/** How a term stood when it was offered: hashes of values, and of the text of a clause; null where there was none. */
export interface Ground {
  readonly agreed: string | null;
  /** The position of the side that makes the offer. */
  readonly own: string | null;
  readonly text: string | null;
}

export interface OfferItem {
  readonly termId: TermId;
  readonly value: PositionValue;
  readonly ground: Ground;
}

/** `open` until one of the others, for good. */
export type OfferStatus = 'open' | 'accepted' | 'countered' | 'rejected' | 'withdrawn' | 'expired';

export interface Offer {
  readonly id: OfferId;
  readonly side: Side;
  readonly atMs: EpochMs;
  readonly bySeatId: SeatId | null;
  readonly items: readonly OfferItem[];
  readonly reason: string | null;
  /** By the server's clock; null: stands until somebody acts. */
  readonly expiresAtMs: EpochMs | null;
  /** The offer of the other side that this one counters. */
  readonly answers: OfferId | null;
  readonly status: OfferStatus;
  /** When, by whom and why it ended; absent while it is open. */
  readonly ended?: {
    readonly atMs: EpochMs;
    readonly bySeatId: SeatId | null;
    readonly reason: string | null;
  };
  /** When somebody of the other side first had it on the page. */
  readonly seen?: { readonly atMs: EpochMs; readonly bySeatId: SeatId | null };
}

export interface OfferBook {
  /** Number of the next offer. */
  readonly next: number;
  /** Open ones, and the newest of those that ended. */
  readonly byId: Readonly<Record<OfferId, Offer>>;
}

export type OfferCommand =
  /** `answers` makes it a counter-offer. */
  | {
      readonly type: 'MakeOffer';
      readonly side: Side;
      readonly items: readonly { readonly termId: TermId; readonly value: OfferedValue }[];
      readonly reason?: string;
      readonly expiresAtMs?: EpochMs;
      readonly answers?: OfferId;
    }
  /** `hash` is that of the view; where terms have changed since, the one that the refusal names. */
  | {
      readonly type: 'AcceptOffer';
      readonly side: Side;
      readonly offerId: OfferId;
      readonly hash: string;
    }
  | {
      readonly type: 'RejectOffer';
      readonly side: Side;
      readonly offerId: OfferId;
      readonly reason: string;
    }
  | {
      readonly type: 'WithdrawOffer';
      readonly side: Side;
      readonly offerId: OfferId;
      readonly reason?: string;
    }
  /** Somebody of the other side has it on the page. */
  | { readonly type: 'SeeOffer'; readonly side: Side; readonly offerId: OfferId }
  /** What the own side hopes for and where it would leave; for its own eyes. Absent: none. */
  | {
      readonly type: 'SetTarget';
      readonly side: Side;
      readonly termId: TermId;
      readonly target?: FieldValue;
      readonly walkAway?: FieldValue;
    };

export type OfferEvent =
  | {
      readonly type: 'OfferMade';
      readonly offerId: OfferId;
      readonly side: Side;
      readonly items: readonly OfferItem[];
      readonly reason: string | null;
      readonly expiresAtMs: EpochMs | null;
      readonly answers: OfferId | null;
    }
  /** Comes before what it brings about: text, positions, agreements. */
  | { readonly type: 'OfferAccepted'; readonly offerId: OfferId }
  | { readonly type: 'OfferRejected'; readonly offerId: OfferId; readonly reason: string }
  | { readonly type: 'OfferWithdrawn'; readonly offerId: OfferId; readonly reason: string | null }
  | { readonly type: 'OfferExpired'; readonly offerId: OfferId }
  | { readonly type: 'OfferSeen'; readonly offerId: OfferId }
  /** Accepted wording becomes the text, as written by the seat that offered it. */
  | {
      readonly type: 'TextPut';
      readonly offerId: OfferId;
      /** Yjs client id of the update; the offering seat's from now on. */
      readonly clientId: number;
      /** A Yjs update, base64. */
      readonly update: string;
    }
  | {
      readonly type: 'TargetSet';
      readonly side: Side;
      readonly termId: TermId;
      readonly target: FieldValue | null;
      readonly walkAway: FieldValue | null;
    };

/** What a side keeps to itself about one field; at least one of both is there. */
export interface Target {
  readonly target?: FieldValue;
  readonly walkAway?: FieldValue;
}

export type Targets = Readonly<Partial<Record<Side, Readonly<Record<TermId, Target>>>>>;

/** One item for a reader. */
export interface OfferItemView {
  readonly termId: TermId;
  readonly kind: PositionValue['kind'];
  /** Field value, or for a clause the hash of the wording. */
  readonly value: FieldValue;
  /** Hash of the clause's text when it was offered; a text that reads otherwise now has changed since. */
  readonly text?: string;
}

/** An offer as a reader of the sheet receives it; absent keys mean "none". */
export interface OfferView {
  readonly side: Side;
  readonly atMs: number;
  readonly by: string;
  readonly items: readonly OfferItemView[];
  readonly reason?: string;
  readonly expiresAtMs?: number;
  readonly answers?: OfferId;
  readonly status: OfferStatus;
  /** What an acceptance carries. */
  readonly hash: string;
  readonly ended?: { readonly atMs: number; readonly by: string; readonly reason?: string };
  readonly seen?: { readonly atMs: number; readonly by: string };
  /** Offered terms that others have changed since, as far as values go; text is compared by whoever has it. */
  readonly touched?: readonly TermId[];
  /** How many other terms have changed since; none of them is in the way. */
  readonly changedElsewhere?: number;
}

/** What the moment was. */
export type VersionKind = 'agreement' | 'reopening' | 'award' | 'offer' | 'freeze';

/** One moment of a sheet, as the difference to the one before. */
export interface SheetVersion {
  readonly atMs: EpochMs;
  readonly kind: VersionKind;
  readonly bySeatId: SeatId | null;
  /** The command that made it. */
  readonly commandId: string;
  readonly offerId?: OfferId;
  /** Terms that came to be agreed, or that the offer names. */
  readonly values: Readonly<Record<TermId, PositionValue>>;
  /** Terms that came to be open. */
  readonly opened: readonly TermId[];
}

export interface VersionBook {
  /** What was agreed before the first of the list. */
  readonly base: Readonly<Record<TermId, PositionValue>>;
  /** The newest last. */
  readonly list: readonly SheetVersion[];
}

/** A version for a reader; keys in the order of time. */
export interface VersionView {
  readonly atMs: number;
  readonly kind: VersionKind;
  readonly by: string;
  readonly offerId?: OfferId;
  readonly values: Readonly<Record<TermId, FieldValue>>;
  readonly opened?: readonly TermId[];
}
