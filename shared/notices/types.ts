// The words of notices: what a person should know of a room, each with the place it is about. A notice is derived from
// what its reader's own views say at a moment; nothing of it is stored, and nothing else goes into it.

import type { AuctionId, OfferId, SheetId, TermId } from '../kernel/ids.ts';
import type { CommentId } from '../sheet/comments/types.ts';
import type { RoomView } from '../room/view-types.ts';
import type { SheetView } from '../sheet/types.ts';

/** What a reader can choose to be told about. */
export const NOTICE_KINDS = [
  'move',
  'offer',
  'reopened',
  'signing',
  'auction',
  'help',
  'mention',
] as const;
export type NoticeKind = (typeof NOTICE_KINDS)[number];

/** What happened; words for each are the page's. */
export type NoticeCode =
  | 'move/terms'
  | 'offer/made'
  | 'offer/theirs-expiring'
  | 'offer/ours-expiring'
  | 'offer/accepted'
  | 'offer/rejected'
  | 'offer/withdrawn'
  | 'offer/theirs-expired'
  | 'offer/ours-expired'
  | 'reopened/term'
  | 'reopened/sheet'
  | 'signing/turn'
  | 'signing/complete'
  | 'auction/outbid'
  | 'auction/ending-without-bid'
  | 'help/answered'
  | 'help/asked'
  | 'mention/comment';

/** Where a notice leads. */
export type NoticePlace =
  | { readonly kind: 'term'; readonly sheetId: SheetId; readonly termId: TermId }
  | { readonly kind: 'offer'; readonly sheetId: SheetId; readonly offerId: OfferId }
  | {
      readonly kind: 'comment';
      readonly sheetId: SheetId;
      readonly termId: TermId;
      readonly commentId: CommentId;
    }
  | { readonly kind: 'signing'; readonly sheetId: SheetId }
  | { readonly kind: 'auction'; readonly auctionId: AuctionId }
  | { readonly kind: 'help' };

export interface Notice {
  /** The same for as long as it is about the same thing; so that one that was read stays read. */
  readonly id: string;
  readonly kind: NoticeKind;
  readonly code: NoticeCode;
  /** Since when it holds, by the server's clock. */
  readonly atMs: number;
  readonly place: NoticePlace;
  /** What its words need: texts, counts, instants in milliseconds. */
  readonly about: Readonly<Record<string, string | number>>;
}

/** What one reader has before it: its view of the room, and of each sheet that it follows. */
export interface NoticeViews {
  readonly room: RoomView;
  readonly sheets: readonly SheetView[];
}
