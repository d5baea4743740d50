// The signatures at the end of a Word document. They stand in lines of the style of notes: whoever brings the file in
// again, as it is, finds nothing added to the last clause.

import { BorderStyle, Paragraph, TextRun } from 'docx';
import type { Paper } from '../../../shared/sheet/paper/types.ts';
import { SIGNATURES_HEADING, signatureFacts, signatureWords } from '../signature-words.ts';
import { NOTE_STYLE } from './styles.ts';

const HEADING_SIZE = 28;
const INK = '1A1A1A';
const LINE = { style: BorderStyle.SINGLE, size: 4, color: 'BBBBBB', space: 4 } as const;

const heading = (): Paragraph =>
  new Paragraph({
    ...{ style: NOTE_STYLE, keepNext: true, spacing: { before: 480, after: 120 } },
    children: [
      new TextRun({ text: SIGNATURES_HEADING, bold: true, size: HEADING_SIZE, color: INK }),
    ],
  });

const line = (text: string): Paragraph =>
  new Paragraph({ style: NOTE_STYLE, keepNext: true, children: [new TextRun(text)] });

/** The paragraphs below the last section; none on a paper without signatures (EXP13). */
export const signatureBlock = ({ signatures }: Paper): readonly Paragraph[] => {
  if (!signatures) return [];
  const rows = signatures.rows.map(signatureWords);
  return [
    heading(),
    ...signatureFacts(signatures).map(line),
    ...rows.map(
      ({ office, who, how, isGiven }) =>
        new Paragraph({
          ...{ style: NOTE_STYLE, keepLines: true, border: { top: LINE } },
          spacing: { before: 120, after: 60 },
          children: [
            new TextRun({ text: office, bold: true, color: INK }),
            new TextRun({ text: who, break: 1, italics: !isGiven }),
            ...how.map((text) => new TextRun({ text, break: 1 })),
          ],
        }),
    ),
  ];
};
