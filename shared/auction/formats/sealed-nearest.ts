// The schedule nearest to one that the rules refuse (rule SLD8). The order of steps and several steps at one price say
// nothing of their own, so they are put in order and joined; what is left to change is prices and blocks.

import type { AuctionOf, Lot } from '../types.ts';
import type { ScheduleBid, SealedRules, SealedStep } from './sealed-types.ts';
import { mills } from '../../kernel/units.ts';
import { minimumOf, multipleOf } from '../lot-quanta.ts';
import { nearestMultiple } from '../nearest.ts';
import { byBest } from '../price-direction.ts';
import { checkSchedule } from './sealed-bid.ts';

/** Each step at the valid price nearest to its own, the best first, those at one price joined. */
const atValidPrices = (
  { direction }: SealedRules,
  { tickMills, openingPriceMills: opening }: Lot,
  steps: readonly SealedStep[],
): readonly SealedStep[] => {
  const range =
    direction === 'forward'
      ? { least: opening, most: Number.MAX_SAFE_INTEGER }
      : { least: 0, most: opening };
  const blocksAt = new Map<number, number>();
  for (const { quantityBlocks, priceMills } of steps) {
    const price = nearestMultiple(priceMills, tickMills, range) ?? opening;
    blocksAt.set(price, (blocksAt.get(price) ?? 0) + quantityBlocks);
  }
  return [...blocksAt]
    .sort(([a], [b]) => byBest(direction, a, b))
    .map(([price, quantityBlocks]) => ({ quantityBlocks, priceMills: mills(price) }));
};

interface Quantity {
  readonly asked: number;
  given: number;
}

/** What one multiple more, or less, adds to the distance from what was asked. */
const costOf = ({ asked, given }: Quantity, by: number): number =>
  Math.abs(given + by - asked) - Math.abs(given - asked);

/**
 * Moves quantities, by one multiple at a time where that brings one no further off, until their sum is moved by so
 * much: the cheapest first, of equal ones the last, which has the worst price.
 */
const moveSum = (quantities: readonly Quantity[], multiple: number, sumBy: number): void => {
  const by = Math.sign(sumBy) * multiple;
  const fromLast = quantities.toReversed();
  let left = Math.abs(sumBy);
  // The roundings that can be turned round, each once.
  for (const quantity of fromLast.toSorted((a, b) => costOf(a, by) - costOf(b, by))) {
    if (left === 0 || costOf(quantity, by) >= multiple || quantity.given + by < 0) continue;
    quantity.given += by;
    left -= multiple;
  }
  for (const quantity of fromLast) {
    const most = by < 0 ? Math.min(left, quantity.given) : left;
    quantity.given += Math.sign(by) * most;
    left -= most;
  }
};

/** Fewest blocks changed so that each quantity is a multiple and their sum is one that the lot can give. */
const atValidQuantities = (lot: Lot, steps: readonly SealedStep[]): readonly SealedStep[] => {
  const multiple = multipleOf(lot);
  const most = Math.min(lot.supplyBlocks, lot.capBlocks ?? lot.supplyBlocks);
  const anything = { least: 0, most: Number.MAX_SAFE_INTEGER };
  const quantities = steps.map(({ quantityBlocks: asked }) => ({
    asked,
    given: nearestMultiple(asked, multiple, anything) ?? 0,
  }));
  const sum = quantities.reduce((so, { given }) => so + given, 0);
  moveSum(quantities, multiple, Math.min(Math.max(sum, minimumOf(lot)), most) - sum);
  return steps.flatMap(({ priceMills }, place) => {
    const quantityBlocks = quantities[place]?.given ?? 0;
    return quantityBlocks === 0 ? [] : [{ quantityBlocks, priceMills }];
  });
};

/** Options as chosen; the first one where none is, or one that is not there. */
const validAttributes = (
  { scoring }: SealedRules,
  chosen: ScheduleBid['attributes'] = {},
): Pick<ScheduleBid, 'attributes'> => {
  if (!scoring) return {};
  const options = scoring.attributes.map(({ id, options: all }) => {
    const own = all.find((option) => option.id === chosen[id]) ?? all[0];
    return [id, own?.id ?? ''] as const;
  });
  return { attributes: Object.fromEntries(options) };
};

/**
 * A schedule that the rules take and that is nearest to one they do not: each block at the valid price nearest to its
 * own (of two the lower), of too many prices the best, then with the fewest blocks changed, those at the worst prices
 * first. Undefined where the rules take the schedule as it is, and where the lot is not part of the auction.
 */
export const nearestSchedule = (
  auction: Pick<AuctionOf<'sealed'>, 'lots' | 'rules'>,
  bid: ScheduleBid,
): ScheduleBid | undefined => {
  const { lots, rules } = auction;
  const lot = lots[bid.lotId];
  if (!lot || !checkSchedule(auction, { bid })) return undefined;
  const steps = atValidPrices(rules, lot, bid.steps).slice(0, rules.maximumSteps);
  return {
    lotId: lot.id,
    steps: atValidQuantities(lot, steps),
    ...validAttributes(rules, bid.attributes),
  };
};
