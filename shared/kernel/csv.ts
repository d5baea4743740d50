// Tables as CSV that a spreadsheet opens as what they are: text stays text, numbers stay numbers, and no cell that
// somebody typed is run as a formula.

/** A text as it was typed, or a number; undefined is an empty cell. */
export type CsvCell = string | number | undefined;

/**
 * What makes a spreadsheet read a cell as a formula, or as a command of its own: the signs of OWASP's list, and their
 * full-width forms, which some locales take for the same. With a guard before it, a text gets another: so it comes back.
 */
const STARTS_FORMULA = /^'*[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]/;
const NEEDS_QUOTES = /[",\r\n\t]|^\s|\s$/;
const GUARD = "'";

/** Typed text that would start a formula with an apostrophe before it, as spreadsheets themselves mark text. */
const guardedText = (text: string): string =>
  STARTS_FORMULA.test(text) ? `${GUARD}${text}` : text;

/** The text that `guardedText` was given: for tables that go out as CSV and come back. */
export const unguardedText = (text: string): string =>
  text.startsWith(GUARD) && STARTS_FORMULA.test(text.slice(1)) ? text.slice(1) : text;

const cellText = (cell: CsvCell): string => {
  if (cell === undefined) return '';
  if (typeof cell === 'number') return Number.isFinite(cell) ? String(cell) : '';
  const safe = guardedText(cell);
  return NEEDS_QUOTES.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

/** Rows as CSV (RFC 4180): commas, quotes where needed, CRLF after every row. */
export const csvText = (rows: readonly (readonly CsvCell[])[]): string =>
  rows.map((row) => `${row.map(cellText).join(',')}\r\n`).join('');

/** First character of a file: with it spreadsheets read the rest as UTF-8. */
export const CSV_MARK = '\uFEFF';
