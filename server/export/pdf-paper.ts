// A paper as a document to print: sections and clauses by number, fields as a table, changes underlined and struck with
// a list of who made them, what is left out as a black bar with its reason.

import type { Content, ContentText, TableCell } from 'pdfmake/interfaces.js';
import { fieldCells, formatFieldValue } from '../../shared/sheet/field-text.ts';
import type { FieldType, FieldValue } from '../../shared/sheet/field-types.ts';
import type {
  Paper,
  PaperClause,
  PaperField,
  PaperSection,
} from '../../shared/sheet/paper/types.ts';
import type { RedlineSpan, RichMark } from '../../shared/sheet/redline/types.ts';
import { readRedline } from '../../shared/sheet/redline/changes.ts';
import { listSigns } from '../../shared/sheet/redline/list-signs.ts';
import type { RedlinePart, TableRowPart } from '../../shared/sheet/redline/table-parts.ts';
import { partsOf } from '../../shared/sheet/redline/table-parts.ts';
import { resolveReferences } from '../../shared/sheet/references.ts';
import { authorText } from './docx/marks.ts';
import { NOT_AGREED, labelText, paperNotes, positionsOf, redactedText } from './field-words.ts';
import type { PdfSource } from './pdf.ts';
import { LINE_POINTS } from './pdf.ts';
import { signatureContent } from './pdf-signatures.ts';
import { rehearsalMark } from './rehearsal-mark.ts';
import { plainText } from './plain-text.ts';
import { columnWidths } from './table-widths.ts';

const ADDED = '#0b5a3c';
const REMOVED = '#8a1f1f';
/** Behind rows of tables that came or went: an empty cell has no words to underline or strike. */
const ROW_FILLS = { kept: undefined, added: '#e6f2ec', removed: '#f8e9e9' } as const;
const BLACK = '#000000';
const WHITE = '#ffffff';
const INDENT = 16;
const TEXT_SIZE = 9;
/** Tables with more columns have smaller letters, and less room around them. */
const MAX_ROOMY = 12;
const LEAST_SIZE = 4.5;

/** In points; what is around a text is what the layouts take. */
const tableLook = (columns: number) => {
  const isRoomy = columns <= MAX_ROOMY;
  const fontSize = isRoomy ? TEXT_SIZE : Math.max(LEAST_SIZE, (TEXT_SIZE * MAX_ROOMY) / columns);
  const measures = { letter: fontSize * 0.55, around: isRoomy ? 8.5 : 2.5, all: LINE_POINTS };
  return { layout: isRoomy ? 'grid' : 'narrowGrid', fontSize, measures };
};

type Run = Exclude<ContentText['text'], string | undefined | readonly unknown[]> | { text: string };

const blackBar = (reason: string): Content => ({
  text: [{ text: ` ${plainText(redactedText(reason))} `, background: BLACK, color: WHITE }],
  margin: [0, 2, 0, 4],
});

const nameOf = (mark: RichMark): string => (typeof mark === 'string' ? mark : mark.type);

const looks = (marks: readonly RichMark[] = []): { bold?: true; italics?: true } => {
  const names = marks.map(nameOf);
  return {
    ...(names.includes('strong') && { bold: true }),
    ...(names.includes('em') && { italics: true }),
  };
};

const CHANGES = {
  kept: {},
  restyled: {},
  added: { color: ADDED, decoration: 'underline' },
  removed: { color: REMOVED, decoration: 'lineThrough' },
} as const;

class PaperPrinter {
  readonly #paper: Paper;
  readonly #places: ReadonlyMap<string, Paper['places'][string]>;

  constructor(paper: Paper) {
    this.#paper = paper;
    this.#places = new Map(Object.entries(paper.places));
  }

