// Comments: made, answered, edited, resolved and opened again. Who may comment at all, and whom a comment may name, is
// asked of room/seats.ts before; here it is made sure that a thread keeps its readers.

import type { DecideContext, Decision } from '../../kernel/decider.ts';
import type { SeatId } from '../../kernel/ids.ts';
import type { Rejection } from '../../kernel/rejection.ts';
import type { EpochMs } from '../../kernel/units.ts';
import type { Side } from '../../room/types.ts';
import type { SheetEvent, SheetState } from '../types.ts';
import type {
  CommentBook,
  CommentCommand,
  CommentEvent,
  CommentId,
  CommentScope,
  CommentThread,
  Passage,
} from './types.ts';
import { accept, refuse } from '../../kernel/decider.ts';
import { reject } from '../../kernel/rejection.ts';
import { isKnownTo, otherSide, termOf } from '../positions.ts';
import { termTemplate } from '../template.ts';
import {
  besides,
  charactersOf,
  isResolved,
  MAX_CHARACTERS,
  MAX_EDITS,
  MAX_ENTRIES,
  MAX_PACE,
  MAX_THREADS,
  NO_COMMENTS,
} from './book.ts';
import { endsOf, stretchOf, wordsOf } from './passages.ts';
import { maySeeThread } from './rights.ts';

/** Characters that a comment can be about. */
export const MAX_QUOTE = 1_000;
/** Seats that one comment may name. */
export const MAX_MENTIONS = 20;
export const PACE_MS = 60_000;

export type CommentCommandOf<Type extends CommentCommand['type']> = CommentCommand & {
  readonly type: Type;
};
type Deciding = Decision<SheetEvent>;

const no = (code: Rejection['code'], params: Parameters<typeof reject>[1] = {}): Deciding =>
  refuse<SheetEvent>(reject(code, params));

const bookOf = ({ comments }: SheetState): CommentBook => comments ?? NO_COMMENTS;

/** A thread that somebody may see; one that is not for them is the same as none (COM3). */
const threadFor = (
  state: SheetState,
  commentId: CommentId,
  reader: { readonly side: Side; readonly seatId: SeatId },
): CommentThread | undefined => {
  const { byId } = bookOf(state);
  const thread = Object.hasOwn(byId, commentId) ? byId[commentId] : undefined;
  return thread && maySeeThread(thread, reader) ? thread : undefined;
};

const paceFault = (state: SheetState, seatId: SeatId, at: EpochMs): Rejection | undefined => {
  const recent = (bookOf(state).paces[seatId] ?? []).filter((atMs) => atMs > at - PACE_MS);
  const [oldest] = recent;
  return recent.length < MAX_PACE || oldest === undefined
    ? undefined
    : reject('comment/rate', { maximum: MAX_PACE, afterMs: oldest + PACE_MS - at });
};

/** Whether one more thread, or one more text, is within what its seat or side may have. */
const roomFault = (
  state: SheetState,
  { scope, side, text }: { readonly scope: CommentScope; readonly side: Side; text: string },
  { bySeatId, isNew }: { readonly bySeatId: SeatId; readonly isNew: boolean },
): Rejection | undefined => {
  const book = bookOf(state);
  const owner = { scope, side, bySeatId };
  const open = besides(book, owner).filter(([, thread]) => !isResolved(thread));
  const isFull = isNew && open.length >= MAX_THREADS[scope];
  if (isFull) return reject('comment/full', { scope, maximum: MAX_THREADS[scope] });
  return charactersOf(book, owner) + text.length > MAX_CHARACTERS
    ? reject('comment/characters', { scope, maximum: MAX_CHARACTERS })
    : undefined;
};

const termFault = (
  state: SheetState,
  { side, scope, termId, anchor }: CommentCommandOf<'MakeComment'>,
): Rejection | undefined => {
  const template = state.template ? termTemplate(state.template, termId) : undefined;
  if (!termOf(state, termId) || !template || !isKnownTo(state, termId, side)) {
    return reject('sheet/unknown-term', { termId });
  }
  if (scope === 'shared' && state.kind === 'common') return reject('comment/one-sided');
  if (scope === 'shared' && !isKnownTo(state, termId, otherSide(side))) {
    return reject('comment/private-term', { termId });
  }
  return anchor && template.kind === 'field' ? reject('comment/anchor', { termId }) : undefined;
};

