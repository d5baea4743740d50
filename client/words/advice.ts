// The rules check in sentences: what is unwise, with its numbers, and what would mend it.

import type { Advice } from '../../shared/auction/advice.ts';
import { count, percent } from '../format/amounts.ts';
import { formatMills } from '../format/money.ts';
import { duration } from '../../shared/auction/sentences.ts';

const number = (advice: Advice, name: string): number => {
  const value = advice[name];
  return typeof value === 'number' ? value : Number.NaN;
};

const WORDS: Readonly<Record<string, (advice: Advice, lot: string) => string>> = {
  'advice/one-bidder': (advice) =>
    number(advice, 'bidders') === 0
      ? 'There is no team that may bid yet.'
      : 'Only one team may bid: nobody competes with it.',
  'advice/demand-tells-rival': () =>
    'With two bidders, total demand less one’s own is the rival’s demand. Show the excess or nothing.',
  'advice/outage-long': (advice) =>
    `An outage of up to ${duration(number(advice, 'outageMs'))} is passed over, yet a round lasts only ${duration(number(advice, 'roundMs'))}. Allow less.`,
  'advice/reserve-idle': (advice, lot) =>
    `${lot}: the hidden reserve of ${formatMills(number(advice, 'reserveMills'))} is met by the opening price of ${formatMills(number(advice, 'openingPriceMills'))} and does nothing.`,
  'advice/reserve-out-of-reach': (advice, lot) =>
    `${lot}: no round ever reaches the hidden reserve of ${formatMills(number(advice, 'reserveMills'))}.`,
  'advice/reserve-far': (advice, lot) =>
    `${lot}: steps of ${percent(number(advice, 'incrementBp'))} reach the hidden reserve of ${formatMills(number(advice, 'reserveMills'))} in round ${count(number(advice, 'rounds'))} at the earliest. Open higher or take larger steps.`,
  'advice/cap-idle': (advice, lot) =>
    `${lot}: a cap of ${count(number(advice, 'capBlocks'))} lets one bidder take all ${count(number(advice, 'supplyBlocks'))} blocks.`,
  'advice/pro-rata-oversells': (advice, lot) =>
    `${lot}: shares at the margin are rounded up, so that up to ${count(number(advice, 'overBlocks'))} ${number(advice, 'overBlocks') === 1 ? 'block' : 'blocks'} more than the supply may be awarded. Break ties by the seed if there is no room for that.`,
  'advice/points-outweigh': (advice, lot) =>
    `${lot}: the best options together count ${formatMills(number(advice, 'pointsMills'))} a piece, no less than the opening price of ${formatMills(number(advice, 'openingPriceMills'))}. Let a point count less.`,
  'advice/price-tells-rival': () =>
    'With two bidders, the price of a lot after a round is often the rival’s. Do not show it before the last one.',
  'advice/no-excess-possible': (advice, lot) =>
    `${lot}: all teams together have ${count(number(advice, 'eligiblePoints'))} points and the lot holds ${count(number(advice, 'supplyPoints'))}, so demand cannot exceed supply and the price stays where it opens.`,
  'advice/without-points': (advice) =>
    `${count(number(advice, 'teams'))} ${number(advice, 'teams') === 1 ? 'team has' : 'teams have'} no points and cannot bid. Set eligibility.`,
  'advice/round-short': (advice) =>
    `Rounds of ${duration(number(advice, 'roundMs'))} leave less than 5 s a lot; ${count(number(advice, 'lots'))} lots ask for ${duration(number(advice, 'neededMs'))}.`,
  'advice/activity-low': (advice) =>
    `An activity of ${percent(number(advice, 'activityBp'))} lets teams wait and hide their demand until late.`,
};

/** A remark in words; `lotName` gives the name of the lot it is about. A code without words is named. */
export const adviceWords = (advice: Advice, lotName: (lotId: string) => string): string =>
  WORDS[advice.code]?.(advice, advice.lotId === undefined ? '' : lotName(advice.lotId)) ??
  advice.code;
