// The rules of a Dutch auction: whether they can work, how they read, what is unwise in them.

import type { Rejection } from '../../kernel/rejection.ts';
import type { Advice, Setup } from '../advice.ts';
import type { Lot } from '../types.ts';
import type { DutchRules } from './dutch-types.ts';
import { capAdvice, plentyAdvice } from '../common-advice.ts';
import { checkQuanta } from '../lot-quanta.ts';
import { reaches } from '../price-direction.ts';
import { MIN_ROUND_MS, outside, wrongLot } from '../rule-bounds.ts';
import { dollars, duration } from '../sentences.ts';

/** Each step is an entry of the record. */
const MAX_PRICE_STEPS = 10_000;
/** A lot that takes longer than this from its opening to its last price. */
const LONG_MS = 3_600_000;
/** Less time than people need to read a price and act on it. */
const HASTY_MS = 3_000;

const stepsOf = ({ lastPriceMills, stepMills }: DutchRules, lot: Lot): number =>
  Math.floor(Math.abs(lot.openingPriceMills - lastPriceMills) / stepMills);

const checkWithLot = (rules: DutchRules, lot: Lot): Rejection | undefined => {
  const { tickMills, openingPriceMills } = lot;
  const { direction, lastPriceMills, stepMills, bumpMills } = rules;
  const prices = [stepMills, bumpMills, lastPriceMills];
  if (prices.some((mills) => mills % tickMills !== 0)) {
    return wrongLot(lot, 'tickMills', 'divisor-of-prices', {
      stepMills,
      bumpMills,
      lastPriceMills,
    });
  }
  if (!reaches(direction, openingPriceMills, lastPriceMills)) {
    return wrongLot(lot, 'openingPriceMills', 'before-last-price', { lastPriceMills });
  }
  if (stepsOf(rules, lot) > MAX_PRICE_STEPS) {
    const way = Math.abs(openingPriceMills - lastPriceMills);
    return outside('stepMills', stepMills, Math.ceil(way / MAX_PRICE_STEPS));
  }
  return undefined;
};

/** The first thing wrong with the rules of a Dutch auction, by themselves or with its lots (AUC1). */
export const checkDutchRules = (rules: DutchRules, lots: readonly Lot[]): Rejection | undefined => {
  const { stepMs, stepMills, lastPriceMills } = rules;
  if (stepMs < MIN_ROUND_MS) return outside('stepMs', stepMs, MIN_ROUND_MS);
  if (stepMills < 1) return outside('stepMills', stepMills, 1);
  if (lastPriceMills < 1) return outside('lastPriceMills', lastPriceMills, 1);
  for (const lot of lots) {
    const wrong = checkWithLot(rules, lot);
    if (wrong) return wrong;
  }
  return checkQuanta(lots);
};

const lotAdvice = (lot: Lot, { rules, reservesMills }: Setup<DutchRules>): readonly Advice[] => {
  const advice: Advice[] = [];
  const { id: lotId, openingPriceMills } = lot;
  const { direction, lastPriceMills } = rules;
  const reserveMills = reservesMills[lotId];
  if (reserveMills !== undefined && !reaches(direction, openingPriceMills, reserveMills)) {
    advice.push({ code: 'advice/reserve-out-of-reach', lotId, reserveMills });
  } else if (reserveMills !== undefined && reaches(direction, lastPriceMills, reserveMills)) {
    advice.push({ code: 'advice/reserve-never-met', lotId, reserveMills, lastPriceMills });
  } else if (reserveMills !== undefined) {
    advice.push({ code: 'advice/reserve-before-last', lotId, reserveMills, lastPriceMills });
  }
  const lastsMs = (stepsOf(rules, lot) + 1) * rules.stepMs;
  if (lastsMs > LONG_MS) advice.push({ code: 'advice/clock-long', lotId, lastsMs });
  return advice;
};

/** What is worth saying about a Dutch auction that is about to open. */
export const dutchAdvice = (setup: Setup<DutchRules>): readonly Advice[] => {
  const { rules, lots } = setup;
  const { stepMs, stepMills, bumpMills, outageMs } = rules;
  const advice: Advice[] = [];
  if (stepMs < HASTY_MS) advice.push({ code: 'advice/step-hasty', stepMs, neededMs: HASTY_MS });
  if (bumpMills > 0 && bumpMills < stepMills) {
    advice.push({ code: 'advice/bump-small', bumpMills, stepMills });
  }
  if (outageMs * 2 > stepMs) {
    advice.push({ code: 'advice/outage-steps', outageMs, stepMs });
  }
  return [
    ...advice,
    ...capAdvice(lots),
    ...plentyAdvice(setup),
    ...lots.flatMap((lot) => lotAdvice(lot, setup)),
  ];
};

const restartSentence = ({ bumpMills, direction }: DutchRules): string =>
  bumpMills === 0
    ? 'For what is left the clock goes on from the price of the stop, which stands for a whole step.'
    : `For what is left the clock restarts ${dollars(bumpMills)} ${direction === 'forward' ? 'above' : 'below'} the price of the stop, but never beyond the opening price.`;

/** How a Dutch auction goes, in sentences. */
export const dutchSheet = (rules: DutchRules): readonly string[] => {
  const isForward = rules.direction === 'forward';
  const [falls, above, worst, pays] = isForward
    ? ['falls', 'below', 'most', 'pay']
    : ['rises', 'above', 'least', 'are paid'];
  return [
    isForward
      ? 'Dutch auction: the carrier sells each lot block by block, and the price falls until somebody takes some.'
      : 'Descending Dutch auction: the shipper buys each lot block by block, and the price rises until somebody gives some.',
    `The price begins at the lot’s opening price and ${falls} by ${dollars(rules.stepMills)} every ${duration(rules.stepMs)}.`,
    `Whoever stops the clock first gets the quantity asked for, at the price at which the clock stands by the server’s clock. Your bid names the ${worst} you would ${isForward ? 'pay' : 'take'}: if the clock has been set back meanwhile, it is refused; if it has run on, you ${pays} the better price.`,
    restartSentence(rules),
    'You take at the price of the clock, so no price is asked about as unlikely.',
    `The last price is ${dollars(rules.lastPriceMills)}. When the price passes it, or comes ${above} the lot’s hidden reserve, what is left is withdrawn.`,
    rules.rounds === 'automatic'
      ? `Lots follow one after the other, each ${duration(rules.gapMs)} after the one before. A lot is not extended.`
      : 'Lots follow one after the other; the moderator opens each one. A lot is not extended.',
    'Everybody sees the price, what is left, and each stop by price and quantity; nobody sees who stopped.',
  ];
};
