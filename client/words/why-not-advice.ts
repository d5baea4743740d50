// What would have helped a bid that was refused, where no other bid would have: its moment, its team or its form was
// wrong, not its numbers.

import type { Rejection } from '../../shared/kernel/rejection.ts';
import { count } from '../format/amounts.ts';
import { shortSpan } from '../format/times.ts';

const numberIn = (rejection: Rejection, name: string): number | undefined => {
  const value = rejection[name];
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
};

const lateAdvice = (rejection: Rejection): string | undefined => {
  const closed = numberIn(rejection, 'closedAtMs');
  const at = numberIn(rejection, 'atMs');
  if (closed === undefined || at === undefined) return undefined;
  // At the close itself is late already, so one millisecond more than the distance.
  return `No bid for that round was taken any more. It would have counted ${shortSpan(at - closed + 1)} earlier.`;
};

const ADVICE: Readonly<Record<string, (rejection: Rejection) => string | undefined>> = {
  'bid/late': lateAdvice,
  'bid/paused': () => 'The same bid can be taken once the clock runs again.',
  'bid/rules-not-accepted': () =>
    'The same bid can be taken once your lead has accepted the rules as they stand.',
  'bid/round-not-open': (rejection) => {
    const open = numberIn(rejection, 'openRound');
    return open === undefined || open === 0
      ? undefined
      : `Bid for round ${count(open)} at its prices.`;
  },
  'bid/not-running': ({ phase }) =>
    phase === 'scheduled' ? 'The same bid can be taken once the auction has begun.' : undefined,
  'bid/excluded': () => 'No bid of your team is taken any more.',
  'bid/unknown-lot': () => 'Choose one of the lots of this auction.',
  'bid/lot-not-open': () => 'The same bid can be taken once this lot is open.',
  'bid/no-limits': () => 'Name a price instead of a limit.',
  'bid/above-cap': (rejection) =>
    (numberIn(rejection, 'maximumBlocks') ?? 0) === 0
      ? 'Your team has all that one bidder may take of this lot.'
      : 'What your team may still take is less than the smallest quantity of this lot.',
  'bid/too-many-packages': () =>
    'Take one of your packages back, or send this one in the place of one of them.',
};

/** What would have helped; undefined where nothing would have, or the sentence of the refusal says it. */
export const adviceFor = (rejection: Rejection): string | undefined =>
  ADVICE[rejection.code]?.(rejection);
