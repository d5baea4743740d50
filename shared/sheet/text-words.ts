// A clause's canonical value as plain text, for those who have no Yjs document at hand.

import type { ClauseNode } from './clause-hash.ts';
import { partingOf } from './text-form.ts';

const inline = (node: ClauseNode): string => {
  if ('text' in node) return node.text;
  if (node.type === 'hard_break') return '\n';
  return (node.content ?? []).map(inline).join(partingOf(node.type));
};

/** Plain text of a clause: blocks parted by an empty line, list items, rows and line breaks by a line feed, cells by a tab (TXT19). */
export const wordsOfBlocks = (blocks: readonly ClauseNode[]): string =>
  blocks.map(inline).join('\n\n');
