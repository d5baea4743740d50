// Reads and rewrites the text of a clause outside of its editor: for draft cards and for accepting by hash.
// Loaded together with the editor, after the first view.

import * as Y from 'yjs';

export { clauseHash } from '../../../shared/sheet/clause-hash.ts';

const BETWEEN_BLOCKS = '\n\n';

const textOf = (node: Y.XmlElement | Y.XmlText | Y.XmlHook): string => {
  if (node instanceof Y.XmlText) {
    const parts = node.toDelta() as readonly { readonly insert?: unknown }[];
    return parts.map(({ insert }) => (typeof insert === 'string' ? insert : '')).join('');
  }
  if (node instanceof Y.XmlHook) return '';
  if (node.nodeName === 'hard_break') return '\n';
  const isList = node.nodeName.endsWith('_list');
  return node
    .toArray()
    .map(textOf)
    .join(isList ? '\n' : '');
};

const blocksOf = (fragment: Y.XmlFragment): readonly string[] => fragment.toArray().map(textOf);

/** Plain text of a clause: paragraphs parted by an empty line, list items by a line break. */
export const clausePlainText = (fragment: Y.XmlFragment): string =>
  blocksOf(fragment).join(BETWEEN_BLOCKS);

const paragraph = (text: string): Y.XmlElement => {
  const element = new Y.XmlElement('paragraph');
  if (text !== '') element.insert(0, [new Y.XmlText(text)]);
  return element;
};

/**
 * Writes plain text back into a clause. Paragraphs that are the same at the beginning and the end stay untouched,
 * so that their formatting and other people's carets survive.
 */
export const putTextBack = (fragment: Y.XmlFragment, text: string): void => {
  const now = blocksOf(fragment);
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
