// Comments laid out for the page: in the order of the sheet, filtered, each with what it is about. Pure; decides no rights.

import type {
  CommentId,
  CommentScope,
  CommentView,
} from '../../../../shared/sheet/comments/types.ts';
import type { PassageState } from '../../../../shared/sheet/comments/passages.ts';
import { isNamedIn, mentionsOf, namedIn } from '../../../../shared/sheet/comments/mentions.ts';
import type { SheetView } from '../../../../shared/sheet/types.ts';
import type { CommentFilter } from '../../../state/comment-desk.svelte.ts';
import type { MarkedComment } from '../../editor/comment-marks.ts';
import { termRows } from '../offers/offer-rows.ts';

/** Somebody that this seat knows. */
export interface CommentPerson {
  readonly id: string;
  readonly name: string;
  /** Of the own team. */
  readonly isOwn: boolean;
  /** Reads the sheet, as far as this page knows; the server decides. */
  readonly isReader: boolean;
}

export interface CommentRow {
  readonly id: CommentId;
  readonly comment: CommentView;
  /** What it is about, such as `4.1 Liability`. */
  readonly about: string;
  /** Others named this seat in it, or it took part. */
  readonly isMine: boolean;
}

export const SCOPE_NAMES: Readonly<Record<CommentScope, string>> = {
  note: 'Private note',
  internal: 'Internal',
  shared: 'Shared',
};

/** Who reads a comment, in words that cannot be mistaken. */
export const readersOf = (scope: CommentScope, otherSide: string): string => {
  switch (scope) {
    case 'note':
      return 'only you read it';
    case 'internal':
      return 'only your team reads it';
    case 'shared':
      return `both sides read it: ${otherSide}, your team, moderator and regulator`;
  }
};

/** What has become of the words that a comment is about; undefined while they stand. */
export const passageWords = (state: PassageState | undefined): string | undefined => {
  switch (state) {
    case 'changed':
      return 'These words have changed since; they read:';
    case 'found':
      return 'These words were written anew; they stand again in this clause:';
    case 'gone':
      return 'These words are gone from the clause; they read:';
    default:
      return undefined;
  }
};

const seatsIn = ({ entries }: CommentView): readonly (string | undefined)[] =>
  Object.values(entries).map(({ seatId }) => seatId);

/** All comments that the seat sees, in the order of the sheet. */
export const commentRows = (view: SheetView, seatId: string): readonly CommentRow[] => {
  const terms = termRows(view);
  const order = [...terms.keys()];
  const named = new Set(mentionsOf(view, seatId).map(({ commentId }) => commentId));
  const rows = Object.entries(view.comments ?? {}).map(([id, comment]): CommentRow => ({
    ...{ id, comment },
    about: terms.get(comment.termId)?.label ?? comment.termId,
    isMine: named.has(id) || seatsIn(comment).includes(seatId),
  }));
  const place = ({ comment }: CommentRow): number => order.indexOf(comment.termId);
  const age = ({ comment }: CommentRow): number => comment.entries['0']?.atMs ?? 0;
  return rows.sort((a, b) => place(a) - place(b) || age(a) - age(b));
};

export const filtered = (
  rows: readonly CommentRow[],
  filter: CommentFilter,
): readonly CommentRow[] =>
  rows.filter(({ comment: { isResolved }, isMine }) =>
    filter === 'mine' ? isMine : isResolved === (filter === 'resolved'),
  );

const SHOWN = 60;
const short = (text: string): string =>
  text.length > SHOWN ? `${text.slice(0, SHOWN).trimEnd()}…` : text;

/** The open comments on words of a clause. */
export const marksOn = ({ comments = {} }: SheetView, termId: string): readonly MarkedComment[] =>
  Object.entries(comments).flatMap(([id, { passage, scope, isResolved, entries, ...comment }]) => {
    if (!passage || isResolved || comment.termId !== termId) return [];
    const [first] = Object.values(entries);
    const label = `${SCOPE_NAMES[scope]}, ${first?.by ?? ''}: ${short(first?.text ?? '')}`;
    return [{ id, passage, scope, label }];
  });

/** How many open comments a term has, by who reads them, and the one to begin with: the oldest. */
export interface TermTalk extends Readonly<Record<CommentScope, number>> {
  readonly firstId: CommentId;
}

/** The open comments on each term and on words of it, by its id; terms without any are not in it. */
export const talksOf = ({ comments = {} }: SheetView): ReadonlyMap<string, TermTalk> => {
  const talks = new Map<string, TermTalk>();
  const age = ({ entries }: CommentView): number => entries['0']?.atMs ?? 0;
  const open = Object.entries(comments).filter(([, { isResolved }]) => !isResolved);
  for (const [id, { termId, scope }] of open.sort(([, a], [, b]) => age(a) - age(b))) {
    const talk = talks.get(termId) ?? { firstId: id, note: 0, internal: 0, shared: 0 };
    talks.set(termId, { ...talk, [scope]: talk[scope] + 1 });
  }
  return talks;
};

const counted = (count: number, one: string, many: string): readonly string[] =>
  count === 0 ? [] : [`${String(count)} ${count === 1 ? one : many}`];

/** Such as `1 shared comment, 2 internal comments`. */
export const talkWords = ({ shared, internal, note }: TermTalk): string =>
  [
    ...counted(shared, 'shared comment', 'shared comments'),
    ...counted(internal, 'internal comment', 'internal comments'),
    ...counted(note, 'private note', 'private notes'),
  ].join(', ');

const mayRead = ({ isOwn, isReader }: CommentPerson, scope: CommentScope): boolean =>
  scope === 'internal' ? isOwn : scope === 'shared' && isReader;

/** Who can be named in a comment. */
export const nameable = (
  people: readonly CommentPerson[],
  scope: CommentScope,
  seatId: string,
): readonly CommentPerson[] =>
  people.filter((person) => person.id !== seatId && mayRead(person, scope));

/**
 * The seats that a text names. Somebody known who may not read it is among them, unless the name is also that of one who
 * may: the server then says no in words, and nobody believes to have been heard.
 */
export const mentionsIn = (
  text: string,
  people: readonly CommentPerson[],
  { scope, seatId }: { readonly scope: CommentScope; readonly seatId: string },
): readonly string[] => {
  const fit = nameable(people, scope, seatId).filter(({ name }) => isNamedIn(text, name));
  const others = people.filter(
    ({ id, name }) => id !== seatId && !fit.some((one) => one.name === name),
  );
  return [...fit.map(({ id }) => id), ...namedIn(text, others)];
};

/** Puts the focus on the words of a comment, or on its term where they are not to be seen. */
export const jumpToComment = (id: CommentId, toTerm: () => void): void => {
  const mark = document.querySelector<HTMLElement>(`#sheet [data-comment="${CSS.escape(id)}"]`);
  toTerm();
  mark?.scrollIntoView({ block: 'center' });
};
