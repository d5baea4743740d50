// Values of several parts against their fields: what fits, and refusals that name the part and what is allowed.

import { fc } from '../support/fast-check.ts';
import { describe, expect, it } from 'vitest';
import type { FieldType } from '../../shared/sheet/field-types.ts';
import { checkFieldValue } from '../../shared/sheet/fields.ts';
import { fieldCells, fieldSummary, formatFieldValue } from '../../shared/sheet/field-text.ts';

const LEVELS = [
  { id: 'ddu', label: 'DDU' },
  { id: 'scf', label: 'SCF' },
];
const GRID: FieldType = {
  kind: 'price-grid',
  unit: '$/piece',
  rows: LEVELS,
  steps: [
    { id: '1', label: '≤ 1 lb', upToThousandths: 1_000 },
    { id: '5', label: '≤ 5 lb', upToThousandths: 5_000 },
  ],
};
const TIERS: FieldType = {
  kind: 'tiers',
  priceUnit: '$/piece',
  volumeUnit: 'pieces',
  maxTiers: 3,
};
const LIST: FieldType = { kind: 'list', itemLength: 5, maxItems: 3 };
const CHOICES: FieldType = { kind: 'choices', options: LEVELS };
const TABLE: FieldType = {
  kind: 'table',
  maxRows: 2,
  columns: [
    { id: 'facility', label: 'Facility', type: { kind: 'text', maxLength: 20 }, isRequired: true },
    { id: 'window', label: 'Window', type: { kind: 'window' }, isRequired: false },
    { id: 'cet', label: 'CET', type: { kind: 'time' }, isRequired: false },
  ],
};
const tiers = (...rows: readonly (readonly [number, number])[]) => ({
  mode: 'incremental',
  tiers: rows.map(([from, priceMills]) => ({ from, priceMills })),
});
const WINDOW = { opens: '05:00', closes: '07:00', zone: 'America/New_York' };

describe('[SHT3] scalar types', () => {
  it.each<[FieldType, unknown, object | undefined]>([
    [{ kind: 'weight', max: 70_000 }, 4_225, undefined],
    [{ kind: 'weight', max: 70_000 }, 4.225, { code: 'field/type', expected: 'whole number' }],
    [{ kind: 'weight', max: 70_000 }, 70_001, { code: 'field/out-of-range', maximum: 70_000 }],
    [{ kind: 'time' }, '16:00', undefined],
    [{ kind: 'time' }, '16:60', { code: 'field/type', expected: 'time' }],
    [{ kind: 'percent', min: -100, max: 300 }, -100, undefined],
    [{ kind: 'percent', min: -100, max: 300 }, 301, { minimum: -100, maximum: 300 }],
    [{ kind: 'percent' }, -1, { code: 'field/out-of-range', minimum: 0 }],
  ])('%j and %j', (type, value, refusal) => {
    const found = checkFieldValue(type, value);
    if (refusal) expect(found).toMatchObject(refusal);
    else expect(found).toBeUndefined();
  });
});

describe('[SHT3] types of several parts take what fits', () => {
  it.each<[FieldType, unknown]>([
    [GRID, { ddu: { 1: 2_350, 5: 2_950 } }],
    [GRID, { ddu: { 5: 2_950 }, scf: { 1: 0 } }],
    [TIERS, tiers([0, 2_600], [8_000_000, 2_450])],
    [LIST, ['10001', 'a']],
    [CHOICES, ['ddu', 'scf']],
    [CHOICES, ['scf']],
    [TABLE, [{ facility: 'Newark', window: WINDOW, cet: '06:30' }, { facility: 'Bozeman' }]],
  ])('%j takes %j', (type, value) => {
    expect(checkFieldValue(type, value)).toBeUndefined();
  });
});

