// A clause's canonical value as plain text, for those who have no Yjs document at hand.

import type { ClauseNode } from './clause-hash.ts';

const inline = (node: ClauseNode): string => {
  if ('text' in node) return node.text;
  if (node.type === 'hard_break') return '\n';
  const isOfBlocks = node.type === 'list_item' || node.type.endsWith('_list');
  return (node.content ?? []).map(inline).join(isOfBlocks ? '\n' : '');
};

/** Plain text of a clause: blocks parted by an empty line, list items and line breaks by a line feed (TXT19). */
export const wordsOfBlocks = (blocks: readonly ClauseNode[]): string =>
  blocks.map(inline).join('\n\n');
