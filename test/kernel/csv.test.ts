// Tables as CSV: what people typed is never run as a formula, and comes back as it was; numbers are numbers.

import { fc } from '../support/fast-check.ts';
import Papa from 'papaparse';
import { describe, expect, it } from 'vitest';
import { csvText, unguardedText } from '../../shared/kernel/csv.ts';

const rowsOf = (text: string): string[][] =>
  Papa.parse<string[]>(text, { delimiter: ',', newline: '\r\n' }).data.slice(0, -1);

describe('[CSV1] CSV', () => {
  it('marks text that would start a formula, and leaves numbers alone', () => {
    const starts = ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '\n=1', '＝1+1'];
    const cells = rowsOf(csvText(starts.map((text) => [text, -1.5, 2, 'x'])));
    expect(cells.map(([text]) => text)).toEqual(starts.map((text) => `'${text}`));
    expect(cells.every(([, minus, two]) => minus === '-1.5' && two === '2')).toBe(true);
  });

  it('quotes what needs it and ends every row', () => {
    expect(csvText([['a,b', 'say "x"', undefined, 'two\nlines', ' edge']])).toBe(
      '"a,b","say ""x""",,"two\nlines"," edge"\r\n',
    );
  });

  it('holds for every table: no cell starts a formula, and each text comes back', () => {
    const cell = fc.oneof(
      fc.string({ unit: 'grapheme', minLength: 1 }),
      fc.stringMatching(/^[=+\-@\t\r\n'",a]{1,6}$/),
    );
    const table = fc.array(fc.array(cell, { minLength: 2, maxLength: 2 }), { minLength: 1 });
    fc.assert(
      fc.property(table, (rows) => {
        const read = rowsOf(csvText(rows));
        expect(read.map((row) => row.map(unguardedText))).toEqual(rows);
        expect(read.flat().filter((text) => /^[=+\-@\t\r\n]/.test(text))).toEqual([]);
      }),
    );
  });
});
