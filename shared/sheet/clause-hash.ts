// The canonical value of a clause: what two sides agree on when they agree on wording. The same text and marks give
// the same value, however often and by whomever it was edited: redundant formatting, empty text runs and empty lists
// vanish.

import * as Y from 'yjs';
import { hashOf } from '../kernel/hash.ts';
import { isMereFrame } from './text-form.ts';

/** A run of text with equal marks; `marks` are sorted and absent when there are none. */
export interface ClauseText {
  readonly type: 'text';
  readonly text: string;
  readonly marks?: readonly string[];
}

/** An element of a clause; `content` is absent when empty. */
export interface ClauseElement {
  readonly type: string;
  readonly content?: readonly ClauseNode[];
}

export type ClauseNode = ClauseText | ClauseElement;

/** Any Yjs type, as far as its children go. */
interface Parent {
  readonly _start: Y.Item | null;
}

/** The blocks of a clause in order, as plain JSON. */
export const clauseJson = (fragment: Y.XmlFragment): readonly ClauseNode[] => childrenOf(fragment);

/** One block of a clause as plain JSON; a list without anything in it has no content. */
export const blockJson = (element: Y.XmlElement): ClauseElement => {
  const content = childrenOf(element);
  return { type: element.nodeName, ...(content.length > 0 && { content }) };
};

/** SHA-256 of the canonical JSON of a clause (RFC 8785), as 64 lower-case hexadecimal digits. */
export const clauseHash = (fragment: Y.XmlFragment): string => hashOf(clauseJson(fragment));

function* itemsOf(type: Parent): Generator<Y.Item> {
  for (let item = type._start; item !== null; item = item.right) if (!item.deleted) yield item;
}

/** Text runs are joined over the borders of Y.XmlText: a reader cannot see those. */
const childrenOf = (parent: Parent): readonly ClauseNode[] => {
  const children: ClauseNode[] = [];
  const addText = (text: string, marks: readonly string[]): void => {
    const last = children.at(-1);
    const isJoined = last && isText(last) && sameMarks(last.marks ?? [], marks);
    if (isJoined) children.pop();
    const joined = (isJoined ? last.text : '') + text;
    children.push({ type: 'text', text: joined, ...(marks.length > 0 && { marks }) });
  };
  for (const { content } of itemsOf(parent)) {
    if (!(content instanceof Y.ContentType)) continue;
    const { type } = content;
    if (type instanceof Y.XmlText) addRuns(type, addText);
    else if (type instanceof Y.XmlElement) {
      const inner = childrenOf(type);
      if (inner.length === 0 && isMereFrame(type.nodeName)) continue;
      children.push({ type: type.nodeName, ...(inner.length > 0 && { content: inner }) });
    }
  }
  return children;
};

const addRuns = (text: Y.XmlText, add: (text: string, marks: readonly string[]) => void): void => {
  const marks = new Set<string>();
  for (const { content } of itemsOf(text)) {
    if (content instanceof Y.ContentFormat) {
      // Yjs ends a mark by a null value; its types say the value is always an object.
      if ((content.value as object | null) === null) marks.delete(content.key);
      else marks.add(content.key);
    } else if (content instanceof Y.ContentString && content.str !== '') {
      add(content.str, [...marks].sort());
    }
  }
};

const isText = (node: ClauseNode): node is ClauseText => node.type === 'text';

const sameMarks = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((mark, index) => mark === b[index]);
