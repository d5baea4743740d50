// A file that came back from outside, as far as its words go: paragraphs and tables in order, and what places in it are called.
// Nothing of it is trusted; it is material for a comparison.

import type { RichNode } from '../redline/types.ts';

/** One paragraph, or one table of text, once all tracked changes of the file are accepted. */
export interface IncomingParagraph {
  /** Text with bold and italic, and line breaks. */
  readonly content: readonly RichNode[];
  /** How high a heading it is, 1 the highest; absent for other text. */
  readonly heading?: number;
  readonly list?: { readonly isOrdered: boolean; readonly level: number };
  /** Further text of the list item before it, by its indent. */
  readonly continues?: number;
  /** A table as clauses hold them, in place of a paragraph; `content` is empty then. */
  readonly table?: RichNode;
  /** It belongs to no clause, wherever it stands. */
  readonly isLoose?: true;
  /** Names of bookmarks that begin in it. */
  readonly bookmarks: readonly string[];
  /** Titles and notes that an export writes around the text. */
  readonly isAround?: true;
}

/** A row of a table: the bookmark of its first cell, and what stands in its second. */
export interface IncomingRow {
  readonly bookmark: string;
  readonly text: string;
}

export interface IncomingFile {
  readonly paragraphs: readonly IncomingParagraph[];
  readonly rows: readonly IncomingRow[];
  /** Changes that the file itself tracked; they were taken as accepted. */
  readonly tracked: {
    readonly insertions: number;
    readonly deletions: number;
    readonly authors: readonly string[];
  };
  readonly comments: number;
  /** Links to other places; their words were taken, the links were not. */
  readonly links: number;
}
