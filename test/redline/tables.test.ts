// Redlines of tables as a reader gets them: what changed in a cell, and rows, columns and tables that came or went as one.

import { describe, expect, it } from 'vitest';
import { changeWords } from '../../client/words/redline.ts';
import { afterOf, beforeOf } from '../../shared/sheet/redline/apply.ts';
import { redlineOf } from '../../shared/sheet/redline/build.ts';
import type { RedlineBlock } from '../../shared/sheet/redline/changes.ts';
import { readRedline } from '../../shared/sheet/redline/changes.ts';
import { partsOf } from '../../shared/sheet/redline/table-parts.ts';
import type { RichNode } from '../../shared/sheet/redline/types.ts';

const paragraph = (words: string): RichNode => ({
  type: 'paragraph',
  content: [{ type: 'text', text: words }],
});
const cell = (words: string): RichNode => ({
  type: 'table_cell',
  ...(words !== '' && { content: [{ type: 'text', text: words }] }),
});
/** Rows with their cells parted by a bar. */
const table = (...rows: readonly string[]): RichNode => ({
  type: 'table',
  content: rows.map((row) => ({ type: 'table_row', content: row.split('|').map(cell) })),
});

const read = (base: readonly RichNode[], text: readonly RichNode[]) => {
  const redline = redlineOf(base, text);
  expect([beforeOf(redline), afterOf(redline)]).toEqual([base, text]);
  return readRedline(redline);
};
const sentences = (base: readonly RichNode[], text: readonly RichNode[]): readonly string[] =>
  read(base, text).changes.map((change) =>
    changeWords(change, { authors: {}, nameOfSide: (side) => side }),
  );

const SIGNS = { kept: '', added: '+', removed: '-' } as const;
const wordsOf = ({ kind, spans }: RedlineBlock): string => {
  const words = spans.map((span) =>
    span.kind === 'joined'
      ? '¶'
      : `${kind === 'kept' && span.kind !== 'restyled' ? SIGNS[span.kind] : ''}${span.text ?? ''}`,
  );
  return `${SIGNS[kind]}${words.join('')}`;
};
/** The tables as they are drawn, a place without a cell as a dot. */
const drawn = (base: readonly RichNode[], text: readonly RichNode[]): readonly string[] => {
  const { blocks } = read(base, text);
  const rows = new Map<string, string[]>();
  for (const block of blocks) {
    if (!block.cell) continue;
    const { table: number, row, column } = block.cell;
    const key = `${String(number)}.${String(row)}`;
    const line = rows.get(key) ?? [];
    line[column] = `${line[column] ?? ''}${wordsOf(block)}`;
    rows.set(key, line);
  }
  return [...rows.values()].map((line) => Array.from(line, (words) => words ?? '·').join(' | '));
};

const DAYS = table('Days|Share', '30|2 %', '60|1 %');

