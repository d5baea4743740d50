// Values for people: what is shown can be read back, and what is not a value is refused with words.

import { fc } from '../support/fast-check.ts';
import { describe, expect, it } from 'vitest';
import { gapOf } from '../../client/format/field-gap.ts';
import { areMostlyWords, cellWords, isWords, standsLeft } from '../../client/format/field-look.ts';
import { editableScalar, parseScalar } from '../../client/format/field-value.ts';
import { formatMills, formatWholeDollars, parseMills } from '../../client/format/money.ts';
import { scalarText } from '../../shared/sheet/field-text.ts';
import type { FieldType, ScalarType, ScalarValue } from '../../shared/sheet/field-types.ts';

const RUNS = { numRuns: 300 };
const MONEY: ScalarType = { kind: 'money', unit: 'a piece' };
const PERCENT: ScalarType = { kind: 'percent' };
const SPREAD: ScalarType = { kind: 'percent', min: -1_000, max: 1_000 };
const WEIGHT: ScalarType = { kind: 'weight', max: 70_000 };
const PIECES: ScalarType = { kind: 'quantity', unit: 'pieces', min: 1, max: 50_000_000 };
const DATE: ScalarType = { kind: 'date' };
const WINDOW: ScalarType = { kind: 'window' };
const NAME: ScalarType = { kind: 'text', maxLength: 20 };
const ENTRY: ScalarType = {
  kind: 'choice',
  options: [
    { id: 'ddu', label: 'Delivery unit' },
    { id: 'scf', label: 'Sectional centre' },
  ],
};
const EARLY = { opens: '05:00', closes: '07:00', zone: 'America/New_York' };

const refusal = (type: ScalarType, typed: string): string => {
  const parsed = parseScalar(type, typed);
  return parsed.ok ? '' : parsed.message;
};

describe('[UI20] amounts are whole mills, read digit by digit', () => {
  it('shows at least two decimals and a third only where there is one', () => {
    expect(formatMills(2_310)).toBe('$2.31');
    expect(formatMills(2_315)).toBe('$2.315');
    expect(formatMills(2_000)).toBe('$2.00');
    expect(formatMills(1_250_000)).toBe('$1,250.00');
    expect(formatWholeDollars(253_680_000)).toBe('$253,680');
  });

  it('reads what people type', () => {
    expect(parseMills('2.31')).toEqual({ ok: true, value: 2_310 });
    expect(parseMills(' $2.315 ')).toEqual({ ok: true, value: 2_315 });
    expect(parseMills('1,250')).toEqual({ ok: true, value: 1_250_000 });
    expect(parseMills('2.')).toEqual({ ok: true, value: 2_000 });
    expect(parseMills('2.3100')).toEqual({ ok: true, value: 2_310 });
  });

  it.each(['', '2.3155', '2,31', '-2', '2.3.1', '.', 'two', '1e3', '1000000.001'])(
    'refuses “%s” with words',
    (typed) => {
      const parsed = parseMills(typed);
      expect(parsed.ok).toBe(false);
      expect(parsed).toHaveProperty('message', expect.stringMatching(/\.$/));
    },
  );

  it('reads back every amount that it shows', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1_000_000_000 }), (mills) => {
        expect(parseMills(formatMills(mills))).toEqual({ ok: true, value: mills });
      }),
      RUNS,
    );
  });
});

