// Amounts as people read them, the same on the page, in a terminal and in an export. Digits and signs are those of
// American English, whatever the machine's language.

const dollars = new Intl.NumberFormat('en-US', {
  minimumFractionDigits: 2,
  maximumFractionDigits: 3,
});

const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

/** `2.31` or `2.315`: whole mills with at least two decimals, a third only where there is one. */
export const formatMillsBare = (mills: number): string => dollars.format(mills / 1000);

/** The same with the dollar sign: `$2.31`. */
export const formatMills = (mills: number): string => `$${formatMillsBare(mills)}`;

/** `12,000,000`. */
export const formatCount = (value: number): string => whole.format(value);

/** So many of a thing whose plural ends in s: `1 round`, `1,200 rounds`. */
export const formatCounted = (value: number, thing: string): string =>
  `${formatCount(value)} ${thing}${value === 1 ? '' : 's'}`;

/** Whole hundredths (basis points, say) as a decimal number without loss: 250 → `2.5`, -5 → `-0.05`. */
export const formatHundredths = (value: number): string => fraction(value, 2);

/** Whole thousandths as a decimal number without loss: 4225 → `4.225`. */
export const formatThousandths = (value: number): string => fraction(value, 3);

const fraction = (value: number, decimals: number): string => {
  const digits = String(Math.abs(value)).padStart(decimals + 1, '0');
  const after = digits.slice(-decimals).replace(/0+$/, '');
  const before = digits.slice(0, -decimals);
  return `${value < 0 ? '-' : ''}${before}${after === '' ? '' : `.${after}`}`;
};
