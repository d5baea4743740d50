// Reads XML from outside, part by part as it comes: strict, without document types (so without entities of its own),
// and with bounds on depth and number of elements.

import { SaxesParser } from 'saxes';
import { FileRefused } from './refused.ts';

const MAX_DEPTH = 256;
const MAX_ELEMENTS = 1_000_000;
const CHUNK = 65_536;

export type Attributes = Readonly<Record<string, string>>;

export interface XmlVisitor {
  open(name: string, attributes: Attributes): void;
  close?(name: string): void;
  text?(text: string): void;
}

/** Shows a document to a visitor. Throws FileRefused for what is not well formed or breaks a bound. */
export const visitXml = (bytes: Uint8Array, visitor: XmlVisitor): void => {
  const parser = new SaxesParser();
  let [depth, elements] = [0, 0];
  parser.on('error', (cause) => {
    throw new FileRefused('file/not-xml', cause.message);
  });
  parser.on('doctype', () => {
    throw new FileRefused('file/doctype');
  });
  parser.on('opentag', ({ name, attributes }) => {
    depth += 1;
    elements += 1;
    if (depth > MAX_DEPTH || elements > MAX_ELEMENTS) throw new FileRefused('file/too-deep');
    visitor.open(name, attributes as Attributes);
  });
  parser.on('closetag', ({ name }) => {
    depth -= 1;
    visitor.close?.(name);
  });
  parser.on('text', (text) => visitor.text?.(text));
  parser.on('cdata', (text) => visitor.text?.(text));
  const whole = new TextDecoder().decode(bytes);
  for (let at = 0; at < whole.length; at += CHUNK) parser.write(whole.slice(at, at + CHUNK));
  parser.close();
};
