// Everything that a file holds, whatever it is packed in: zips and what is in them, Word parts as they stand and as their
// words run on, PDF words and innards. For tests that search files for what must not be in them.

import { unzipSync } from 'fflate';
import { pdfInnards, pdfText } from './pdf-text.ts';

const startsWith = (bytes: Uint8Array, sign: string): boolean =>
  Buffer.from(bytes.subarray(0, sign.length)).toString('latin1') === sign;

/** As text, with numbers also as nobody groups their digits, and words also as no tag parts them. */
const readings = (text: string): string => {
  const bare = text.includes('<?xml') ? text.replaceAll(/<[^>]*>/g, '') : '';
  return [text, bare, text.replaceAll(/(?<=\d),(?=\d{3}(?!\d))/g, '')].join('\n');
};

/** All that can be read in the bytes of a file. Throws Error for a zip or a PDF that cannot be read. */
export const unpacked = (bytes: Uint8Array): string => {
  if (startsWith(bytes, 'PK')) {
    return Object.entries(unzipSync(bytes))
      .map(([name, content]) => `${name}\n${unpacked(content)}`)
      .join('\n');
  }
  if (startsWith(bytes, '%PDF')) return readings(`${pdfText(bytes)}\n${pdfInnards(bytes)}`);
  return readings(Buffer.from(bytes).toString());
};
