// Words of a bidder's pad: margin, and the question before a bid beyond the own walk-away price.

import type { Direction } from '../../shared/auction/types.ts';
import { formatMills, formatWholeDollars } from '../format/money.ts';
import { marginOf } from '../state/private-pad.svelte.ts';

/** What an amount leaves to the walk-away price, a piece and a year. */
export const marginWords = (
  direction: Direction,
  { amountMills, walkAwayMills }: { amountMills: number; walkAwayMills: number },
  yearlyMills: (mills: number) => number,
): { readonly words: string; readonly isBeyond: boolean } => {
  const margin = marginOf(direction, amountMills, walkAwayMills);
  const [a, year] = [
    formatMills(Math.abs(margin)),
    formatWholeDollars(yearlyMills(Math.abs(margin))),
  ];
  if (margin === 0) return { words: 'none left: this is the walk-away price', isBeyond: false };
  return margin > 0
    ? { words: `${a}, ${year} a year`, isBeyond: false }
    : { words: `${a} beyond it, ${year} a year`, isBeyond: true };
};

/** Asked before a bid beyond the own walk-away price is sent; undefined where it is not beyond. */
export const walkAwayStop = (
  direction: Direction,
  amountMills: number,
  walkAwayMills: number | undefined,
): string | undefined => {
  if (walkAwayMills === undefined) return undefined;
  const margin = marginOf(direction, amountMills, walkAwayMills);
  return margin < 0
    ? `${formatMills(amountMills)} is ${formatMills(-margin)} beyond your walk-away price of ${formatMills(walkAwayMills)}. Nothing was sent yet.`
    : undefined;
};
