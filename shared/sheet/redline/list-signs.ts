// The signs before the items of lists in a redline: numbers as the text that stands has them, so that a page and a paper
// count alike.

import type { RedlineBlock } from './changes.ts';

type Shape = Pick<RedlineBlock, 'kind' | 'depth' | 'marker'>;

/**
 * A sign for each block: `•`, `2.`, or nothing where it is no item of a list, or a numbered one that was removed and so
 * has no number any more (RED6).
 */
export const listSigns = (blocks: readonly Shape[]): readonly string[] => {
  const counts: number[] = [];
  return blocks.map(({ depth, marker, kind }) => {
    counts.length = Math.max(0, depth);
    if (marker === 'bullet') return '•';
    if (marker !== 'number' || kind === 'removed') return '';
    const count = (counts[depth - 1] ?? 0) + 1;
    counts[depth - 1] = count;
    return `${String(count)}.`;
  });
};
