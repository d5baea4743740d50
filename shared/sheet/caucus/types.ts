// The words of a caucus: clause drafts that one team of a bilateral sheet writes for itself. The text of the drafts is in
// Yjs, as that of a sheet; here a draft is what it is about, how it began, and which offers came of it.

import type { OfferId, SeatId, SheetId, TermId } from '../../kernel/ids.ts';
import type { EpochMs } from '../../kernel/units.ts';
import type { Side } from '../../room/types.ts';
import type { ClauseNode } from '../clause-hash.ts';

/** `d1`, `d2` … in the order in which a caucus got them; the key of its text, as a term is of a clause. */
export type DraftId = string;

/** What a draft began with: the text that stood, the fallback of the template, or nothing. */
export type DraftOrigin = 'standing' | 'fallback' | 'empty';

/** A draft that became part of an offer. */
export interface OfferedDraft {
  readonly draftId: DraftId;
  /** Hash of the wording that was offered. */
  readonly hash: string;
}

export type CaucusCommand =
  /** `blocks` is the wording to begin with, `standing` the hash of the clause as its author saw it. */
  | {
      readonly type: 'BeginDraft';
      readonly termId: TermId;
      readonly from: DraftOrigin;
      readonly blocks: readonly ClauseNode[];
      readonly standing: string;
      readonly name?: string;
    }
  /** The clause as it stands now has been looked at; `standing` is its hash. */
  | { readonly type: 'AnchorDraft'; readonly draftId: DraftId; readonly standing: string }
  /** Throws a draft away, text and all. */
  | { readonly type: 'DropDraft'; readonly draftId: DraftId }
  /** By the server only, for the seat whose offer it was: drafts that became an offer. */
  | {
      readonly type: 'NoteOffer';
      readonly offerId: OfferId;
      readonly drafts: readonly OfferedDraft[];
    };

export type CaucusEvent =
  | {
      readonly type: 'DraftBegun';
      readonly draftId: DraftId;
      readonly termId: TermId;
      readonly from: DraftOrigin;
      readonly standing: string;
      readonly name: string | null;
      /** Yjs client id of what the draft began with; nobody's. */
      readonly clientId: number;
      /** A Yjs update, base64: the draft with the wording it began with. */
      readonly update: string;
      /** Hash of that wording. */
      readonly opening: string;
    }
  | { readonly type: 'DraftAnchored'; readonly draftId: DraftId; readonly standing: string }
  | {
      readonly type: 'DraftDropped';
      readonly draftId: DraftId;
      /** Takes the text away; absent where there was no room even for that. */
      readonly update?: string;
      readonly clientId?: number;
    }
  | {
      readonly type: 'DraftsOffered';
      readonly offerId: OfferId;
      readonly drafts: readonly OfferedDraft[];
    };

/** When and by whom. */
interface Moment {
  readonly atMs: EpochMs;
  readonly bySeatId: SeatId | null;
}

export interface Draft {
  readonly termId: TermId;
  readonly from: DraftOrigin;
  readonly name: string | null;
  readonly begun: Moment;
  /** Hash of the clause on the sheet when the draft was begun, or when somebody last looked at it. */
  readonly standing: string;
  /** As in the event that began it. */
  readonly opening: { readonly hash: string; readonly update: string };
  /** What came of it, the newest last. */
  readonly offers: readonly (Moment & { readonly offerId: OfferId; readonly hash: string })[];
}

export interface CaucusState {
  /** Number of the next draft. */
  readonly next: number;
  readonly drafts: Readonly<Record<DraftId, Draft>>;
  /** Yjs client id → the seat that used it first; empty for what drafts began with. */
  readonly clients: Readonly<Record<string, SeatId>>;
}

/** A draft as a seat of its team receives it; absent keys mean "none". */
export interface DraftView {
  readonly termId: TermId;
  readonly from: DraftOrigin;
  readonly name?: string;
  readonly begunAtMs: number;
  readonly by: string;
  readonly standing: string;
  /** Hash of the wording it began with. */
  readonly opening: string;
  readonly offers?: Readonly<
    Record<OfferId, { readonly atMs: number; readonly by: string; readonly hash: string }>
  >;
}

export interface CaucusView {
  readonly sheetId: SheetId;
  readonly side: Side;
  readonly drafts: Readonly<Record<DraftId, DraftView>>;
}
