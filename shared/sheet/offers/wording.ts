// Whether proposed wording can be the text of a clause: its form, that it says something, and its size.

import type { Rejection } from '../../kernel/rejection.ts';
import type { ClauseNode } from '../clause-hash.ts';
import { canonicalJson } from '../../kernel/json.ts';
import { reject } from '../../kernel/rejection.ts';
import { clauseFormFault } from '../clause-form.ts';
import { canonicalWording } from './put-text.ts';

/** Characters of the canonical form of one proposed wording. */
const MAX_WORDING_SIZE = 48_000;

const wrong = (what: string): Rejection => reject('offer/wording', { what });

/**
 * The canonical value of proposed wording, or why it cannot be the text of a clause (OFR8). Lists without anything in
 * them vanish.
 */
export const checkWording = (
  blocks: readonly ClauseNode[],
): { readonly blocks: readonly ClauseNode[] } | Rejection => {
  const fault = clauseFormFault(blocks);
  if (fault !== undefined) return wrong(fault);
  const canonical = canonicalWording(blocks);
  if (canonical.length === 0) return wrong('nothing');
  const size = canonicalJson(canonical).length;
  if (size > MAX_WORDING_SIZE) {
    return reject('offer/too-large', { size, maximum: MAX_WORDING_SIZE });
  }
  return { blocks: canonical };
};
