// Turns the text of a clause into another wording, changing no more than differs: what stays keeps its author, and carets
// and anchors in it survive. Pure but for the document that is handed in.

import * as Y from 'yjs';
import type { ClauseElement, ClauseNode, ClauseText } from '../clause-hash.ts';
import { hashOf } from '../../kernel/hash.ts';
import { canonicalJson } from '../../kernel/json.ts';
import { blockJson, clauseHash, clauseJson } from '../clause-hash.ts';
import { isMereFrame } from '../text-form.ts';
import { isHighSurrogate } from '../text-places.ts';

type YNode = Y.XmlElement | Y.XmlText;

const isText = (node: ClauseNode): node is ClauseText => node.type === 'text';

/** Text as Yjs takes it, with marks as y-prosemirror writes them. */
const insertOf = ({ text, marks = [] }: ClauseText) => ({
  insert: text,
  attributes: Object.fromEntries(marks.map((mark) => [mark, {}])),
});

/** Texts side by side become one Y.XmlText, as editors make them. */
const nodesOf = (content: readonly ClauseNode[]): YNode[] => {
  const nodes: YNode[] = [];
  let texts: ClauseText[] = [];
  const addTexts = (): void => {
    if (texts.length === 0) return;
    const text = new Y.XmlText();
    text.applyDelta(texts.map(insertOf));
    nodes.push(text);
    texts = [];
  };
  for (const node of content) {
    if (isText(node)) texts.push(node);
    else {
      addTexts();
      nodes.push(elementOf(node));
    }
  }
  addTexts();
  return nodes;
};

const elementOf = ({ type, content = [] }: ClauseElement): Y.XmlElement => {
  const element = new Y.XmlElement(type);
  if (content.length > 0) element.insert(0, nodesOf(content));
  return element;
};

/** How many are the same from the beginning, and how many of the others from the end. */
const sameEnds = (before: readonly string[], after: readonly string[]): [number, number] => {
  const shorter = Math.min(before.length, after.length);
  let head = 0;
  while (head < shorter && before[head] === after[head]) head += 1;
  let tail = 0;
  while (tail < shorter - head && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1;
  return [head, tail];
};

/** Each UTF-16 unit with its marks. */
const unitsOf = (texts: readonly ClauseText[]): string[] =>
  texts.flatMap(({ text, marks = [] }) => text.split('').map((unit) => unit + marks.join()));

const partOf = (texts: readonly ClauseText[], from: number, to: number): ClauseText[] => {
  let start = 0;
  return texts.flatMap(({ text, ...rest }) => {
    const part = text.slice(Math.max(0, from - start), Math.max(0, to - start));
    start += text.length;
    return part === '' ? [] : [{ ...rest, text: part }];
  });
};

/** No cut may go through a pair of surrogates: Yjs would put another character for both halves. */
const wholeEnds = (before: string, after: string, ends: [number, number]): [number, number] => {
  const [head, tail] = ends;
  const cuts = (text: string): boolean => isHighSurrogate(text, head - 1);
  const cutsEnd = (text: string): boolean => isHighSurrogate(text, text.length - tail - 1);
  return [
    head > 0 && (cuts(before) || cuts(after)) ? head - 1 : head,
    tail > 0 && (cutsEnd(before) || cutsEnd(after)) ? tail - 1 : tail,
  ];
};

const rewriteText = (
  element: Y.XmlText,
  before: readonly ClauseText[],
  after: readonly ClauseText[],
): void => {
  const [was, wanted] = [before, after].map((texts) => texts.map(({ text }) => text).join(''));
  if (was === undefined || wanted === undefined) return;
  const [head, tail] = wholeEnds(was, wanted, sameEnds(unitsOf(before), unitsOf(after)));
  const gone = was.length - head - tail;
  if (gone > 0) element.delete(head, gone);
  let at = head;
  for (const part of partOf(after, head, wanted.length - tail)) {
    const { insert, attributes } = insertOf(part);
    element.insert(at, insert, attributes);
    at += insert.length;
  }
};

const rewriteBlock = (element: Y.XmlElement, wanted: ClauseElement): void => {
  const before = blockJson(element).content ?? [];
  const after = wanted.content ?? [];
  if (isMereFrame(wanted.type)) {
    rewriteBlocks(element, after.filter(isBlock));
    return;
  }
  const [only, ...others] = element.toArray();
  const isPlain = only instanceof Y.XmlText && others.length === 0;
  if (isPlain && before.every(isText) && after.every(isText)) {
    rewriteText(only, before, after);
    return;
  }
  element.delete(0, element.length);
  element.insert(0, nodesOf(after));
};

/** Blocks of one kind whose beginning and end are, for the most part, the same. */
const isAlike = (element: Y.XmlElement, wanted: ClauseElement): boolean => {
  if (element.nodeName !== wanted.type) return false;
  const [was, is] = [blockJson(element), wanted].map(({ content = [] }) =>
    unitsOf(content.filter(isText)),
  );
  if (!was || !is) return false;
  const [head, tail] = sameEnds(was, is);
  return 2 * (head + tail) >= Math.min(was.length, is.length);
};

/** Makes blocks, items of a list, rows or cells read as wanted. */
const rewriteBlocks = (holder: Y.XmlFragment, blocks: readonly ClauseElement[]): void => {
  const standing = holder.toArray();
  const now = standing.map((node) =>
    node instanceof Y.XmlElement ? canonicalJson(blockJson(node)) : '',
  );
  const [head, tail] = sameEnds(now, blocks.map(canonicalJson));
  const middle = standing.slice(head, standing.length - tail);
  const wanted = blocks.slice(head, blocks.length - tail);
  let paired = 0;
  for (; paired < Math.min(middle.length, wanted.length); paired += 1) {
    const [node, block] = [middle[paired], wanted[paired]];
    if (!(node instanceof Y.XmlElement) || !block || !isAlike(node, block)) break;
    rewriteBlock(node, block);
  }
  holder.delete(head + paired, middle.length - paired);
  holder.insert(head + paired, wanted.slice(paired).map(elementOf));
};

const replaceAll = (fragment: Y.XmlFragment, blocks: readonly ClauseElement[]): void => {
  fragment.delete(0, fragment.length);
  fragment.insert(0, blocks.map(elementOf));
};

const isBlock = (node: ClauseNode): node is ClauseElement => !isText(node);

/**
 * Makes a clause read as `wording`, a canonical value; to be called within a transaction. Throws Error for what is not
 * one.
 */
export const rewriteClause = (fragment: Y.XmlFragment, wording: readonly ClauseNode[]): void => {
  const blocks = wording.filter(isBlock);
  rewriteBlocks(fragment, blocks);
  if (clauseHash(fragment) === hashOf(wording)) return;
  replaceAll(fragment, blocks);
  if (clauseHash(fragment) !== hashOf(wording)) throw new Error('not the value of a clause');
};

/** The canonical value of a wording: what a clause that was written so would give. */
export const canonicalWording = (blocks: readonly ClauseNode[]): readonly ClauseNode[] => {
  const doc = new Y.Doc();
  const fragment = doc.getXmlFragment('wording');
  fragment.insert(0, blocks.filter(isBlock).map(elementOf));
  const value = clauseJson(fragment);
  doc.destroy();
  return value;
};
