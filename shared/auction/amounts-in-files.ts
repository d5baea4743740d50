// Prices in files: dollars with up to three decimals, read and written digit by digit.

const MILLS_IN_DOLLAR = 1_000;

const AMOUNT = /^\$?\s*(\d{1,7}|\d{1,3}(?:,\d{3}){1,2})(?:\.(\d{1,3})0*)?$/;

/** Whole mills as dollars with two or three decimals; undefined where there is none. */
export const amountText = (mills: number | undefined): string | undefined => {
  if (mills === undefined) return undefined;
  const fraction = String(mills % MILLS_IN_DOLLAR).padStart(3, '0');
  const shown = fraction.endsWith('0') ? fraction.slice(0, 2) : fraction;
  return `${String(Math.floor(mills / MILLS_IN_DOLLAR))}.${shown}`;
};

/** Typed dollars as whole mills; undefined when they cannot be read exactly. */
export const millsOf = (typed: string): number | undefined => {
  const match = AMOUNT.exec(typed.trim());
  if (!match) return undefined;
  return Number((match[1] ?? '').replaceAll(',', '') + (match[2] ?? '').padEnd(3, '0'));
};
