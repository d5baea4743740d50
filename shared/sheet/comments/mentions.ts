// Who was named in comments, where and when: read from a viewer's own view, so that nobody learns of a comment by being
// told of it. And which words of a text name whom.

import type { SeatId, TermId } from '../../kernel/ids.ts';
import type { SheetView } from '../types.ts';
import type { CommentId, CommentScope } from './types.ts';

/** Somebody was named in an entry of a comment. */
export interface Mention {
  readonly commentId: CommentId;
  /** Place of the entry in the thread, from 0. */
  readonly entry: number;
  readonly scope: CommentScope;
  readonly termId: TermId;
  /** Name of who wrote it. */
  readonly by: string;
  readonly seatId?: SeatId;
  /** When the words that name were written: the entry, or its last edit. */
  readonly atMs: number;
  readonly text: string;
  readonly isResolved: boolean;
}

/** Where others named a seat in the comments that its own view has, the newest first (COM7). */
export const mentionsOf = (
  { comments = {} }: Pick<SheetView, 'comments'>,
  seatId: SeatId,
): readonly Mention[] =>
  Object.entries(comments)
    .flatMap(([commentId, { scope, termId, isResolved, entries }]) =>
      Object.entries(entries).flatMap(([entry, said]): readonly Mention[] => {
        const { by, atMs, editedAtMs, text, mentions = [] } = said;
        if (!mentions.includes(seatId) || said.seatId === seatId) return [];
        return [
          {
            ...{ commentId, entry: Number(entry), scope, termId, by, text, isResolved },
            ...(said.seatId !== undefined && { seatId: said.seatId }),
            atMs: editedAtMs ?? atMs,
          },
        ];
      }),
    )
    .sort((a, b) => b.atMs - a.atMs);

/** Somebody who can be named. */
export interface Nameable {
  readonly id: SeatId;
  readonly name: string;
}

/** Whether a text names somebody: an `@` and the whole name. */
export const isNamedIn = (text: string, name: string): boolean => {
  const sought = `@${name}`;
  for (let at = text.indexOf(sought); at !== -1; at = text.indexOf(sought, at + 1)) {
    // `@Ann` does not name her where `@Anna` stands.
    if (!/^[\p{L}\p{N}]/u.test(text.slice(at + sought.length))) return true;
  }
  return false;
};

/** The seats that a text names, of those that are known. Of two with one name both are. */
export const namedIn = (text: string, seats: readonly Nameable[]): readonly SeatId[] =>
  seats.filter(({ name }) => name !== '' && isNamedIn(text, name)).map(({ id }) => id);
