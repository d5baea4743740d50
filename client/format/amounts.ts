// Counts, shares and differences for people, and a typed count back. Money is in money.ts.

import { formatCount } from '../../shared/kernel/amount-text.ts';

export const count = formatCount;

/** `1 block`, `3 blocks`. */
export const blocks = (quantity: number): string =>
  `${count(quantity)} ${quantity === 1 ? 'block' : 'blocks'}`;

/** 1000 → `10 %`, 1250 → `12.5 %`. */
export const percent = (basisPoints: number): string => `${String(basisPoints / 100)}\u00a0%`;

/** `+2`, `0`, `−1` with a true minus sign. */
export const signed = (value: number): string => {
  if (value === 0) return '0';
  return value > 0 ? `+${count(value)}` : `\u2212${count(-value)}`;
};

/** A whole number of at least 0 as typed, or undefined. */
export const parseCount = (typed: string): number | undefined => {
  const text = typed.trim();
  return /^\d{1,9}$/.test(text) ? Number(text) : undefined;
};
