// Refusals of offers in words.

import { exactTime } from '../../format/times.ts';
import type { Words } from './refusal-words.ts';

const STATUS: Readonly<Record<string, string>> = {
  accepted: 'accepted',
  countered: 'answered with a counter-offer',
  rejected: 'rejected',
  withdrawn: 'withdrawn',
};

export const OFFER_REFUSALS: Words = {
  'offer/unknown': () => 'This offer is not on the sheet any more. Nothing was changed.',
  'offer/ended': (of) =>
    `This offer was ${STATUS[of.text('status')] ?? 'ended'} already. Nothing was changed.`,
  'offer/expired': (of) =>
    of.has('expiresAtMs')
      ? `This offer expired at ${exactTime(of.number('expiresAtMs'))}. Nothing was changed; ask for it again.`
      : 'This offer has expired. Nothing was changed; ask for it again.',
  'offer/own': () => 'This is your own offer; the other side answers it. Nothing was changed.',
  'offer/not-own': () => 'Only the side that made an offer takes it back. Nothing was changed.',
  'offer/stale': () =>
    'A term of this offer changed since it was made. Look at it as it stands now, then decide; nothing was changed.',
  'offer/hash': () =>
    'This is not the offer as it stands. Read it again, then decide; nothing was changed.',
  'offer/seen': () => 'Your side has seen this offer. Nothing was changed.',
  'offer/empty': () => 'An offer needs at least one term. Nothing was offered.',
  'offer/double': () => 'A term stands twice in this offer. Nothing was offered.',
  'offer/one-sided': () =>
    'Only one side takes a position here, so there is nothing to offer. Nothing was changed.',
  'offer/agreed-so': () =>
    'A term of this offer is agreed with that value already. Take it out; nothing was offered.',
  'offer/off-award': () =>
    'This offer goes off an award and says no reason. Nothing was changed; an offer that says why can be put and taken.',
  'offer/too-many-items': (of) =>
    `At most ${of.count('maximum')} terms fit in one offer. Nothing was offered.`,
  'offer/full': (of) =>
    `Your side has ${of.count('maximum')} open offers. Withdraw one first; nothing was offered.`,
  'offer/expiry': () => 'This end is too near for anybody to answer. Choose a later one.',
  'offer/wording': () => 'This wording cannot be the text of a clause. Nothing was offered.',
  'offer/unknown-wording': () =>
    'The sheet does not remember this wording any more. Nothing was changed.',
  'offer/too-large': () => 'This is too much for one offer. Make it shorter; nothing was offered.',
};
