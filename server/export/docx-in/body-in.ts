// The text of a Word document as it reads with all tracked changes accepted: paragraphs with their headings, lists, bold
// and italic, tables of text, and what stands beside a field's bookmark in a table.

import type {
  IncomingFile,
  IncomingParagraph,
  IncomingRow,
} from '../../../shared/sheet/incoming/types.ts';
import type { RichNode } from '../../../shared/sheet/redline/types.ts';
import { CLAUSE_END_STYLE, INDENT_TWIPS, NOTE_STYLE, TITLE_STYLE } from '../docx/styles.ts';
import type { Definitions } from './definitions.ts';
import { ListSigns } from './list-signs.ts';
import { FileRefused } from './refused.ts';
import { TableIn } from './table-in.ts';
import type { Attributes, XmlVisitor } from './xml-in.ts';

/** What is in these is not part of the text as it reads. */
const SKIPPED = new Set([
  'w:del',
  'w:moveFrom',
  'w:instrText',
  'w:delText',
  'mc:Fallback',
  'w:pPrChange',
  'w:rPrChange',
  'w:tblPrChange',
  'w:tblGridChange',
  'w:trPrChange',
  'w:tcPrChange',
  'w:sectPrChange',
  'w:txbxContent',
]);
/** Where a change stands that has no text in it: it says that an end of line, or a row, came or went. */
const MARKED = new Set(['w:rPr', 'w:trPr']);
const MARKS = new Set(['w:del', 'w:moveFrom']);
const OFF = new Set(['0', 'false', 'none', 'off']);
/** What an export writes around the clauses. */
const AROUND = new Set<string>([TITLE_STYLE, NOTE_STYLE, CLAUSE_END_STYLE]);
const MAX_AUTHORS = 20;
const MAX_LEVEL = 8;
/** Of all tables of text together; a whole agreement has some hundreds. */
const MAX_CELLS = 50_000;
/** Many times what any contract has; all of it is compared with the sheet and shown. */
const MAX_CHARACTERS = 2_000_000;
const MAX_PARAGRAPHS = 20_000;

interface Growing {
  content: RichNode[];
  bookmarks: string[];
  style: string;
  numId?: string;
  level?: number;
  outline?: number;
  indent?: number;
  isMarkDeleted: boolean;
}

const fresh = (): Growing => ({ content: [], bookmarks: [], style: '', isMarkDeleted: false });

const isSkipped = (name: string, parent: string): boolean =>
  SKIPPED.has(name) && !(MARKS.has(name) && MARKED.has(parent));

const isOn = (attributes: Attributes): boolean => !OFF.has(attributes['w:val'] ?? '1');

/** Collects while the document is visited. */
export class BodyIn implements XmlVisitor {
  readonly #definitions: Definitions;
  readonly #paragraphs: IncomingParagraph[] = [];
  readonly #rows: IncomingRow[] = [];
  readonly #authors = new Set<string>();
  readonly #path: string[] = [];
  #insertions = 0;
  #deletions = 0;
  #links = 0;
  #skips = 0;
  #current = fresh();
  #marks = { strong: false, em: false };
  readonly #signs = new ListSigns();
  /** The outermost table, and how many are open. */
  #table: TableIn | undefined;
  #tables = 0;
  #cells = 0;
  #characters = 0;
  #ended = 0;

  constructor(definitions: Definitions) {
    this.#definitions = definitions;
  }

