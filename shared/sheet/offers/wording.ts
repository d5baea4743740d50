// Whether proposed wording can be the text of a clause: the same table that every edit is held to, and limits on size
// and depth.

import type { Rejection } from '../../kernel/rejection.ts';
import type { ClauseNode } from '../clause-hash.ts';
import type { Holder } from '../text-form.ts';
import { canonicalJson } from '../../kernel/json.ts';
import { reject } from '../../kernel/rejection.ts';
import { TEXT_LIMITS } from '../text-check.ts';
import { HELD, isElementName, isMark } from '../text-form.ts';
import { canonicalWording } from './put-text.ts';

/** Characters of the canonical form of one proposed wording. */
const MAX_WORDING_SIZE = 48_000;

const HALF_A_CHARACTER = /\p{Surrogate}/u;

const wrong = (what: string): Rejection => reject('offer/wording', { what });

/** `text` of a clause's value stands for the Y.XmlText that holds it. */
const nodeFault = (holder: Holder, node: ClauseNode, depth: number): Rejection | undefined => {
  if (!HELD[holder].includes(node.type)) return wrong(`${node.type} in ${holder}`);
  if ('text' in node) {
    if (node.text === '' || HALF_A_CHARACTER.test(node.text)) return wrong('text');
    return node.marks?.every(isMark) === false ? wrong('mark') : undefined;
  }
  if (!('content' in node) || node.content === undefined) return undefined;
  if (depth >= TEXT_LIMITS.maxDepth) return wrong('depth');
  if (!isElementName(node.type)) return wrong(node.type);
  for (const inner of node.content) {
    const fault = nodeFault(node.type, inner, depth + 1);
    if (fault) return fault;
  }
  return undefined;
};

/**
 * The canonical value of proposed wording, or why it cannot be the text of a clause (OFR8). Lists without anything in
 * them vanish.
 */
export const checkWording = (
  blocks: readonly ClauseNode[],
): { readonly blocks: readonly ClauseNode[] } | Rejection => {
  for (const block of blocks) {
    const fault = nodeFault('clause', block, 1);
    if (fault) return fault;
  }
  const canonical = canonicalWording(blocks);
  if (canonical.length === 0) return wrong('nothing');
  const size = canonicalJson(canonical).length;
  if (size > MAX_WORDING_SIZE) {
    return reject('offer/too-large', { size, maximum: MAX_WORDING_SIZE });
  }
  return { blocks: canonical };
};
