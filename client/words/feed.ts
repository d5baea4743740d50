// Words of the feed: one sentence a code. A code without words is shown as it is, so that nothing is hidden.

import type { FeedItem } from '../../shared/room/view-types.ts';
import { refusalName } from '../../shared/report/refusal-names.ts';
import { formatMills, formatWholeDollars } from '../format/money.ts';
import { timeInWords } from '../format/times.ts';

type Params = FeedItem['params'];

const text = (params: Params, key: string): string => String(params[key] ?? '');

const because = (params: Params): string => {
  const reason = text(params, 'reason');
  return reason === '' ? '' : `: ${reason}`;
};

const of = (params: Params): string => {
  const team = text(params, 'team');
  return team === '' ? '' : ` of ${team}`;
};

const instant = (params: Params, key: string): string => {
  const at = params[key];
  return typeof at === 'number' ? timeInWords(at) : '';
};

const money = (params: Params, key: string): string => {
  const mills = params[key];
  return typeof mills === 'number' ? formatMills(mills) : text(params, key);
};

/** A package with what it asks for; one without lots takes back what stood. */
const packageText = (params: Params): string => {
  const name = `package ${text(params, 'package')}`;
  if (params['lots'] === 0) return `${name} taken back`;
  const lots = params['lots'] === 1 ? '1 lot' : `${text(params, 'lots')} lots`;
  return `${name}, ${text(params, 'quantityBlocks')} blocks of ${lots} for ${money(params, 'totalMills')}`;
};

/** Quantity where the format asks for one, lot, and the price or limit as far as it is told. */
const bid = (params: Params): string => {
  const who = text(params, 'team');
  const quantity = text(params, 'quantityBlocks');
  const what = [
    params['package'] !== undefined
      ? packageText(params)
      : quantity === ''
        ? text(params, 'lot')
        : `${quantity} of ${text(params, 'lot')}`,
    ...(params['priceMills'] === undefined ? [] : [`at ${money(params, 'priceMills')}`]),
    ...(params['steps'] === undefined ? [] : [`in ${text(params, 'steps')} steps`]),
    ...(params['limitMills'] === undefined ? [] : [`up to ${money(params, 'limitMills')}`]),
  ].join(' ');
  return who === '' ? what : `${who}, ${what}`;
};

/** Whether a line is about lots rather than about all of a round. */
const hasLots = (params: Params): boolean =>
  params['lot'] !== undefined || params['lots'] !== undefined;

/** One lot by its name, several by their number. */
const lotsOf = (params: Params): string =>
  params['lot'] === undefined ? `${text(params, 'lots')} lots` : text(params, 'lot');

const refusal = (params: Params): string => {
  const code = text(params, 'code');
  return code === '' ? '' : ` (${refusalName(code)})`;
};

const team = (params: Params): string => {
  const name = text(params, 'team');
  return name === '' ? '' : `${name}: `;
};

/** Which auction, where a room holds several of them. */
const titled = (params: Params): string => text(params, 'title') || 'Auction';

