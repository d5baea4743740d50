// Refusals by what guards a team against its own mistakes: unlikely bids, its budget, its second person.

import { formatMills, formatWholeDollars } from '../../format/money.ts';
import type { Params, Words } from './refusal-words.ts';

const priceWords = (of: Params): string => {
  if (of.has('nextTotalMills')) {
    const [next, most] = [of.number('nextTotalMills'), of.number('furthestTotalMills')];
    return `The total is beyond ${formatMills(most)}; the least for these blocks is ${formatMills(next)}.`;
  }
  if (!of.has('nextMills')) return '';
  return of.has('furthestMills')
    ? `It goes beyond ${of.price('furthestMills')}; the next price that is taken is ${of.price('nextMills')}.`
    : `It is far from ${of.price('nextMills')}, the next price that is taken.`;
};

const budgetWords = (of: Params): string =>
  of.has('budgetMills', 'yearlyMills')
    ? `With it all that your team has bid is worth ${formatWholeDollars(of.number('yearlyMills'))} a year, more than your budget of ${formatWholeDollars(of.number('budgetMills'))}.`
    : '';

const confirmWords = (of: Params): string => {
  const why = [priceWords(of), budgetWords(of)].filter((words) => words !== '').join(' ');
  return `${why === '' ? 'This bid is unlikely.' : why} Nothing was bid yet: confirm it or correct it.`;
};

export const GUARD_REFUSALS: Words = {
  'bid/confirm': confirmWords,
  'bid/two-persons': (of) =>
    of.has('yearlyMills', 'aboveMills') && of.number('aboveMills') > 0
      ? `Your team asks for a second person above ${formatWholeDollars(of.number('aboveMills'))} a year; this bid is worth ${formatWholeDollars(of.number('yearlyMills'))}. Nothing was bid: have one person draft it and another confirm it.`
      : 'Your team asks for a second person for every bid. Nothing was bid: have one person draft it and another confirm it.',
  'retract/closed': (of) =>
    `Round ${of.count('round')} is not open, so its bids rest where they are. Rounds can be taken back as a whole; nothing was changed.`,
  'retract/acted-on': () =>
    'There is no bid of this team here that nobody has acted on: another came after it, or it took effect at once. Nothing was changed.',
  'guards/no-budget': () =>
    'In this auction your team is paid, so there is no budget to keep to. Nothing was changed.',
  'draft/not-asked': () =>
    'Your team does not ask for a second person, so there is nobody to draft for. Nothing was changed.',
  'draft/too-many': (of) =>
    `${of.count('maximum')} drafts of your team wait already. Have some confirmed or dropped first; nothing was changed.`,
  'draft/unknown': () =>
    'This draft does not wait any more: it was confirmed or dropped, or its round has closed. Nothing was changed.',
  'draft/own': () =>
    'You drafted this bid yourself; another person of your team confirms it. It still waits.',
};
