// Redlines cut into lines and tables for paper: either wording can be made of the parts again, rows of a table are whole,
// and what is shown as changed is no more than has to be.

import { fc } from '../support/fast-check.ts';
import { describe, expect, it } from 'vitest';
import type { Redline, RedlineRow, RichNode } from '../../shared/sheet/redline/types.ts';
import { afterOf, beforeOf } from '../../shared/sheet/redline/apply.ts';
import { redlineOf } from '../../shared/sheet/redline/build.ts';
import type { RedlinePart, TableRowPart } from '../../shared/sheet/redline/table-parts.ts';
import { MAX_COLUMNS, isWhole, partsOf } from '../../shared/sheet/redline/table-parts.ts';
import { editedTables, editedText } from './rich-text.ts';

const cell = (text: string): RichNode => ({
  type: 'table_cell',
  ...(text !== '' && { content: [{ type: 'text', text }] }),
});
const table = (...rows: readonly (readonly string[])[]): RichNode => ({
  type: 'table',
  content: rows.map((cells) => ({ type: 'table_row', content: cells.map(cell) })),
});
const para = (text: string): RichNode => ({
  type: 'paragraph',
  content: [{ type: 'text', text }],
});

const rowsOf = (part: RedlinePart): readonly RedlineRow[] =>
  part.kind === 'lines' ? part.rows : part.rows.flatMap(({ cells }) => cells);

const whole = (parts: readonly RedlinePart[]): Redline => ({ rows: parts.flatMap(rowsOf) });

const tableRows = (base: readonly RichNode[], text: readonly RichNode[]): readonly TableRowPart[] =>
  partsOf(redlineOf(base, text)).flatMap((part) => (part.kind === 'table' ? part.rows : []));

const kindsOf = (rows: readonly TableRowPart[]): readonly string[] =>
  rows.map(({ kind, cells }) => `${kind} ${String(cells.length)}`);

describe('[TBF1] a redline in lines and tables', () => {
  it('gives both wordings back, whatever was edited', () => {
    fc.assert(
      fc.property(fc.oneof(editedText, editedTables), ({ base, text }) => {
        const redline = redlineOf(base, text);
        const parts = whole(partsOf(redline));
        expect(beforeOf(parts)).toEqual(beforeOf(redline));
        expect(afterOf(parts)).toEqual(afterOf(redline));
      }),
      { numRuns: 3_000 },
    );
  });

  it('has rows that are kept, or came or went with all their cells', () => {
    fc.assert(
      fc.property(editedTables, ({ base, text }) => {
        for (const { kind, cells } of tableRows(base, text)) {
          expect(cells.every((each) => each.kind === kind)).toBe(true);
          if (kind !== 'kept') expect(cells.every(isWhole)).toBe(true);
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it('tells words in cells, rows and whole tables apart', () => {
    const days = table(['Days', 'Share'], ['30', '40 %'], ['60', '60 %']);
    expect(kindsOf(tableRows([days], [days]))).toEqual(['kept 2', 'kept 2', 'kept 2']);
    const words = table(['Days', 'Share'], ['45', '40 %'], ['60', '60 %']);
    const changed = tableRows([days], [words]);
    expect(kindsOf(changed)).toEqual(['kept 2', 'kept 2', 'kept 2']);
    expect(changed[1]?.cells[0]?.spans.map(({ kind, text }) => `${kind} ${text ?? ''}`)).toEqual([
      ...['removed 30', 'added 45'],
    ]);
    const longer = table(['Days', 'Share'], ['30', '40 %'], ['90', ''], ['60', '60 %']);
    expect(kindsOf(tableRows([days], [longer]))).toEqual(['kept 2', 'kept 2', 'added 2', 'kept 2']);
    expect(kindsOf(tableRows([longer], [days]))).toContain('removed 2');
    expect(kindsOf(tableRows([para('a')], [para('a'), days]))).toEqual(Array(3).fill('added 2'));
    expect(kindsOf(tableRows([days, para('a')], [para('a')]))).toEqual(Array(3).fill('removed 2'));
  });

  it('takes a row with the label of an old one for that row, whatever else it says', () => {
    const [was, now] = [
      table(['Ground', '5 days', '92 %'], ['Old', '9 days', '80 %']),
      table(['Newest', '1', '2'], ['Ground', 'four', 'all'], ['New', '', '']),
    ];
    expect(kindsOf(tableRows([was], [now]))).toEqual([
      ...['added 3', 'kept 3', 'removed 3', 'added 3'],
    ]);
  });

  it('shows a row with another number of cells as the old one and the new one', () => {
    const [two, three] = [table(['a', 'b'], ['c', 'd']), table(['a', 'b', 'x'], ['c', 'd'])];
    expect(kindsOf(tableRows([two], [three]))).toEqual(['removed 2', 'added 3', 'kept 2']);
    const authored = redlineOf([two], [three]);
    const signed: Redline = {
      rows: authored.rows.map((row) => (row.kind === 'added' ? { ...row, by: 'nora' } : row)),
    };
    const [part] = partsOf(signed);
    expect(part?.kind === 'table' && part.rows.map(({ by }) => by)).toEqual([
      ...['nora', 'nora', undefined],
    ]);
  });

  it('shows a paragraph that became a table, and a table too wide for paper, as removed and added', () => {
    const parts = partsOf(redlineOf([para('a b c d')], [table(['a b c d'])]));
    expect(parts.map(({ kind }) => kind)).toEqual(['lines', 'table']);
    const wide = table(Array.from({ length: MAX_COLUMNS + 1 }, (_, at) => String(at)));
    expect(partsOf(redlineOf([wide], [wide])).map(({ kind }) => kind)).toEqual(['lines']);
  });
});