describe('[UI21] what stands in an input is read back unchanged', () => {
  const cases: readonly (readonly [ScalarType, ScalarValue, string])[] = [
    [MONEY, 2_315, '$2.315'],
    [PERCENT, 9_750, '97.5\u00a0%'],
    [PIECES, 12_000_000, '12,000,000\u00a0pieces'],
    [SPREAD, -50, '-0.5\u00a0%'],
    [WEIGHT, 4_225, '4.225\u00a0lb'],
    [{ kind: 'time' }, '16:00', '16:00'],
    [DATE, '2026-10-01', 'Oct 1, 2026'],
    [WINDOW, EARLY, '05:00–07:00 America/New_York'],
    [ENTRY, 'scf', 'Sectional centre'],
    [NAME, 'Northwind Retail', 'Northwind Retail'],
  ];

  it.each(cases)('$kind', (type, value, shown) => {
    expect(scalarText(type, value)).toBe(shown);
    expect(parseScalar(type, editableScalar(type, value))).toEqual({ ok: true, value });
  });

  it('every whole number of basis points', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10_000 }), (value) => {
        const typed = editableScalar(PERCENT, value);
        expect(parseScalar(PERCENT, typed)).toEqual({ ok: true, value });
      }),
      RUNS,
    );
  });

  it('takes signs, units and short times as people write them', () => {
    expect(parseScalar(SPREAD, '−0.5 %')).toEqual({ ok: true, value: -50 });
    expect(parseScalar(SPREAD, '-0')).toEqual({ ok: true, value: 0 });
    expect(parseScalar(WEIGHT, '4.225 lb')).toEqual({ ok: true, value: 4_225 });
    expect(parseScalar({ kind: 'time' }, '5:30')).toEqual({ ok: true, value: '05:30' });
    expect(parseScalar(ENTRY, 'delivery unit')).toEqual({ ok: true, value: 'ddu' });
    expect(parseScalar(MONEY, '28,000,000')).toEqual({ ok: true, value: 28_000_000_000 });
  });

  it('takes windows as people write them', () => {
    const expected = { ok: true, value: EARLY };
    expect(parseScalar(WINDOW, '5:00 - 7:00 America/New_York')).toEqual(expected);
    expect(parseScalar(WINDOW, '05:00 to 07:00 America/New_York')).toEqual(expected);
  });

  it('refuses what is not a value, with words', () => {
    expect(refusal(PERCENT, '97.555')).toContain('two decimals');
    expect(refusal(PERCENT, '-1')).toContain('from 0 to 1000');
    expect(refusal(SPREAD, '10.01')).toContain('from -10 to 10');
    expect(refusal(WEIGHT, '70.001')).toContain('0 to 70 lb');
    expect(refusal(WEIGHT, '1.0001')).toContain('three decimals');
    expect(refusal(WEIGHT, 'heavy')).toContain('4.225');
    expect(refusal({ kind: 'time' }, '24:00')).toContain('24-hour');
    expect(refusal(PIECES, '0')).toContain('from 1 to 50,000,000');
    expect(refusal(PIECES, '1.5')).toContain('whole number');
    expect(refusal(DATE, '2026-02-30')).toContain('2026-10-01');
    expect(refusal(WINDOW, '25:00–07:00 America/New_York')).toContain('24-hour');
    expect(refusal(WINDOW, '05:00–07:00 America/Nowhere')).toContain('not a time zone');
    expect(refusal(ENTRY, 'ndc')).toContain('Choose');
    expect(refusal(NAME, 'a name that is far too long')).toContain('at most 20');
    expect(refusal(NAME, '  ')).toContain('Enter a value');
  });
});