  content(): Content {
    const { title, sections } = this.#paper;
    return [
      { text: plainText(title), style: 'h1' },
      { text: paperNotes(this.#paper).join(' · '), style: 'soft' },
      ...sections.flatMap((section) => this.#section(section)),
      ...signatureContent(this.#paper),
    ];
  }

  #section({ number, title, items }: PaperSection): readonly Content[] {
    const fields = items.filter((item): item is PaperField => item.kind === 'field');
    const clauses = items.filter((item): item is PaperClause => item.kind === 'clause');
    return [
      { text: plainText(`${number} ${title}`), style: 'h2' },
      ...(fields.length > 0 ? [fieldTable(fields)] : []),
      ...clauses.flatMap((clause) => this.#clause(clause)),
    ];
  }

  #clause({ number, heading, redline, redacted }: PaperClause): readonly Content[] {
    const head: Content = {
      text: plainText(`${number} ${heading}`),
      ...{ bold: true, margin: [0, 8, 0, 2] },
    };
    if (redacted !== undefined) return [head, blackBar(redacted)];
    if (!redline) return [head, { text: NOT_AGREED, style: 'soft' }];
    const { changes } = readRedline(redline);
    const authors = [...new Set(changes.flatMap(({ by }) => by))].map((sign) => {
      const author = this.#paper.authors[sign] ?? {};
      const at =
        author.atMs === undefined ? '' : `, ${new Date(author.atMs).toISOString().slice(0, 10)}`;
      return `${authorText(author)}${at}`;
    });
    const by = [...new Set(authors)].join('; ');
    return [
      head,
      ...partsOf(redline).flatMap((part) => this.#part(part)),
      ...(by === '' ? [] : [{ text: `Changed by ${by}`, style: 'soft', fontSize: 7.5 }]),
    ];
  }

  #part(part: RedlinePart): readonly Content[] {
    if (part.kind === 'table') return [this.#table(part.rows)];
    const { blocks } = readRedline(part);
    const signs = listSigns(blocks);
    return blocks.map(({ depth, spans }, at): Content => {
      const sign = signs[at] ? `${signs[at]}  ` : '';
      const runs = spans.map((span) => (span.kind === 'joined' ? { text: ' ' } : this.#run(span)));
      return { text: [{ text: sign }, ...runs], margin: [depth * INDENT, 0, 0, 4] };
    });
  }

  /** Rows that are shorter than others are filled with empty cells. */
  #table(rows: readonly TableRowPart[]): Content {
    const columns = rows.reduce((widest, { cells }) => Math.max(widest, cells.length), 0);
    const body = rows.map(({ kind, cells }): TableCell[] => {
      const fillColor = ROW_FILLS[kind];
      return Array.from({ length: columns }, (_, column): TableCell => {
        const runs = (cells[column]?.spans ?? []).map((span) => this.#run(span));
        return { text: runs, ...(fillColor !== undefined && { fillColor }) };
      });
    });
    const { layout, fontSize, measures } = tableLook(columns);
    const widths = columnWidths(rows, measures).map((width) => width - measures.around);
    return { layout, fontSize, margin: [0, 2, 0, 8], table: { widths, body } };
  }

  #run(span: RedlineSpan): Run {
    const text = span.text === undefined ? '\n' : resolveReferences(this.#places, span.text);
    return { text: plainText(text), ...looks(span.marks), ...CHANGES[span.kind] };
  }
}

const valueContent = (type: FieldType, value: FieldValue, lead: string): readonly Content[] => {
  const cells = fieldCells(type, value);
  if (!cells) return [{ text: plainText(`${lead}${formatFieldValue(type, value)}`) }];
  const mode = type.kind === 'tiers' ? (formatFieldValue(type, value).split('; ')[1] ?? '') : '';
  const row = (texts: readonly string[], style?: string): TableCell[] =>
    texts.map((text) => ({ text: plainText(text), ...(style !== undefined && { style }) }));
  return [
    ...(lead + mode === '' ? [] : [{ text: plainText(lead + mode) }]),
    {
      layout: 'hairlines',
      fontSize: 7.5,
      table: {
        headerRows: 1,
        widths: cells.head.map(() => 'auto'),
        body: [row(cells.head, 'head'), ...cells.rows.map((texts) => row(texts))],
      },
    },
  ];
};

const valueOf = (field: PaperField): Content => {
  if (field.redacted !== undefined) return blackBar(field.redacted);
  const stack = positionsOf(field).flatMap(({ lead, value }): readonly Content[] =>
    value === undefined
      ? [{ text: lead, style: 'soft' }]
      : valueContent(field.type, value, lead === '' ? '' : `${lead}: `),
  );
  return { stack: [...stack] };
};

const fieldTable = (fields: readonly PaperField[]): Content => ({
  layout: 'hairlines',
  table: {
    widths: [150, '*'],
    body: fields.map((field): TableCell[] => [
      { text: plainText(labelText(field)), bold: true },
      valueOf(field) as TableCell,
    ]),
  },
});

/** What the press prints of a paper (EXP10). */
export const pdfSourceOf = (paper: Paper): PdfSource => ({
  title: plainText(paper.title),
  subject: `${paper.edition} version`,
  madeAtMs: paper.asOfMs,
  footer: plainText(`${paper.title} · ${paper.edition} version`),
  ...rehearsalMark(paper.title),
  content: new PaperPrinter(paper).content(),
});
