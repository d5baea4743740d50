// The mark of a term's open comments: how many, of which kind, and which one it leads to.

import { describe, expect, it } from 'vitest';
import type { CommentView } from '../../shared/sheet/comments/types.ts';
import type { SheetView } from '../../shared/sheet/types.ts';
import { talksOf, talkWords } from '../../client/ui/sheet/comments/comment-rows.ts';

const comment = (
  scope: CommentView['scope'],
  atMs: number,
  change: Partial<CommentView> = {},
): CommentView => ({
  ...{ scope, side: 'carrier', termId: 'scope', isResolved: false },
  entries: { '0': { by: 'Nora', text: 'why?', atMs } as CommentView['entries'][string] },
  ...change,
});

const seen = (comments: Readonly<Record<string, CommentView>>): SheetView =>
  ({ comments }) as unknown as SheetView;

describe('[COM12] the mark of a term with comments', () => {
  it('counts what is open on a term, by kind, and leads to the oldest', () => {
    const view = seen({
      a: comment('internal', 30),
      b: comment('shared', 20),
      c: comment('internal', 40),
      d: comment('note', 50),
      done: comment('shared', 10, { isResolved: true }),
      elsewhere: comment('shared', 5, { termId: 'payment' }),
    });
    const talks = talksOf(view);
    const talk = talks.get('scope');
    expect(talk).toEqual({ firstId: 'b', shared: 1, internal: 2, note: 1 });
    expect(talk && talkWords(talk)).toBe('1 shared comment, 2 internal comments, 1 private note');
    expect(talks.get('payment')).toEqual({ firstId: 'elsewhere', shared: 1, internal: 0, note: 0 });
  });

  it('is not there where nothing is open', () => {
    const done = seen({ done: comment('shared', 10, { isResolved: true }) });
    expect(talksOf(done).size).toBe(0);
    expect(talksOf({} as SheetView).size).toBe(0);
  });
});
