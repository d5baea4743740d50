// Writes a draft back into its clause, and hands on what the page needs to read clauses. Loaded together with the
// editor, after the first view.

import * as Y from 'yjs';
import { hashOf } from '../../../shared/kernel/hash.ts';
import type { ClauseNode } from '../../../shared/sheet/clause-hash.ts';
import { isClauseForm } from '../../../shared/sheet/clause-form.ts';
import { clauseHash, clauseJson } from '../../../shared/sheet/clause-hash.ts';
import { canonicalWording, rewriteClause } from '../../../shared/sheet/offers/put-text.ts';
import { blockText, clauseText } from '../../../shared/sheet/text-seed.ts';

export { clauseHash, clauseJson, clauseText };

const BETWEEN_BLOCKS = '\n\n';

/** What was refused: its text, and its wording where that was kept with it. Comes out of storage. */
export interface RefusedText {
  readonly text: string;
  readonly blocks?: unknown;
}

const formOf = ({ blocks }: RefusedText): readonly ClauseNode[] | undefined =>
  isClauseForm(blocks) ? canonicalWording(blocks) : undefined;

const line = (text: string): readonly Y.XmlText[] => (text === '' ? [] : [new Y.XmlText(text)]);

const paragraph = (text: string): Y.XmlElement => {
  const element = new Y.XmlElement('paragraph');
  const [first = '', ...others] = text.split('\n');
  element.insert(0, [
    ...line(first),
    ...others.flatMap((each) => [new Y.XmlElement('hard_break'), ...line(each)]),
  ]);
  return element;
};

/**
 * Writes plain text back into a clause. Blocks that are the same at the beginning and the end stay untouched, so that
 * their formatting and other people's carets survive; the others become paragraphs.
 */
const putTextBack = (fragment: Y.XmlFragment, text: string): void => {
  const now = fragment.toArray().map(blockText);
  const wanted = text.split(BETWEEN_BLOCKS);
  const shorter = Math.min(now.length, wanted.length);
  let same = 0;
  while (same < shorter && now[same] === wanted[same]) same += 1;
  let sameAtEnd = 0;
  while (sameAtEnd < shorter - same && now.at(-1 - sameAtEnd) === wanted.at(-1 - sameAtEnd)) {
    sameAtEnd += 1;
  }
  fragment.delete(same, now.length - same - sameAtEnd);
  fragment.insert(same, wanted.slice(same, wanted.length - sameAtEnd).map(paragraph));
};

/** Plain text as the wording of a clause: paragraphs parted by an empty line, with line breaks in them. */
const plainWording = (text: string): readonly ClauseNode[] =>
  text.split(BETWEEN_BLOCKS).map((block) => {
    const content = block
      .split('\n')
      .flatMap((line, at): readonly ClauseNode[] => [
        ...(at > 0 ? [{ type: 'hard_break' }] : []),
        ...(line === '' ? [] : [{ type: 'text' as const, text: line }]),
      ]);
    return { type: 'paragraph', ...(content.length > 0 && { content }) };
  });

/** The wording of a draft; of one that was kept as text alone, or in a form of no use, its paragraphs. */
export const draftWording = (draft: RefusedText): readonly ClauseNode[] =>
  formOf(draft) ?? plainWording(draft.text);

/** Two drafts as one, one below the other. */
export const joinedDrafts = (first: RefusedText, second: RefusedText) => ({
  text: `${first.text}${BETWEEN_BLOCKS}${second.text}`,
  blocks: [...draftWording(first), ...draftWording(second)],
});

export const isSameDraft = (one: RefusedText, other: RefusedText): boolean =>
  hashOf(draftWording(one)) === hashOf(draftWording(other));

/** Whether a draft says something else than what stands, in words or in form. */
export const differs = (draft: RefusedText, fragment: Y.XmlFragment): boolean => {
  const blocks = formOf(draft);
  return blocks ? hashOf(blocks) !== clauseHash(fragment) : draft.text !== clauseText(fragment);
};

/**
 * Writes a draft back into its clause with its lists, tables and marks. What is the same stays untouched, so that its
 * author and other people's carets survive.
 */
export const putDraftBack = (fragment: Y.XmlFragment, draft: RefusedText): void => {
  const put = (): void => {
    const blocks = formOf(draft);
    if (blocks) rewriteClause(fragment, blocks);
    else putTextBack(fragment, draft.text);
  };
  if (fragment.doc) fragment.doc.transact(put);
  else put();
};
