// A clause's redline as paragraphs and tables of a Word document with tracked changes: accepting them all gives the new
// wording, rejecting them all gives the base.

import type { IParagraphOptions, IRunOptions, ParagraphChild, Table } from 'docx';
import { DeletedTextRun, InsertedTextRun, Paragraph, SimpleField, TextRun } from 'docx';
import { bookmarkOf } from '../../../shared/sheet/paper/bookmarks.ts';
import type { Paper } from '../../../shared/sheet/paper/types.ts';
import type {
  Frame,
  Redline,
  RedlineRow,
  RedlineSpan,
  RichMark,
} from '../../../shared/sheet/redline/types.ts';
import { isWhole, partsOf } from '../../../shared/sheet/redline/table-parts.ts';
import type { Place } from '../../../shared/sheet/references.ts';
import { referencesIn } from '../../../shared/sheet/references.ts';
import { plainText } from '../plain-text.ts';
import { clauseTable } from './clause-table.ts';
import type { EndedRow } from './line-ends.ts';
import { endedRows } from './line-ends.ts';
import type { Mark, Marks } from './marks.ts';
import type { Remark } from './remarks.ts';
import { RemarkWriter } from './remarks.ts';
import {
  BODY_STYLE,
  BULLETS,
  CLAUSE_END_STYLE,
  INDENT_TWIPS,
  MAX_LEVEL,
  NUMBERS,
} from './styles.ts';

const TABLE_AFTER_TWIPS = 100;

type Shape = Pick<IParagraphOptions, 'style' | 'numbering' | 'indent'>;

const nameOf = (mark: RichMark): string => (typeof mark === 'string' ? mark : mark.type);

const looks = (marks: readonly RichMark[] = []): Pick<IRunOptions, 'bold' | 'italics'> => ({
  bold: marks.map(nameOf).includes('strong'),
  italics: marks.map(nameOf).includes('em'),
});

const placeText = ({ kind, number, name }: Place): string =>
  kind === 'field' ? `“${name}”` : `${kind} ${number}`;

/**
 * An end of line that came or went joins its line to the next one in some reading. The next one is a heading where a
 * clause ends: word processors then count that heading as part of the change (LibreOffice shows "2.1[1.2]"), and may
 * give it the form of the line. Or it is a table, to which nothing can be joined. So a line that nobody sees stands
 * between.
 */
const linesEnd = (): Paragraph => new Paragraph({ style: CLAUSE_END_STYLE });

/** Word makes one of two tables that touch. */
const tableEnd = (): Paragraph =>
  new Paragraph({ style: CLAUSE_END_STYLE, spacing: { after: TABLE_AFTER_TWIPS } });

/** Writes the clauses of one document; ordered lists are counted through it. */
export class ClauseWriter {
  readonly #paper: Paper;
  readonly #marks: Marks;
  #remarks = new RemarkWriter([]);
  #lists = 0;
  /** The ordered lists around the last line, by their depth. */
  #open = new Map<number, number>();

  constructor(paper: Paper, marks: Marks) {
    this.#paper = paper;
    this.#marks = marks;
  }

  /** `remarks` are comments on words of the clause as it stands. */
  blocks(redline: Redline, remarks: readonly Remark[] = []): readonly (Paragraph | Table)[] {
    this.#open.clear();
    this.#remarks = new RemarkWriter(remarks);
    return partsOf(redline).flatMap((part): readonly (Paragraph | Table)[] =>
      part.kind === 'lines'
        ? this.#lines(part)
        : [clauseTable(part.rows, this.#marks, (row) => this.#content(row)), tableEnd()],
    );
  }

  #lines(redline: Redline): readonly Paragraph[] {
    const rows = endedRows(redline);
    const written = rows.map((ended, index) => this.#paragraph(ended, rows[index - 1]?.row));
    const end = rows.at(-1)?.end.kind ?? 'kept';
    return end === 'kept' ? written : [...written, linesEnd()];
  }

  #content(row: RedlineRow): readonly ParagraphChild[] {
    this.#remarks.line(row.kind);
    return row.spans.flatMap((span) => this.#remarks.span(span, (piece) => this.#span(piece)));
  }

  #paragraph({ row, end }: EndedRow, before: RedlineRow | undefined): Paragraph {
    const { shape, was } = this.#shapes(row, before);
    const change = end.kind === 'kept' ? undefined : this.#marks.by(end.by);
    return new Paragraph({
      ...shape,
      ...(change && { run: end.kind === 'added' ? { insertion: change } : { deletion: change } }),
      ...(was && { revision: { ...this.#marks.by(row.by), ...was } }),
      children: this.#content(row),
    });
  }

  /** A line that was parted from the one before takes that one's form back when it is rejected, one joined to it then. */
  #shapes(row: RedlineRow, before: RedlineRow | undefined): { shape: Shape; was?: Shape } {
    const shape = this.#shape(row.frame);
    if (row.kind !== 'kept' && !isWhole(row) && before) {
      const other = this.#plainShape(
        row.kind === 'added' ? (before.was ?? before.frame) : before.frame,
      );
      return row.kind === 'added' ? { shape, was: other } : { shape: other, was: shape };
    }
    return row.isReframed && row.was ? { shape, was: this.#plainShape(row.was) } : { shape };
  }

  #shape(frame: Frame): Shape {
    return this.#shapeOf(frame, (depth, isNew) => {
      if (isNew) this.#open.set(depth, (this.#lists += 1));
      return this.#open.get(depth) ?? 0;
    });
  }