describe('[SHT3] a refusal names the part and what is allowed', () => {
  it.each<[FieldType, unknown, object]>([
    [GRID, 2_350, { code: 'field/type', expected: 'price grid' }],
    [GRID, {}, { code: 'field/empty' }],
    [GRID, { ddu: {} }, { code: 'field/empty', at: 'ddu' }],
    [GRID, { ndc: { 1: 1 } }, { code: 'field/unknown-part', at: 'ndc', allowed: ['ddu', 'scf'] }],
    [GRID, { ddu: { 2: 1 } }, { code: 'field/unknown-part', at: 'ddu.2', allowed: ['1', '5'] }],
    [GRID, { ddu: { 5: 2.95 } }, { code: 'field/type', at: 'ddu.5', expected: 'whole number' }],
    [GRID, { ddu: { 5: -1 } }, { code: 'field/out-of-range', at: 'ddu.5', minimum: 0 }],
    [TIERS, { mode: 'all', tiers: [] }, { code: 'field/choice', at: 'mode' }],
    [TIERS, { mode: 'incremental', tiers: [] }, { code: 'field/empty', at: 'tiers' }],
    [TIERS, { ...tiers([0, 1]), more: 1 }, { code: 'field/unknown-part', at: 'more' }],
    [TIERS, tiers([5, 1]), { code: 'field/out-of-range', at: '1.from', minimum: 0, maximum: 0 }],
    [TIERS, tiers([0, 1], [0, 2]), { code: 'field/out-of-range', at: '2.from', minimum: 1 }],
    [
      TIERS,
      tiers([0, 1], [9, 2], [9, 2]),
      { code: 'field/out-of-range', at: '3.from', minimum: 10 },
    ],
    [TIERS, tiers([0, 1], [1, 2], [2, 3], [3, 4]), { code: 'field/too-many', maximum: 3 }],
    [LIST, 'a', { code: 'field/type', expected: 'list' }],
    [LIST, [], { code: 'field/empty' }],
    [LIST, ['a', 'b', 'a'], { code: 'field/double', at: '3' }],
    [LIST, ['a', 'too long'], { code: 'field/too-long', at: '2', maximum: 5 }],
    [LIST, ['a', 'b', 'c', 'd'], { code: 'field/too-many', maximum: 3 }],
    [CHOICES, ['ddu', 'lpc'], { code: 'field/choice', allowed: ['ddu', 'scf'] }],
    [CHOICES, ['scf', 'ddu'], { code: 'field/order', allowed: ['ddu', 'scf'] }],
    [CHOICES, ['ddu', 'ddu'], { code: 'field/order' }],
    [TABLE, [{ window: WINDOW }], { code: 'field/missing', at: '1.facility' }],
    [TABLE, [{ facility: 'N', zip: '1' }], { code: 'field/unknown-part', at: '1.zip' }],
    [TABLE, [{ facility: 'N' }, {}], { code: 'field/empty', at: '2' }],
    [TABLE, [{ facility: 'N', cet: '6' }], { code: 'field/type', at: '1.cet', expected: 'time' }],
    [
      TABLE,
      [{ facility: 'N', window: { ...WINDOW, zone: 'Nowhere' } }],
      { code: 'field/zone', at: '1.window' },
    ],
  ])('%j refuses %j', (type, value, refusal) => {
    expect(checkFieldValue(type, value)).toMatchObject(refusal);
  });

  it('law: no JSON whatever makes a check throw, and none but the fitting passes', () => {
    let refused = 0;
    fc.assert(
      fc.property(
        fc.constantFrom(GRID, TIERS, LIST, CHOICES, TABLE),
        fc.jsonValue(),
        (type, value) => {
          const found = checkFieldValue(type, value);
          if (found) refused += 1;
          expect(found === undefined || /^field\//.test(found.code)).toBe(true);
        },
      ),
      { numRuns: 2_000 },
    );
    expect(refused).toBeGreaterThan(1_500);
  });
});

describe('[UI21] values of several parts in words', () => {
  it('on one line, in few words, and as cells', () => {
    const grid = { ddu: { 1: 2_350, 5: 2_950 }, scf: { 5: 3_105 } };
    expect(formatFieldValue(GRID, grid)).toBe('3 prices, $2.35 to $3.105');
    expect(fieldCells(GRID, grid)).toEqual({
      head: ['', '≤ 1 lb', '≤ 5 lb'],
      rows: [
        ['DDU', '$2.35', '$2.95'],
        ['SCF', '', '$3.105'],
      ],
      hasRowHeads: true,
    });
    expect(formatFieldValue(TIERS, tiers([0, 2_600], [8_000_000, 2_450]) as never)).toBe(
      '$2.60 from 0, $2.45 from 8,000,000; each piece at its tier',
    );
    expect(fieldSummary(TIERS, tiers([0, 2_600]) as never)).toBe('1 tier, $2.60');
    expect(formatFieldValue(CHOICES, ['ddu', 'scf'])).toBe('DDU, SCF');
    expect(formatFieldValue(LIST, ['10001', '10002'])).toBe('10001; 10002');
    const rows = [{ facility: 'Newark', cet: '06:30' }, { facility: 'Bozeman' }];
    expect(formatFieldValue(TABLE, rows)).toBe('Newark · 06:30; Bozeman');
    expect(fieldSummary(TABLE, rows)).toBe('2 rows');
    expect(fieldCells(TABLE, rows)?.rows[1]).toEqual(['Bozeman', '', '']);
    expect(fieldCells(LIST, ['a'])).toBeUndefined();
  });
});
