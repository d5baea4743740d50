// One sentence for each change of a redline: who did what to which words.

import type { RedlineAnswer } from '../../shared/protocol/redline.ts';
import type { Side } from '../../shared/room/types.ts';
import type { RedlineChange } from '../../shared/sheet/redline/changes.ts';
import type { WholeKind } from '../../shared/sheet/redline/table-changes.ts';

const MAX_QUOTE = 90;

const MARK_WORDS: Readonly<Record<string, string>> = { strong: 'bold', em: 'italic' };

/** Words in quotation marks, cut where they get long; breaks of lines are said. */
export const quoted = (text: string): string => {
  if (text.trim() === '') return text.includes('\n') ? 'a line break' : 'a space';
  const oneLine = text.replaceAll('\n', ' ↵ ').trim();
  const characters = [...oneLine];
  const isLong = characters.length > MAX_QUOTE;
  return `“${isLong ? `${characters.slice(0, MAX_QUOTE - 1).join('')}…` : oneLine}”`;
};

const list = (words: readonly string[]): string =>
  words.map((word) => MARK_WORDS[word] ?? word).join(' and ');

const restyled = ({ now, begun, ended }: RedlineChange): string => {
  const parts = [
    ...(begun.length > 0 ? [`made ${quoted(now)} ${list(begun)}`] : []),
    ...(ended.length > 0 ? [`made ${quoted(now)} no longer ${list(ended)}`] : []),
  ];
  return parts.length > 0 ? parts.join(', ') : `changed how ${quoted(now)} is set`;
};

/** A table, row, column or cell that came or went, with its words where it has any. */
const whole = (kind: WholeKind, text: string): string => {
  const [what = '', done] = kind.split('-');
  if (text.replaceAll('|', '').trim() === '') return `${String(done)} an empty ${what}`;
  return `${String(done)} a ${what}: ${quoted(text)}`;
};

const deed = (change: RedlineChange): string => {
  const { kind, was, now } = change;
  switch (kind) {
    case 'cell-added':
    case 'row-added':
    case 'column-added':
    case 'table-added':
      return whole(kind, now);
    case 'cell-removed':
    case 'row-removed':
    case 'column-removed':
    case 'table-removed':
      return whole(kind, was);
    case 'added':
      return `added ${quoted(now)}`;
    case 'removed':
      return `removed ${quoted(was)}`;
    case 'replaced':
      return `replaced ${quoted(was)} with ${quoted(now)}`;
    case 'restyled':
      return restyled(change);
    case 'line-added':
      return now === '' ? 'added an empty paragraph' : `added a paragraph: ${quoted(now)}`;
    case 'line-removed':
      return was === '' ? 'removed an empty paragraph' : `removed a paragraph: ${quoted(was)}`;
    case 'split':
      return 'began a new paragraph here';
    case 'joined':
      return 'joined two paragraphs here';
    case 'reframed':
      return 'changed the list or level of a paragraph';
  }
};

export interface AuthorWords {
  readonly authors: RedlineAnswer['authors'];
  readonly nameOfSide: (side: Side) => string;
}

/** Who did something, by side and name as far as they may be known. */
export const authorWords = (
  by: readonly string[],
  { authors, nameOfSide }: AuthorWords,
): string | undefined => {
  const named = by.flatMap((sign) => {
    const { side, name } = authors[sign] ?? {};
    const team = side && nameOfSide(side);
    if (name !== undefined && team !== undefined) return [`${name} (${team})`];
    return [name ?? team ?? []].flat();
  });
  return named.length === 0 ? undefined : [...new Set(named)].join(' and ');
};

/** The sentence of one change (RED4). */
export const changeWords = (change: RedlineChange, words: AuthorWords): string => {
  const who = authorWords(change.by, words);
  const what = deed(change);
  return who === undefined ? `${what.charAt(0).toUpperCase()}${what.slice(1)}` : `${who} ${what}`;
};
