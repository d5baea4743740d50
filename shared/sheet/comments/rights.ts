// Who reads a comment: one answer for views, the record and its seals.

import type { SeatId } from '../../kernel/ids.ts';
import type { Side } from '../../room/types.ts';
import type { CommentEvent, CommentThread } from './types.ts';

/** Who looks at comments. */
export interface CommentReader {
  /** Side that the reader acts for; null for those who only read. */
  readonly side: Side | null;
  /** The reader's own seat; absent where a whole team reads. */
  readonly seatId?: SeatId | undefined;
}

/** Whether somebody who may read the sheet reads a thread (COM2). */
export const maySeeThread = (
  { scope, side, bySeatId }: Pick<CommentThread, 'scope' | 'side' | 'bySeatId'>,
  reader: CommentReader,
): boolean => {
  switch (scope) {
    case 'shared':
      return true;
    case 'internal':
      return reader.side === side;
    case 'note':
      return reader.seatId === bySeatId;
  }
};

const TYPES: ReadonlySet<string> = new Set<CommentEvent['type']>([
  'CommentMade',
  'CommentReplied',
  'CommentEdited',
  'CommentResolved',
  'CommentReopened',
]);

/** Whether an event of a sheet is about a comment. */
export const isCommentEvent = (event: { readonly type: string }): event is CommentEvent =>
  TYPES.has(event.type);

/** What everybody who reads the sheet reads. */
export const isSharedEvent = ({ scope }: CommentEvent): boolean => scope === 'shared';

/** What one seat alone may know of, also that it was there. */
export const isNoteEvent = (event: { readonly type: string }): boolean =>
  isCommentEvent(event) && event.scope === 'note';

/** Whether a team or an observer reads an event in the record; a note is read in no record, for records are a team's (COM9). */
export const maySeeCommentEvent = (event: CommentEvent, side: Side | null): boolean =>
  event.scope === 'shared' || (event.scope === 'internal' && event.side === side);
