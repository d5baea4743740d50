// What events about comments make of a sheet. Never fails on an event that was once decided, also where a thread is not
// known: whoever reads only part of a record sees the rest without it.

import type { EventContext } from '../../kernel/decider.ts';
import type { SeatId } from '../../kernel/ids.ts';
import type { SheetState } from '../types.ts';
import { unreachable } from '../../kernel/decider.ts';
import { besides, isResolved, MAX_PACE, MAX_THREADS, NO_COMMENTS } from './book.ts';
import type {
  CommentBook,
  CommentEntry,
  CommentEvent,
  CommentId,
  CommentThread,
  CommentTurn,
} from './types.ts';

/** Turns of one thread that are remembered. */
const MAX_TURNS = 20;

const seatOf = ({ by }: EventContext): SeatId => (by.kind === 'seat' ? by.seatId : '');

/** With one thread more, the oldest resolved ones beyond the bound are gone. */
const withinBounds = (book: CommentBook, thread: CommentThread): CommentBook['byId'] => {
  const all = besides(book, thread);
  const surplus = all.length - MAX_THREADS[thread.scope];
  if (surplus <= 0) return book.byId;
  const gone = new Set(
    all
      .filter(([, one]) => isResolved(one))
      .slice(0, surplus)
      .map(([id]) => id),
  );
  return Object.fromEntries(Object.entries(book.byId).filter(([id]) => !gone.has(id)));
};

const made = (
  book: CommentBook,
  event: CommentEvent & { readonly type: 'CommentMade' },
  context: EventContext,
): CommentBook['byId'] => {
  const { commentId, scope, side, termId, passage } = event;
  const bySeatId = seatOf(context);
  const entries = [entryOf(event, context)];
  const thread: CommentThread = { scope, side, bySeatId, termId, passage, entries, turns: [] };
  const byId = { ...book.byId, [commentId]: thread };
  return withinBounds({ ...book, byId }, thread);
};

const entryOf = (
  { side, text, mentions }: Pick<CommentEntry, 'side' | 'text' | 'mentions'>,
  context: EventContext,
): CommentEntry => ({ bySeatId: seatOf(context), side, atMs: context.at, text, mentions });

const edited = (
  entries: readonly CommentEntry[],
  { entry, text, mentions }: CommentEvent & { readonly type: 'CommentEdited' },
  { at }: EventContext,
): readonly CommentEntry[] =>
  entries.map((said, place) => {
    if (place !== entry) return said;
    const former = { text: said.text, atMs: said.editedAtMs ?? said.atMs };
    const earlier = [...(said.earlier ?? []), former];
    return { ...said, text, mentions, earlier, editedAtMs: at };
  });

const turned = (
  { turns }: CommentThread,
  kind: CommentTurn['kind'],
  context: EventContext,
): Partial<CommentThread> => ({
  turns: [...turns, { kind, atMs: context.at, bySeatId: seatOf(context) }].slice(-MAX_TURNS),
});

const changed = (
  thread: CommentThread,
  event: Exclude<CommentEvent, { readonly type: 'CommentMade' }>,
  context: EventContext,
): Partial<CommentThread> => {
  switch (event.type) {
    case 'CommentReplied':
      return { entries: [...thread.entries, entryOf(event, context)] };
    case 'CommentEdited':
      return { entries: edited(thread.entries, event, context) };
    case 'CommentResolved':
      return turned(thread, 'resolved', context);
    case 'CommentReopened':
      return turned(thread, 'reopened', context);
    default:
      return unreachable(event);
  }
};

const withThread = (
  { byId }: CommentBook,
  commentId: CommentId,
  change: (thread: CommentThread) => Partial<CommentThread>,
): CommentBook['byId'] => {
  const thread = byId[commentId];
  return thread ? { ...byId, [commentId]: { ...thread, ...change(thread) } } : byId;
};

const pacesOf = ({ paces }: CommentBook, context: EventContext): CommentBook['paces'] => {
  const seatId = seatOf(context);
  return { ...paces, [seatId]: [...(paces[seatId] ?? []), context.at].slice(-MAX_PACE) };
};

/** The state after one more event about a comment. */
export const evolveComment = (
  state: SheetState,
  event: CommentEvent,
  context: EventContext,
): SheetState => {
  const book = state.comments ?? NO_COMMENTS;
  const byId =
    event.type === 'CommentMade'
      ? made(book, event, context)
      : withThread(book, event.commentId, (thread) => changed(thread, event, context));
  return { ...state, comments: { byId, paces: pacesOf(book, context) } };
};
