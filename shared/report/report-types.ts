// A report as data: sections of charts and tables, the same for page, PDF and CSV. Everything in it was worked out from
// what its viewer may see, so whoever prints it has nothing left to hide.

import type { AuctionView } from '../room/view-types.ts';

/** How the values of a column, or of an axis, are written. `price` and `value` are mills; `time` is EpochMs. */
export type Measure = 'text' | 'count' | 'price' | 'value' | 'share' | 'time';

/** By the measure of its column: text as it is, all else a number; null where there is nothing to say. */
export type Cell = string | number | null;

export interface ReportTable {
  readonly caption: string;
  readonly columns: readonly { readonly label: string; readonly measure: Measure }[];
  readonly rows: readonly (readonly Cell[])[];
  /** Sums below the rows. */
  readonly total?: readonly Cell[];
  /** Rows that were left out of this copy. */
  readonly more?: number;
}

export interface ChartSeries {
  readonly name: string;
  /** Rising in x. */
  readonly points: readonly (readonly [x: number, y: number])[];
}

/** Lines over rounds or time, each standing until its next point; or a bar for each series' last point. */
export interface ReportChart {
  readonly title: string;
  readonly form: 'steps' | 'bars';
  readonly x: 'round' | 'time';
  readonly measure: Measure;
  readonly series: readonly ChartSeries[];
  /** A level to compare with, such as all that was for sale. */
  readonly level?: { readonly value: number; readonly label: string };
}

export interface ReportSection {
  readonly id: string;
  readonly title: string;
  /** Sentences before anything else, such as why there is nothing. */
  readonly notes: readonly string[];
  readonly chart?: ReportChart;
  readonly tables: readonly ReportTable[];
}

export interface Report {
  readonly roomId: string;
  readonly auctionId: string;
  readonly room: string;
  readonly title: string;
  /** As whom it was read. */
  readonly viewer: string;
  /** When the last thing it tells of happened; the date of its files. */
  readonly asOfMs: number;
  /** What to know first, as label and words. */
  readonly facts: readonly (readonly [label: string, words: string])[];
  readonly sections: readonly ReportSection[];
}

/** The copy of a report whose tables have at most so many rows; what was left out is counted. */
export const shortened = (report: Report, mostRows: number): Report => ({
  ...report,
  sections: report.sections.map((section) => ({
    ...section,
    tables: section.tables.map((table) =>
      table.rows.length > mostRows
        ? { ...table, rows: table.rows.slice(0, mostRows), more: table.rows.length - mostRows }
        : table,
    ),
  })),
});

/** Phases in which there is a report: the auction is over, whatever came of it. */
export const hasReport = ({ phase }: Pick<AuctionView, 'phase'>): boolean =>
  phase === 'provisional' || phase === 'certified' || phase === 'no-sale' || phase === 'cancelled';
