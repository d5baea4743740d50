// Writes a paper as a Word document. The same paper gives the same bytes: no clock, no chance, nothing of this machine.

import { unzipSync } from 'fflate';
import {
  AlignmentType,
  Bookmark,
  Document,
  Footer,
  Header,
  Packer,
  PageNumber,
  Paragraph,
  TextRun,
} from 'docx';
import type { ParagraphChild, Table } from 'docx';
import { REHEARSAL_NOTE, isRehearsalTitle } from '../../../shared/room/rehearsal-title.ts';
import { bookmarkOf } from '../../../shared/sheet/paper/bookmarks.ts';
import type {
  Paper,
  PaperClause,
  PaperComment,
  PaperField,
  PaperSection,
} from '../../../shared/sheet/paper/types.ts';
import { NOT_AGREED, paperNotes } from '../field-words.ts';
import { plainText } from '../plain-text.ts';
import { zipOf } from '../zip.ts';
import { ClauseWriter } from './clause-text.ts';
import { blackBar, fieldTable } from './fields.ts';
import { Marks, authorText, wordTime } from './marks.ts';
import { rangeEnd, rangeStart, remarksIn } from './remarks.ts';
import { signatureBlock } from './signature-block.ts';
import * as styles from './styles.ts';

const PROGRAM = 'Parley';

type Block = Paragraph | Table;

const note = (text: string): Paragraph =>
  new Paragraph({ style: styles.NOTE_STYLE, children: [new TextRun(plainText(text))] });

/** The ranges of comments around a heading. */
const around = (
  numbers: readonly number[],
): { readonly before: readonly ParagraphChild[]; readonly after: readonly ParagraphChild[] } => ({
  before: numbers.map(rangeStart),
  after: numbers.flatMap(rangeEnd),
});

const heading = (
  kind: 'section' | 'clause',
  { id, text }: { readonly id: string; readonly text: string },
  { before, after }: ReturnType<typeof around>,
): Paragraph =>
  new Paragraph({
    style: kind === 'section' ? styles.SECTION_STYLE : styles.CLAUSE_STYLE,
    numbering: { reference: styles.HEADINGS, level: kind === 'section' ? 0 : 1 },
    children: [
      ...before,
      new Bookmark({ id: bookmarkOf(kind, id), children: [new TextRun(plainText(text))] }),
      ...after,
    ],
  });

class PaperWriter {
  readonly #paper: Paper;
  readonly #clauses: ClauseWriter;
  /** Each with its number in the document. */
  readonly #comments: readonly (readonly [number, PaperComment])[];

  constructor(paper: Paper) {
    this.#paper = paper;
    this.#clauses = new ClauseWriter(paper, new Marks(paper));
    this.#comments = paper.comments.map((comment, number) => [number, comment] as const);
  }

