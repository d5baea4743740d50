// Refusals about a seat's address for e-mail in words.

import { shortSpan } from '../../format/times.ts';
import type { Words } from './refusal-words.ts';

export const MAIL_REFUSALS: Words = {
  'mail/bad-address': () =>
    'This does not look like an address for e-mail, as in name@example.org. Nothing was sent.',
  'mail/too-often': (of) =>
    of.has('afterMs')
      ? `Three codes were sent within an hour. Ask again in ${minutes(of.number('afterMs'))}; nothing was sent.`
      : 'Three codes were sent within an hour. Ask again later; nothing was sent.',
  'mail/no-code': () =>
    'No code is waited for: it was used, or is older than half an hour. Give the address again for another one.',
  'mail/wrong-code': (of) =>
    of.number('triesLeft') > 0
      ? `This is not the code. ${of.count('triesLeft')} more tries; nothing was changed.`
      : 'This is not the code, and it was the last try. Give the address again for another one.',
  'mail/told': () => 'This was mailed already. Nothing was sent.',
};

const minutes = (spanMs: number): string =>
  spanMs < 60_000 ? shortSpan(spanMs) : `${String(Math.ceil(spanMs / 60_000))} min`;
