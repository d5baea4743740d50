// Comments as one reader of a sheet may see them. Nothing of what is hidden is counted: ids are random, bounds are those
// of the seat or side that meets them.

import type { SheetState } from '../types.ts';
import type { SheetAudience } from '../reader.ts';
import type { CommentReader } from './rights.ts';
import { isResolved } from './book.ts';
import { maySeeThread } from './rights.ts';
import type {
  CommentEntry,
  CommentEntryView,
  CommentId,
  CommentThread,
  CommentView,
} from './types.ts';

type NameOf = SheetAudience['nameOf'];

const entryView = (entry: CommentEntry, nameOf: NameOf): CommentEntryView => {
  const { bySeatId, side, atMs, text, mentions, earlier, editedAtMs } = entry;
  const by = nameOf(bySeatId);
  const known = mentions.filter((seatId) => nameOf(seatId) !== '');
  return {
    ...{ side, by, atMs, text },
    ...(by !== '' && { seatId: bySeatId }),
    ...(known.length > 0 && { mentions: known }),
    ...(editedAtMs !== undefined && { editedAtMs }),
    ...(earlier && { earlier }),
  };
};

const threadView = (thread: CommentThread, nameOf: NameOf): CommentView => {
  const { scope, side, termId, passage, entries, turns } = thread;
  return {
    ...{ scope, side, termId },
    ...(passage && { passage }),
    isResolved: isResolved(thread),
    entries: Object.fromEntries(entries.map((entry, place) => [place, entryView(entry, nameOf)])),
    ...(turns.length > 0 && {
      turns: turns.map(({ kind, atMs, bySeatId }) => ({ kind, atMs, by: nameOf(bySeatId) })),
    }),
  };
};

/** The part of a sheet's view that is comments; absent where the reader sees none. */
export const viewComments = (
  { comments }: Pick<SheetState, 'comments'>,
  { nameOf, ...reader }: CommentReader & { readonly nameOf: NameOf },
): { readonly comments?: Readonly<Record<CommentId, CommentView>> } => {
  const seen = Object.entries(comments?.byId ?? {}).filter(([, thread]) =>
    maySeeThread(thread, reader),
  );
  if (seen.length === 0) return {};
  return {
    comments: Object.fromEntries(seen.map(([id, thread]) => [id, threadView(thread, nameOf)])),
  };
};
