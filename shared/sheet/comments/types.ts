// The words of comments: threads on a term of a sheet, or on words of a clause, with a hard switch of who reads them.
// A thread keeps its scope for good; nothing that is said in it later can change who reads it.

import type { SeatId, TermId } from '../../kernel/ids.ts';
import type { EpochMs } from '../../kernel/units.ts';
import type { Side } from '../../room/types.ts';

/** `note`: its author's seat alone. `internal`: the seats of the author's team. `shared`: whoever reads the sheet. */
export type CommentScope = 'note' | 'internal' | 'shared';

/** Random, so that it counts nothing. */
export type CommentId = string;

/** The first and the last character of words in a clause: Yjs relative positions, encoded, base64. */
export interface Anchor {
  /** Sticks to the character after it. */
  readonly start: string;
  /** Sticks to the character before it. */
  readonly end: string;
}

/** Words of a clause as they read when they were commented on, by the text that the server had. */
export interface Passage extends Anchor {
  readonly quote: string;
}

/** What somebody said in a thread; places count from 0. */
export interface CommentEntry {
  readonly bySeatId: SeatId;
  readonly side: Side;
  readonly atMs: EpochMs;
  readonly text: string;
  readonly mentions: readonly SeatId[];
  /** How it read before, the oldest first, each with when it was written. */
  readonly earlier?: readonly { readonly text: string; readonly atMs: EpochMs }[];
  /** When it was last edited. */
  readonly editedAtMs?: EpochMs;
}

/** A thread was resolved, or opened again. */
export interface CommentTurn {
  readonly kind: 'resolved' | 'reopened';
  readonly atMs: EpochMs;
  readonly bySeatId: SeatId;
}

export interface CommentThread {
  readonly scope: CommentScope;
  /** Of who began it; that of an internal thread and a note reads them. */
  readonly side: Side;
  readonly bySeatId: SeatId;
  readonly termId: TermId;
  readonly passage: Passage | null;
  readonly entries: readonly CommentEntry[];
  /** The newest last; the thread is resolved while the last one says so. */
  readonly turns: readonly CommentTurn[];
}

export interface CommentBook {
  readonly byId: Readonly<Record<CommentId, CommentThread>>;
  /** When each seat said something last: its newest few moments. */
  readonly paces: Readonly<Record<SeatId, readonly EpochMs[]>>;
}

/** All name the seat's own side. Where a thread is there, `scope` is what its author believes who reads it. */
export type CommentCommand =
  | {
      readonly type: 'MakeComment';
      readonly side: Side;
      readonly scope: CommentScope;
      readonly termId: TermId;
      readonly text: string;
      /** Seats that the text names with `@` and their name. */
      readonly mentions?: readonly SeatId[];
      /** Of a clause only; absent: the whole of it. */
      readonly anchor?: Anchor;
    }
  | {
      readonly type: 'ReplyToComment';
      readonly side: Side;
      readonly scope: CommentScope;
      readonly commentId: CommentId;
      readonly text: string;
      readonly mentions?: readonly SeatId[];
    }
  | {
      readonly type: 'EditComment';
      readonly side: Side;
      readonly scope: CommentScope;
      readonly commentId: CommentId;
      /** Place in the thread, from 0. */
      readonly entry: number;
      readonly text: string;
      readonly mentions?: readonly SeatId[];
    }
  | {
      readonly type: 'ResolveComment';
      readonly side: Side;
      readonly scope: CommentScope;
      readonly commentId: CommentId;
    }
  | {
      readonly type: 'ReopenComment';
      readonly side: Side;
      readonly scope: CommentScope;
      readonly commentId: CommentId;
    };

/** Each says whose it is, so that the record knows who may read it without a look at what came before. */
interface OfThread {
  readonly commentId: CommentId;
  readonly scope: CommentScope;
  /** Of who acts. */
  readonly side: Side;
}

export type CommentEvent =
  | (OfThread & {
      readonly type: 'CommentMade';
      readonly termId: TermId;
      readonly passage: Passage | null;
      readonly text: string;
      readonly mentions: readonly SeatId[];
    })
  | (OfThread & {
      readonly type: 'CommentReplied';
      readonly text: string;
      readonly mentions: readonly SeatId[];
    })
  | (OfThread & {
      readonly type: 'CommentEdited';
      readonly entry: number;
      readonly text: string;
      readonly mentions: readonly SeatId[];
    })
  | (OfThread & { readonly type: 'CommentResolved' })
  | (OfThread & { readonly type: 'CommentReopened' });

/** One entry for a reader. Seats are there where the reader may know them. */
export interface CommentEntryView {
  readonly side: Side;
  /** Empty where the reader may not know the name. */
  readonly by: string;
  readonly seatId?: SeatId;
  readonly atMs: number;
  readonly text: string;
  readonly mentions?: readonly SeatId[];
  readonly editedAtMs?: number;
  readonly earlier?: readonly { readonly text: string; readonly atMs: number }[];
}

/** One thread for a reader. */
export interface CommentView {
  readonly scope: CommentScope;
  readonly side: Side;
  readonly termId: TermId;
  readonly passage?: Passage;
  readonly isResolved: boolean;
  /** By their place in the thread, from 0. */
  readonly entries: Readonly<Record<string, CommentEntryView>>;
  /** Who resolved it or opened it again, and when; the newest last. */
  readonly turns?: readonly {
    readonly kind: CommentTurn['kind'];
    readonly by: string;
    readonly atMs: number;
  }[];
}