describe('[RED9] a redline of a table', () => {
  it('says what changed in a cell, also where all of it did', () => {
    const now = table('Days|Share', '45|2.5 %', '60|1 %');
    expect(sentences([DAYS], [now])).toEqual([
      'Replaced “30” with “45”',
      'Replaced “2” with “2.5”',
    ]);
    expect(drawn([DAYS], [now])).toEqual(['Days | Share', '-30+45 | -2+2.5 %', '60 | 1 %']);
    const other = table('Days|Share', '30|nothing at all', '60|1 %');
    expect(sentences([DAYS], [other])).toEqual(['Replaced “2 %” with “nothing at all”']);
  });

  it('has a row that came or went as one change', () => {
    const more = table('Days|Share', '30|2 %', '45|1.5 %', '60|1 %');
    expect(sentences([DAYS], [more])).toEqual(['Added a row: “45 | 1.5 %”']);
    expect(drawn([DAYS], [more])).toEqual(['Days | Share', '30 | 2 %', '+45 | +1.5 %', '60 | 1 %']);
    expect(sentences([more], [DAYS])).toEqual(['Removed a row: “45 | 1.5 %”']);
    expect(drawn([more], [DAYS])).toEqual(['Days | Share', '30 | 2 %', '-45 | -1.5 %', '60 | 1 %']);
    const empty = table('Days|Share', '30|2 %', '60|1 %', '|');
    expect(sentences([DAYS], [empty])).toEqual(['Added an empty row']);
  });

  it('has a row added beside one that was changed', () => {
    const now = table('Days|Share', '15|3 %', '30|2.5 %', '60|1 %');
    expect(sentences([DAYS], [now])).toEqual([
      'Added a row: “15 | 3 %”',
      'Replaced “2” with “2.5”',
    ]);
  });

  it('has rows that share nothing as one that went and one that came', () => {
    const other = table('Days|Share', 'none|at all', '60|1 %');
    expect(sentences([DAYS], [other])).toEqual([
      'Removed a row: “30 | 2 %”',
      'Added a row: “none | at all”',
    ]);
    const blank = table('Days|Share', '|', '60|1 %');
    expect(sentences([blank], [DAYS])).toEqual(['Added “30”', 'Added “2 %”']);
  });

  it('has a column that came or went as one change, wherever it stands', () => {
    const middle = table('Days|Note|Share', '30|business|2 %', '60||1 %');
    expect(sentences([DAYS], [middle])).toEqual(['Added a column: “Note | business |”']);
    expect(drawn([DAYS], [middle])).toEqual([
      'Days | +Note | Share',
      '30 | +business | 2 %',
      '60 | + | 1 %',
    ]);
    const first = table('|Days|Share', '|30|2 %', '|60|1 %');
    expect(sentences([DAYS], [first])).toEqual(['Added an empty column']);
    expect(drawn([DAYS], [first])[1]).toBe('+ | 30 | 2 %');
    expect(sentences([middle], [table('Note|Share', 'business|2 %', '|1 %')])).toEqual([
      'Removed a column: “Days | 30 | 60”',
    ]);
  });

  it('has rows and columns at once, with nothing where a row never had the column', () => {
    const now = table('Days|Note|Share', '30|a|2 %', '45|b|1.5 %', '60|c|1 %');
    expect(sentences([DAYS], [now])).toEqual([
      'Added a column: “Note | a | c”',
      'Added a row: “45 | b | 1.5 %”',
    ]);
    const less = table('Share', '2 %', '1.5 %');
    expect(drawn([table('Days|Share', '30|2 %')], [less])).toEqual([
      '-Days | Share',
      '-30 | 2 %',
      '· | +1.5 %',
    ]);
  });

  it('keeps rows that differ in length, and a cell that one row has more', () => {
    const base = table('a|b|c', 'd', 'e|f');
    const now = table('a|b|c', 'd|new', 'e|f');
    expect(sentences([base], [now])).toEqual(['Added a cell: “new”']);
    expect(drawn([base], [now])).toEqual(['a | b | c', 'd | +new', 'e | f']);
  });

  it('has a whole table as one change, among paragraphs', () => {
    const around = [paragraph('Interest is owed.'), paragraph('It is paid monthly.')];
    const [before, after] = around as [RichNode, RichNode];
    expect(sentences(around, [before, DAYS, after])).toEqual([
      'Added a table: “Days | Share ↵ 30 | 2 % ↵ 60 | 1 %”',
    ]);
    expect(sentences([before, DAYS, after], around)).toEqual([
      'Removed a table: “Days | Share ↵ 30 | 2 % ↵ 60 | 1 %”',
    ]);
    const two = [DAYS, before, table('x|y', 'z|w')];
    expect(sentences(two, [DAYS, before, table('x|y', 'z|v')])).toEqual(['Replaced “w” with “v”']);
  });

  it('never takes a word of a paragraph for one of a cell', () => {
    const words = [paragraph('Days'), paragraph('Share'), paragraph('30'), paragraph('2 %')];
    const { changes } = read(words, [table('Days|Share', '30|2 %')]);
    expect(changes.map(({ kind }) => kind)).toEqual([
      ...words.map(() => 'line-removed'),
      'table-added',
    ]);
  });

  it('with many rows finds the few that came, and its cost is bounded by counts', () => {
    const rows = (count: number, word: string): readonly string[] =>
      Array.from({ length: count }, (_, at) => `${word}${String(at)}|${String(at * 7)} days`);
    const long = rows(600, 'lane ');
    const now = long.toSpliced(300, 1, 'lane A|1 day', 'lane B|2 days');
    expect(sentences([table(...long)], [table(...now)])).toHaveLength(3);
    // Too much to be compared word by word at once: cell by cell it is not.
    const { changes } = read([table(...long)], [table(...rows(600, 'route '))]);
    expect(changes).toHaveLength(600);
    expect(changes[599]).toMatchObject({ kind: 'replaced', was: 'lane', now: 'route' });
  });

  it('of more rows than a call takes arguments is read and cut as any other', () => {
    const row = { type: 'table_row', content: [cell('')] };
    const endless = { type: 'table', content: Array.from({ length: 130_000 }, () => row) };
    const redline = redlineOf([DAYS], [DAYS, endless]);
    expect(readRedline(redline).changes.map(({ kind }) => kind)).toEqual(['table-added']);
    expect(partsOf(redline).map(({ rows }) => rows.length)).toEqual([3, 130_000]);
  });

  it('two authors of one row are both named, and the row is one stop', () => {
    const now = table('Days|Share', '30|2 %', '60|1 %', '90|0 %');
    const plain = redlineOf([DAYS], [now]);
    const rows = plain.rows.map((row, at) =>
      row.kind === 'added' ? { ...row, by: at % 2 === 0 ? 'anna' : 'ben' } : row,
    );
    const { changes, blocks } = readRedline({ rows });
    expect(changes.map(({ by }) => by)).toEqual([['anna', 'ben']]);
    expect(blocks.filter(({ change }) => change === 0)).toHaveLength(2);
  });
});
