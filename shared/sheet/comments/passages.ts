// Where the words are that a comment is about: anchors are ids of the first and the last character, so they go with the
// text. What stands between them is compared with the quote, which says how the words once read.

import { fromBase64, toBase64 } from 'lib0/buffer';
import * as Y from 'yjs';
import type { ClauseNode, ClauseText } from '../clause-hash.ts';
import type { AuthoredClause, AuthoredRun, TextId } from '../redline/authored.ts';
import { isMereFrame } from '../text-form.ts';
import type { Anchor, Passage } from './types.ts';

/** Characters of an encoded position; two numbers of at most 53 bits need fewer. */
export const MAX_POSITION_LENGTH = 32;

/** A clause as one string: a line break for each line or break, one character each unit of its runs. */
export interface ClauseWords {
  readonly text: string;
  readonly runs: readonly AuthoredRun[];
}

const isText = (node: ClauseNode): node is ClauseText => 'text' in node;

const flatten = (nodes: readonly ClauseNode[]): string =>
  nodes
    .map((node) =>
      isText(node) ? node.text : (isMereFrame(node.type) ? '' : '\n') + flatten(node.content ?? []),
    )
    .join('');

/** The words of a clause, each unit with its id. */
export const wordsOf = ({ blocks, runs }: AuthoredClause): ClauseWords => ({
  text: flatten(blocks),
  runs,
});

const idAt = (runs: readonly AuthoredRun[], unit: number): TextId | undefined => {
  let start = 0;
  for (const { units, id } of runs) {
    if (unit < start + units) return [id[0], id[1] + unit - start];
    start += units;
  }
  return undefined;
};

const unitOf = (runs: readonly AuthoredRun[], [client, clock]: TextId): number | undefined => {
  let start = 0;
  for (const { units, id } of runs) {
    if (id[0] === client && clock >= id[1] && clock < id[1] + units) return start + clock - id[1];
    start += units;
  }
  return undefined;
};

const SIDES = { start: 0, end: -1 } as const;

const encoded = ([client, clock]: TextId, assoc: number): string =>
  toBase64(
    Y.encodeRelativePosition(Y.createRelativePositionFromJSON({ item: { client, clock }, assoc })),
  );

/**
 * The anchor of the words between two units, the second not included, without the blanks around them; undefined where
 * there are no words.
 */
export const anchorAt = (
  { text, runs }: ClauseWords,
  from: number,
  to: number,
): Passage | undefined => {
  const words = text.slice(from, to);
  const quote = words.trim();
  const at = from + words.length - words.trimStart().length;
  const [first, last] = [idAt(runs, at), idAt(runs, at + quote.length - 1)];
  if (quote === '' || !first || !last) return undefined;
  return { start: encoded(first, SIDES.start), end: encoded(last, SIDES.end), quote };
};

/** The id that an encoded position sticks to; undefined for what is not exactly the form of `anchorAt`. */
const decoded = (position: string, assoc: number): TextId | undefined => {
  if (position.length > MAX_POSITION_LENGTH || !/^[A-Za-z0-9+/]+={0,2}$/.test(position)) {
    return undefined;
  }
  try {
    const { item } = Y.decodeRelativePosition(fromBase64(position));
    const id: TextId | undefined = item ? [item.client, item.clock] : undefined;
    return id && encoded(id, assoc) === position ? id : undefined;
  } catch {
    return undefined;
  }
};

/** The ids of an anchor's ends; undefined for what is not well formed (COM5). */
export const endsOf = ({ start, end }: Anchor): readonly [TextId, TextId] | undefined => {
  const [first, last] = [decoded(start, SIDES.start), decoded(end, SIDES.end)];
  return first && last ? [first, last] : undefined;
};

/** Units of words in a clause, the second not included. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** Where both ends of an anchor stand, in this order; undefined where one of them does not. */
export const stretchOf = ({ runs }: ClauseWords, anchor: Anchor): Stretch | undefined => {
  const ends = endsOf(anchor);
  const [from, last] = (ends ?? []).map((id) => unitOf(runs, id));
  return from !== undefined && last !== undefined && from <= last
    ? { from, to: last + 1 }
    : undefined;
};

/**
 * `as-is`: the words stand. `changed`: something of them does. `found`: they are gone, and stand once elsewhere in the
 * clause. `gone`: nothing of them stands.
 */
export type PassageState = 'as-is' | 'changed' | 'found' | 'gone';

export interface PassageNow extends Partial<Stretch> {
  readonly state: PassageState;
}

/** Answers the id of what stands nearest to a deleted character, on its right or on its left. */
export type Neighbour = (id: TextId, direction: 'left' | 'right') => TextId | undefined;

/** Fewer characters stand in a clause more than once by chance. */
const MIN_FOUND = 12;

const foundAgain = (text: string, quote: string): PassageNow => {
  const at = quote.length < MIN_FOUND ? -1 : text.indexOf(quote);
  return at === -1 || text.includes(quote, at + 1)
    ? { state: 'gone' }
    : { state: 'found', from: at, to: at + quote.length };
};

const lineStart = (text: string, unit: number): number => text.lastIndexOf('\n', unit) + 1;
const lineEnd = (text: string, unit: number): number => {
  const end = text.indexOf('\n', unit);
  return end === -1 ? text.length : end;
};

/** Where the words of a passage are now, and whether they still read as they did (COM6). */
export const passageNow = (
  { text, runs }: ClauseWords,
  passage: Passage,
  neighbour: Neighbour = () => undefined,
): PassageNow => {
  const ends = endsOf(passage);
  if (!ends) return foundAgain(text, passage.quote);
  const near = (id: TextId, direction: 'left' | 'right'): number | undefined => {
    const next = neighbour(id, direction);
    return next && unitOf(runs, next);
  };
  const after = (unit: number | undefined): number | undefined =>
    unit === undefined ? undefined : unit + 1;
  const [start, end] = ends;
  // Where a character is gone, what stands beside it; at the edge of its text, on its other side.
  const first = unitOf(runs, start) ?? near(start, 'right') ?? after(near(start, 'left'));
  const past = after(unitOf(runs, end)) ?? after(near(end, 'left')) ?? near(end, 'right');
  if (first === undefined && past === undefined) return foundAgain(text, passage.quote);
  const from = first ?? lineStart(text, (past ?? 1) - 1);
  const to = past ?? lineEnd(text, from);
  if (from >= to) return foundAgain(text, passage.quote);
  return { state: text.slice(from, to) === passage.quote ? 'as-is' : 'changed', from, to };
};

/** Neighbours in a document. */
export const neighboursIn =
  (doc: Y.Doc): Neighbour =>
  ([client, clock], direction) => {
    if (clock >= Y.getState(doc.store, client)) return undefined;
    let item: Y.Item | Y.GC | null = Y.getItem(doc.store, Y.createID(client, clock));
    const isWord = (one: Y.Item): boolean => !one.deleted && one.content instanceof Y.ContentString;
    while (item instanceof Y.Item && !isWord(item)) item = item[direction];
    if (!(item instanceof Y.Item)) return undefined;
    const { client: of, clock: at } = direction === 'right' ? item.id : item.lastId;
    return [of, at];
  };
