// A Word document as its parts say it: unzipped, each part read by a strict parser, its text with all tracked changes
// accepted or rejected as the format defines it.

import { unzipSync } from 'fflate';
import type { XmlNode } from './xml-tree.ts';
import { allOf, at, childrenOf, xmlTree } from './xml-tree.ts';

export type Reading = 'accepted' | 'rejected';

export interface DocxParts {
  /** Every part by its path, as text. */
  readonly texts: Readonly<Record<string, string>>;
  /** Of those that are XML the root. */
  readonly trees: Readonly<Record<string, XmlNode>>;
  readonly body: XmlNode;
}

/** Throws Error when a part is not well formed. */
export const docxParts = (bytes: Uint8Array): DocxParts => {
  const files = Object.entries(unzipSync(bytes)).map(
    ([name, content]) => [name, new TextDecoder().decode(content)] as const,
  );
  const trees = Object.fromEntries(
    files
      .filter(([name]) => /\.(xml|rels)$/.test(name))
      .map(([name, text]) => [name, xmlTree(text)]),
  );
  const body = at(trees['word/document.xml'], 'w:body');
  if (!body) throw new Error('no body');
  return { texts: Object.fromEntries(files), trees, body };
};

const GONE = { accepted: 'w:del', rejected: 'w:ins' } as const;

const textIn = (node: XmlNode, reading: Reading): string => {
  if (node.name === GONE[reading]) return '';
  if (node.name === 'w:br') return '\n';
  if (node.name === 'w:t' || node.name === 'w:delText') {
    return node.children.filter((child) => typeof child === 'string').join('');
  }
  if (node.name === 'w:pPr' || node.name === 'w:rPr' || node.name === 'w:tbl') return '';
  return childrenOf(node)
    .map((child) => textIn(child, reading))
    .join('');
};

/** One paragraph that remains: its style, whether it is an item of a list, its text. */
export interface Line {
  readonly style: string;
  readonly list: string;
  readonly text: string;
}

const propertiesOf = (paragraph: XmlNode, reading: Reading): XmlNode | undefined => {
  const now = at(paragraph, 'w:pPr');
  const was = at(now, 'w:pPrChange', 'w:pPr');
  return reading === 'rejected' && was ? was : now;
};

/** Paragraphs outside of tables once all changes are accepted or rejected. */
export const linesOf = (body: XmlNode, reading: Reading): readonly Line[] => {
  const lines: Line[] = [];
  let text = '';
  for (const paragraph of childrenOf(body, 'w:p')) {
    text += textIn(paragraph, reading);
    const mark = at(paragraph, 'w:pPr', 'w:rPr');
    if (at(mark, GONE[reading])) continue;
    const properties = propertiesOf(paragraph, reading);
    const numbers = at(properties, 'w:numPr');
    lines.push({
      style: at(properties, 'w:pStyle')?.attributes['w:val'] ?? '',
      list: numbers
        ? `${at(numbers, 'w:numId')?.attributes['w:val'] ?? ''} ${at(numbers, 'w:ilvl')?.attributes['w:val'] ?? ''}`
        : '',
      text,
    });
    text = '';
  }
  if (text !== '') throw new Error(`text without an end: ${text}`);
  return lines;
};

/** Everything that a reader could find in a file: names and contents of all its parts. */
export const everythingIn = ({ texts }: DocxParts): string =>
  Object.entries(texts)
    .map(([name, text]) => `${name}\n${text}`)
    .join('\n');

/** Every tracked change, whatever it changes. */
export const changesIn = (body: XmlNode): readonly XmlNode[] =>
  ['w:ins', 'w:del', 'w:rPrChange', 'w:pPrChange'].flatMap((name) => allOf(body, name));
