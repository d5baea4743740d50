// Refusals of bids in auctions of every format, and the words of each format for its own.

import { exactTime, shortSpan } from '../../format/times.ts';
import { CLOCK_REFUSALS } from './clock-refusals.ts';
import { DUTCH_REFUSALS } from './dutch-refusals.ts';
import { GUARD_REFUSALS } from './guard-refusals.ts';
import { ENGLISH_REFUSALS } from './english-refusals.ts';
import { PACKAGE_REFUSALS } from './package-refusals.ts';
import { BID_STANDS } from './refusal-words.ts';
import { SEALED_REFUSALS } from './sealed-refusals.ts';
import type { Words } from './refusal-words.ts';

export const BID_REFUSALS: Words = {
  'bid/wrong-form': () =>
    'This auction takes another form of bid. Nothing was changed; reload the page.',
  'bid/off-tick': (of) =>
    `Prices of this lot go in steps of ${of.price('tickMills')}. ${BID_STANDS}`,
  'bid/round-not-open': (of) =>
    `Round ${of.count('round')} is not open, so this bid was not taken. Look at the prices of the open round and bid again.`,
  'bid/late': (of) =>
    of.has('closedAtMs', 'atMs')
      ? `This bid came too late: the round closed at ${exactTime(of.number('closedAtMs'))} and the bid arrived at ${exactTime(of.number('atMs'))}, ${shortSpan(of.number('atMs') - of.number('closedAtMs'))} after it. Your last bid before the close counts.`
      : 'This bid came after the close of its round. Your last bid before the close counts.',
  'bid/paused': () =>
    'The auction is paused, so this bid was not taken. Your earlier bids stand; bid again when the clock runs.',
  'bid/not-running': () => 'The auction is not running, so this bid was not taken.',
  'bid/rules-not-accepted': () =>
    'Your team has not accepted the rules as they stand now, so nothing was bid. Accept them, then bid again.',
  ...GUARD_REFUSALS,
  'bid/excluded': (of) =>
    `Your team was excluded from this auction${of.because('reason')}. It cannot bid; write to the moderator.`,
  'bid/unknown-lot': () => 'This lot is not part of the auction. Nothing was bid.',
  ...CLOCK_REFUSALS,
  ...ENGLISH_REFUSALS,
  ...SEALED_REFUSALS,
  ...DUTCH_REFUSALS,
  ...PACKAGE_REFUSALS,
};