const LINES: Readonly<Record<string, (params: Params) => string>> = {
  'auction/drafted': (params) => `${titled(params)} drafted`,
  'auction/scheduled': (params) => {
    const at = instant(params, 'startsAtMs');
    return at === ''
      ? `${titled(params)} scheduled; the moderator starts it`
      : `${titled(params)} starts at ${at}`;
  },
  'auction/rules-accepted': (params) => `${text(params, 'team') || 'A team'} accepted the rules`,
  'auction/rules-amended': (params) => `Rules amended${because(params)}`,
  'auction/eligibility-set': (params) =>
    `Eligibility${of(params)} set to ${text(params, 'points')} points`,
  'auction/round-opened': (params) => {
    const at = instant(params, 'closesAtMs');
    const what = hasLots(params) ? lotsOf(params) : `Round ${text(params, 'round')}`;
    const closes = params['lots'] === undefined ? 'closes' : 'close';
    return `${what} opened${at === '' ? '' : `, ${closes} ${at}`}`;
  },
  'auction/round-closed': (params) => {
    const isFinal = params['isFinal'] === true;
    return hasLots(params)
      ? `${lotsOf(params)}: closed${isFinal ? ', nothing is open any more' : ''}`
      : `Round ${text(params, 'round')} closed${isFinal ? ', the last one' : ''}`;
  },
  'auction/extended': (params) => extended(params),
  'auction/lead-moved': (params) =>
    params['priceMills'] === undefined
      ? `${text(params, 'lot')}: no bid stands`
      : `${text(params, 'lot')}: the lead is at ${money(params, 'priceMills')}`,
  'auction/clock-stopped': (params) =>
    `${text(params, 'lot')}: ${text(params, 'quantityBlocks')} taken at ${money(params, 'priceMills')}, ${text(params, 'remainingBlocks')} left`,
  'auction/book-frozen': (params) =>
    `Round ${text(params, 'round')}: the cut-off has passed, the award is being computed`,
  'auction/close-moved': (params) =>
    `${lotsOf(params)}: the close moves to ${instant(params, 'closesAtMs')}`,
  'auction/lots-closed': (params) => `${lotsOf(params)}: closed`,
  'auction/terms-named': (params) =>
    `Bids are made for the agreed terms ${text(params, 'hash').slice(0, 16)}`,
  'auction/terms-changed': (params) =>
    params['hash'] === undefined
      ? 'The agreed terms that bids are made for are open again'
      : `The agreed terms are now ${text(params, 'hash').slice(0, 16)}`,
  'auction/older-text-confirmed': (params) =>
    `The moderator confirmed: bids for an older text count, the auction goes on under ${text(params, 'hash').slice(0, 16)}${because(params)}`,
  'sheet/agreed-text': (params) =>
    params['hash'] === undefined
      ? `${text(params, 'title')}: no longer all agreed`
      : `${text(params, 'title')}: all agreed, text ${text(params, 'hash').slice(0, 16)}`,
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
    `${text(params, 'team') || 'A team'} excluded${
      params['keepBids'] === false ? ', its bids removed' : ''
    }${because(params)}`,
  'auction/ended': (params) =>
    params['sold'] === false
      ? `${titled(params)} ended without a sale`
      : `${titled(params)} ended; awards are provisional`,
  'auction/certified': (params) => `${titled(params)}: result certified`,
  'auction/cancelled': (params) => `${titled(params)} cancelled${because(params)}`,
  'bid/accepted': (params) =>
    params['surrogateReason'] === undefined
      ? `Bid accepted: ${bid(params)}`
      : `Bid entered by the moderator: ${bid(params)} (${text(params, 'surrogateReason')})`,
  'bid/refused': (params) => `Bid refused: ${bid(params)}${refusal(params)}`,
  'bids/accepted': (params) => `${team(params)}Bids on ${text(params, 'lots')} lots accepted`,
  'bids/refused': (params) =>
    `${team(params)}Bids on ${text(params, 'lots')} lots refused together${refusal(params)}`,
  'auction/instructions-set': (params) =>
    `Standing instructions set for ${text(params, 'lots')} lots`,
  'auction/lead-taken-back': (params) =>
    params['priceMills'] === undefined
      ? `${text(params, 'lot')}: the moderator took a bid back, no bid stands`
      : `${text(params, 'lot')}: the moderator took a bid back, the lead is at ${money(params, 'priceMills')} again`,
  'bid/retracted': (params) =>
    `The moderator took back what ${text(params, 'team')} bid ${params['package'] === undefined ? `on ${text(params, 'lot')}` : `as package ${text(params, 'package')}`} in round ${text(params, 'round')}${because(params)}`,
  'guards/set': (params) => {
    const { budgetMills, twoPersonsAboveMills: above } = params;
    const yearly = (mills: unknown) => `${formatWholeDollars(Number(mills))} a year`;
    const budget = budgetMills === undefined ? 'no budget' : `budget ${yearly(budgetMills)}`;
    const second = above === 0 ? 'for every bid' : `above ${yearly(above)}`;
    return `Your team: ${budget}, ${above === undefined ? 'no second person' : `a second person ${second}`}`;
  },
  'draft/held': (params) => `Drafted for a second person: ${bid(params)}`,
  'draft/dropped': (params) => `Draft dropped${because(params)}`,
  'problem/reported': (params) =>
    `${text(params, 'seat')} of ${text(params, 'team')} has a problem${params['text'] === undefined ? '' : `: ${text(params, 'text')}`}`,
  'problem/answered': (params) =>
    `The moderator to ${text(params, 'team')}: ${text(params, 'word')}`,
  'line/noted': (params) => {
    const numbers =
      params['roundTripMs'] === undefined
        ? ''
        : `, ${text(params, 'roundTripMs')} ms ±${text(params, 'clockErrorMs')} ms, last heard ${instant(params, 'heartbeatAtMs')}`;
    return `Line of ${text(params, 'seat')}: ${text(params, 'state')}${numbers}, ${text(params, 'missed')} missed`;
  },
  'seat/joined': (params) => `${text(params, 'seat')} joined`,
  'seat/revoked': (params) => `Seat revoked: ${text(params, 'seat')}${because(params)}`,
  'sheet/opened': (params) => `Sheet opened: ${text(params, 'title')}`,
};

const extended = (params: Params): string => {
  const at = instant(params, 'closesAtMs');
  return `${at === '' ? 'Round extended' : `Round extended to ${at}`}${because(params)}`;
};

/** One line of the feed in words; an unknown code stands for itself. */
export const feedLine = (item: FeedItem): string => LINES[item.code]?.(item.params) ?? item.code;
