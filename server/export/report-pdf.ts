// A report as a document for the press: the same sections as on the page, its charts as drawings with their tables below.

import type { Content, TableCell } from 'pdfmake';
import type {
  Cell,
  Measure,
  Report,
  ReportChart,
  ReportSection,
  ReportTable,
} from '../../shared/report/report-types.ts';
import type { PdfSource } from './pdf.ts';
import { epochMs } from '../../shared/kernel/units.ts';
import { rehearsalMark } from './rehearsal-mark.ts';
import { drawChart } from '../../shared/report/chart-drawing.ts';
import { REHEARSAL_NOTE, isRehearsalTitle } from '../../shared/room/rehearsal-title.ts';
import { cellWords, cutWords, utcText } from '../../shared/report/report-text.ts';

const INK = '#1a1d21';
const SOFT = '#5c6570';
const HAIRLINE = '#d9dde3';
const BAR = '#8fa3b5';
const CHART_POINTS = 510;

const escaped = (text: string): string =>
  text.replace(/[&<>"']/g, (sign) => `&#${String(sign.codePointAt(0))};`);

/** A chart as SVG, in the colours of paper. */
const chartSvg = (chart: ReportChart): string => {
  const { width, height, lines, bars, barHeight, grid, level, texts } = drawChart(chart);
  const parts = [
    ...grid.map(
      (path) => `<path d="${path}" stroke="${HAIRLINE}" stroke-width="0.75" fill="none"/>`,
    ),
    ...bars.map(
      ({ x, y, width: w }) =>
        `<rect x="${String(x)}" y="${String(y)}" width="${w.toFixed(1)}" height="${String(barHeight)}" fill="${BAR}"/>`,
    ),
    ...(level === undefined
      ? []
      : [
          `<path d="${level}" stroke="${SOFT}" stroke-width="1" stroke-dasharray="1 2" fill="none"/>`,
        ]),
    ...lines.map(({ path, dash }) => {
      const dashes = dash === '' ? '' : ` stroke-dasharray="${dash}"`;
      return `<path d="${path}" stroke="${INK}" stroke-width="1.5" fill="none"${dashes}/>`;
    }),
    ...texts.map(
      ({ x, y, anchor, words }) =>
        `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" text-anchor="${anchor}" font-size="10.5" fill="${SOFT}">${escaped(words)}</text>`,
    ),
  ];
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${String(width)} ${String(height)}">${parts.join('')}</svg>`;
};

const isDigits = (measure: Measure): boolean => measure !== 'text' && measure !== 'time';

const cell = (value: Cell, measure: Measure, isTotal = false): TableCell => ({
  text: cellWords(value, measure),
  ...(isDigits(measure) && { style: 'digits' }),
  ...(isTotal && { bold: true }),
});

const printedTable = ({ caption, columns, rows, total, more }: ReportTable): Content[] => [
  { text: caption, style: 'soft', margin: [0, 6, 0, 2] },
  {
    layout: 'hairlines',
    table: {
      headerRows: 1,
      // What is long may wrap; digits never do.
      widths: columns.map(({ measure }) => (measure === 'text' ? '*' : 'auto')),
      body: [
        columns.map(({ label, measure }): TableCell => ({
          text: label,
          style: isDigits(measure) ? ['head', 'digits'] : 'head',
        })),
        ...rows.map((row) =>
          columns.map(({ measure }, place) => cell(row[place] ?? null, measure)),
        ),
        ...(total
          ? [
              columns.map(({ measure }, place): TableCell =>
                cell(total[place] ?? '', measure, true),
              ),
            ]
          : []),
      ],
    },
  },
  ...(more === undefined ? [] : [{ text: cutWords(rows.length, more), style: 'soft' }]),
];

const printedSection = ({ title, notes, chart, tables }: ReportSection): Content[] => [
  { text: title, style: 'h2', headlineLevel: 1 },
  ...notes.map((text): Content => ({ text, margin: [0, 0, 0, 3] })),
  ...(chart
    ? [
        {
          unbreakable: true,
          stack: [
            { text: chart.title, style: 'soft', margin: [0, 2, 0, 4] },
            { svg: chartSvg(chart), width: CHART_POINTS },
          ],
        } satisfies Content,
      ]
    : []),
  ...tables.flatMap(printedTable),
];

/** The document of a report, dated with the last thing it tells of. */
export const reportDocument = (report: Report): PdfSource => ({
  title: `Report: ${report.title}`,
  subject: report.room,
  madeAtMs: epochMs(report.asOfMs),
  footer: `${report.room} · ${report.title} · as seen by ${report.viewer}`,
  ...rehearsalMark(report.title),
  content: [
    { text: report.title, style: 'h1' },
    ...(isRehearsalTitle(report.title) ? [{ text: REHEARSAL_NOTE, bold: true }] : []),
    {
      text: `${report.room}. As of ${utcText(report.asOfMs)}, as seen by ${report.viewer}.`,
      style: 'soft',
      margin: [0, 0, 0, 8],
    },
    {
      layout: 'noBorders',
      table: {
        widths: ['auto', '*'],
        body: report.facts.map(([label, words]): TableCell[] => [
          { text: label, style: 'soft' },
          { text: words },
        ]),
      },
    },
    ...report.sections.flatMap(printedSection),
  ],
});
