// Derived dates, by the calendar and by law.

import { parseDate } from '@internationalized/date';
import { fc } from '../../support/fast-check.ts';
import { describe, expect, it } from 'vitest';
import {
  addBusinessDays,
  federalHolidays,
  isBusinessDay,
} from '../../../shared/sheet/derive/business-days.ts';
import {
  earliestEffective,
  effectiveAfterApprovals,
  lastDay,
  latestExtensionFiling,
} from '../../../shared/sheet/derive/filing-dates.ts';

const LAWS = { numRuns: 500 };
const DAY_MS = 86_400_000;
const START_MS = Date.UTC(2024, 0, 1);

const dayAfter = (count: number): string =>
  new Date(START_MS + count * DAY_MS).toISOString().slice(0, 10);
const day = fc.integer({ min: 0, max: 3_000 }).map(dayAfter);
const daysBetween = (a: string, b: string): number => (Date.parse(b) - Date.parse(a)) / DAY_MS;

describe('[DRV6] filing dates', () => {
  it('earliest effect is fifteen days after filing', () => {
    expect(earliestEffective('2026-09-16')).toBe('2026-10-01');
    expect(earliestEffective('2028-02-20')).toBe('2028-03-06');
  });

  it('the last day in force, through short months and leap years', () => {
    expect(lastDay('2026-10-01', 36)).toBe('2029-09-30');
    expect(lastDay('2026-01-31', 1)).toBe('2026-02-28');
    expect(lastDay('2024-02-29', 12)).toBe('2025-02-28');
    expect(lastDay('2026-03-31', 12)).toBe('2027-03-30');
  });

  it('an extension is filed seven days before the end', () => {
    expect(latestExtensionFiling('2029-09-30')).toBe('2029-09-23');
  });

  it('business days count after the last of all approvals', () => {
    // The last is Wednesday 2026-11-25; Thanksgiving is skipped, Friday counts, then Monday and Tuesday.
    const approvals = ['2026-11-20', '2026-11-25', '2026-11-23'];
    expect(effectiveAfterApprovals(approvals, 3)).toBe('2026-12-01');
    expect(effectiveAfterApprovals(approvals, 0)).toBe('2026-11-25');
    expect(effectiveAfterApprovals([], 3)).toBeUndefined();
  });

  it('the federal holidays of 2026 as they are kept', () => {
    expect(federalHolidays(2026).map(String)).toEqual([
      '2026-01-01',
      '2026-01-19',
      '2026-02-16',
      '2026-05-25',
      '2026-06-19',
      // The 4th of July is a Saturday.
      '2026-07-03',
      '2026-09-07',
      '2026-10-12',
      '2026-11-11',
      '2026-11-26',
      '2026-12-25',
    ]);
  });

  it('New Year’s Day of 2028, a Saturday, is kept in 2027', () => {
    expect(federalHolidays(2027).map(String)).toContain('2027-12-31');
    expect(federalHolidays(2028).map(String)).not.toContain('2028-01-01');
    expect(isBusinessDay(parseDate('2027-12-31'))).toBe(false);
    // A Sunday holiday is kept on Monday.
    expect(isBusinessDay(parseDate('2027-07-05'))).toBe(false);
  });

  it('law: as many business days lie between as were counted, and the result is one', () => {
    fc.assert(
      fc.property(day, fc.integer({ min: 1, max: 40 }), (from, count) => {
        const result = addBusinessDays(parseDate(from), count);
        expect(isBusinessDay(result)).toBe(true);
        const passed = Array.from({ length: daysBetween(from, result.toString()) }, (_, index) =>
          parseDate(from).add({ days: index + 1 }),
        );
        expect(passed.filter(isBusinessDay)).toHaveLength(count);
      }),
      LAWS,
    );
  });

  it('law: terms follow one another without gap, and dates keep their distance', () => {
    fc.assert(
      fc.property(day, fc.integer({ min: 1, max: 60 }), (from, months) => {
        expect(daysBetween(from, earliestEffective(from))).toBe(15);
        const last = lastDay(from, months);
        expect(daysBetween(latestExtensionFiling(last), last)).toBe(7);
        const length = daysBetween(from, last) + 1;
        expect(length).toBeGreaterThanOrEqual(28 * months);
        expect(length).toBeLessThanOrEqual(31 * months);
        if (Number(from.slice(8)) <= 28) {
          const next = parseDate(last).add({ days: 1 });
          expect(next.day).toBe(parseDate(from).day);
        }
      }),
      LAWS,
    );
  });
});
