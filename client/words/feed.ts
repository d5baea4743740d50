// Words of the feed: one sentence a code. A code without words is shown as it is, so that nothing is hidden.

import type { FeedItem } from '../../shared/room/view-types.ts';
import { formatMills } from '../format/money.ts';

type Params = FeedItem['params'];

const text = (params: Params, key: string): string => String(params[key] ?? '');

const because = (params: Params): string => {
  const reason = text(params, 'reason');
  return reason === '' ? '' : `: ${reason}`;
};

const time = new Intl.DateTimeFormat('en-US', { timeStyle: 'medium', hourCycle: 'h23' });

const instant = (params: Params, key: string): string => {
  const at = params[key];
  return typeof at === 'number' ? time.format(at) : '';
};

const money = (params: Params, key: string): string => {
  const mills = params[key];
  return typeof mills === 'number' ? formatMills(mills) : text(params, key);
};

const bid = (params: Params): string => {
  const who = text(params, 'team');
  const what = `${text(params, 'quantityBlocks')} of ${text(params, 'lot')} at ${money(params, 'priceMills')}`;
  return who === '' ? what : `${who}, ${what}`;
};

const LINES: Readonly<Record<string, (params: Params) => string>> = {
  'auction/drafted': () => 'Auction drafted',
  'auction/scheduled': (params) => {
    const at = instant(params, 'startsAtMs');
    return at === '' ? 'Auction scheduled; the moderator starts it' : `Auction starts at ${at}`;
  },
  'auction/rules-accepted': (params) => `${text(params, 'team') || 'A team'} accepted the rules`,
  'auction/rules-amended': (params) => `Rules amended${because(params)}`,
  'auction/eligibility-set': (params) =>
    `${text(params, 'team') || 'Your'} eligibility set to ${text(params, 'points')}`,
  'auction/round-opened': (params) => `Round ${text(params, 'round')} opened`,
  'auction/round-closed': (params) => `Round ${text(params, 'round')} closed`,
  'auction/round-extended': (params) => extended(params),
  'auction/extended': (params) => extended(params),
  'auction/paused': (params) => `Paused${because(params)}`,
  'auction/resume-announced': (params) => {
    const at = instant(params, 'resumesAtMs');
    return at === '' ? 'Resuming' : `Resumes at ${at}`;
  },
  'auction/resumed': () => 'Resumed',
  'auction/interrupted': (params) =>
    `The server was away from ${instant(params, 'fromMs')} to ${instant(params, 'toMs')}; nobody lost time`,
  'auction/voided': (params) =>
    `Taken back to ${
      params['toRound'] === 0 ? 'before round 1' : `the end of round ${text(params, 'toRound')}`
    }${because(params)}`,
  'auction/team-excluded': (params) =>
    `${text(params, 'team') || 'A team'} excluded${because(params)}`,
  'auction/ended': () => 'Auction ended; results are provisional',
  'auction/certified': () => 'Result certified',
  'auction/cancelled': (params) => `Auction cancelled${because(params)}`,
  'bid/accepted': (params) => `Bid accepted: ${bid(params)}`,
  'bid/surrogate': (params) => `Bid entered by the moderator: ${bid(params)}${because(params)}`,
  'bid/refused': (params) =>
    `Bid refused: ${bid(params)}${text(params, 'code') === '' ? '' : ` (${text(params, 'code')})`}`,
  'seat/added': (params) => `Seat added: ${text(params, 'seat')}`,
  'seat/joined': (params) => `${text(params, 'seat')} joined`,
  'seat/released': (params) => `${text(params, 'seat')} left`,
  'seat/revoked': (params) => `Seat revoked: ${text(params, 'seat')}${because(params)}`,
  'sheet/opened': (params) => `Sheet opened: ${text(params, 'title')}`,
  'team/added': (params) => `Team added: ${text(params, 'team')}`,
  'room/created': () => 'Room created',
  'message/posted': (params) =>
    text(params, 'from') === '' ? 'New message' : `Message from ${text(params, 'from')}`,
};

const extended = (params: Params): string => {
  const at = instant(params, 'closesAtMs');
  return `${at === '' ? 'Round extended' : `Round extended to ${at}`}${because(params)}`;
};

/** One line of the feed in words; an unknown code stands for itself. */
export const feedLine = (item: FeedItem): string => LINES[item.code]?.(item.params) ?? item.code;
