// Where a bidder stands on an open lot and what it would take, in sentences; and what a change of the lead would do to
// the close.

import type { SoftClose } from '../../shared/auction/formats/english-types.ts';
import type { EnglishLotView } from '../../shared/auction/formats/english-view-types.ts';
import type { EnglishView } from '../../shared/room/view-types.ts';
import { duration } from '../../shared/auction/sentences.ts';
import { formatMills } from '../format/money.ts';
import { clockTime } from '../format/times.ts';
import type { CloseMove, Standing } from '../state/english-bidding.ts';

type TimedClose = Exclude<SoftClose, { readonly kind: 'survival' }>;
type Terms = Pick<EnglishView, 'rules'>;

/** What must be bid to be taken, and what to lead. What others would go to is known to nobody. */
export const leadSentence = (
  { rules }: Terms,
  { nextPriceMills, leadPriceMills }: EnglishLotView,
  { tone, limitMills }: Standing,
): string => {
  if (nextPriceMills === undefined) return '';
  const isForward = rules.direction === 'forward';
  const next = formatMills(nextPriceMills);
  if (tone === 'lead') {
    const own =
      limitMills === undefined || limitMills === leadPriceMills
        ? ''
        : ` You are bid for ${isForward ? 'up' : 'down'} to ${formatMills(limitMills)}.`;
    return `Another must reach ${next}.${own}`;
  }
  const least = `${next} or ${isForward ? 'more' : 'less'} is taken`;
  if (leadPriceMills === undefined) return `${least}, and leads.`;
  return rules.allowsLimits
    ? `${least}; it leads unless the leader has left a limit as good or better.`
    : `${least}, and leads.`;
};

const far = ({ kind, extensionMs }: TimedClose): string =>
  kind === 'close-plus'
    ? `by ${duration(extensionMs)}`
    : `to ${duration(extensionMs)} after it, if that is later`;

/** What a change of the lead does to the close, now or from when on. */
export const closeSentence = ({ rules }: Terms, move: CloseMove | undefined): string => {
  if (!move) return 'Nothing moves this close any more.';
  const { isNow, fromMs, toMs } = move;
  if (rules.softClose.kind === 'survival') {
    return `It closes when ${duration(rules.softClose.standsMs)} have passed without a change of the lead.`;
  }
  const which = rules.extends === 'all' ? 'all closes' : 'the close';
  if (isNow) {
    return toMs === undefined
      ? `A change of the lead at this moment does not move ${which}.`
      : `A change of the lead at this moment moves ${which} to ${clockTime(toMs)}.`;
  }
  return fromMs === undefined
    ? ''
    : `From ${clockTime(fromMs)} on, a change of the lead moves ${which} ${far(rules.softClose)}.`;
};
