// How an exported Word document looks and counts: its styles, and the lists by which Word itself numbers sections,
// clauses and items.

import type { ILevelsOptions, INumberingOptions, IStylesOptions } from 'docx';
import { AlignmentType, BorderStyle, LevelFormat, LevelSuffix, LineRuleType } from 'docx';

export const BODY_STYLE = 'ClauseText';
export const SECTION_STYLE = 'SectionHeading';
export const CLAUSE_STYLE = 'ClauseHeading';
export const NOTE_STYLE = 'SheetNote';
export const TITLE_STYLE = 'SheetTitle';
export const CELL_STYLE = 'CellText';
/** Of text in a table of a clause. */
export const CLAUSE_CELL_STYLE = 'ClauseCell';
/** Of a cell that the text does not have, where a row is shorter than others of its table. */
export const NO_CELL_STYLE = 'NoCell';
/** Of a line that holds nothing and takes next to no room. */
export const CLAUSE_END_STYLE = 'ClauseEnd';

const TABLE_LINE = { style: BorderStyle.SINGLE, size: 4, color: 'BBBBBB' };
export const TABLE_BORDERS = {
  ...{ top: TABLE_LINE, bottom: TABLE_LINE, left: TABLE_LINE, right: TABLE_LINE },
  ...{ insideHorizontal: TABLE_LINE, insideVertical: TABLE_LINE },
};
/** What fills the lines of an A4 page. */
export const LINE_TWIPS = 9_026;

export const HEADINGS = 'parley-headings';
export const NUMBERS = 'parley-numbers';
export const BULLETS = 'parley-bullets';

/** Half an inch. */
export const INDENT_TWIPS = 720;
/** Word counts nine levels. */
export const MAX_LEVEL = 8;

const BODY_SIZE = 21;
const FONT = 'Calibri';
const INK = '1A1A1A';
const MUTED = '5A5A5A';

const LEVELS = Array.from({ length: MAX_LEVEL + 1 }, (_, level) => level);

const itemLevel = (
  level: number,
  { format, text }: { readonly format: ILevelsOptions['format']; readonly text: string },
): ILevelsOptions => ({
  level,
  ...(format && { format }),
  text,
  alignment: AlignmentType.LEFT,
  style: { paragraph: { indent: { left: (level + 1) * INDENT_TWIPS, hanging: 360 } } },
});

const ORDERED = [LevelFormat.DECIMAL, LevelFormat.LOWER_LETTER, LevelFormat.LOWER_ROMAN] as const;

export const NUMBERING: INumberingOptions = {
  config: [
    {
      reference: HEADINGS,
      levels: [
        { level: 0, format: LevelFormat.DECIMAL, text: '%1', suffix: LevelSuffix.SPACE },
        { level: 1, format: LevelFormat.DECIMAL, text: '%1.%2', suffix: LevelSuffix.SPACE },
      ],
    },
    {
      reference: NUMBERS,
      levels: LEVELS.map((level) =>
        itemLevel(level, {
          format: ORDERED[level % ORDERED.length],
          text: `%${String(level + 1)}.`,
        }),
      ),
    },
    {
      reference: BULLETS,
      levels: LEVELS.map((level) => itemLevel(level, { format: LevelFormat.BULLET, text: '•' })),
    },
  ],
};

const paragraph = (
  id: string,
  run: NonNullable<NonNullable<IStylesOptions['paragraphStyles']>[number]['run']>,
  spacing: { readonly before: number; readonly after: number },
): NonNullable<IStylesOptions['paragraphStyles']>[number] => ({
  id,
  name: id,
  basedOn: 'Normal',
  next: BODY_STYLE,
  quickFormat: true,
  run,
  paragraph: { spacing, keepNext: id === SECTION_STYLE || id === CLAUSE_STYLE },
});

const heading = (
  style: ReturnType<typeof paragraph>,
  outlineLevel: number,
): ReturnType<typeof paragraph> => ({
  ...style,
  paragraph: { ...style.paragraph, outlineLevel },
});

export const STYLES: IStylesOptions = {
  default: { document: { run: { font: FONT, size: BODY_SIZE, color: INK } } },
  paragraphStyles: [
    paragraph(TITLE_STYLE, { size: 40, bold: true }, { before: 0, after: 60 }),
    paragraph(NOTE_STYLE, { size: 18, color: MUTED }, { before: 0, after: 60 }),
    heading(paragraph(SECTION_STYLE, { size: 28, bold: true }, { before: 360, after: 120 }), 0),
    heading(paragraph(CLAUSE_STYLE, { size: 22, bold: true }, { before: 200, after: 80 }), 1),
    paragraph(BODY_STYLE, { size: BODY_SIZE }, { before: 0, after: 120 }),
    paragraph(CELL_STYLE, { size: 19 }, { before: 20, after: 20 }),
    paragraph(CLAUSE_CELL_STYLE, { size: BODY_SIZE }, { before: 20, after: 20 }),
    paragraph(NO_CELL_STYLE, { size: BODY_SIZE }, { before: 20, after: 20 }),
    {
      ...paragraph(CLAUSE_END_STYLE, { size: 2 }, { before: 0, after: 0 }),
      paragraph: { spacing: { before: 0, after: 0, line: 20, lineRule: LineRuleType.EXACT } },
    },
  ],
};
