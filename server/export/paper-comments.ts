// Comments of a sheet as a file shows them: made of the asking seat's own view, each where its words stand now. A team's
// internal ones are among them only where the seat asked for them, and never anybody's notes.

import type { TermId } from '../../shared/kernel/ids.ts';
import type { CommentEntryView, CommentView } from '../../shared/sheet/comments/types.ts';
import type { ClauseWords } from '../../shared/sheet/comments/passages.ts';
import type { PaperComment } from '../../shared/sheet/paper/types.ts';
import type { SheetView } from '../../shared/sheet/types.ts';
import { epochMs } from '../../shared/kernel/units.ts';
import { passageNow } from '../../shared/sheet/comments/passages.ts';

/** Which comments a file has: none, what both sides read, or what the own team says among itself as well. */
export type PaperComments = 'none' | 'shared' | 'team';

const isIn = ({ scope }: CommentView, choice: PaperComments): boolean =>
  (scope === 'shared' && choice !== 'none') || (scope === 'internal' && choice === 'team');

const placeOf = (
  { passage }: CommentView,
  words: ClauseWords | undefined,
): Pick<PaperComment, 'stretch'> => {
  if (!passage || !words) return {};
  const { from, to } = passageNow(words, passage);
  return from === undefined || to === undefined
    ? {}
    : { stretch: { from, to, words: words.text.slice(from, to) } };
};

const lines = (...parts: readonly (string | undefined)[]): string =>
  parts.filter((part) => part !== undefined).join('\n');

const entryText = (
  { text, editedAtMs }: CommentEntryView,
  { lead, tail }: { readonly lead: string; readonly tail: string | undefined },
): string => lines(`${lead}${text}`, editedAtMs === undefined ? undefined : '(edited)', tail);

const threadComments = (
  thread: CommentView,
  words: ClauseWords | undefined,
  label: string | undefined,
): readonly PaperComment[] => {
  const place = placeOf(thread, words);
  const { passage, scope, termId, turns = [], isResolved } = thread;
  const isAway = passage !== undefined && place.stretch?.words !== passage.quote;
  const quote = isAway ? `It was about: “${passage.quote}”` : undefined;
  const entries = Object.values(thread.entries);
  const end = isResolved ? `Resolved by ${turns.at(-1)?.by ?? ''}.` : undefined;
  return entries.map((entry, index): PaperComment => {
    const isFirst = index === 0;
    const internal = scope === 'internal' ? '[Internal] ' : '';
    const about = isFirst && label !== undefined ? `${label}: ` : '';
    const last = index === entries.length - 1 ? end : undefined;
    const tail = lines(isFirst ? quote : undefined, last);
    return {
      ...{ clauseId: termId, ...place },
      author: {
        ...(entry.by !== '' && { name: entry.by }),
        ...{ side: entry.side, atMs: epochMs(entry.atMs) },
      },
      text: entryText(entry, { lead: `${internal}${about}`, tail: tail === '' ? undefined : tail }),
    };
  });
};

/** Labels of fields by their ids, those of lots included. */
const fieldLabels = ({ template, lots }: SheetView): ReadonlyMap<TermId, string> =>
  new Map(
    template.sections.flatMap(({ terms }) =>
      terms.flatMap((term): readonly (readonly [TermId, string])[] => {
        if (term.kind !== 'field') return [];
        const ofLots = Object.values(lots).map(
          ({ id, name }) => [`${term.id}.${id}`, `${term.label}, ${name}`] as const,
        );
        return [[term.id, term.label], ...ofLots];
      }),
    ),
  );

/** The comments of a view for a file (COM11). */
export const paperComments = (
  view: SheetView,
  choice: PaperComments,
  wordsIn: (termId: TermId) => ClauseWords | undefined,
): { readonly comments: readonly PaperComment[]; readonly hasInternal?: true } => {
  const labels = fieldLabels(view);
  const threads = Object.values(view.comments ?? {}).filter((thread) => isIn(thread, choice));
  const comments = threads.flatMap((thread) =>
    threadComments(thread, thread.passage && wordsIn(thread.termId), labels.get(thread.termId)),
  );
  const hasInternal = threads.some(({ scope }) => scope === 'internal');
  return { comments, ...(hasInternal && { hasInternal: true }) };
};
