// A report as one CSV file: each table under its name, an empty row between. Amounts are dollars, times ISO 8601 in UTC.

import type { CsvCell } from '../kernel/csv.ts';
import type { Cell, Measure, Report, ReportTable } from './report-types.ts';
import { csvText } from '../kernel/csv.ts';
import { REHEARSAL_NOTE, isRehearsalTitle } from '../room/rehearsal-title.ts';

const MILLS_A_DOLLAR = 1000;
const BASIS_POINTS = 10_000;

const csvCell = (cell: Cell, measure: Measure): CsvCell => {
  if (typeof cell !== 'number') return cell ?? undefined;
  switch (measure) {
    case 'price':
    case 'value':
      return cell / MILLS_A_DOLLAR;
    case 'share':
      return cell / BASIS_POINTS;
    case 'time':
      return new Date(cell).toISOString();
    case 'count':
    case 'text':
      return cell;
  }
};

const UNITS: Partial<Record<Measure, string>> = { price: ', $', value: ', $', time: ', UTC' };

const tableRows = (title: string, { columns, rows, total }: ReportTable): CsvCell[][] => [
  [title],
  columns.map(({ label, measure }) => `${label}${UNITS[measure] ?? ''}`),
  ...[...rows, ...(total ? [total] : [])].map((row) =>
    columns.map(({ measure }, place) => csvCell(row[place] ?? null, measure)),
  ),
  [],
];

/** The whole report, no row left out. */
export const reportCsv = (report: Report): string =>
  csvText([
    ...(isRehearsalTitle(report.title) ? [[REHEARSAL_NOTE]] : []),
    ['Report', report.title],
    ['Room', report.room],
    ['As seen by', report.viewer],
    ...report.facts.map(([label, words]) => [label, words]),
    [],
    ...report.sections.flatMap(({ title, notes, tables }) => [
      ...(notes.length > 0 ? [[title], ...notes.map((note) => [note]), []] : []),
      ...tables.flatMap((table) => tableRows(`${title}: ${table.caption}`, table)),
    ]),
  ]);
