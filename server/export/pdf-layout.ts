// How every printed file looks: page, letters, styles, lines of tables. Knows nothing of what is printed.

import { createRequire } from 'node:module';
import pdfmake from 'pdfmake';
import type { CustomTableLayout, TDocumentDefinitions } from 'pdfmake/interfaces.js';
import type { PdfSource } from './pdf.ts';

const INK = '#1a1d21';
const SOFT = '#5c6570';
const HAIRLINE = '#c9ced6';
const MARGIN = 42;

const { resolve } = createRequire(import.meta.url);
const roboto = (name: string): string => resolve(`pdfmake/fonts/Roboto/Roboto-${name}.ttf`);
const FONT_FILES = {
  normal: roboto('Regular'),
  bold: roboto('Medium'),
  italics: roboto('Italic'),
  bolditalics: roboto('MediumItalic'),
};

/** A line under the head of a table and a fainter one under every row. */
const HAIRLINES: CustomTableLayout = {
  hLineWidth: (line, { table }) => (line === 0 || line === table.body.length ? 0 : 0.5),
  vLineWidth: () => 0,
  hLineColor: (line, { table }) => (line === (table.headerRows ?? 0) ? SOFT : HAIRLINE),
  paddingLeft: (column) => (column === 0 ? 0 : 5),
  paddingRight: () => 5,
  paddingTop: () => 2,
  paddingBottom: () => 2,
};

/** Lines around every cell. */
const gridOf = (beside: number): CustomTableLayout => ({
  hLineWidth: () => 0.5,
  vLineWidth: () => 0.5,
  hLineColor: () => HAIRLINE,
  vLineColor: () => HAIRLINE,
  paddingLeft: () => beside,
  paddingRight: () => beside,
  paddingTop: () => 2,
  paddingBottom: () => 2,
});

// Nothing of a document may reach for files or addresses: only the letters are read.
pdfmake.setFonts({ Roboto: FONT_FILES });
pdfmake.setTableLayouts({ hairlines: HAIRLINES, grid: gridOf(4), narrowGrid: gridOf(1) });
pdfmake.setUrlAccessPolicy(() => false);
pdfmake.setLocalAccessPolicy((path) => Object.values(FONT_FILES).includes(path));

const definitionOf = (source: PdfSource): TDocumentDefinitions => {
  const { title, subject, footer, watermark, orientation = 'portrait', content } = source;
  const date = new Date(source.madeAtMs);
  return {
    // The file's own id is made from these words, so that they settle it.
    info: {
      title,
      ...(subject !== undefined && { subject }),
      ...{ creator: 'Parley', producer: 'Parley', creationDate: date, modDate: date },
    },
    version: '1.7',
    language: 'en',
    displayTitle: true,
    pageSize: 'A4',
    pageOrientation: orientation,
    pageMargins: [MARGIN, MARGIN, MARGIN, MARGIN + 8],
    defaultStyle: { font: 'Roboto', fontSize: 9, lineHeight: 1.2, color: INK },
    styles: {
      h1: { fontSize: 16, bold: true, margin: [0, 0, 0, 4] },
      h2: { fontSize: 11, bold: true, margin: [0, 14, 0, 4] },
      soft: { color: SOFT },
      head: { color: SOFT, fontSize: 8 },
      digits: { alignment: 'right' },
    },
    ...(watermark !== undefined && {
      watermark: { text: watermark, color: SOFT, opacity: 0.12, bold: true },
    }),
    footer: (page, pages) => ({
      margin: [MARGIN, 14, MARGIN, 0],
      style: 'soft',
      fontSize: 7.5,
      columns: [
        { text: footer, width: '*' },
        { text: `${String(page)} of ${String(pages)}`, width: 'auto' },
      ],
    }),
    content,
  };
};

/** The bytes of a document. */
export const printed = async (source: PdfSource): Promise<Uint8Array> =>
  pdfmake.createPdf(definitionOf(source)).getBuffer();
