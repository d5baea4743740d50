// How much a sheet keeps of comments, and what counts against what: bounds are those of a seat or of a side, so that
// nobody learns of others' comments by meeting one.

import type { CommentBook, CommentId, CommentScope, CommentThread } from './types.ts';

/** Threads that one seat (notes) or one side (the others) has open at once; beyond it the oldest resolved ones go. */
export const MAX_THREADS: Readonly<Record<CommentScope, number>> = {
  note: 100,
  internal: 200,
  shared: 150,
};
/** Entries of one thread. */
export const MAX_ENTRIES = 50;
/** Times that one entry may be edited. */
export const MAX_EDITS = 10;
/** Characters that one seat (notes) or one side (the others) has in all its comments, earlier readings included. */
export const MAX_CHARACTERS = 300_000;
/** Things that a seat may do within a minute. */
export const MAX_PACE = 20;

export const NO_COMMENTS: CommentBook = { byId: {}, paces: {} };

type Owner = Pick<CommentThread, 'scope' | 'side' | 'bySeatId'>;

/** Whether a thread is resolved. */
export const isResolved = ({ turns }: Pick<CommentThread, 'turns'>): boolean =>
  turns.at(-1)?.kind === 'resolved';

/** Threads that count against the same bound, the oldest first. */
export const besides = (
  { byId }: CommentBook,
  { scope, side, bySeatId }: Owner,
): readonly (readonly [CommentId, CommentThread])[] =>
  Object.entries(byId).filter(
    ([, thread]) =>
      thread.scope === scope &&
      (scope === 'note' ? thread.bySeatId === bySeatId : thread.side === side),
  );

/** Characters that somebody's comments of one scope have, also in threads of the other side. */
export const charactersOf = ({ byId }: CommentBook, { scope, side, bySeatId }: Owner): number => {
  const entries = Object.values(byId)
    .filter((thread) => thread.scope === scope)
    .flatMap((thread) => thread.entries)
    .filter((said) => (scope === 'note' ? said.bySeatId === bySeatId : said.side === side));
  const texts = entries.flatMap(({ text, earlier = [] }) => [
    text,
    ...earlier.map((one) => one.text),
  ]);
  return texts.reduce((sum, text) => sum + text.length, 0);
};
