// Puts the ranges of comments into the paragraphs of a clause: a text is cut where a range begins and ends, never inside
// of a reference.

import type { ParagraphChild } from 'docx';
import { CommentRangeEnd, CommentRangeStart, CommentReference, TextRun } from 'docx';
import type { PaperComment } from '../../../shared/sheet/paper/types.ts';
import type { Redline, RedlineSpan } from '../../../shared/sheet/redline/types.ts';
import { referencesIn } from '../../../shared/sheet/references.ts';

/** A comment by its number in the document, and the units that it is about. */
export interface Remark {
  readonly number: number;
  readonly from: number;
  readonly to: number;
}

/** The clause as it stands, one character a unit (sheet/comments/passages.ts). */
const standingText = ({ rows }: Redline): string =>
  rows
    .map(({ kind, spans }) => {
      const texts = spans.flatMap((span) => (span.kind === 'removed' ? [] : [span.text ?? '\n']));
      return (kind === 'removed' ? '' : '\n') + texts.join('');
    })
    .join('');

/** Those comments whose words stand in the clause just there; all others belong beside its heading. */
export const remarksIn = (
  redline: Redline | undefined,
  comments: readonly (readonly [number, PaperComment])[],
): readonly Remark[] => {
  const text = redline ? standingText(redline) : '';
  return comments.flatMap(([number, { stretch }]) => {
    if (!stretch || stretch.words === '') return [];
    const { from, to, words } = stretch;
    return text.slice(from, to) === words ? [{ number, from, to }] : [];
  });
};

export const rangeStart = (number: number): ParagraphChild => new CommentRangeStart(number);

export const rangeEnd = (number: number): readonly ParagraphChild[] => [
  new CommentRangeEnd(number),
  new TextRun({ children: [new CommentReference(number)] }),
];

const outside = (text: string, at: number, edge: 'from' | 'to'): number => {
  const around = referencesIn(text).find(({ from, to }) => from < at && at < to);
  return around ? around[edge] : at;
};

/** Writes the spans of one clause in order and keeps count of its units. */
export class RemarkWriter {
  readonly #remarks: readonly Remark[];
  #unit = 0;

  constructor(remarks: readonly Remark[]) {
    this.#remarks = remarks;
  }

  /** A line begins. */
  line(kind: 'kept' | 'added' | 'removed'): void {
    if (kind !== 'removed') this.#unit += 1;
  }

  /** What `write` makes of a span, in pieces where ranges begin or end in it. */
  span(
    span: RedlineSpan,
    write: (piece: RedlineSpan) => readonly ParagraphChild[],
  ): readonly ParagraphChild[] {
    if (span.kind === 'removed') return write(span);
    const start = this.#unit;
    const length = span.text?.length ?? 1;
    this.#unit += length;
    const text = span.text ?? '';
    const begins = this.#places(start, length, ({ from }) => outside(text, from - start, 'from'));
    const ends = this.#places(start, length, ({ to }) => outside(text, to - start, 'to'), true);
    const cuts = [...new Set([0, ...begins.keys(), ...ends.keys(), length])].sort((a, b) => a - b);
    return cuts.slice(0, -1).flatMap((cut, index) => {
      const next = cuts[index + 1] ?? length;
      const piece = span.text === undefined ? span : { ...span, text: text.slice(cut, next) };
      return [
        ...(begins.get(cut) ?? []).map(rangeStart),
        ...write(piece),
        ...(ends.get(next) ?? []).flatMap(rangeEnd),
      ];
    });
  }

  /** Numbers of remarks by where they begin, or end, in a stretch of units. */
  #places(
    start: number,
    length: number,
    placeOf: (remark: Remark) => number,
    isEnd = false,
  ): ReadonlyMap<number, readonly number[]> {
    const found = new Map<number, readonly number[]>();
    for (const remark of this.#remarks) {
      const at = (isEnd ? remark.to : remark.from) - start;
      if (isEnd ? at <= 0 || at > length : at < 0 || at >= length) continue;
      const place = placeOf(remark);
      found.set(place, [...(found.get(place) ?? []), remark.number]);
    }
    return found;
  }
}
