// Refusals that only an English auction knows.

import { BID_STANDS } from './refusal-words.ts';
import type { Words } from './refusal-words.ts';

export const ENGLISH_REFUSALS: Words = {
  'bid/short-of-next': (of) =>
    `The next bid on this lot must reach ${of.price('nextMills')}. ${BID_STANDS}`,
  'bid/beyond-step': (of) =>
    `A price you name may go to ${of.price('furthestMills')} at most just now. ${BID_STANDS}`,
  'bid/own-limit': (of) =>
    `You lead with a limit of ${of.price('limitMills')}: only a better one changes it. ${BID_STANDS}`,
  'bid/no-limits': () => `This auction takes prices, not limits. ${BID_STANDS}`,
  'bid/lot-not-open': () => `This lot is not open yet, so nothing was bid. ${BID_STANDS}`,
};
