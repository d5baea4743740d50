// Values of several parts as people type them: what stands in the cells is read back unchanged, and a fault names its
// cell and what would be taken.

import { fc } from '../support/fast-check.ts';
import { describe, expect, it } from 'vitest';
import type { CellType } from '../../client/format/cell-form.ts';
import { cellForm, cellsOf, pasteCells, readCells } from '../../client/format/cell-form.ts';
import { draftOf, fieldHint, readDraft } from '../../client/format/field-draft.ts';
import { checkFieldValue } from '../../shared/sheet/fields.ts';
import type { FieldType, FieldValue } from '../../shared/sheet/field-types.ts';

const GRID: CellType = {
  kind: 'price-grid',
  unit: '$/piece',
  rows: [
    { id: 'ddu', label: 'DDU' },
    { id: 'scf', label: 'SCF' },
  ],
  steps: [
    { id: '1', label: '≤ 1 lb', upToThousandths: 1_000 },
    { id: '5', label: '≤ 5 lb', upToThousandths: 5_000 },
  ],
};
const TIERS: CellType = {
  kind: 'tiers',
  priceUnit: '$/piece',
  volumeUnit: 'pieces',
  maxTiers: 3,
};
const TABLE: CellType = {
  kind: 'table',
  maxRows: 3,
  columns: [
    { id: 'facility', label: 'Facility', type: { kind: 'text', maxLength: 20 }, isRequired: true },
    { id: 'window', label: 'Window', type: { kind: 'window' }, isRequired: false },
    {
      id: 'share',
      label: 'Share',
      type: { kind: 'percent', min: 0, max: 10_000 },
      isRequired: false,
    },
  ],
};
const LIST: FieldType = { kind: 'list', itemLength: 5, maxItems: 3 };
const CHOICES: FieldType = {
  kind: 'choices',
  options: [
    { id: 'a', label: 'A' },
    { id: 'b', label: 'B' },
  ],
};

const price = fc.integer({ min: 0, max: 1_000_000_000 });
const word = fc.stringMatching(/^[A-Za-z][a-z0-9]{0,15}$/);

const values: readonly (readonly [CellType, fc.Arbitrary<FieldValue>])[] = [
  [
    GRID,
    fc.record({
      ddu: fc.record({ 1: price, 5: price }, { requiredKeys: ['5'] }),
      scf: fc.record({ 1: price }),
    }) as fc.Arbitrary<FieldValue>,
  ],
  [
    TIERS,
    fc.record({
      mode: fc.constantFrom('incremental' as const, 'all-units' as const),
      tiers: fc
        .tuple(price, price, fc.integer({ min: 1, max: 900_000_000 }))
        .map(([a, b, from]) => [
          { from: 0, priceMills: a },
          { from, priceMills: b },
        ]),
    }),
  ],
  [
    TABLE,
    fc.array(
      fc.record(
        {
          facility: word,
          window: fc.constant({ opens: '05:00', closes: '07:00', zone: 'America/Denver' }),
          share: fc.integer({ min: 0, max: 10_000 }),
        },
        { requiredKeys: ['facility'] },
      ),
      { minLength: 1, maxLength: 3 },
    ) as fc.Arbitrary<FieldValue>,
  ],
];

describe('[UI21] cells are read back unchanged', () => {
  it.each(values)('law: $kind', (type, value) => {
    fc.assert(
      fc.property(value, (one) => {
        expect(checkFieldValue(type, one)).toBeUndefined();
        expect(readDraft(type, draftOf(type, one))).toEqual({ ok: true, value: one });
      }),
      { numRuns: 300 },
    );
  });

  it('lists by line and choices by tick, in order and without doubles', () => {
    expect(draftOf(LIST, ['10001', 'ab']).typed).toBe('10001\nab');
    const draft = { ...draftOf(LIST, undefined), typed: ' ab \n\n10001\nab\n' };
    expect(readDraft(LIST, draft)).toEqual({ ok: true, value: ['ab', '10001'] });
    const ticked = { ...draftOf(CHOICES, undefined), ticked: ['b', 'a'] };
    expect(readDraft(CHOICES, ticked)).toEqual({ ok: true, value: ['a', 'b'] });
    expect(readDraft(CHOICES, draftOf(CHOICES, ['b']))).toEqual({ ok: true, value: ['b'] });
  });
});

