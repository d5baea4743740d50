// Names of places in exported documents. By them a file that comes back is matched to its clauses and fields, however
// much of its headings somebody has rewritten.

import { sha256Hex } from '../../kernel/hash.ts';

/** Word takes letters, digits and underscores, 40 at most. */
const MAX_PLAIN = 36;
const HASH_DIGITS = 24;

/** Name of the bookmark of a section, clause or field: always the same for the same id, never for two. */
export const bookmarkOf = (kind: 'section' | 'clause' | 'field', id: string): string => {
  const isPlain = id.length <= MAX_PLAIN && /^[a-z0-9-]+$/.test(id);
  const name = isPlain ? id.replaceAll('-', '_') : `h${sha256Hex(id).slice(0, HASH_DIGITS)}`;
  return `p${kind.slice(0, 1)}_${name}`;
};

/** Whether a name is that of some field. */
export const isFieldBookmark = (name: string): boolean => /^pf_[a-z0-9_]+$/.test(name);
