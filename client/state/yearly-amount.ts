// An amount a year as it is typed: whole dollars, or nothing.

import { parseMills } from '../format/money.ts';

/** What the field shows for an amount in mills. */
export const yearlyText = (mills: number | undefined): string =>
  mills === undefined ? '' : String(Math.round(mills / 1_000));

/** Mills of what is typed; null where nothing is, undefined where it is no amount. */
export const readYearly = (text: string): number | null | undefined => {
  if (text.trim() === '') return null;
  const read = parseMills(text, Number.MAX_SAFE_INTEGER);
  return read.ok ? read.value : undefined;
};
