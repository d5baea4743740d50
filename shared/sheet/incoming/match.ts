// Which paragraphs of a file from outside belong to which clause: by the bookmarks that an export wrote, else by heading
// or number, else by likeness. What fits nowhere is kept and shown.

import type { TermId } from '../../kernel/ids.ts';
import { bookmarkOf } from '../paper/bookmarks.ts';
import type { RichNode } from '../redline/types.ts';
import type { Places } from '../references.ts';
import type { IncomingParagraph } from './types.ts';

export type MatchedBy = 'bookmark' | 'heading' | 'number' | 'likeness';

/** A clause as a file is matched with it. */
export interface KnownClause {
  readonly id: TermId;
  /** How it stands. */
  readonly blocks: readonly RichNode[];
}

export interface MatchedClause {
  readonly by: MatchedBy;
  readonly paragraphs: readonly IncomingParagraph[];
}

export interface Matching {
  readonly clauses: ReadonlyMap<TermId, MatchedClause>;
  /** Text that belongs to no clause. */
  readonly unplaced: readonly string[];
}

/** Of two texts, how many words they share must be at least this to be the same paragraph rewritten. */
const LIKENESS = 0.5;
const MAX_HEADING = 120;

const NUMBER = /^(?:(?:section|clause|article|§)\s*)?(\d{1,3}(?:\.\d{1,3})?)[.)]?\s+/i;

const plain = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

const textOf = ({ content = [], text = '' }: Pick<RichNode, 'content' | 'text'>): string =>
  text + content.map(textOf).join(' ');

const paragraphText = ({ content, table }: IncomingParagraph): string =>
  (table ? textOf(table) : textOf({ content })).trim();

const wordsIn = (text: string): ReadonlySet<string> =>
  new Set(
    plain(text)
      .split(' ')
      .filter((word) => word !== ''),
  );

const likeness = (a: ReadonlySet<string>, b: ReadonlySet<string>): number => {
  if (a.size + b.size === 0) return 0;
  const shared = [...a].filter((word) => b.has(word)).length;
  return (2 * shared) / (a.size + b.size);
};

interface Start {
  readonly kind: 'clause' | 'section';
  readonly id: string;
  readonly by: MatchedBy;
}

/** Looks for places where a clause or section begins. */
class Starts {
  readonly #bookmarks = new Map<string, Start>();
  readonly #titles = new Map<string, Start>();
  readonly #numbers = new Map<string, Start>();

  constructor(places: Places) {
    for (const [id, { kind, number, name }] of places) {
      if (kind === 'field') continue;
      const start = (by: MatchedBy): Start => ({ kind, id, by });
      this.#bookmarks.set(bookmarkOf(kind, id), start('bookmark'));
      if (!this.#titles.has(plain(name))) this.#titles.set(plain(name), start('heading'));
      this.#numbers.set(number, start('number'));
    }
  }

  at(paragraph: IncomingParagraph): Start | undefined {
    if (paragraph.table) return undefined;
    for (const name of paragraph.bookmarks) {
      const found = this.#bookmarks.get(name);
      if (found) return found;
    }
    const text = paragraphText(paragraph);
    if (text === '' || text.length > MAX_HEADING || paragraph.list) return undefined;
    const number = NUMBER.exec(text)?.[1];
    const byTitle = this.#titles.get(plain(text.replace(NUMBER, '')));
    if (
      byTitle &&
      (paragraph.heading !== undefined || number !== undefined || isAllBold(paragraph))
    ) {
      return byTitle;
    }
    const isHead =
      paragraph.heading !== undefined || (number !== undefined && isAllBold(paragraph));
    return isHead && number !== undefined ? this.#numbers.get(number) : undefined;
  }
}

const isAllBold = ({ content }: IncomingParagraph): boolean =>
  content.length > 0 &&
  content.every(({ type, marks = [] }) => type !== 'text' || marks.includes('strong'));

interface Growing {
  readonly by: MatchedBy;
  readonly paragraphs: IncomingParagraph[];
}

/** Puts what has no heading where most of its words stand already. */
const placeByLikeness = (
  loose: readonly IncomingParagraph[],
  clauses: readonly KnownClause[],
): { readonly placed: ReadonlyMap<TermId, Growing>; readonly left: readonly string[] } => {
  const candidates = clauses.flatMap(({ id, blocks }) =>
    blocks.map((block) => ({ id, words: wordsIn(textOf(block)) })),
  );
  const placed = new Map<TermId, Growing>();
  const left: string[] = [];
  for (const paragraph of loose) {
    const words = wordsIn(paragraphText(paragraph));
    let best: { id: TermId; score: number } | undefined;
    for (const { id, words: known } of candidates) {
      const score = likeness(words, known);
      if (score >= LIKENESS && score > (best?.score ?? 0)) best = { id, score };
    }
    if (!best) left.push(paragraphText(paragraph));
    else {
      const growing = placed.get(best.id) ?? { by: 'likeness', paragraphs: [] };
      growing.paragraphs.push(paragraph);
      placed.set(best.id, growing);
    }
  }
  return { placed, left };
};

const isEmpty = ({ content, table }: IncomingParagraph): boolean =>
  content.length === 0 && table === undefined;

/** Empty paragraphs at the end part a clause from the next heading; in the file they are nobody's words. */
const trimmed = (
  paragraphs: readonly IncomingParagraph[],
  { blocks }: KnownClause,
): readonly IncomingParagraph[] => {
  const last = blocks.at(-1);
  if (last?.type === 'paragraph' && !last.content) return paragraphs;
  const end = paragraphs.findLastIndex((paragraph) => !isEmpty(paragraph));
  return paragraphs.slice(0, Math.max(end + 1, Math.min(1, paragraphs.length)));
};

/** The clauses that a file holds (IMP4). A clause that begins twice is taken from its first place. */
export const matchClauses = (
  paragraphs: readonly IncomingParagraph[],
  clauses: readonly KnownClause[],
  places: Places,
): Matching => {
  const starts = new Starts(places);
  const found = new Map<TermId, Growing>();
  const loose: IncomingParagraph[] = [];
  let into: IncomingParagraph[] = loose;
  for (const paragraph of paragraphs) {
    if (paragraph.isAround) continue;
    const start = starts.at(paragraph);
    // A heading of no clause begins something that the sheet does not have.
    if (!start && paragraph.heading !== undefined) into = loose;
    if (!start) (paragraph.isLoose ? loose : into).push(paragraph);
    else if (start.kind === 'section' || found.has(start.id)) into = loose;
    else {
      into = [];
      found.set(start.id, { by: start.by, paragraphs: into });
    }
  }
  const missing = clauses.filter(({ id }) => !found.has(id));
  const { placed, left } = placeByLikeness(
    loose.filter((each) => !isEmpty(each)),
    missing,
  );
  const known = new Map(clauses.map((clause) => [clause.id, clause]));
  const matched = [...found, ...placed].flatMap(([id, { by, paragraphs: own }]) => {
    const clause = known.get(id);
    // A heading with nothing below it says nothing of the clause.
    return clause && own.length > 0
      ? [[id, { by, paragraphs: trimmed(own, clause) }] as const]
      : [];
  });
  return { clauses: new Map(matched), unplaced: left };
};
