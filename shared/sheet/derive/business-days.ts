// Business days: Monday to Friday but for the federal holidays of the United States.

import type { CalendarDate } from '@internationalized/date';
import {
  CalendarDate as Day,
  endOfMonth,
  getDayOfWeek,
  isWeekend,
  startOfMonth,
} from '@internationalized/date';

// Days of the week count from Sunday, as in the locale that is asked.
const LOCALE = 'en-US';
const [SUNDAY, MONDAY, THURSDAY, SATURDAY] = [0, 1, 4, 6];
const WEEK = 7;

interface MonthDay {
  readonly month: number;
  readonly day: number;
}

const FIXED: readonly MonthDay[] = [
  { month: 1, day: 1 },
  { month: 6, day: 19 },
  { month: 7, day: 4 },
  { month: 11, day: 11 },
  { month: 12, day: 25 },
];

const nth = (day: CalendarDate, weekday: number, count: number): CalendarDate => {
  const first = startOfMonth(day);
  const wait = (weekday - getDayOfWeek(first, LOCALE) + WEEK) % WEEK;
  return first.add({ days: wait + (count - 1) * WEEK });
};

const lastMonday = (day: CalendarDate): CalendarDate => {
  const last = endOfMonth(day);
  return last.subtract({ days: (getDayOfWeek(last, LOCALE) - MONDAY + WEEK) % WEEK });
};

/** A holiday on a Saturday is kept on the Friday before, one on a Sunday on the Monday after. */
const observed = (day: CalendarDate): CalendarDate => {
  const weekday = getDayOfWeek(day, LOCALE);
  if (weekday === SATURDAY) return day.subtract({ days: 1 });
  return weekday === SUNDAY ? day.add({ days: 1 }) : day;
};

/**
 * The federal holidays of a year as they are kept (5 U.S.C. § 6103): the 1st of January of the next year too when it
 * is kept on the last day of this one. Inauguration days, kept in Washington alone, are none.
 */
export const federalHolidays = (year: number): readonly CalendarDate[] => {
  const inMonth = (month: number): CalendarDate => new Day(year, month, 1);
  const fixed = [
    ...FIXED.map(({ month, day }) => new Day(year, month, day)),
    new Day(year + 1, 1, 1),
  ]
    .map(observed)
    .filter((day) => day.year === year);
  const byWeekday = [
    nth(inMonth(1), MONDAY, 3),
    nth(inMonth(2), MONDAY, 3),
    lastMonday(inMonth(5)),
    nth(inMonth(9), MONDAY, 1),
    nth(inMonth(10), MONDAY, 2),
    nth(inMonth(11), THURSDAY, 4),
  ];
  return [...fixed, ...byWeekday].sort((a, b) => a.compare(b));
};

/** Whether a day is a business day. */
export const isBusinessDay = (day: CalendarDate): boolean =>
  !isWeekend(day, LOCALE) &&
  !federalHolidays(day.year).some((holiday) => holiday.compare(day) === 0);

/** The day that is `count` business days after a day; the day itself for 0, whatever day it is. */
export const addBusinessDays = (day: CalendarDate, count: number): CalendarDate => {
  let result = day;
  for (let left = count; left > 0;) {
    result = result.add({ days: 1 });
    if (isBusinessDay(result)) left -= 1;
  }
  return result;
};
