// A report in the forms in which it leaves: for the page, for the press, as CSV. Small ones are made where they are asked
// for; those of very large sales in a thread of their own (report-worker.ts), with the same bytes.

import type { Report } from '../../shared/report/report-types.ts';
import type { PdfSource } from './pdf.ts';
import { CSV_MARK } from '../../shared/kernel/csv.ts';
import { reportCsv } from '../../shared/report/report-csv.ts';
import { shortened } from '../../shared/report/report-types.ts';
import { reportDocument } from './report-pdf.ts';

/** Rows of a table that come with the page at first, and that are printed; a CSV has all. */
const READ_ROWS = 500;
/** Of a sale of thousands of lots, whose tables of lots would be hundreds of pages each. */
const PRINTED_ROWS_OF_MANY = 100;

export type ReportForm = 'page' | 'all' | 'csv' | 'pdf';

/** What goes out as it is, or goes to the press. `name` is that of its file without an ending. */
export type MadeReport =
  | { readonly form: 'page' | 'all' | 'csv'; readonly name: string; readonly bytes: Uint8Array }
  | { readonly form: 'pdf'; readonly name: string; readonly document: PdfSource };

/** A report in one form. `isOfMany`: its lots are too many to be printed. */
export const madeReport = (report: Report, form: ReportForm, isOfMany: boolean): MadeReport => {
  const name = `${report.roomId}-${report.auctionId}-report`;
  if (form === 'pdf') {
    const rows = isOfMany ? PRINTED_ROWS_OF_MANY : READ_ROWS;
    return { form, name, document: reportDocument(shortened(report, rows)) };
  }
  const text =
    form === 'csv'
      ? `${CSV_MARK}${reportCsv(report)}`
      : JSON.stringify(form === 'all' ? report : shortened(report, READ_ROWS));
  return { form, name, bytes: new TextEncoder().encode(text) };
};
