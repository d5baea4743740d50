// The law of redlines: applied to its base a redline gives the new wording, exactly, whatever either holds.

import { fc } from '../support/fast-check.ts';
import { describe, expect, it } from 'vitest';
import type { RichNode } from '../../shared/sheet/redline/types.ts';
import { canonicalJson } from '../../shared/kernel/json.ts';
import { afterOf, beforeOf } from '../../shared/sheet/redline/apply.ts';
import { redlineOf } from '../../shared/sheet/redline/build.ts';
import { tidied, tokensOf, unitsOf } from '../../shared/sheet/redline/tokens.ts';
import { readRedline } from '../../shared/sheet/redline/changes.ts';
import { workedTables, editedText, richText, tableText } from './rich-text.ts';

const RUNS = process.env['PARLEY_TEST_LONG'] ? 50_000 : 2_600;

const isWhole = (base: readonly RichNode[], text: readonly RichNode[]): boolean => {
  const redline = redlineOf(base, text);
  const [was, is] = [canonicalJson(tidied(base)), canonicalJson(tidied(text))];
  expect(canonicalJson(beforeOf(redline))).toBe(was);
  expect(canonicalJson(afterOf(redline))).toBe(is);
  const isChanged = was !== is;
  const isSeen = redline.rows.some(
    ({ kind, isReframed, spans }) =>
      kind !== 'kept' || isReframed || spans.some((span) => span.kind !== 'kept'),
  );
  expect(isSeen).toBe(isChanged);
  return isChanged;
};

describe('[RED1] a redline applied to its base gives the new wording', () => {
  it('holds for edits of every kind', () => {
    let changed = 0;
    fc.assert(
      fc.property(editedText, ({ base, text }) => {
        if (isWhole(base, text)) changed += 1;
      }),
      { numRuns: RUNS },
    );
    expect(changed).toBeGreaterThan(RUNS / 2);
  });

  it('holds for two wordings that have nothing to do with each other', () => {
    fc.assert(
      fc.property(richText, richText, (base, text) => {
        isWhole(base, text);
      }),
      { numRuns: RUNS },
    );
  });

  it('holds for what people do to tables', () => {
    let changed = 0;
    fc.assert(
      fc.property(workedTables, ({ base, text }) => {
        if (isWhole(base, text)) changed += 1;
      }),
      { numRuns: RUNS },
    );
    expect(changed).toBeGreaterThan(RUNS / 2);
  });

  it('tidying twice is tidying once', () => {
    fc.assert(
      fc.property(richText, (text) => {
        const again = tidied(tidied(text));
        expect(canonicalJson(again)).toBe(canonicalJson(tidied(text)));
        const letters = JSON.stringify(text).length;
        expect(tokensOf(text).reduce((sum, token) => sum + unitsOf(token), 0)).toBeLessThan(
          letters,
        );
      }),
      { numRuns: 500 },
    );
  });
});

const wordsIn = ({ text, content = [], type }: RichNode): string =>
  type === 'hard_break' ? '\n' : (text ?? content.map(wordsIn).join(''));

/** The words of the tables of a wording, cell by cell; outside of tables nothing. */
const cellsOf = (nodes: readonly RichNode[]): readonly (readonly (readonly string[])[])[] =>
  nodes
    .filter(({ type }) => type === 'table')
    .map(({ content = [] }) => content.map((row) => (row.content ?? []).map(wordsIn)));

/** The same as a reader of the redline sees it who leaves out what came, or what went. */
const cellsSeen = (
  base: readonly RichNode[],
  text: readonly RichNode[],
  unseen: 'added' | 'removed',
): readonly (readonly (readonly string[])[])[] => {
  const tables = new Map<number, Map<number, (readonly [number, string])[]>>();
  for (const { kind, cell, spans } of readRedline(redlineOf(base, text)).blocks) {
    if (!cell || kind === unseen) continue;
    const words = spans.map((span) => {
      if (span.kind === unseen || span.kind === 'joined') return '';
      return span.text ?? (span.atom ? wordsIn(span.atom) : '');
    });
    const rows = tables.get(cell.table) ?? new Map<number, (readonly [number, string])[]>();
    rows.set(cell.row, [...(rows.get(cell.row) ?? []), [cell.column, words.join('')]]);
    tables.set(cell.table, rows);
  }
  const byPlace = <Value>(entries: Iterable<readonly [number, Value]>): readonly Value[] =>
    [...entries].toSorted(([a], [b]) => a - b).map(([, value]) => value);
  return [...tables.values()].map((rows) => byPlace(rows).map(byPlace));
};

/** A paragraph outside, or a cell in a row of a table. */
const isOfAClause = (token: ReturnType<typeof tokensOf>[number]): boolean => {
  if (token.kind !== 'line') return true;
  const path = token.frame.path.map(({ type }) => type).join();
  return path === 'paragraph' || path === 'table,table_row,table_cell';
};

describe('[RED9] a table of a redline', () => {
  const isDrawn = (base: readonly RichNode[], text: readonly RichNode[]): void => {
    expect(cellsSeen(base, text, 'removed')).toEqual(cellsOf(tidied(text)));
    expect(cellsSeen(base, text, 'added')).toEqual(cellsOf(tidied(base)));
  };

  it('is the new table without what went, and the former one without what came', () => {
    fc.assert(
      fc.property(workedTables, ({ base, text }) => {
        // Edits at random may put into a cell what no clause can hold there.
        fc.pre([base, text].every((nodes) => tokensOf(nodes).every(isOfAClause)));
        isDrawn(base, text);
      }),
      { numRuns: RUNS / 2 },
    );
    fc.assert(fc.property(tableText, tableText, isDrawn), { numRuns: RUNS / 2 });
  });
});
