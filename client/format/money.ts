// Money typed by people: dollars read digit by digit into whole mills (thousandths of a dollar). Never touches binary
// fractions on the way in. How amounts are written is the same everywhere: shared/kernel/amount-text.ts.

import { formatCount, formatMills, formatMillsBare } from '../../shared/kernel/amount-text.ts';

export { formatMills, formatMillsBare };

export type Parsed<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly message: string };

/** The most that a price a piece can be: one million dollars. */
const MAX_PRICE_MILLS = 1_000_000_000;

/** Large sums: `$253,680`, rounded to the dollar. */
export const formatWholeDollars = (mills: number): string =>
  `$${formatCount(Math.round(mills / 1000))}`;

/** Reads `2.31`, `$2.315` or `1,250`; refuses fractions of a mill, negatives and what is not a number. */
export const parseMills = (typed: string, mostMills: number = MAX_PRICE_MILLS): Parsed<number> => {
  const text = typed.trim().replace(/^\$\s*/, '');
  if (text === '') return { ok: false, message: 'Enter an amount, for example 2.35.' };
  // A comma may only group thousands: "2,35" is more likely a slip than two hundred thirty-five.
  const match = /^(\d+|\d{1,3}(?:,\d{3})+)(?:\.(\d*))?$/.exec(text);
  if (!match) return { ok: false, message: `“${typed.trim()}” is not an amount such as 2.35.` };
  const fraction = (match[2] ?? '').replace(/0+$/, '');
  if (fraction.length > 3) {
    return { ok: false, message: 'The smallest step is $0.001: use at most three decimals.' };
  }
  const mills = Number((match[1] ?? '').replaceAll(',', '') + fraction.padEnd(3, '0'));
  return mills > mostMills
    ? { ok: false, message: `The most is ${formatMills(mostMills)}.` }
    : { ok: true, value: mills };
};