/** The words that a comment is about, as the server has them; null where it is about the whole term. */
const passageOf = (
  { termId, anchor }: CommentCommandOf<'MakeComment'>,
  { wording }: DecideContext,
): { readonly passage: Passage | null } | Rejection => {
  if (!anchor) return { passage: null };
  if (!endsOf(anchor)) return reject('comment/anchor', { termId });
  const clause = wording?.(termId);
  const words = clause && wordsOf(clause);
  const stretch = words && stretchOf(words, anchor);
  if (!stretch) return reject('comment/passage-gone', { termId });
  const quote = words.text.slice(stretch.from, stretch.to);
  if (quote.length > MAX_QUOTE) return reject('comment/passage-long', { maximum: MAX_QUOTE });
  return { passage: { start: anchor.start, end: anchor.end, quote } };
};

const ID_DIGITS = 16;

const make = (
  state: SheetState,
  command: CommentCommandOf<'MakeComment'>,
  { context, seatId }: Acting,
): Deciding => {
  const fault =
    termFault(state, command) ?? roomFault(state, command, { bySeatId: seatId, isNew: true });
  if (fault) return refuse<SheetEvent>(fault);
  const found = passageOf(command, context);
  if ('code' in found) return refuse<SheetEvent>(found);
  const { scope, side, termId, text, mentions = [] } = command;
  const commentId = `c${context.entropy().slice(0, ID_DIGITS)}`;
  return accept<SheetEvent>({
    ...{ type: 'CommentMade', commentId, scope, side, termId, passage: found.passage },
    ...{ text, mentions },
  });
};

const edit = (
  thread: CommentThread,
  { entry, text, mentions = [] }: CommentCommandOf<'EditComment'>,
  seatId: SeatId,
): Rejection | { readonly entry: number; readonly text: string; mentions: readonly SeatId[] } => {
  const said = thread.entries[entry];
  if (!said) return reject('comment/unknown');
  if (said.bySeatId !== seatId) return reject('comment/not-own');
  if (said.text === text) return reject('comment/same');
  const edits = said.earlier?.length ?? 0;
  return edits < MAX_EDITS
    ? { entry, text, mentions }
    : reject('comment/edits', { maximum: MAX_EDITS });
};

interface Acting {
  readonly context: DecideContext;
  readonly seatId: SeatId;
}

const goOn = (
  thread: CommentThread,
  command: Exclude<CommentCommand, { readonly type: 'MakeComment' }>,
  seatId: SeatId,
): CommentEvent | Rejection => {
  const { commentId, scope, side } = command;
  const of = { commentId, scope, side };
  if (command.type === 'ReopenComment') {
    return isResolved(thread) ? { type: 'CommentReopened', ...of } : reject('comment/open');
  }
  if (isResolved(thread)) return reject('comment/resolved');
  if (command.type === 'ResolveComment') return { type: 'CommentResolved', ...of };
  if (command.type === 'EditComment') {
    const edited = edit(thread, command, seatId);
    return 'code' in edited ? edited : { type: 'CommentEdited', ...of, ...edited };
  }
  if (thread.entries.length >= MAX_ENTRIES) {
    return reject('comment/thread-full', { maximum: MAX_ENTRIES });
  }
  const { text, mentions = [] } = command;
  return { type: 'CommentReplied', ...of, text, mentions };
};

/** Somebody comments, answers, edits, resolves or opens again (COM1 to COM8). */
export const decideComment = (
  state: SheetState,
  command: CommentCommand,
  context: DecideContext,
): Deciding => {
  if (context.by.kind !== 'seat') return no('sheet/not-allowed');
  const { seatId } = context.by;
  const hurried = paceFault(state, seatId, context.at);
  if (hurried) return refuse<SheetEvent>(hurried);
  if (command.type === 'MakeComment') return make(state, command, { context, seatId });
  const thread = threadFor(state, command.commentId, { side: command.side, seatId });
  if (!thread) return no('comment/unknown');
  // Who answers must believe what is so of who reads it (COM4).
  if (thread.scope !== command.scope) return no('comment/scope', { scope: thread.scope });
  const full = 'text' in command && roomFault(state, command, { bySeatId: seatId, isNew: false });
  if (full) return refuse<SheetEvent>(full);
  const outcome = goOn(thread, command, seatId);
  return 'code' in outcome ? refuse<SheetEvent>(outcome) : accept<SheetEvent>(outcome);
};