  file(comments: number): IncomingFile {
    this.#endLine();
    return {
      paragraphs: this.#paragraphs,
      rows: this.#rows,
      tracked: {
        ...{ insertions: this.#insertions, deletions: this.#deletions },
        authors: [...this.#authors].slice(0, MAX_AUTHORS),
      },
      ...{ comments, links: this.#links },
    };
  }

  open(name: string, attributes: Attributes): void {
    const parent = this.#path.at(-1) ?? '';
    this.#path.push(name);
    this.#count(name, attributes);
    if (isSkipped(name, parent)) this.#skips += 1;
    if (this.#skips > 0) return;
    if (parent === 'w:pPr' || parent === 'w:numPr') this.#property(name, attributes);
    else if (parent === 'w:rPr') this.#runProperty(name, attributes);
    else if (parent === 'w:trPr' || parent === 'w:tcPr') {
      if (this.#tables === 1) this.#table?.property(name, attributes['w:val'] ?? '');
    } else this.#piece(name, attributes);
  }

  close(name: string): void {
    this.#path.pop();
    const parent = this.#path.at(-1) ?? '';
    if (isSkipped(name, parent)) this.#skips -= 1;
    else if (this.#skips === 0) this.#end(name);
  }

  text(text: string): void {
    if (this.#skips === 0 && this.#path.at(-1) === 'w:t') this.#add(text);
  }

  #count(name: string, attributes: Attributes): void {
    if (name === 'w:hyperlink' && attributes['r:id'] !== undefined) this.#links += 1;
    const isInsertion = name === 'w:ins' || name === 'w:moveTo';
    const isDeletion = name === 'w:del' || name === 'w:moveFrom';
    if (!isInsertion && !isDeletion) return;
    if (isInsertion) this.#insertions += 1;
    else this.#deletions += 1;
    if (this.#authors.size < MAX_AUTHORS) this.#authors.add(attributes['w:author'] ?? '');
  }

  #property(name: string, attributes: Attributes): void {
    const value = attributes['w:val'] ?? '';
    if (name === 'w:pStyle') this.#current.style = value;
    else if (name === 'w:numId') this.#current.numId = value;
    else if (name === 'w:ilvl') this.#current.level = Math.min(Number(value) || 0, MAX_LEVEL);
    else if (name === 'w:outlineLvl') this.#current.outline = Number(value);
    else if (name === 'w:ind') {
      this.#current.indent = Number(attributes['w:left'] ?? attributes['w:start'] ?? 0) || 0;
    }
  }

  #runProperty(name: string, attributes: Attributes): void {
    const isOfMark = this.#path.at(-3) === 'w:pPr';
    if (isOfMark) {
      if (name === 'w:del' || name === 'w:moveFrom') this.#current.isMarkDeleted = true;
    } else if (name === 'w:b') this.#marks.strong = isOn(attributes);
    else if (name === 'w:i') this.#marks.em = isOn(attributes);
  }

  #piece(name: string, attributes: Attributes): void {
    switch (name) {
      case 'w:r':
        this.#marks = { strong: false, em: false };
        break;
      case 'w:tab':
        if (this.#path.includes('w:r')) this.#add(' ');
        break;
      case 'w:noBreakHyphen':
        this.#add('-');
        break;
      case 'w:br':
      case 'w:cr':
        if (!['page', 'column'].includes(attributes['w:type'] ?? '')) this.#break();
        break;
      case 'w:bookmarkStart':
        this.#current.bookmarks.push(attributes['w:name'] ?? '');
        break;
      case 'w:tbl':
        this.#beginTable();
        break;
      case 'w:tr':
        if (this.#tables === 1) this.#table?.beginRow();
        break;
      case 'w:tc':
        if (this.#tables === 1) this.#table?.beginCell();
        break;
    }
  }

  #end(name: string): void {
    if (name === 'w:p') this.#endParagraph();
    else if (name === 'w:tc') this.#endLine();
    else if (name === 'w:tr' && this.#tables === 1) this.#table?.endRow();
    else if (name === 'w:tbl') this.#endTable();
  }

  #beginTable(): void {
    this.#endLine();
    if (this.#tables === 0) {
      this.#table = new TableIn((cells) => {
        this.#cells += cells;
        if (this.#cells > MAX_CELLS) throw new FileRefused('file/too-many-cells');
      });
    }
    this.#tables += 1;
  }

  #endTable(): void {
    this.#tables -= 1;
    if (this.#tables > 0 || !this.#table) return;
    const { fields, paragraph } = this.#table;
    this.#rows.push(...fields);
    if (paragraph) this.#paragraphs.push(paragraph);
    this.#table = undefined;
  }

  #add(text: string): void {
    this.#characters += text.length;
    if (this.#characters > MAX_CHARACTERS) throw new FileRefused('file/bomb');
    const marks = (['em', 'strong'] as const).filter((mark) => this.#marks[mark]);
    const { content } = this.#current;
    const last = content.at(-1);
    const isSame = last?.type === 'text' && (last.marks ?? []).join() === marks.join();
    if (isSame) content.pop();
    const whole = (isSame ? (last.text ?? '') : '') + text;
    if (whole !== '')
      content.push({ type: 'text', text: whole, ...(marks.length > 0 && { marks }) });
  }

  #break(): void {
    this.#current.content.push({ type: 'hard_break' });
  }

  #endParagraph(): void {
    // Cells are counted by themselves.
    if (this.#tables === 0) this.#ended += 1;
    if (this.#ended > MAX_PARAGRAPHS) throw new FileRefused('file/bomb');
    // A mark that was deleted joins the paragraph to the next one, whose form then counts.
    if (this.#current.isMarkDeleted) {
      const { content, bookmarks } = this.#current;
      this.#current = { ...fresh(), content, bookmarks };
      return;
    }
    this.#put();
  }

  /** Where a cell ends or a table begins nothing comes that text could be joined to. */
  #endLine(): void {
    if (this.#current.content.length > 0) this.#put();
  }

  #put(): void {
    const line = this.#finished();
    // Items outside of tables are counted as well: a list can go on in a cell.
    const sign = this.#sign(line);
    if (this.#tables === 0) this.#paragraphs.push(line);
    else this.#table?.line({ ...line, style: this.#current.style, sign });
    this.#current = fresh();
  }

  #sign({ list }: IncomingParagraph): string {
    const { numId, style } = this.#current;
    const id = numId ?? this.#definitions.listOf(style) ?? '';
    return list ? this.#signs.next(id, list.level, list.isOrdered) : '';
  }

  #finished(): IncomingParagraph {
    const { content, bookmarks, style, level = 0, outline, indent } = this.#current;
    const heading =
      outline !== undefined && outline < 9 ? outline + 1 : this.#definitions.headingOf(style);
    const numId = this.#current.numId ?? this.#definitions.listOf(style);
    const isInList = heading === undefined && numId !== undefined && numId !== '0';
    const isAround = AROUND.has(style);
    const continues = indent === undefined ? 0 : Math.round(indent / INDENT_TWIPS);
    return {
      ...{ content, bookmarks },
      ...(heading !== undefined && { heading }),
      ...(isInList && { list: { isOrdered: this.#definitions.isOrdered(numId, level), level } }),
      ...(!isInList && heading === undefined && continues > 0 && { continues }),
      ...(isAround && { isAround }),
    };
  }
}
