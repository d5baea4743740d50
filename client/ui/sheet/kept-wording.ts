// Whether what a browser kept is the wording of a clause. Storage can hold anything: what has no place in a clause must
// not reach an editor, which would throw on it.

import type { ClauseNode } from '../../../shared/sheet/clause-hash.ts';
import type { Holder } from '../../../shared/sheet/text-form.ts';
import { HELD, isElementName, isMark } from '../../../shared/sheet/text-form.ts';

const isText = ({ text, marks }: Readonly<Record<string, unknown>>): boolean =>
  typeof text === 'string' &&
  text !== '' &&
  (marks === undefined ||
    (Array.isArray(marks) && marks.every((mark) => typeof mark === 'string' && isMark(mark))));

const isNode = (value: unknown, holder: Holder): boolean => {
  if (typeof value !== 'object' || value === null) return false;
  const node = value as Readonly<Record<string, unknown>>;
  const { type, content } = node;
  if (typeof type !== 'string' || !HELD[holder].includes(type)) return false;
  if (type === 'text') return isText(node);
  if (!isElementName(type)) return false;
  return content === undefined || areNodes(content, type);
};

const areNodes = (value: unknown, holder: Holder): boolean =>
  Array.isArray(value) && value.every((node) => isNode(node, holder));

/** True for blocks that a clause can consist of. */
export const isWording = (value: unknown): value is readonly ClauseNode[] =>
  areNodes(value, 'clause');