describe('[UI22] the gap is the distance of both positions in the field’s own terms', () => {
  it('is absent while one side has no position', () => {
    expect(gapOf(MONEY, 2_310, undefined)).toBeUndefined();
  });

  it('fills the bar at a tenth of the higher value', () => {
    expect(gapOf(MONEY, 2_250, 2_500)).toEqual({ text: '$0.25', bar: 1 });
    expect(gapOf(MONEY, 2_375, 2_500)).toEqual({ text: '$0.125', bar: 0.5 });
    expect(gapOf(MONEY, 1_000, 2_500)).toEqual({ text: '$1.50', bar: 1 });
  });

  it('is none for equal positions and the same from both sides', () => {
    expect(gapOf(MONEY, 0, 0)).toEqual({ text: 'none', bar: 0 });
    expect(gapOf(WINDOW, EARLY, { ...EARLY })).toEqual({ text: 'none', bar: 0 });
    expect(gapOf(PERCENT, 9_500, 9_700)).toEqual(gapOf(PERCENT, 9_700, 9_500));
  });

  it('counts the parts in which values of several parts differ', () => {
    const grid: FieldType = {
      kind: 'price-grid',
      unit: '$',
      rows: [{ id: 'ddu', label: 'DDU' }],
      steps: [{ id: '1', label: '1', upToThousandths: 1_000 }],
    };
    expect(gapOf(grid, { ddu: { 1: 2_350 } }, { ddu: { 1: 2_400 } })).toEqual({
      text: '1 price differs',
      bar: 1,
    });
    const list: FieldType = { kind: 'list', itemLength: 10, maxItems: 9 };
    expect(gapOf(list, ['a', 'b', 'c'], ['c', 'd'])).toEqual({
      text: '3 entries differ',
      bar: 0.75,
    });
    expect(gapOf(list, ['a'], ['a'])).toEqual({ text: 'none', bar: 0 });
  });

  it('counts days between dates and only says that other things differ', () => {
    expect(gapOf(DATE, '2026-10-01', '2026-10-02')).toHaveProperty('text', '1 day');
    expect(gapOf(DATE, '2026-10-01', '2026-11-01')).toHaveProperty('text', '31 days');
    expect(gapOf(ENTRY, 'ddu', 'scf')).toEqual({ text: 'differ' });
  });
});

describe('[UI98] how a value stands in its column', () => {
  const ids: FieldType = { kind: 'list', itemLength: 200, maxItems: 100 };
  const address: FieldType = { kind: 'text', maxLength: 400 };

  it('words are told from figures, and a column of both from one of words', () => {
    const figures: readonly FieldType[] = [MONEY, PERCENT, WEIGHT, PIECES, DATE, WINDOW];
    expect(figures.some(isWords)).toBe(false);
    const words: readonly FieldType[] = [NAME, ENTRY, ids];
    expect(words.every(isWords)).toBe(true);
    expect(areMostlyWords([...words, MONEY, DATE])).toBe(true);
    expect(areMostlyWords([NAME, MONEY])).toBe(false);
    expect(areMostlyWords([])).toBe(false);
  });

  it('dates and windows stand as their section does, and do not decide how it stands', () => {
    expect(areMostlyWords([NAME, DATE, WINDOW, DATE])).toBe(true);
    expect(areMostlyWords([MONEY, DATE, WINDOW])).toBe(false);
    expect(areMostlyWords([DATE, WINDOW])).toBe(false);
    for (const type of [DATE, WINDOW]) {
      expect([standsLeft(type, true), standsLeft(type, false)]).toEqual([true, false]);
    }
    expect([standsLeft(NAME, false), standsLeft(MONEY, true)]).toEqual([true, false]);
  });

  it('shows what fits whole, and says of the rest how much it is', () => {
    expect(cellWords(PIECES, 1_200)).toEqual({ text: '1,200 pieces' });
    expect(cellWords(ids, ['a', 'b'])).toEqual({ text: 'a; b' });
    const many = Array.from({ length: 60 }, (_, at) => String(900_000 + at));
    const six = '900000; 900001; 900002; 900003; 900004; 900005';
    expect(cellWords(ids, many)).toEqual({ text: six, rest: 'and 54 more' });
    expect(cellWords(ids, ['x'.repeat(200)]).rest).toBe('all of it');
    const long = cellWords(address, 'Suite 1400, North Michigan Avenue, '.repeat(8));
    expect(long.rest).toBe('all of it');
    expect(long.text).toMatch(/^Suite 1400.{80,160}[a-z,]…$/);
  });

  it('never cuts a letter in two', () => {
    for (const before of ['', 'a']) {
      const { text } = cellWords(address, before + '🏢'.repeat(150));
      expect(text.isWellFormed(), before).toBe(true);
    }
  });

  it('the beginning of a value, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (value) => {
        const { text, rest } = cellWords(address, value);
        const shown = value.replaceAll('\u00a0', ' ');
        expect(rest ? shown.startsWith(text.slice(0, -1)) : text === shown).toBe(true);
      }),
      RUNS,
    );
  });
});