  /** The shape of a frame that is not written, so that it begins no list. */
  #plainShape(frame: Frame): Shape {
    return this.#shapeOf(frame, (depth) => this.#open.get(depth) ?? 0);
  }

  #shapeOf({ path, joins }: Frame, listAt: (depth: number, isNew: boolean) => number): Shape {
    const lists = path.flatMap(({ type }, at) => (type.endsWith('_list') ? [{ type, at }] : []));
    let instance = 0;
    lists.forEach(({ type, at }, depth) => {
      if (type === 'ordered_list') instance = listAt(depth, joins <= at);
    });
    const innermost = lists.at(-1);
    if (!innermost) return { style: BODY_STYLE };
    const level = Math.min(lists.length - 1, MAX_LEVEL);
    const isFirstOfItem = joins <= innermost.at + 1;
    // A further paragraph of an item stands below it and has no sign of its own.
    if (!isFirstOfItem) {
      return { style: BODY_STYLE, indent: { left: (level + 1) * INDENT_TWIPS } };
    }
    const isOrdered = innermost.type === 'ordered_list';
    const reference = isOrdered ? NUMBERS : BULLETS;
    return { style: BODY_STYLE, numbering: { reference, level, instance } };
  }

  #span(span: RedlineSpan): readonly ParagraphChild[] {
    const { kind, text, marks, was, by } = span;
    if (text === undefined) return [this.#run(span, { break: 1 })];
    const pieces = this.#pieces(text);
    // A simple field cannot stand in a change, and what stands in it cannot be bold.
    if (kind !== 'kept' || (marks?.length ?? 0) > 0) {
      const words = pieces.map((piece) => piece.words).join('');
      const revision = kind === 'restyled' && { ...this.#marks.by(by), ...looks(was?.marks) };
      return [this.#run(span, { text: words, ...looks(marks), ...(revision && { revision }) })];
    }
    return pieces.map(({ words, field }) =>
      field
        ? new SimpleField(field.instruction, field.number)
        : new TextRun({ text: words, ...looks(marks) }),
    );
  }

  #run({ kind, by }: RedlineSpan, options: IRunOptions): ParagraphChild {
    const marked = (): Mark & IRunOptions => ({ ...this.#marks.by(by), ...options });
    if (kind === 'added') return new InsertedTextRun(marked());
    return kind === 'removed' ? new DeletedTextRun(marked()) : new TextRun(options);
  }

  /** Text with its references in words; the number of a section or clause is a field that leads there. */
  #pieces(
    text: string,
  ): readonly { words: string; field?: { instruction: string; number: string } }[] {
    const pieces: { words: string; field?: { instruction: string; number: string } }[] = [];
    let at = 0;
    for (const { id, from, to } of referencesIn(text)) {
      const place = this.#paper.places[id];
      if (!place) continue;
      const lead = place.kind === 'field' ? placeText(place) : `${place.kind} `;
      pieces.push({ words: plainText(text.slice(at, from)) + plainText(lead) });
      if (place.kind !== 'field') {
        const instruction = ` REF ${bookmarkOf(place.kind, id)} \\r \\h `;
        pieces.push({ words: place.number, field: { instruction, number: place.number } });
      }
      at = to;
    }
    pieces.push({ words: plainText(text.slice(at)) });
    return pieces.filter(({ words }) => words !== '');
  }
}
