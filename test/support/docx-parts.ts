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

const lineOf = (paragraph: XmlNode, reading: Reading, text: string): Line => {
  const properties = propertiesOf(paragraph, reading);
  const numbers = at(properties, 'w:numPr');
  return {
    style: at(properties, 'w:pStyle')?.attributes['w:val'] ?? '',
    list: numbers
      ? `${at(numbers, 'w:numId')?.attributes['w:val'] ?? ''} ${at(numbers, 'w:ilvl')?.attributes['w:val'] ?? ''}`
      : '',
    text,
  };
};

/** A table that remains, by its rows and their cells; each cell by its lines. */
export interface DocxTable {
  readonly rows: readonly (readonly (readonly Line[])[])[];
}

const tableOf = (table: XmlNode, reading: Reading): DocxTable => ({
  rows: childrenOf(table, 'w:tr')
    .filter((row) => !at(row, 'w:trPr', GONE[reading]))
    .map((row) => childrenOf(row, 'w:tc').map((cell) => linesOf(cell, reading))),
});

/**
 * Paragraphs and tables of a body or cell once all changes are accepted or rejected. Throws Error for text that would
 * run into a table or has no end at all, and for a cell or body that does not end with a paragraph.
 */
export const blocksOf = (body: XmlNode, reading: Reading): readonly (Line | DocxTable)[] => {
  const blocks: (Line | DocxTable)[] = [];
  let text: string | undefined;
  for (const node of childrenOf(body)) {
    if (node.name === 'w:tbl') {
      if (text !== undefined) throw new Error(`text runs into a table: ${text}`);
      const table = tableOf(node, reading);
      // A table whose rows are all gone is gone.
      if (table.rows.length > 0) blocks.push(table);
    }
    if (node.name !== 'w:p') continue;
    text = (text ?? '') + textIn(node, reading);
    if (at(node, 'w:pPr', 'w:rPr', GONE[reading])) continue;
    blocks.push(lineOf(node, reading, text));
    text = undefined;
  }
  if (text !== undefined) throw new Error(`text without an end: ${text}`);
  return blocks;
};

/** Paragraphs outside of tables once all changes are accepted or rejected. */
export const linesOf = (body: XmlNode, reading: Reading): readonly Line[] =>
  blocksOf(body, reading).filter((block): block is Line => 'text' in block);

/** Everything that a reader could find in a file: names and contents of all its parts. */
export const everythingIn = ({ texts }: DocxParts): string =>
  Object.entries(texts)
    .map(([name, text]) => `${name}\n${text}`)
    .join('\n');

/** Every tracked change, whatever it changes. */
export const changesIn = (body: XmlNode): readonly XmlNode[] =>
  ['w:ins', 'w:del', 'w:rPrChange', 'w:pPrChange'].flatMap((name) => allOf(body, name));
