// Paragraphs and tables of a file from outside as the blocks of a clause: lists put together again, words of references turned back
// into references, so that what nobody changed is equal.

import type { RichNode } from '../redline/types.ts';
import type { Places } from '../references.ts';
import { referenceText, referencesIn } from '../references.ts';
import type { IncomingParagraph } from './types.ts';

interface GrowingList {
  readonly type: 'ordered_list' | 'bullet_list';
  readonly content: { readonly type: 'list_item'; readonly content: RichNode[] }[];
}

const paragraphOf = (content: readonly RichNode[]): RichNode => ({
  type: 'paragraph',
  ...(content.length > 0 && { content }),
});

/** Blocks of a clause from paragraphs in order. */
export const blocksOf = (paragraphs: readonly IncomingParagraph[]): readonly RichNode[] => {
  const blocks: RichNode[] = [];
  /** The lists around the last paragraph, from the outside. */
  let open: GrowingList[] = [];
  for (const { content, table, list, continues = 0 } of paragraphs) {
    if (table) {
      open = [];
      blocks.push(table);
    } else if (list) {
      open = withItem(blocks, open, list);
      open.at(-1)?.content.at(-1)?.content.push(paragraphOf(content));
    } else if (continues > 0 && open.length > 0) {
      open = open.slice(0, continues);
      open.at(-1)?.content.at(-1)?.content.push(paragraphOf(content));
    } else {
      open = [];
      blocks.push(paragraphOf(content));
    }
  }
  return blocks;
};

/** The open lists once one more item has begun. */
const withItem = (
  blocks: RichNode[],
  before: readonly GrowingList[],
  { isOrdered, level }: NonNullable<IncomingParagraph['list']>,
): GrowingList[] => {
  const type = isOrdered ? 'ordered_list' : 'bullet_list';
  const open = before.slice(0, level + 1);
  // At the same level a list of the other kind is another list.
  if (open.length === level + 1 && open.at(-1)?.type !== type) open.pop();
  while (open.length < level + 1) {
    const list: GrowingList = { type, content: [] };
    const holder = open.at(-1)?.content.at(-1)?.content ?? blocks;
    holder.push(list as unknown as RichNode);
    open.push(list);
    // A level that was left out in the file has an item that holds only the deeper list.
    if (open.length < level + 1) list.content.push({ type: 'list_item', content: [] });
  }
  open.at(-1)?.content.push({ type: 'list_item', content: [] });
  return open;
};

/** What the words of references stand for. */
export interface ReferenceWords {
  /** Longest first, so that `clause 4.10` is not read as `clause 4.1`. */
  readonly pairs: readonly (readonly [words: string, id: string])[];
}

const idsIn = (node: RichNode): readonly string[] => [
  ...referencesIn(node.text ?? '').map(({ id }) => id),
  ...(node.content ?? []).flatMap(idsIn),
];

/** Numbers of all sections and clauses, and labels of the fields that a clause refers to by now. */
export const referenceWords = (places: Places, standing: readonly RichNode[]): ReferenceWords => {
  const used = new Set(standing.flatMap(idsIn));
  const ids = [...places].flatMap(([id, { kind }]) =>
    kind !== 'field' || used.has(id) ? [id] : [],
  );
  const pairs = ids.flatMap((id) => {
    const words = referenceText(places, id);
    return words === undefined ? [] : [[words, id] as const];
  });
  return { pairs: pairs.sort(([a], [b]) => b.length - a.length) };
};

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** The same blocks with the words of references turned back into references. */
export const withReferences = (
  blocks: readonly RichNode[],
  { pairs }: ReferenceWords,
): readonly RichNode[] => {
  if (pairs.length === 0) return blocks;
  const ids = new Map(pairs);
  const words = pairs.map(([each]) => escaped(each)).join('|');
  const pattern = new RegExp(`(?<![\\p{L}\\p{N}])(?:${words})(?!\\.?\\p{N})`, 'gu');
  const turned = (node: RichNode): RichNode => ({
    ...node,
    ...(node.text !== undefined && {
      text: node.text.replace(pattern, (found) => `{ref:${ids.get(found) ?? ''}}`),
    }),
    ...(node.content && { content: node.content.map(turned) }),
  });
  return blocks.map(turned);
};
