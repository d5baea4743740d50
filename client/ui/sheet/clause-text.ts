// Writes a draft back into its clause, and hands on what the page needs to read clauses. Loaded together with the
// editor, after the first view.

import * as Y from 'yjs';
import type { ClauseNode } from '../../../shared/sheet/clause-hash.ts';
import { clauseHash, clauseJson } from '../../../shared/sheet/clause-hash.ts';
import { blockText, clauseText } from '../../../shared/sheet/text-seed.ts';

export { clauseHash, clauseJson, clauseText };

const BETWEEN_BLOCKS = '\n\n';

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
export const putTextBack = (fragment: Y.XmlFragment, text: string): void => {
  const now = fragment.toArray().map(blockText);
  const wanted = text.split(BETWEEN_BLOCKS);
  const shorter = Math.min(now.length, wanted.length);
  let same = 0;
  while (same < shorter && now[same] === wanted[same]) same += 1;
  let sameAtEnd = 0;
  while (sameAtEnd < shorter - same && now.at(-1 - sameAtEnd) === wanted.at(-1 - sameAtEnd)) {
    sameAtEnd += 1;
  }
  const put = (): void => {
    fragment.delete(same, now.length - same - sameAtEnd);
    fragment.insert(same, wanted.slice(same, wanted.length - sameAtEnd).map(paragraph));
  };
  if (fragment.doc) fragment.doc.transact(put);
  else put();
};

/** Plain text as the wording of a clause: paragraphs parted by an empty line, with line breaks in them. */
export const plainWording = (text: string): readonly ClauseNode[] =>
  text.split(BETWEEN_BLOCKS).map((block) => {
    const content = block
      .split('\n')
      .flatMap((line, at): readonly ClauseNode[] => [
        ...(at > 0 ? [{ type: 'hard_break' }] : []),
        ...(line === '' ? [] : [{ type: 'text' as const, text: line }]),
      ]);
    return { type: 'paragraph', ...(content.length > 0 && { content }) };
  });