  blocks(): readonly Block[] {
    const { title, sections } = this.#paper;
    return [
      new Paragraph({ style: styles.TITLE_STYLE, children: [new TextRun(plainText(title))] }),
      ...paperNotes(this.#paper).map(note),
      ...sections.flatMap((section) => this.#section(section)),
      ...signatureBlock(this.#paper),
      // A document does not end with a table.
      note(''),
    ];
  }

  #section({ id, title, items }: PaperSection): readonly Block[] {
    const fields = items.filter((item): item is PaperField => item.kind === 'field');
    const clauses = items.filter((item): item is PaperClause => item.kind === 'clause');
    const ids = new Set(fields.map((field) => field.id));
    const remarks = this.#comments.filter(([, { clauseId }]) => ids.has(clauseId));
    return [
      heading('section', { id, text: title }, around(remarks.map(([number]) => number))),
      ...(fields.length > 0 ? [fieldTable(fields)] : []),
      ...clauses.flatMap((clause) => this.#clause(clause)),
    ];
  }

  #clause({ id, heading: text, redline, redacted }: PaperClause): readonly Block[] {
    const own = this.#comments.filter(([, { clauseId }]) => clauseId === id);
    const inText = remarksIn(redacted === undefined ? redline : undefined, own);
    const placed = new Set(inText.map(({ number }) => number));
    const beside = own.flatMap(([number]) => (placed.has(number) ? [] : [number]));
    const head = heading('clause', { id, text }, around(beside));
    if (redacted !== undefined) {
      return [head, new Paragraph({ style: styles.BODY_STYLE, children: [blackBar(redacted)] })];
    }
    return redline ? [head, ...this.#clauses.blocks(redline, inText)] : [head, note(NOT_AGREED)];
  }
}

/** Across the head of every page of a rehearsal's paper. */
const header = ({ title }: Paper): { readonly headers?: { readonly default: Header } } =>
  isRehearsalTitle(title)
    ? {
        headers: {
          default: new Header({
            children: [
              new Paragraph({
                style: styles.NOTE_STYLE,
                alignment: AlignmentType.CENTER,
                children: [new TextRun({ text: REHEARSAL_NOTE, bold: true })],
              }),
            ],
          }),
        },
      }
    : {};

const footer = ({ title, edition }: Paper): Footer =>
  new Footer({
    children: [
      new Paragraph({
        style: styles.NOTE_STYLE,
        alignment: AlignmentType.CENTER,
        children: [
          new TextRun({
            children: [plainText(`${title} · ${edition} · page `), PageNumber.CURRENT],
          }),
        ],
      }),
    ],
  });

const documentOf = (paper: Paper): Document =>
  new Document({
    title: plainText(paper.title),
    ...{ creator: PROGRAM, lastModifiedBy: PROGRAM, description: `${paper.edition} version` },
    styles: styles.STYLES,
    numbering: styles.NUMBERING,
    ...(paper.comments.length > 0 && {
      comments: {
        children: paper.comments.map(({ author, text }, id) => ({
          id,
          author: authorText(author),
          date: new Date(author.atMs ?? paper.asOfMs),
          children: plainText(text)
            .split('\n')
            .map((line) => new Paragraph({ children: [new TextRun(line)] })),
        })),
      },
    }),
    sections: [
      {
        ...header(paper),
        footers: { default: footer(paper) },
        children: new PaperWriter(paper).blocks(),
      },
    ],
  });

const CORE_PATH = 'docProps/core.xml';
const BODY_PATH = 'word/document.xml';
const ANY_TIME = /(<dcterms:(?:created|modified)[^>]*>)[^<]*/g;
const BOOKMARK = /(<w:bookmark(?:Start|End)\b[^>]*?\bw:id=")(\d+)"/g;

/** The library numbers bookmarks through all documents of a process; here they begin anew. */
const renumbered = (body: string): string => {
  const numbers = new Map<string, number>();
  return body.replace(BOOKMARK, (_, lead: string, given: string) => {
    const number = numbers.get(given) ?? numbers.size + 1;
    numbers.set(given, number);
    return `${lead}${String(number)}"`;
  });
};

/** The library stamps files with its own clock and counters; what they say is when the paper was made. */
const stamped = (name: string, bytes: Uint8Array, paper: Paper): Uint8Array => {
  if (name !== CORE_PATH && name !== BODY_PATH) return bytes;
  const text = new TextDecoder().decode(bytes);
  return new TextEncoder().encode(
    name === BODY_PATH ? renumbered(text) : text.replace(ANY_TIME, `$1${wordTime(paper.asOfMs)}`),
  );
};

/** The bytes of a .docx file of this paper (EXP5). */
export const docxOf = async (paper: Paper): Promise<Uint8Array> => {
  const packed = unzipSync(new Uint8Array(await Packer.toArrayBuffer(documentOf(paper))));
  return zipOf(
    Object.entries(packed).map(([name, bytes]) => ({ name, bytes: stamped(name, bytes, paper) })),
  );
};
