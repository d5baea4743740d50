// Words for edits of text that the server refused. A code without words is named, so that it can be asked about.

const LINES: Readonly<Record<string, string>> = {
  'text/locked': 'The clause was agreed before your edit arrived.',
  'text/read-only': 'You may read this sheet but not write in it.',
  'text/forbidden': 'You may read this sheet but not write in it.',
  'text/too-large': 'The text has become too long.',
};

/** Why an edit was refused, as one sentence. */
export const refusedTextLine = (code: string): string =>
  LINES[code] ?? `The server refused the edit (${code}).`;
