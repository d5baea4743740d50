// Bids as a hurried hand types them: a digit too many, two digits the wrong way round, a quantity instead of a price.
// Most are refused, some are what only a question can catch, and a few would be taken as they are.

import type { BidRequest } from '../auction/types.ts';
import type { Random } from '../kernel/random.ts';
import { mills } from '../kernel/units.ts';

/** 2,450 becomes 2,540 or 4,250: two neighbouring digits change places. */
const swapped = (value: number, random: Random): number => {
  const digits = String(value).split('');
  if (digits.length < 2) return value * 10;
  const place = random.between(0, digits.length - 2);
  const [a = '0', b = '0'] = [digits[place], digits[place + 1]];
  digits[place] = b;
  digits[place + 1] = a;
  return Number(digits.join(''));
};

const MOST = 1_000_000_000;

/** A number as it is mistyped; never the same, never beyond what the wire takes. */
const mistyped = (value: number, random: Random): number => {
  const wrong = random.pick([
    value * 10,
    swapped(value, random),
    value + 1,
    Math.floor(value / 10),
  ]);
  return Math.min(MOST, wrong === value ? value * 10 + 1 : wrong);
};

/** The same bid with one number mistyped. */
export const mistypedBid = (bid: BidRequest, random: Random): BidRequest => {
  const price = (value: number) => mills(mistyped(value, random));
  if ('packageId' in bid) return { ...bid, totalMills: price(bid.totalMills) };
  if ('steps' in bid) {
    const [first, ...rest] = bid.steps;
    return first
      ? { ...bid, steps: [{ ...first, priceMills: price(first.priceMills) }, ...rest] }
      : bid;
  }
  if ('limitMills' in bid) return { ...bid, limitMills: price(bid.limitMills) };
  if ('quantityBlocks' in bid && random.oneIn(3)) {
    return { ...bid, quantityBlocks: Math.min(1_000_000, mistyped(bid.quantityBlocks, random)) };
  }
  return { ...bid, priceMills: price(bid.priceMills) };
};