describe('[UI21] what is no value is refused, with the cell and with words', () => {
  const faultOf = (type: CellType, cells: readonly (readonly string[])[]) => {
    const read = readCells(type, cells);
    return read.ok ? undefined : read.fault;
  };

  it('a cell that is no price', () => {
    expect(
      faultOf(GRID, [
        ['2.35', 'two'],
        ['', ''],
      ]),
    ).toMatchObject({ row: 0, column: 1 });
    expect(
      faultOf(GRID, [
        ['2.35', 'two'],
        ['', ''],
      ])?.message,
    ).toContain('≤ 5 lb');
  });

  it('nothing at all', () => {
    expect(
      faultOf(GRID, [
        ['', ''],
        ['', ' '],
      ]),
    ).toEqual({ message: 'Fill at least one row.' });
    expect(readDraft(LIST, draftOf(LIST, undefined)).ok).toBe(false);
    expect(readDraft(CHOICES, draftOf(CHOICES, undefined)).ok).toBe(false);
  });

  it('a required cell that is empty, past rows that are left out', () => {
    expect(
      faultOf(TABLE, [
        ['', '', ''],
        ['', '', '50'],
      ]),
    ).toMatchObject({ row: 1, column: 0 });
    expect(
      readCells(TABLE, [
        ['', '', ''],
        ['Newark', '', '50 %'],
      ]),
    ).toEqual({
      ok: true,
      value: [{ facility: 'Newark', share: 5_000 }],
    });
  });

  it('tiers that do not begin at 0 or do not rise, at their row', () => {
    expect(faultOf(TIERS, [['5', '2.60']])).toMatchObject({ row: 0 });
    expect(
      faultOf(TIERS, [
        ['0', '2.60'],
        ['', ''],
        ['0', '2.40'],
      ]),
    ).toMatchObject({ row: 2 });
    expect(faultOf(TIERS, [['5', '2.60']])?.message).toContain('begins at 0');
  });

  it('entries that are too long or too many', () => {
    const list = (typed: string) => readDraft(LIST, { ...draftOf(LIST, undefined), typed });
    expect(list('abcdef')).toMatchObject({ ok: false, message: expect.stringContaining('abcdef') });
    expect(list('a\nb\nc\nd')).toMatchObject({ message: expect.stringContaining('At most 3') });
  });
});

describe('[UI27] cells take a block from a spreadsheet', () => {
  it('at the place of the caret, with rows added as far as allowed', () => {
    const cells = cellsOf(TIERS, undefined);
    const text = '0\t2.60\r\n8,000,000\t2.45\n12,000,000\t2.35\n20,000,000\t2.30\n';
    const pasted = pasteCells(TIERS, cells, { text, row: 0, column: 0 });
    expect(pasted).toEqual([
      ['0', '2.60'],
      ['8,000,000', '2.45'],
      ['12,000,000', '2.35'],
    ]);
    expect(readCells(TIERS, pasted)).toMatchObject({ ok: true });
  });

  it('what would stand outside of the grid is left out', () => {
    const cells = cellsOf(GRID, { ddu: { 1: 1_000 } });
    expect(pasteCells(GRID, cells, { text: '7\t8\n9\t10', row: 1, column: 1 })).toEqual([
      ['1.00', ''],
      ['', '7'],
    ]);
  });

  it('every type says what it takes', () => {
    for (const type of [GRID, TIERS, TABLE, LIST, CHOICES]) expect(fieldHint(type)).not.toBe('');
    expect(cellForm(GRID).rowHeads).toEqual(['DDU', 'SCF']);
    expect(cellForm(TABLE).rowHeads).toBeUndefined();
  });
});
