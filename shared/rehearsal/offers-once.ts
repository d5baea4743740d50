// Bids of the formats in which a bot says once what it would give: sealed schedules, packages, the stop of a Dutch
// clock. What the view already shows as made is not given again.

import type { SealedStep } from '../auction/formats/sealed-types.ts';
import type { AuctionViewOf } from '../room/view-types.ts';
import type { BotStyle } from './bot-kinds.ts';
import type { Offer } from './offers.ts';
import type { Wish } from './wishes.ts';
import { minimumOf, multipleOf } from '../auction/lot-quanta.ts';
import { reaches } from '../auction/price-direction.ts';
import { mills } from '../kernel/units.ts';
import { fitting, onTick } from './wishes.ts';

/** A schedule of an impatient bidder has one step, of a careful one up to so many. */
const MOST_STEPS = 3;

/** Falls from near the value to halfway between opening and value, block by block. */
const stepsOf = (
  view: AuctionViewOf<'sealed'>,
  wish: Wish,
  style: BotStyle,
): readonly SealedStep[] => {
  const lot = view.lots[wish.lotId];
  if (!lot) return [];
  const { direction, maximumSteps } = view.rules;
  const opening = lot.openingPriceMills;
  const quantity = fitting(lot, wish.quantityBlocks);
  const value = reaches(direction, wish.valueMills, opening) ? wish.valueMills : opening;
  if (!style.isStepwise) return [{ quantityBlocks: quantity, priceMills: mills(value) }];
  const multiple = multipleOf(lot);
  const count = Math.min(maximumSteps, MOST_STEPS, Math.floor(quantity / multiple));
  const part = Math.floor(quantity / count / multiple) * multiple;
  const steps: SealedStep[] = [];
  for (let place = 0; place < count; place += 1) {
    // Later rounds are bid more eagerly: what is kept back shrinks with each.
    const keptBack = (place + 1) / (count + 1) / view.round;
    const price = onTick(lot, value + (opening - value) * keptBack);
    const last = steps.at(-1);
    if (last && !(reaches(direction, last.priceMills, price) && last.priceMills !== price)) break;
    if (!reaches(direction, price, opening)) break;
    const isFirst = place === 0;
    const rest = quantity - part * (count - 1);
    steps.push({ quantityBlocks: isFirst ? rest : part, priceMills: mills(price) });
  }
  return steps;
};

/** A schedule for each lot, once a round. */
export const sealedOffers = (
  view: AuctionViewOf<'sealed'>,
  wishes: readonly Wish[],
  style: BotStyle,
): readonly Offer[] =>
  wishes.flatMap((wish): Offer[] => {
    const steps = stepsOf(view, wish, style);
    if (steps.length === 0) return [];
    const standing = view.mine?.bids[wish.lotId]?.steps ?? [];
    const isSame =
      standing.length === steps.length &&
      steps.every(
        (step, place) =>
          step.priceMills === standing[place]?.priceMills &&
          step.quantityBlocks === standing[place].quantityBlocks,
      );
    if (isSame) return [];
    const { scoring } = view.rules;
    const attributes = Object.fromEntries(
      (scoring?.attributes ?? []).map(({ id, options }) => [
        id,
        options[wish.quantityBlocks % options.length]?.id ?? '',
      ]),
    );
    const bid = { lotId: wish.lotId, steps, ...(scoring && { attributes }) };
    return [{ lotId: wish.lotId, bid }];
  });

/** Stops the clock of the open lot once its price is worth it, for what is still wanted of what is left. */
export const dutchOffers = (
  view: AuctionViewOf<'dutch'>,
  wishes: readonly Wish[],
): readonly Offer[] =>
  wishes.flatMap(({ lotId, valueMills, quantityBlocks }): Offer[] => {
    const [clock, lot] = [view.prices[lotId], view.lots[lotId]];
    if (!lot || clock?.state !== 'open' || clock.priceMills === undefined) return [];
    const { remainingBlocks = 0, priceMills } = clock;
    // A buyer wants the price at or below what it is worth.
    if (!reaches(view.rules.direction, valueMills, priceMills)) return [];
    const open = quantityBlocks - (view.mine?.blocks[lotId] ?? 0);
    if (open < 1 || remainingBlocks < 1) return [];
    const wanted = Math.max(minimumOf(lot), Math.floor(open / multipleOf(lot)) * multipleOf(lot));
    const taken = Math.min(wanted, remainingBlocks);
    const most = (lot.capBlocks ?? Number.POSITIVE_INFINITY) - (view.mine?.blocks[lotId] ?? 0);
    if (taken > most) return [];
    const bid = { lotId, quantityBlocks: taken, priceMills: mills(priceMills) };
    return [{ lotId, bid }];
  });

/** Pairs of neighbouring wishes as packages, besides all together and each alone. */
const groupsOf = (wishes: readonly Wish[], isStepwise: boolean): readonly (readonly Wish[])[] => [
  ...(wishes.length > 1 ? [wishes] : []),
  ...wishes.map((wish) => [wish]),
  ...(isStepwise && wishes.length > 2
    ? wishes.slice(1).map((wish, place) => [wishes[place] ?? wish, wish])
    : []),
];

/** Packages at what they are worth; a careful bidder begins halfway between opening and value. */
export const packageOffers = (
  view: AuctionViewOf<'package'>,
  wishes: readonly Wish[],
  style: BotStyle,
): readonly Offer[] => {
  if (view.isComputing) return [];
  const { rules, mine, lots } = view;
  const groups = groupsOf(wishes, style.isStepwise).slice(0, rules.maximumPackages);
  return groups.flatMap((group, place): Offer[] => {
    const packageId = `p${String(place + 1)}`;
    const first = group[0];
    if (!first) return [];
    const total = group.reduce((sum, { lotId, quantityBlocks, valueMills }) => {
      const opening = lots[lotId]?.openingPriceMills ?? valueMills;
      const price = style.isStepwise ? Math.round((opening + valueMills) / 2) : valueMills;
      const lot = lots[lotId];
      return sum + Math.max(opening, price) * (lot ? fitting(lot, quantityBlocks) : 0);
    }, 0);
    if (mine?.packages[packageId]?.totalMills === total) return [];
    const items = group.flatMap(({ lotId, quantityBlocks }) => {
      const lot = lots[lotId];
      return lot ? [{ lotId, quantityBlocks: fitting(lot, quantityBlocks) }] : [];
    });
    const grouped = rules.groups === 'named' ? { group: 'all' } : {};
    return [
      { lotId: first.lotId, bid: { packageId, items, totalMills: mills(total), ...grouped } },
    ];
  });
};
