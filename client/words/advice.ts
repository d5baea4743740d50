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
  'advice/no-window': () =>
    'No change of the lead moves a close: whoever bids in the last second cannot be answered. Set the last minutes in which it does.',
  'advice/answer-short': (advice) =>
    `Who is outbid near the close has ${duration(number(advice, 'answerMs'))} to answer; people need ${duration(number(advice, 'neededMs'))}.`,
  'advice/outage-hides-bid': (advice) =>
    `An outage of up to ${duration(number(advice, 'outageMs'))} is passed over, yet a lead has only ${duration(number(advice, 'answerMs'))} to be answered. Allow less.`,
  'advice/answer-reconnect': (advice) =>
    `Who is outbid near the close has ${duration(number(advice, 'answerMs'))} to answer; a line that drops may be away for ${duration(number(advice, 'neededMs'))}. Let it be longer.`,
  'advice/hard-stop-early': (advice) =>
    `No lot is open longer than ${duration(number(advice, 'hardStopMs'))}, yet its close and one extension need ${duration(number(advice, 'openMs'))}: who is outbid there cannot answer. Set the hard stop later.`,
  'advice/rank-tells-count': (advice) =>
    `Bidders see their own place and nobody tells them how many bid; of ${count(number(advice, 'bidders'))} teams the last in place learns it${number(advice, 'bidders') === 2 ? ', and the second that its only rival leads' : ''}. Do not show places if the number is to stay hidden.`,
  'advice/nobody-competes': (advice, lot) =>
    `${lot}: ${count(number(advice, 'bidders'))} bidders with at most ${count(number(advice, 'capBlocks'))} blocks each cannot ask for more than the ${count(number(advice, 'supplyBlocks'))} there are, so nobody needs to go beyond the least price. Lower the cap or the supply.`,
  'advice/second-price-few': () =>
    'With two bidders a winner pays what the only other one offered, which may be as little as the opening price. Set reserves, or let winners pay what they bid.',
  'advice/one-lot': () =>
    'There is one lot, so there is nothing to combine. Sealed rounds take several quantities at several prices for it.',
  'advice/endless': (advice) =>
    `A lot stays open as long as its lead changes within ${duration(number(advice, 'standsMs'))}. Set the longest that a lot may be open.`,
  'advice/reserve-many-bids': (advice, lot) =>
    `${lot}: with steps of at most ${formatMills(number(advice, 'maximumStepMills'))} it takes ${count(number(advice, 'bids'))} bids to the hidden reserve of ${formatMills(number(advice, 'reserveMills'))}. Allow limits or larger steps.`,
  'advice/pro-rata-oversells': (advice, lot) =>
    `${lot}: shares at the margin are rounded up, so that up to ${count(number(advice, 'overBlocks'))} ${number(advice, 'overBlocks') === 1 ? 'block' : 'blocks'} more than the supply may be awarded. Break ties by the seed if there is no room for that.`,
  'advice/reserve-never-met': (advice, lot) =>
    `${lot}: the last price of ${formatMills(number(advice, 'lastPriceMills'))} comes before the hidden reserve of ${formatMills(number(advice, 'reserveMills'))}, which does nothing.`,
  'advice/reserve-before-last': (advice, lot) =>
    `${lot}: what is left is withdrawn at the hidden reserve of ${formatMills(number(advice, 'reserveMills'))}, before the last price of ${formatMills(number(advice, 'lastPriceMills'))} that everybody reads. Bidders will learn it there.`,
  'advice/clock-long': (advice, lot) =>
    `${lot}: from the opening to the last price the clock runs for ${duration(number(advice, 'lastsMs'))}. Take larger or quicker steps.`,
  'advice/step-hasty': (advice) =>
    `A price stands for ${duration(number(advice, 'stepMs'))}; people need ${duration(number(advice, 'neededMs'))} to read it and act.`,
  'advice/bump-small': (advice) =>
    `A restart goes back by ${formatMills(number(advice, 'bumpMills'))}, less than one step of ${formatMills(number(advice, 'stepMills'))}. Go back further, or not at all.`,
  'advice/outage-steps': (advice) =>
    `An outage of up to ${duration(number(advice, 'outageMs'))} is passed over, while a price stands for ${duration(number(advice, 'stepMs'))}: prices may be skipped unseen. Allow less.`,
  'advice/packages-many': (advice) =>
    `With named groups and up to ${count(number(advice, 'packages'))} packages in all, the search may come to its limit before it proves that nothing is better; up to ${count(number(advice, 'manyPackages'))} it seldom does. Allow fewer packages, or one a team.`,
  'advice/reason-tells-rival': () =>
    'With two bidders, what the loser would have needed tells what the winner bid. Do not show reasons.',
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
