// The words of a redline: what changed between two wordings of a clause, as rows of spans from which both wordings
// can be made again. Nothing here knows a schema: any ProseMirror JSON goes in, lists, tables and attributes too.

import type { Json } from '../../kernel/json.ts';

export type Attributes = Readonly<Record<string, Json>>;

/** A mark by its name, as in a clause's canonical value, or as ProseMirror writes it. */
export type RichMark = string | { readonly type: string; readonly attrs?: Attributes };

/** A node of rich text, outermost a block: canonical value of a clause (clause-hash.ts) or ProseMirror JSON. */
export interface RichNode {
  readonly type: string;
  /** Only where `type` is `text`. */
  readonly text?: string;
  readonly marks?: readonly RichMark[];
  readonly attrs?: Attributes;
  readonly content?: readonly RichNode[];
}

/** An element around text, without its content. */
export type Shell = Pick<RichNode, 'type' | 'attrs' | 'marks'>;

/** Where a line stands: the elements around it from the outside, the line's own element last. */
export interface Frame {
  readonly path: readonly Shell[];
  /** How many of them, from the outside, go on from the line before. */
  readonly joins: number;
}

/** A piece of text with equal marks, or one inline element that is no text. */
export interface RedlineSpan {
  readonly kind: 'kept' | 'added' | 'removed' | 'restyled';
  /** Absent for an element. */
  readonly text?: string;
  readonly marks?: readonly RichMark[];
  /** An inline element with all that is in it. */
  readonly atom?: RichNode;
  /** Restyled only: what it was before. */
  readonly was?: { readonly marks?: readonly RichMark[]; readonly atom?: RichNode };
  /** Who did it; absent where nobody knows, and in what is kept. */
  readonly by?: string;
}

/**
 * Begins with a line that is kept, added or removed. Text that follows a removed line and is not removed itself
 * belongs, in the new wording, to the line before: the two were joined.
 */
export interface RedlineRow {
  readonly kind: 'kept' | 'added' | 'removed';
  readonly frame: Frame;
  /** The frame before, where that is another one. */
  readonly was?: Frame;
  /** The line itself became something else, a list item for example, and not only its neighbours. */
  readonly isReframed?: true;
  readonly by?: string;
  readonly spans: readonly RedlineSpan[];
}

export interface Redline {
  readonly rows: readonly RedlineRow[];
}

/** Who wrote and who removed, by unit: a line and an element count one, text its UTF-16 length. */
export interface Attribution {
  /** Of a unit of the new wording. */
  readonly writer: (unit: number) => string | undefined;
  /**
   * Whether a unit of the new wording stood in the base already. Editors find out what was typed by comparing texts, so
   * of two equal letters side by side the old one may seem to be the new one.
   */
  readonly isOld: (unit: number) => boolean;
  /** Of a unit of the base. */
  readonly remover: (unit: number) => string | undefined;
  /** Who gave a unit other marks; places in base and new wording. */
  readonly styler: (
    baseUnit: number,
    unit: number,
    marks: { readonly was: readonly RichMark[]; readonly now: readonly RichMark[] },
  ) => string | undefined;
}
