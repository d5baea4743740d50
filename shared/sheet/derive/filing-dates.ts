// The days that follow from filing an agreement with the regulator. Days are YYYY-MM-DD; nothing here has a time
// or a zone.

import { parseDate } from '@internationalized/date';
import { addBusinessDays } from './business-days.ts';

/** Days between filing and the earliest effect. */
export const FILING_DAYS = 15;
/** An extension is filed at least this many days before the agreement expires. */
export const EXTENSION_DAYS = 7;

/**
 * The earliest day an agreement can take effect: the day of filing + 15 days (39 U.S.C. § 3632(b)(3)). Throws Error
 * for what is not a day.
 */
export const earliestEffective = (filedOn: string): string =>
  parseDate(filedOn).add({ days: FILING_DAYS }).toString();

/** The day `businessDays` business days after the last of all approvals; undefined while there is none. */
export const effectiveAfterApprovals = (
  approvedOn: readonly string[],
  businessDays: number,
): string | undefined => {
  const last = [...approvedOn].sort().at(-1);
  return last === undefined ? undefined : addBusinessDays(parseDate(last), businessDays).toString();
};

/**
 * The last day an agreement is in force: the day before the same day of the month, `months` later; where that month
 * is too short for such a day, its last day. 36 months from 2026-10-01 end on 2029-09-30.
 */
export const lastDay = (effectiveOn: string, months: number): string => {
  const start = parseDate(effectiveOn);
  const anniversary = start.add({ months });
  // Adding months stops at the end of a short month: that day is still part of the term.
  return (anniversary.day < start.day ? anniversary : anniversary.subtract({ days: 1 })).toString();
};

/** The last day to file an extension: seven days before the last day in force. */
export const latestExtensionFiling = (lastDayInForce: string): string =>
  parseDate(lastDayInForce).subtract({ days: EXTENSION_DAYS }).toString();
