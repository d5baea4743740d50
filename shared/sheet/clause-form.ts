// Which JSON can be the blocks of a clause: the table and the depth that every edit is held to (text-check.ts), for
// wording that comes whole, from an offer, a file or what a browser kept.

import type { ClauseNode } from './clause-hash.ts';
import type { Holder } from './text-form.ts';
import { HELD, MAX_CLAUSE_DEPTH, isElementName, isMark } from './text-form.ts';

const HALF_A_CHARACTER = /\p{Surrogate}/u;

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Anything else that a node has besides its type. */
const othersFault = (others: object): string | undefined => {
  const [name] = Object.keys(others);
  return name === undefined ? undefined : `attribute ${name}`;
};

const textFault = ({ text, marks = [], ...others }: Readonly<Record<string, unknown>>) => {
  if (typeof text !== 'string' || text === '' || HALF_A_CHARACTER.test(text)) return 'text';
  const areMarks =
    Array.isArray(marks) && marks.every((mark) => typeof mark === 'string' && isMark(mark));
  return areMarks ? othersFault(others) : 'mark';
};

const nodeFault = (holder: Holder, node: unknown, depth: number): string | undefined => {
  if (!isObject(node)) return 'no node';
  const { type, ...rest } = node;
  if (typeof type !== 'string') return 'no type';
  if (!HELD[holder].includes(type)) return `${type} in ${holder}`;
  if (type === 'text') return textFault(rest);
  if (!isElementName(type)) return type;
  const { content, ...others } = rest;
  if (content === undefined) return othersFault(others);
  if (depth >= MAX_CLAUSE_DEPTH) return 'depth';
  return nodesFault(type, content, depth + 1) ?? othersFault(others);
};

const nodesFault = (holder: Holder, nodes: unknown, depth: number): string | undefined => {
  if (!Array.isArray(nodes)) return 'no list of nodes';
  for (const node of nodes as readonly unknown[]) {
    const fault = nodeFault(holder, node, depth);
    if (fault !== undefined) return fault;
  }
  return undefined;
};

/**
 * What keeps a value from being the blocks of a clause, the first of it, in a few words for developers; undefined for
 * blocks that a clause can consist of. They may hold empty lists, which a canonical value has not (canonicalWording).
 */
export const clauseFormFault = (value: unknown): string | undefined =>
  nodesFault('clause', value, 1);

/** True for blocks that a clause can consist of. */
export const isClauseForm = (value: unknown): value is readonly ClauseNode[] =>
  clauseFormFault(value) === undefined;
